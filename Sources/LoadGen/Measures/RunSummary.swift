/// The figures of a run.
///
/// Requests planned before the end of the warm-up count in no figure except the self-check and the peak.
public struct RunSummary: Sendable, Hashable {
  /// The settings of a summary.
  public struct Options: Sendable, Hashable {
    /// The warm-up in nanoseconds from the start.
    public var warmUp: Int64
    /// The delay after the planned start, in nanoseconds, above which a request counts as late.
    public var lateAfter: Int64
    /// The largest latency of a good success, in nanoseconds; nil if every success is good.
    public var goal: Int64?

    /// Makes the settings; by default without a warm-up and a goal, and with a delay of 1 ms.
    public init(warmUp: Int64 = 0, lateAfter: Int64 = 1_000_000, goal: Int64? = nil) {
      self.warmUp = warmUp
      self.lateAfter = lateAfter
      self.goal = goal
    }
  }

  /// The number of failures for one reason.
  public struct Failures: Sendable, Hashable {
    /// The reason.
    public var kind: ErrorKind
    /// The number of requests that failed for it.
    public var count: Int
  }

  /// The numbers of requests by outcome.
  public struct Counts: Sendable, Hashable {
    /// Requests that arrived: sent, dropped, or still waiting when the run was interrupted.
    public var offered = 0
    /// Requests that ended, with any outcome.
    public var finished = 0
    /// Requests answered in full.
    public var succeeded = 0
    /// Requests answered from a fallback or in part.
    public var degraded = 0
    /// Requests that failed.
    public var failed = 0
    /// Requests never sent, because the in-flight limit was reached.
    public var dropped = 0
    /// Requests that had not ended when the run was interrupted.
    public var unfinished = 0
    /// Requests sent late by the generator or kept waiting by the limit.
    public var late = 0
    /// Successes within the goal.
    public var good = 0
    /// Failures by reason, ascending.
    public var failures: [Failures] = []
  }

  /// The numbers of requests by outcome.
  public let counts: Counts
  /// Times from the planned start, over all requests that ended: a failure is a wait too.
  public let latency: LatencySummary
  /// Times from the actual start, over the same requests.
  public let service: LatencySummary
  /// The distribution behind `latency`, mergeable across runs.
  public let latencyHistogram: Histogram
  /// The distribution behind `service`.
  public let serviceHistogram: Histogram
  /// The time from the end of the warm-up to the end of the last request, in nanoseconds.
  public let span: Int64
  /// The largest number of requests in flight at one time.
  public let peakInFlight: Int
  /// The self-check of the measurement.
  public let littlesLaw: LittlesLaw
  /// The offered and achieved rate; nil for a model without a rate of its own.
  public let saturation: Saturation?

  /// Summarises `run`.
  public init(_ run: LoadRun, _ options: Options = Options()) {
    let warm = run.start + options.warmUp
    var counts = Counts()
    var byKind = [Int](repeating: 0, count: 256)
    var latencies: [Int64] = []
    var services: [Int64] = []
    latencies.reserveCapacity(run.records.count)
    services.reserveCapacity(run.records.count)
    var latencyHistogram = Histogram()
    var serviceHistogram = Histogram()
    for record in run.records where record.planned >= warm {
      counts.offered += 1
      switch record.status {
      case .dropped: counts.dropped += 1
      case .unfinished: counts.unfinished += 1
      case .finished(let outcome):
        counts.finished += 1
        if record.started - record.planned > options.lateAfter { counts.late += 1 }
        latencies.append(record.latency)
        services.append(record.service)
        latencyHistogram.record(record.latency)
        serviceHistogram.record(record.service)
        switch outcome {
        case .success:
          counts.succeeded += 1
          if options.goal.map({ record.latency <= $0 }) ?? true { counts.good += 1 }
        case .degraded: counts.degraded += 1
        case .failure(let kind):
          counts.failed += 1
          byKind[Int(kind.rawValue)] += 1
        }
      }
    }
    counts.failures = byKind.indices.filter { byKind[$0] > 0 }
      .map { Failures(kind: ErrorKind(rawValue: UInt8($0)), count: byKind[$0]) }
    self.counts = counts
    latency = LatencySummary(latencies)
    service = LatencySummary(services)
    self.latencyHistogram = latencyHistogram
    self.serviceHistogram = serviceHistogram
    span = max(0, run.end - warm)
    peakInFlight = run.peakInFlight
    littlesLaw = LittlesLaw(run)
    saturation = Saturation(run, warmUp: options.warmUp)
  }

  /// Requests ended per second of the span; 0 for an empty span.
  public var throughput: Double { perSecond(counts.finished) }
  /// Good successes per second of the span.
  public var goodput: Double { perSecond(counts.good) }

  private func perSecond(_ count: Int) -> Double { span > 0 ? Double(count) * 1e9 / Double(span) : 0 }
}

/// Little's law, L = λW, as a self-check of the measurement.
///
/// L is integrated while the run goes on; λW is the sum of service times in the records. The two agree unless
/// a record is lost or a time is wrong.
public struct LittlesLaw: Sendable, Hashable {
  /// L: the mean number of requests in flight over the makespan.
  public let inFlight: Double
  /// λW, from the records.
  public let predicted: Double
  /// |L - λW| / L; 0 if no request was in flight.
  public let residual: Double

  /// Checks `run`.
  public init(_ run: LoadRun) {
    let span = Double(max(1, run.makespan))
    let total = run.records.reduce(Int128(0)) { $1.outcome == nil ? $0 : $0 + Int128($1.service) }
    inFlight = Double(run.inFlightArea) / span
    predicted = Double(total) / span
    residual = run.inFlightArea == 0 ? 0 : (inFlight - predicted).magnitude / inFlight
  }
}

/// The rates at which the requests of an open model arrived and ended.
///
/// Measured over the second half of the arrivals: the requests in flight at the two ends of that interval
/// cancel, and a start with an empty system does not look like falling behind.
public struct Saturation: Sendable, Hashable {
  /// Requests that arrived per second.
  public let offered: Double
  /// Requests that ended per second, failed ones included.
  public let achieved: Double

  /// The ratio of achieved to offered below which a run is saturated.
  public static let threshold = 0.98
  /// True if requests arrived faster than they were answered: by more than the threshold, and by more than the
  /// number in flight varies by chance.
  public let isSaturated: Bool

  init?(_ run: LoadRun, warmUp: Int64 = 0) {
    guard case .open(let load) = run.model else { return nil }
    if case .together = load.arrivals { return nil }
    guard let first = run.records.first?.planned, let last = run.records.last?.planned else { return nil }
    let begin = max(first, run.start + warmUp)
    let middle = begin + (last - begin) / 2
    guard middle < last else { return nil }
    var arrived = 0
    var over = 0
    var inFlightAtEnds = 0
    for record in run.records {
      if record.planned > middle { arrived += 1 }
      if record.outcome != nil, record.finished > middle, record.finished <= last { over += 1 }
      for moment in [middle, last]
      where record.planned <= moment && (record.outcome == nil || record.finished > moment) {
        inFlightAtEnds += 1
      }
    }
    let seconds = Double(last - middle) * 1e-9
    offered = Double(arrived) / seconds
    achieved = Double(over) / seconds
    // The numbers in flight at the two ends vary like Poisson numbers; three standard deviations of their difference.
    let backlog = Double(arrived - over)
    isSaturated =
      achieved < offered * Saturation.threshold && backlog * backlog > 9 * Double(inFlightAtEnds)
  }
}
