/// What a station did since its measures began. Times are nanoseconds.
public struct StationMeasures: Hashable, Sendable {
  /// How the service of a request ended.
  public enum Ending: Hashable, Sendable {
    case served
    /// Served, with an error for an answer.
    case failed
    /// The caller gave up while it was served.
    case abandoned
  }

  public init(start: Int64) { self.start = start }

  public var start: Int64
  public var elapsed: Int64 = 0
  /// Requests whose service began.
  public var started = 0
  public var served = 0
  public var failed = 0
  /// Turned away at a full queue.
  public var rejected = 0
  /// Turned away for the quota.
  public var throttled = 0
  /// Gave up, waiting or served.
  public var abandoned = 0
  /// Had to wait before they started or left.
  public var delayed = 0
  public var queuePeak = 0
  public var waitMax: Int64 = 0
  /// Waits of those that started, together.
  public var waitTime: Int128 = 0
  /// Requests being served, summed over time.
  public var busyTime: Int128 = 0
  /// Requests waiting, summed over time.
  public var queueTime: Int128 = 0
  /// Servers there were, summed over time; 0 without a bound.
  public var capacityTime: Int128 = 0

  /// The share of server time that was used; nil without a bound.
  public var utilisation: Double? { capacityTime > 0 ? Double(busyTime) / Double(capacityTime) : nil }
  /// The mean number waiting. 0 when no time has passed, as below.
  public var meanQueue: Double { elapsed > 0 ? Double(queueTime) / Double(elapsed) : 0 }
  /// The mean number waiting or being served.
  public var meanInStation: Double { elapsed > 0 ? Double(queueTime + busyTime) / Double(elapsed) : 0 }
  /// The mean wait of those that started, in nanoseconds.
  public var meanWait: Double { started > 0 ? Double(waitTime) / Double(started) : 0 }
  /// Ends of service with an answer, error or not, per second.
  public var throughput: Double { elapsed > 0 ? Double(served + failed) / (Double(elapsed) * 1e-9) : 0 }

  mutating func count(_ ending: Ending) {
    switch ending {
    case .served: served += 1
    case .failed: failed += 1
    case .abandoned: abandoned += 1
    }
  }
}
