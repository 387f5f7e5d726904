/// How often a target may be called.
public enum RateLimiterPolicy: Sendable, Hashable {
  case smooth(Smooth)
  case cycle(Cycle)
  case tokenBucket(TokenBucket)
  case slidingWindow(SlidingWindow)

  /// One permit for each interval; a waiting caller reserves the next free one.
  public struct Smooth: Sendable, Hashable {
    public var interval: Duration
    /// A longer wait is refused and reserves nothing; nil accepts any.
    public var maxWait: Duration?
    public init(interval: Duration, maxWait: Duration? = nil) {
      self.interval = interval
      self.maxWait = maxWait
    }
  }

  /// So many permits for each period, counted from the clock's origin.
  public struct Cycle: Sendable, Hashable {
    public enum Refill: String, Sendable, CaseIterable {
      /// Never more than one period's worth.
      case capped
      /// A debt gains the permits of all periods that passed.
      case uncapped
    }
    public var permits: Int
    public var period: Duration
    public var maxWait: Duration?
    public var refill: Refill
    public init(permits: Int, period: Duration, maxWait: Duration? = nil, refill: Refill = .capped) {
      self.permits = permits
      self.period = period
      self.maxWait = maxWait
      self.refill = refill
    }
  }

  /// A bucket of `capacity` permits that fills with `permits` for each `period`, evenly.
  public struct TokenBucket: Sendable, Hashable {
    public var capacity: Int
    public var permits: Int
    public var period: Duration
    public var maxWait: Duration?
    public init(capacity: Int, permits: Int, period: Duration, maxWait: Duration? = .zero) {
      self.capacity = capacity
      self.permits = permits
      self.period = period
      self.maxWait = maxWait
    }
  }

  /// At most so many in any span of each window's length, all windows at once.
  public struct SlidingWindow: Sendable, Hashable {
    public struct Window: Sendable, Hashable {
      public var permits: Int
      public var period: Duration
      public init(permits: Int, period: Duration) {
        self.permits = permits
        self.period = period
      }
    }
    public var windows: [Window]
    public init(_ windows: [Window]) { self.windows = windows }
  }
}
