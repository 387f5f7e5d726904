/// How long to wait before each retry: back-off, jitter, the server's hint, and a limit on their sum.
public struct DelayPolicy: Sendable, Hashable {
  public var backoff = Backoff()
  public var jitter = Jitter()
  public var hint: Hint?
  /// No more retries once the delays so far add up to this.
  public var total: Duration?

  /// No delay at all.
  public init() {}

  public init(_ backoff: Backoff, jitter: Jitter = Jitter(), hint: Hint? = nil, total: Duration? = nil) {
    self.backoff = backoff
    self.jitter = jitter
    self.hint = hint
    self.total = total
  }

  public static let none = DelayPolicy()
  /// 1 s, doubling, at most 60 s, of which half is drawn; a hint is honoured up to a minute beyond.
  public static let standard = DelayPolicy(
    .exponential(base: .seconds(1), cap: .seconds(60)), jitter: Jitter(.equal),
    hint: Hint(.clamp, add: .seconds(60), onInvalid: .ignore))

  /// The wait before jitter.
  public struct Backoff: Sendable, Hashable {
    public enum Kind: String, Sendable, CaseIterable {
      /// `base`.
      case constant
      /// `base + (n - 1) x increment`.
      case linear
      /// `base x multiplier^(n - 1)`.
      case exponential
      /// A list, of which the last repeats.
      case schedule
      /// `min(cap, base + r (3 previous - base))`: drawn from the previous delay.
      case decorrelated
      /// The smooth form of Polly: `(next - previous) base / 1.4` with `next = 2^t tanh(sqrt(4 t))`
      /// and `t = n - 1 + r`.
      case decorrelatedV2
    }
    public enum Cap: String, Sendable, CaseIterable { case beforeJitter, afterJitter }

    public var kind = Kind.constant
    public var base = Duration.zero
    /// Of `linear`; as long as `base` unless given.
    public var increment: Duration?
    /// Of `exponential`, at least 1.
    public var multiplier = 2.0
    public var schedule: [Duration] = []
    public var maximum: Duration?
    /// A floor before jitter, and the low end of `full`.
    public var minimum: Duration?
    public var cap = Cap.beforeJitter
    /// A floor of the final delay.
    public var floor: Duration?
    /// The largest delay that can be represented; beyond it the value stays there.
    public var saturation: Duration?

    /// No wait.
    public init() {}

    public static func constant(_ wait: Duration) -> Backoff {
      var backoff = Backoff()
      backoff.base = wait
      return backoff
    }

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

    public static func linear(base: Duration, increment: Duration? = nil, cap: Duration? = nil) -> Backoff {
      var backoff = Backoff()
      backoff.kind = .linear
      backoff.base = base
      backoff.increment = increment
      backoff.maximum = cap
      return backoff
    }

    public static func schedule(_ waits: [Duration]) -> Backoff {
      var backoff = Backoff()
      backoff.kind = .schedule
      backoff.schedule = waits
      return backoff
    }

    public static func decorrelated(base: Duration, cap: Duration) -> Backoff {
      var backoff = Backoff()
      backoff.kind = .decorrelated
      backoff.base = base
      backoff.maximum = cap
      return backoff
    }
  }

  /// What chance does to a wait `v`, with a draw `r` in 0...1.
  public struct Jitter: Sendable, Hashable {
    public enum Kind: String, Sendable, CaseIterable {
      case none
      /// `min + r (v - min)`: anything down to the minimum of the back-off.
      case full
      /// `v/2 + r v/2`: half fixed, half drawn.
      case equal
      /// `v (1 + f (2r - 1))`: up to the factor to either side.
      case proportional
      /// `v + r f v`.
      case above
      /// `v + r add`.
      case additive
    }
    public enum Draw: String, Sendable, CaseIterable {
      /// `r` is a fraction.
      case unit
      /// `r` is a whole number: `full` is `r mod v`, `above` is `v + r mod (f v)`, in milliseconds.
      case modulo
    }

    public var kind: Kind
    public var factor: Double
    public var addition: Duration
    public var draw = Draw.unit

    public init(_ kind: Kind = .none, factor: Double = 0.5, addition: Duration = .zero) {
      self.kind = kind
      self.factor = factor
      self.addition = addition
    }
  }

  /// What is done with a wait the server asks for.
  public struct Hint: Sendable, Hashable {
    public enum Mode: String, Sendable, CaseIterable {
      /// The hint is the delay.
      case replace
      /// The hint, within `t ... t + add` around the computed delay `t`.
      case clamp
    }
    /// For a hint that is negative or no number.
    public enum Invalid: String, Sendable, CaseIterable {
      case ignore, stop
    }
    public var mode: Mode
    public var addition: Duration
    public var onInvalid: Invalid
    /// After an honoured hint the next failure is number 1 again.
    public var resetsBackoff: Bool

    public init(
      _ mode: Mode = .replace, add: Duration = .zero, onInvalid: Invalid = .ignore,
      resetsBackoff: Bool = false
    ) {
      self.mode = mode
      self.addition = add
      self.onInvalid = onInvalid
      self.resetsBackoff = resetsBackoff
    }
  }
}
