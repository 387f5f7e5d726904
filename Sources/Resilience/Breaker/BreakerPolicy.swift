/// The rules of a circuit breaker as independent settings; a `Profile` combines them to behave like a known
/// library.
///
/// The default: five failures in a row open it for 60 s, then one probe at a time is admitted, of which one
/// success closes it.
public struct BreakerPolicy: Sendable, Hashable {
  /// The results that count while closed; nil counts all since the last change of state.
  public var window: Window?
  /// The thresholds at which a closed breaker opens.
  public var trip = Trip()
  /// False if a trip is only reported and clears the counts, and the breaker stays closed.
  public var enforce = true
  /// The stay in the open state.
  public var open = Open()
  /// The half-open state; nil closes an open breaker directly.
  public var halfOpen: HalfOpen? = HalfOpen()
  /// The counting of results that are neither success nor failure.
  public var outcomes = Outcomes()
  /// The treatment of results from before the last change of state.
  public var lateResults = LateResults.drop
  /// The treatment of changes by hand that the table of transitions lacks.
  public var illegalTransitions = IllegalTransitions.error
  /// The breaker's view of time, for conformance to libraries with their own.
  public var clock = Clock()

  /// Creates the default policy.
  public init() { trip.consecutiveFailures = 5 }

  /// Creates a policy that opens for `wait` after `consecutiveFailures` in a row, and closes after
  /// `successes` good probes.
  public init(consecutiveFailures: Int, wait: Duration = .seconds(60), successes: Int = 1) {
    trip.consecutiveFailures = consecutiveFailures
    open.wait = wait
    halfOpen?.successes = successes
  }

  /// The policy without any setting: never trips, counts late results, closes directly.
  public static let bare: BreakerPolicy = {
    var policy = BreakerPolicy()
    policy.trip = Trip()
    policy.open = Open(wait: .zero)
    policy.halfOpen = nil
    policy.lateResults = .count
    return policy
  }()

  /// The results that count while closed.
  public struct Window: Sendable, Hashable {
    /// The kinds of windows.
    public enum Kind: String, Sendable, CaseIterable {
      /// The last `size` results.
      case count
      /// The last `duration`, in `buckets` equal buckets.
      case time
      /// Periods of `duration`; the counts are cleared at the end of each.
      case fixed
      /// An exponential moving average with a mean lifetime of `size` results.
      case ema
    }
    /// The times at which the buckets of `time` begin.
    public enum Align: String, Sendable, CaseIterable {
      /// At multiples of their length on the clock.
      case epoch
      /// At the creation of the breaker, or when its counts were last cleared.
      case creation
      /// At the first result that finds no current bucket.
      case firstEvent
    }
    /// The kind of window.
    public var kind: Kind
    /// The number of results of `count` and `ema`.
    public var size = 100
    /// The length of `time` and `fixed`.
    public var duration = Duration.zero
    /// The number of buckets of `time`.
    public var buckets = 1
    /// The alignment of the buckets.
    public var align = Align.epoch
    /// The side on which a `fixed` period of exactly its duration falls.
    public var boundary = Boundary.atOrAfter

    /// Creates a window with the default size and no duration.
    public init(_ kind: Kind) { self.kind = kind }

    /// Returns a window of the last `size` results.
    public static func count(_ size: Int) -> Window {
      var window = Window(.count)
      window.size = size
      return window
    }
    /// Returns a window of the last `duration`.
    public static func time(_ duration: Duration, buckets: Int, align: Align = .epoch) -> Window {
      var window = Window(.time)
      window.duration = duration
      window.buckets = buckets
      window.align = align
      return window
    }
    /// Returns a window of consecutive periods.
    public static func fixed(_ period: Duration, boundary: Boundary = .atOrAfter) -> Window {
      var window = Window(.fixed)
      window.duration = period
      window.boundary = boundary
      return window
    }
    /// Returns an exponential moving average with a mean lifetime of `size` results.
    public static func ema(_ size: Int) -> Window {
      var window = Window(.ema)
      window.size = size
      return window
    }
  }

  /// The sides on which a time of exactly the limit falls: over, or not yet.
  public enum Boundary: String, Sendable, CaseIterable { case atOrAfter, after }

  /// The thresholds at which a closed breaker opens; any of them suffices.
  public struct Trip: Sendable, Hashable {
    /// The comparisons of a rate with its threshold.
    public enum Comparison: String, Sendable, CaseIterable {
      case atLeast = ">="
      case above = ">"
    }
    /// The roundings of a rate before it is compared; `nearestPercent` rounds half up.
    public enum Rounding: String, Sendable, CaseIterable { case none, nearestPercent }
    /// The occasions on which thresholds are evaluated: every result, every failure, or every tick.
    public enum Evaluation: String, Sendable, CaseIterable { case result, failure, tick }

    /// The number of failures in a row; nil for no such threshold.
    public var consecutiveFailures: Int?
    /// The number of failures in the window; nil for no such threshold.
    public var failures: Int?
    /// The share of failures in the window; nil for no such threshold.
    public var failureRate: Double?
    /// The share of slow calls in the window; nil for no such threshold.
    public var slowRate: Double?
    /// The duration above which a call is slow.
    public var slowCall: Duration?
    /// The number of results from which rates are known; with fewer only `consecutiveFailures` can trip. A
    /// count window needs at most its size.
    public var minimumCalls = 1
    /// The comparison of rates with their thresholds.
    public var comparison = Comparison.atLeast
    /// The rounding of rates before they are compared.
    public var rounding = Rounding.none
    /// True if rates and minimum are taken over calls started since the counts were cleared, not over results.
    public var countStarted = false
    /// The occasions on which thresholds are evaluated.
    public var evaluateOn = Evaluation.result
    /// The length of a tick of `evaluateOn`.
    public var tick: Duration?

    /// Creates a trip rule without thresholds.
    public init() {}
  }

  /// The stay in the open state.
  public struct Open: Sendable, Hashable {
    /// The occasions on which the end of the wait is noticed.
    public enum Expires: String, Sendable, CaseIterable {
      /// When a call asks for a permit.
      case onAcquire
      /// When a call starts or finishes, or the state is read.
      case onAccess
      /// By a timer, exactly when the wait is over.
      case timer
      /// At the first multiple of `tick` since creation at which the wait is over.
      case tick
    }
    /// The wait of the first opening since the last close.
    public var wait: Duration
    /// The factor of each further opening's wait, rounded down to milliseconds.
    public var multiplier = 1.0
    /// The longest wait; nil for none.
    public var maximum: Duration?
    /// Explicit waits instead; the last one repeats.
    public var waits: [Duration] = []
    /// The side on which a wait of exactly its length falls.
    public var boundary = Boundary.atOrAfter
    /// The occasions on which the end of the wait is noticed.
    public var expires = Expires.onAcquire
    /// The length of a tick of `expires`.
    public var tick: Duration?

    /// Creates a stay of a constant wait.
    public init(wait: Duration = .seconds(60)) { self.wait = wait }
  }

  /// The stay in the half-open state.
  public struct HalfOpen: Sendable, Hashable {
    /// The meanings of the number of permits.
    public enum PermitModel: String, Sendable, CaseIterable {
      /// Probes at a time: a finished call returns its permit.
      case concurrent
      /// Probes in all: a finished call keeps its permit.
      case total
    }
    /// The rules by which probes decide.
    public enum Decision: String, Sendable, CaseIterable {
      /// Closes at `successes` good results; opens once more than `outOf - successes` are bad.
      case successes
      /// After `min(minimumCalls, permits)` results, by the rate thresholds of the trip.
      case rate
    }
    /// The states that can follow the longest stay.
    public enum Fallthrough: String, Sendable, CaseIterable { case open, closed }
    /// The retry-after values of a refused call: none, or the base wait counted from entering half-open.
    public enum RetryAfter: String, Sendable, CaseIterable { case none, baseWait }

    /// The number of permits.
    public var permits = 1
    /// The meaning of the number of permits.
    public var permitModel = PermitModel.concurrent
    /// The rule by which probes decide.
    public var decision = Decision.successes
    /// The number of good probes that closes.
    public var successes = 1
    /// The number of probes among which `successes` must be good; equal to `successes` unless given, so that
    /// one bad probe opens.
    public var outOf: Int?
    /// The longest stay; nil for no limit.
    public var maxWait: Duration?
    /// The state after the longest stay.
    public var maxWaitState = Fallthrough.open
    /// The retry-after of a refused call.
    public var retryAfter = RetryAfter.none

    /// Creates a stay with concurrent probes.
    public init(permits: Int = 1, successes: Int = 1) {
      self.permits = permits
      self.successes = successes
    }
  }

  /// The counting of `ignored` and `cancelled` results.
  public struct Outcomes: Sendable, Hashable {
    /// The ways to count a result.
    public enum Counting: String, Sendable, CaseIterable {
      /// As neither; a half-open permit is returned.
      case none
      /// As a success or a failure.
      case success, failure
      /// As neither; in half-open the breaker opens again.
      case reopen
    }
    /// The counting of `Outcome.ignored`.
    public var ignored = Counting.none
    /// The counting of `Outcome.cancelled`.
    public var cancelled = Counting.none

    /// Creates a rule that counts neither.
    public init() {}
  }

  /// The treatments of results from before the last change of state.
  public enum LateResults: String, Sendable, CaseIterable {
    /// A result counts in whatever state it arrives.
    case count
    /// A result from before the last change of state or period has no effect.
    case drop
  }

  /// The treatments of changes by hand from closed to half-open, or from metrics-only to open or half-open.
  public enum IllegalTransitions: String, Sendable, CaseIterable { case error, allow }

  /// The clock of an imitated library.
  public struct Clock: Sendable, Hashable {
    /// The kinds of clocks; setting the calendar moves `wall`.
    public enum Source: String, Sendable, CaseIterable { case monotonic, wall }
    /// The time of the clock at the start.
    public var start = Duration.zero
    /// The largest time; a deadline beyond it is cut to it.
    public var maximum: Duration?
    /// The kind of clock.
    public var source = Source.monotonic

    /// Creates a monotonic clock that starts at zero.
    public init() {}
  }
}
