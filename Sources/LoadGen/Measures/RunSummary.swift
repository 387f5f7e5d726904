/// What a run comes to. Requests planned before the end of the warm-up are left out of every figure but
/// the self-check and the peak.
public struct RunSummary: Sendable, Hashable {
  public struct Options: Sendable, Hashable {
    /// Nanoseconds from the start.
    public var warmUp: Int64
    /// A start this much after the plan is late; nanoseconds.
    public var lateAfter: Int64
    /// A success is good when its latency is at most this; nil counts every success.
    public var goal: Int64?

    public init(warmUp: Int64 = 0, lateAfter: Int64 = 1_000_000, goal: Int64? = nil) {
      self.warmUp = warmUp
      self.lateAfter = lateAfter
      self.goal = goal
    }
  }

  public struct Failures: Sendable, Hashable {
    public var kind: ErrorKind
    public var count: Int
  }

  public struct Counts: Sendable, Hashable {
    /// Requests that arrived: sent, dropped, or still waiting when the run was interrupted.
    public var offered = 0
    public var finished = 0
    public var succeeded = 0
    public var degraded = 0
    public var failed = 0
    /// Never sent, because the in-flight limit was reached.
    public var dropped = 0
    public var unfinished = 0
    /// Sent late by the generator or kept waiting by the limit.
    public var late = 0
    /// Successes within the goal.
    public var good = 0
    /// Failures by reason, ascending.
    public var failures: [Failures] = []
  }

  public let counts: Counts
  /// From the planned start, over all that finished: a failure is a wait too.
  public let latency: LatencyFigures
  /// From the actual start, over the same requests.
  public let service: LatencyFigures
  public let latencyHistogram: Histogram
  public let serviceHistogram: Histogram
  /// From the end of the warm-up until the last request was over; nanoseconds.
  public let span: Int64
  public let peakInFlight: Int
  public let littlesLaw: LittlesLaw
  /// Nil for a model that has no rate of its own.
  public let saturation: Saturation?

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
    latency = LatencyFigures(latencies)
    service = LatencyFigures(services)
    self.latencyHistogram = latencyHistogram
    self.serviceHistogram = serviceHistogram
    span = max(0, run.end - warm)
    peakInFlight = run.peakInFlight
    littlesLaw = LittlesLaw(run)
    saturation = Saturation(run, warmUp: options.warmUp)
  }

  /// Finished per second of the span; 0 when nothing took any time.
  public var throughput: Double { perSecond(counts.finished) }
  /// Good per second of the span.
  public var goodput: Double { perSecond(counts.good) }

  private func perSecond(_ count: Int) -> Double { span > 0 ? Double(count) * 1e9 / Double(span) : 0 }
}

/// L = λW, measured twice: a self-check of the instrument.
///
/// The requests under way are summed over time while the run goes on; the sum of service times comes
/// from the records afterwards. They agree unless a record was lost or a time is wrong.
public struct LittlesLaw: Sendable, Hashable {
  /// L: requests under way, averaged over the makespan.
  public let inFlight: Double
  /// λW from the records.
  public let predicted: Double
  /// |L - λW| / L; 0 when nothing was under way.
  public let residual: Double

  public init(_ run: LoadRun) {
    let span = Double(max(1, run.makespan))
    let total = run.records.reduce(Int128(0)) { $1.outcome == nil ? $0 : $0 + Int128($1.service) }
    inFlight = Double(run.inFlightArea) / span
    predicted = Double(total) / span
    residual = run.inFlightArea == 0 ? 0 : (inFlight - predicted).magnitude / inFlight
  }
}

/// Whether an open model's requests were answered as fast as they came.
///
/// Looked at over the second half of the time in which requests arrived: what is under way at its two
/// ends then cancels, and a start from empty does not look like falling behind.
public struct Saturation: Sendable, Hashable {
  /// Requests per second that arrived, and that were over (failed ones included, dropped ones not).
  public let offered: Double
  public let achieved: Double

  /// The limit of achieved over offered below which a run counts as saturated.
  public static let threshold = 0.98
  public var isSaturated: Bool { achieved < offered * Saturation.threshold }

  init?(_ run: LoadRun, warmUp: Int64 = 0) {
    guard case .open(let load) = run.model else { return nil }
    if case .together = load.arrivals { return nil }
    guard let first = run.records.first?.planned, let last = run.records.last?.planned else { return nil }
    let begin = max(first, run.start + warmUp)
    let middle = begin + (last - begin) / 2
    guard middle < last else { return nil }
    var arrived = 0
    var over = 0
    for record in run.records {
      if record.planned > middle { arrived += 1 }
      if record.outcome != nil, record.finished > middle, record.finished <= last { over += 1 }
    }
    let seconds = Double(last - middle) * 1e-9
    offered = Double(arrived) / seconds
    achieved = Double(over) / seconds
  }
}
