/// The lifetime of cached answers, and the answers that stand in when a load fails.
public struct CachePolicy: Sendable, Hashable {
  /// At exactly this age a value is no longer fresh.
  public var timeToLive: Duration
  /// The largest number of keys; the least recently used one is evicted.
  public var capacity: Int
  /// The time beyond `timeToLive` for which a value may be served when loading fails; nil for none.
  public var staleIfError: Duration?
  /// The lifetime of a cached failure of the call itself; nil caches no failures.
  public var negative: Duration?

  /// Creates a cache policy; by default an hour, a thousand keys, no stale values, no cached failures.
  public init(
    timeToLive: Duration = .seconds(3600), capacity: Int = 1000, staleIfError: Duration? = nil,
    negative: Duration? = nil
  ) {
    precondition(capacity > 0, "capacity must be positive, was \(capacity)")
    self.timeToLive = timeToLive
    self.capacity = capacity
    self.staleIfError = staleIfError
    self.negative = negative
  }
}
