/// The rules of a circuit breaker as independent knobs. A profile is a setting of them that behaves
/// like a known library's.
///
/// `init()` is our own default: five failures in a row open it for 60 s, then one probe at a time, of
/// which one success closes it.
public struct BreakerPolicy: Sendable, Hashable {
  /// Which results count while closed; without it, all since the last change of state.
  public var window: Window?
  public var trip = Trip()
  /// False: a trip is reported and clears the counts, but the breaker stays closed.
  public var enforce = true
  public var open = Open()
  /// Nil: an open breaker closes directly.
  public var halfOpen: HalfOpen? = HalfOpen()
  public var outcomes = Outcomes()
  public var lateResults = LateResults.drop
  public var illegalTransitions = IllegalTransitions.error
  public var clock = Clock()

  public init() { trip.consecutiveFailures = 5 }

  /// Opens after `consecutiveFailures` in a row for `wait`, closes after `successes` good probes.
  public init(consecutiveFailures: Int, wait: Duration = .seconds(60), successes: Int = 1) {
    trip.consecutiveFailures = consecutiveFailures
    open.wait = wait
    halfOpen?.successes = successes
  }

  /// Every knob absent: never trips, counts late results, closes directly.
  public static let bare: BreakerPolicy = {
    var policy = BreakerPolicy()
    policy.trip = Trip()
    policy.open = Open(wait: .zero)
    policy.halfOpen = nil
    policy.lateResults = .count
    return policy
  }()

  public struct Window: Sendable, Hashable {
    public enum Kind: String, Sendable, CaseIterable {
      /// The last `size` results.
      case count
      /// The last `duration`, in `buckets` equal buckets.
      case time
      /// Periods of `duration`; the counts are cleared when one is over.
      case fixed
      /// An exponential moving average with a mean lifetime of `size` results.
      case ema
    }
    /// Where the buckets of `time` begin.
    public enum Align: String, Sendable, CaseIterable {
      /// At multiples of their length on the clock.
      case epoch
      /// At the creation of the breaker, or when its counts were last cleared.
      case creation
      /// At the first result that finds no running bucket.
      case firstEvent
    }
    public var kind: Kind
    public var size = 100
    public var duration = Duration.zero
    public var buckets = 1
    public var align = Align.epoch
    /// Whether a `fixed` period is over at exactly its duration.
    public var boundary = Boundary.atOrAfter

    public init(_ kind: Kind) { self.kind = kind }

    public static func count(_ size: Int) -> Window {
      var window = Window(.count)
      window.size = size
      return window
    }
    public static func time(_ duration: Duration, buckets: Int, align: Align = .epoch) -> Window {
      var window = Window(.time)
      window.duration = duration
      window.buckets = buckets
      window.align = align
      return window
    }
    public static func fixed(_ period: Duration, boundary: Boundary = .atOrAfter) -> Window {
      var window = Window(.fixed)
      window.duration = period
      window.boundary = boundary
      return window
    }
    public static func ema(_ size: Int) -> Window {
      var window = Window(.ema)
      window.size = size
      return window
    }
  }

  public enum Boundary: String, Sendable, CaseIterable { case atOrAfter, after }

  /// When a closed breaker opens: at any of the thresholds.
  public struct Trip: Sendable, Hashable {
    public enum Comparison: String, Sendable, CaseIterable {
      case atLeast = ">="
      case above = ">"
    }
    public enum Rounding: String, Sendable, CaseIterable { case none, nearestPercent }
    public enum Evaluation: String, Sendable, CaseIterable { case result, failure, tick }

    public var consecutiveFailures: Int?
    /// Failures in the window.
    public var failures: Int?
    public var failureRate: Double?
    public var slowRate: Double?
    /// Slow is longer than this.
    public var slowCall: Duration?
    /// With fewer results no rate is known, and only `consecutiveFailures` can trip. A count window
    /// asks for at most its size.
    public var minimumCalls = 1
    public var comparison = Comparison.atLeast
    /// Rates are rounded half up before they are compared.
    public var rounding = Rounding.none
    /// Rates and minimum are taken over calls started since the counts were cleared, not over results.
    public var countStarted = false
    public var evaluateOn = Evaluation.result
    public var tick: Duration?

    public init() {}
  }

  public struct Open: Sendable, Hashable {
    public enum Expires: String, Sendable, CaseIterable {
      /// The end is noticed when a call asks for a permit.
      case onAcquire
      /// When a call starts or finishes, or the state is read.
      case onAccess
      /// It happens by itself when the wait is over.
      case timer
      /// At the first multiple of `tick` since creation at which the wait is over.
      case tick
    }
    public var wait: Duration
    /// Each further opening since the last close waits this much longer, rounded down to milliseconds.
    public var multiplier = 1.0
    public var maximum: Duration?
    /// Explicit waits instead; the last one repeats.
    public var waits: [Duration] = []
    /// Whether the wait is over at exactly its length.
    public var boundary = Boundary.atOrAfter
    public var expires = Expires.onAcquire
    public var tick: Duration?

    public init(wait: Duration = .seconds(60)) { self.wait = wait }
  }

  public struct HalfOpen: Sendable, Hashable {
    public enum PermitModel: String, Sendable, CaseIterable {
      /// So many at a time: a finished call gives its permit back.
      case concurrent
      /// So many in all: a finished call keeps its permit.
      case total
    }
    public enum Decision: String, Sendable, CaseIterable {
      /// Closes at `successes` good results; opens once more than `outOf - successes` are bad.
      case successes
      /// After `min(minimumCalls, permits)` results, by the rate thresholds of the trip.
      case rate
    }
    public enum Fallthrough: String, Sendable, CaseIterable { case open, closed }
    public enum RetryAfter: String, Sendable, CaseIterable { case none, baseWait }

    public var permits = 1
    public var permitModel = PermitModel.concurrent
    public var decision = Decision.successes
    public var successes = 1
    /// As many as `successes` unless given: one bad result opens.
    public var outOf: Int?
    /// Longest stay, from entering it.
    public var maxWait: Duration?
    /// Where it goes by itself then.
    public var maxWaitState = Fallthrough.open
    /// What a refused call is told: nothing, or the base wait counted from entering half-open.
    public var retryAfter = RetryAfter.none

    public init(permits: Int = 1, successes: Int = 1) {
      self.permits = permits
      self.successes = successes
    }
  }

  /// What `ignored` and `cancelled` results count as.
  public struct Outcomes: Sendable, Hashable {
    public enum Counting: String, Sendable, CaseIterable {
      /// As neither; a half-open permit is given back.
      case none
      case success, failure
      /// Nowhere; in half-open the breaker opens again.
      case reopen
    }
    public var ignored = Counting.none
    public var cancelled = Counting.none
    public init() {}
  }

  public enum LateResults: String, Sendable, CaseIterable {
    /// A result counts in whatever state it arrives.
    case count
    /// A result from before the last change of state or period has no effect.
    case drop
  }

  /// Closed to half-open, metrics-only to open or half-open, by hand.
  public enum IllegalTransitions: String, Sendable, CaseIterable { case error, allow }

  public struct Clock: Sendable, Hashable {
    public enum Source: String, Sendable, CaseIterable { case monotonic, wall }
    /// What the breaker's clock shows at the start.
    public var start = Duration.zero
    /// The largest time; a deadline beyond it is cut to it.
    public var maximum: Duration?
    /// Whether setting the calendar moves the breaker's clock.
    public var source = Source.monotonic
    public init() {}
  }
}
