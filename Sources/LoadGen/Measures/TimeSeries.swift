/// A run by equal intervals of time.
///
/// A request counts as arrived in the interval of its planned start, and by its outcome where it ended.
public struct TimeSeries: Sendable, Hashable {
  /// The figures of one interval.
  public struct Interval: Sendable, Hashable {
    /// The start in nanoseconds from the start of the run.
    public let start: Int64
    /// Requests with their planned start in the interval.
    public let arrived: Int
    /// Arrivals that were never sent.
    public let dropped: Int
    /// Requests that ended here, answered in full.
    public let succeeded: Int
    /// Requests that ended here, answered from a fallback or in part.
    public let degraded: Int
    /// Requests that failed here.
    public let failed: Int
    /// The mean number of requests in flight.
    public let inFlight: Double
    /// The latency of the requests that ended here, from their planned start.
    public let latency: LatencySummary
  }

  /// The width of an interval in nanoseconds.
  public let width: Int64
  /// The intervals in order of time.
  public let intervals: [Interval]

  /// Divides `run` into intervals of `width` nanoseconds; the last one ends with the run.
  public init(_ run: LoadRun, every width: Int64) {
    precondition(width > 0, "an interval must be positive, was \(width) ns")
    self.width = width
    let count = Int((max(1, run.makespan) - 1) / width) + 1
    precondition(count <= 1_000_000, "\(count) intervals of \(width) ns; choose wider ones")
    var latencies = [[Int64]](repeating: [], count: count)
    var counts = [Counts](repeating: Counts(), count: count)
    func interval(of time: Int64) -> Int { min(count - 1, Int((time - run.start) / width)) }
    for record in run.records {
      let arrival = interval(of: record.planned)
      counts[arrival].arrived += 1
      if record.status == .dropped { counts[arrival].dropped += 1 }
      guard let outcome = record.outcome else { continue }
      let last = interval(of: record.finished)
      switch outcome {
      case .success: counts[last].succeeded += 1
      case .degraded: counts[last].degraded += 1
      case .failure: counts[last].failed += 1
      }
      latencies[last].append(record.latency)
      for index in interval(of: record.started)...last {
        let from = max(record.started, run.start + Int64(index) * width)
        let to = min(record.finished, run.start + Int64(index + 1) * width)
        counts[index].busy += Int128(max(0, to - from))
      }
    }
    intervals = (0..<count).map { k in
      let start = Int64(k) * width
      let length = min(width, max(1, run.makespan - start))
      let counts = counts[k]
      return Interval(
        start: start, arrived: counts.arrived, dropped: counts.dropped, succeeded: counts.succeeded,
        degraded: counts.degraded, failed: counts.failed, inFlight: Double(counts.busy) / Double(length),
        latency: LatencySummary(latencies[k]))
    }
  }

  private struct Counts {
    var arrived = 0
    var dropped = 0
    var succeeded = 0
    var degraded = 0
    var failed = 0
    var busy: Int128 = 0
  }
}
