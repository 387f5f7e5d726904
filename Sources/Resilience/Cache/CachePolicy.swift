/// How long answers are kept, and what is done when a fresh one cannot be had.
public struct CachePolicy: Sendable, Hashable {
  /// At exactly this age a value is no longer fresh.
  public var timeToLive: Duration
  /// Keys kept at most; the one unused for longest makes room.
  public var capacity: Int
  /// How long beyond its time a value may be served when loading fails; nil for never.
  public var staleIfError: Duration?
  /// How long a failure of the call itself is remembered; nil for not at all.
  public var negative: Duration?

  /// An hour, a thousand keys, neither stale nor negative.
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
