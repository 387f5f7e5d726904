import Mutation
import Primitives

extension DelayPolicy {
  /// The wait before jitter, by the number `n` of the failed attempt (from 1).
  public struct Backoff: Sendable, Hashable {
    /// The formulas.
    public enum Kind: String, Sendable, CaseIterable {
      /// `base`.
      case constant
      /// `base + (n - 1) x increment`.
      case linear
      /// `base x multiplier^(n - 1)`.
      case exponential
      /// The n-th of a list, whose last element repeats.
      case schedule
      /// `min(cap, base + r (3 previous - base))`, with a draw `r`: depends on the previous delay.
      ///
      /// Source: "Exponential Backoff And Jitter", AWS Architecture Blog, 2015.
      case decorrelated
      /// The smooth form of Polly: `(next - previous) base / 1.4` with `next = 2^t tanh(sqrt(4 t))`
      /// and `t = n - 1 + r`.
      ///
      /// Source: `DecorrelatedJitterBackoffV2` of Polly.Contrib.WaitAndRetry.
      case decorrelatedV2
    }
    /// The sides of jitter on which the maximum is applied.
    public enum Cap: String, Sendable, CaseIterable { case beforeJitter, afterJitter }

    /// The formula.
    public var kind = Kind.constant
    /// The first wait.
    public var base = Duration.zero
    /// The step of `linear`; as long as `base` unless given.
    public var increment: Duration?
    /// The factor of `exponential`, at least 1.
    public var multiplier = 2.0
    /// The waits of `schedule`.
    public var schedule: [Duration] = []
    /// The longest wait; nil for none.
    public var maximum: Duration?
    /// A floor before jitter, and the low end of `full` jitter.
    public var minimum: Duration?
    /// The side of jitter on which `maximum` is applied.
    public var cap = Cap.beforeJitter
    /// A floor of the final delay.
    public var floor: Duration?
    /// The largest delay that the imitated library can represent; a longer one stays there.
    public var saturation: Duration?

    /// Creates a backoff without any wait.
    public init() {}

    /// Returns a backoff that always waits as long.
    public static func constant(_ wait: Duration) -> Backoff {
      var backoff = Backoff()
      backoff.base = wait
      return backoff
    }

    /// Returns a backoff that multiplies the wait with each attempt, up to the cap.
    ///
    /// | attempt | wait, base 100 ms, cap 10 s |
    /// | ------: | --------------------------: |
    /// |       1 |                      100 ms |
    /// |       4 |                      800 ms |
    /// |      8+ |                        10 s |
    public static func exponential(
      base: Duration, multiplier: Double = 2, cap: Duration? = nil
    ) -> Backoff {
      var backoff = Backoff()
      backoff.kind = .exponential
      backoff.base = base
      backoff.multiplier = multiplier
      backoff.maximum = cap
      return backoff
    }

    /// Returns a backoff that adds the increment with each attempt, up to the cap.
    public static func linear(base: Duration, increment: Duration? = nil, cap: Duration? = nil) -> Backoff {
      var backoff = Backoff()
      backoff.kind = .linear
      backoff.base = base
      backoff.increment = increment
      backoff.maximum = cap
      return backoff
    }

    /// Returns a backoff of explicit waits; the last repeats.
    public static func schedule(_ waits: [Duration]) -> Backoff {
      var backoff = Backoff()
      backoff.kind = .schedule
      backoff.schedule = waits
      return backoff
    }

    /// Returns a backoff that draws each wait from the one before.
    public static func decorrelated(base: Duration, cap: Duration) -> Backoff {
      var backoff = Backoff()
      backoff.kind = .decorrelated
      backoff.base = base
      backoff.maximum = cap
      return backoff
    }
  }
}

extension CompiledDelayPolicy {
  /// Returns the delay after failed attempt `number`, with jitter and within its limits.
  ///
  /// `previous` belongs to the two decorrelated kinds: the previous delay, or the previous `next`.
  func delay(number: UInt64, _ draw: DelaySequence.Draw, previous: inout Double) -> Double {
    var value: Double
    switch kind {
    case .constant: value = base
    case .linear: value = base + Double(number - 1) * increment
    case .exponential: value = base == 0 ? 0 : base * PortableMath.integerPower(multiplier, number - 1)
    case .schedule: value = schedule[min(Int(clamping: number), schedule.count) - 1]
    case .decorrelated:
      value = min(base + draw.fraction * (3 * previous - base), maximum)
      previous = value
      return bounded(value)
    case .decorrelatedV2:
      let t = Double(number - 1) + draw.fraction
      let next = PortableMath.exp2(t) * PortableMath.tanh((4 * t).squareRoot())
      // Beyond the range of a Double both are infinite, and the delay is as long as it may be.
      value = next.isFinite ? (next - previous) * base / 1.4 : .infinity
      previous = next
      return bounded(min(value, maximum))
    }
    value = max(value, minimum)
    if capsBeforeJitter { value = min(value, maximum) }
    if isMutated(.retryJitterMissingAtCap), value >= maximum { return bounded(maximum) }
    value = jittered(min(value, saturation), draw)
    if !capsBeforeJitter { value = min(value, maximum) }
    return bounded(value)
  }

  private func bounded(_ value: Double) -> Double { max(min(value, saturation), floor) }
}
