/// How many calls may be at a target at once, and how many may wait for a place.
public struct BulkheadPolicy: Sendable, Hashable {
  public var limit: Int
  /// Places in the queue; 0 refuses at once.
  public var queue: Int
  /// Longest wait for a place; nil for as long as the deadline allows.
  public var maxWait: Duration?
  /// A limit that is found out instead; `limit` is then its upper bound.
  public var adaptive: ConcurrencyLimitPolicy?

  /// 30 at once, nobody waits.
  public init(
    limit: Int = 30, queue: Int = 0, maxWait: Duration? = nil, adaptive: ConcurrencyLimitPolicy? = nil
  ) {
    precondition(limit > 0, "limit must be positive, was \(limit)")
    precondition(queue >= 0, "queue must not be negative, was \(queue)")
    self.limit = limit
    self.queue = queue
    self.maxWait = maxWait
    self.adaptive = adaptive
  }

  /// Of one provider: 30 at once, 100 wait for at most a second.
  public static let provider = BulkheadPolicy(limit: 30, queue: 100, maxWait: .seconds(1))
  /// Of all providers together: 100 at once, 300 wait for at most a second.
  public static let overall = BulkheadPolicy(limit: 100, queue: 300, maxWait: .seconds(1))
}
