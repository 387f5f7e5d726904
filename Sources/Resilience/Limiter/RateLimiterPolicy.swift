/// The rate at which a target may be called.
public enum RateLimiterPolicy: Sendable, Hashable {
  /// Evenly spaced calls.
  case smooth(Smooth)
  /// A number of calls for each period.
  case cycle(Cycle)
  /// A bucket that fills evenly.
  case tokenBucket(TokenBucket)
  /// A number of calls in any span of a length.
  case slidingWindow(SlidingWindow)

  /// One permit for each interval; a waiting caller reserves the next free one.
  public struct Smooth: Sendable, Hashable {
    /// The time between permits.
    public var interval: Duration
    /// A longer wait is refused and reserves nothing; nil accepts any.
    public var maxWait: Duration?

    /// Creates a smooth policy.
    public init(interval: Duration, maxWait: Duration? = nil) {
      self.interval = interval
      self.maxWait = maxWait
    }
  }

  /// A number of permits for each period, counted from the clock's origin.
  public struct Cycle: Sendable, Hashable {
    /// The permits that a new period brings.
    public enum Refill: String, Sendable, CaseIterable {
      /// Never more than one period's worth.
      case capped
      /// A debt gains the permits of all periods that passed.
      case uncapped
    }
    /// The permits of one period.
    public var permits: Int
    /// The length of a period.
    public var period: Duration
    /// A longer wait is refused and reserves nothing; nil accepts any.
    public var maxWait: Duration?
    /// The permits that a new period brings.
    public var refill: Refill

    /// Creates a cycle policy.
    public init(permits: Int, period: Duration, maxWait: Duration? = nil, refill: Refill = .capped) {
      self.permits = permits
      self.period = period
      self.maxWait = maxWait
      self.refill = refill
    }
  }

  /// A bucket of `capacity` permits that fills with `permits` for each `period`, evenly.
  public struct TokenBucket: Sendable, Hashable {
    /// The size of the bucket.
    public var capacity: Int
    /// The permits that fill the bucket in one period.
    public var permits: Int
    /// The period of `permits`.
    public var period: Duration
    /// A longer wait is refused and reserves nothing; nil accepts any.
    public var maxWait: Duration?

    /// Creates a token bucket policy.
    public init(capacity: Int, permits: Int, period: Duration, maxWait: Duration? = .zero) {
      self.capacity = capacity
      self.permits = permits
      self.period = period
      self.maxWait = maxWait
    }
  }

  /// The largest number of permits in any span of each window's length, all windows at once.
  public struct SlidingWindow: Sendable, Hashable {
    /// One window.
    public struct Window: Sendable, Hashable {
      /// The largest number of permits.
      public var permits: Int
      /// The length of the window.
      public var period: Duration

      /// Creates a window.
      public init(permits: Int, period: Duration) {
        self.permits = permits
        self.period = period
      }
    }
    /// The windows.
    public var windows: [Window]

    /// Creates a sliding window policy.
    public init(_ windows: [Window]) { self.windows = windows }
  }
}
