/// The measures of a station since they were last reset. Times are nanoseconds.
@usableFromInline
package struct StationMeasures: Hashable, Sendable {
  /// The outcome of a request at a station.
  @usableFromInline
  package enum Ending: Hashable, Sendable {
    case served
    /// Served, with an error for an answer.
    case failed
    /// The caller gave up while it was served.
    case abandoned
  }

  package init(start: Int64) { self.start = start }

  package var start: Int64
  package var elapsed: Int64 = 0
  /// Requests whose service began.
  package var started = 0
  package var served = 0
  package var failed = 0
  /// Turned away at a full queue.
  package var rejected = 0
  /// Turned away for the quota.
  package var throttled = 0
  /// Gave up, waiting or served.
  package var abandoned = 0
  /// Had to wait before they started or left.
  package var delayed = 0
  package var queuePeak = 0
  package var waitMax: Int64 = 0
  /// Waits of those that started, together.
  package var waitTime: Int128 = 0
  /// Requests being served, summed over time.
  package var busyTime: Int128 = 0
  /// Requests waiting, summed over time.
  package var queueTime: Int128 = 0
  /// Servers there were, summed over time; 0 without a bound.
  package var capacityTime: Int128 = 0

  /// The share of server time that was used; nil without a bound.
  package var utilisation: Double? { capacityTime > 0 ? Double(busyTime) / Double(capacityTime) : nil }
  /// The mean number waiting. 0 when no time has passed, as below.
  package var meanQueue: Double { elapsed > 0 ? Double(queueTime) / Double(elapsed) : 0 }
  /// The mean number waiting or being served.
  package var meanInStation: Double { elapsed > 0 ? Double(queueTime + busyTime) / Double(elapsed) : 0 }
  /// The mean wait of those that started, in nanoseconds.
  package var meanWait: Double { started > 0 ? Double(waitTime) / Double(started) : 0 }
  /// Ends of service with an answer, error or not, per second.
  package var throughput: Double { elapsed > 0 ? Double(served + failed) / (Double(elapsed) * 1e-9) : 0 }

  package mutating func count(_ ending: Ending) {
    switch ending {
    case .served: served += 1
    case .failed: failed += 1
    case .abandoned: abandoned += 1
    }
  }
}
