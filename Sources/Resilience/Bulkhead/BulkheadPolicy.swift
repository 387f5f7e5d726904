/// The number of calls that may be in flight at a target, and the number that may wait for a permit.
public struct BulkheadPolicy: Sendable, Hashable {
  /// The number of permits.
  public var limit: Int
  /// The length of the queue; 0 refuses at once.
  public var queue: Int
  /// Longest wait for a permit; nil for as long as the deadline allows.
  public var maxWait: Duration?
  /// A limit that adapts to latencies instead; `limit` is then its upper bound.
  public var adaptive: ConcurrencyLimitPolicy?

  /// Creates a bulkhead policy; by default 30 in flight and no queue.
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
}
