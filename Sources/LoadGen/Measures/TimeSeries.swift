/// A run cut into equal intervals, by when requests ended.
public struct TimeSeries: Sendable, Hashable {
  public struct Interval: Sendable, Hashable {
    /// Nanoseconds from the start of the run.
    public let start: Int64
    public let arrived: Int
    public let dropped: Int
    public let succeeded: Int
    public let degraded: Int
    public let failed: Int
    /// Requests under way, averaged over the interval.
    public let inFlight: Double
    /// Of those that ended here, from their planned start.
    public let latency: LatencyFigures
  }

  /// Nanoseconds.
  public let width: Int64
  public let intervals: [Interval]

  /// From the start of the run until its end; the last interval may be cut short by it.
  public init(_ run: LoadRun, every width: Int64) {
    precondition(width > 0, "an interval must be positive, was \(width) ns")
    self.width = width
    let count = Int((max(1, run.makespan) - 1) / width) + 1
    precondition(count <= 1_000_000, "\(count) intervals of \(width) ns; choose wider ones")
    var latencies = [[Int64]](repeating: [], count: count)
    var tallies = [Tally](repeating: Tally(), count: count)
    func place(_ time: Int64) -> Int { min(count - 1, Int((time - run.start) / width)) }
    for record in run.records {
      let arrival = place(record.planned)
      tallies[arrival].arrived += 1
      if record.status == .dropped { tallies[arrival].dropped += 1 }
      guard let outcome = record.outcome else { continue }
      let last = place(record.finished)
      switch outcome {
      case .success: tallies[last].succeeded += 1
      case .degraded: tallies[last].degraded += 1
      case .failure: tallies[last].failed += 1
      }
      latencies[last].append(record.latency)
      for interval in place(record.started)...last {
        let from = max(record.started, run.start + Int64(interval) * width)
        let to = min(record.finished, run.start + Int64(interval + 1) * width)
        tallies[interval].busy += Int128(max(0, to - from))
      }
    }
    intervals = (0..<count).map { k in
      let start = Int64(k) * width
      let length = min(width, max(1, run.makespan - start))
      let tally = tallies[k]
      return Interval(
        start: start, arrived: tally.arrived, dropped: tally.dropped, succeeded: tally.succeeded,
        degraded: tally.degraded, failed: tally.failed, inFlight: Double(tally.busy) / Double(length),
        latency: LatencyFigures(latencies[k]))
    }
  }

  private struct Tally {
    var arrived = 0
    var dropped = 0
    var succeeded = 0
    var degraded = 0
    var failed = 0
    var busy: Int128 = 0
  }
}
