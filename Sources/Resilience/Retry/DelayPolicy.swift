/// The wait before each retry: backoff, jitter, the server's hint, and a limit on the sum.
///
/// `DelaySequence` computes the delays; the formulas are in `Backoff.swift` and `Jitter.swift`.
public struct DelayPolicy: Sendable, Hashable {
  /// The wait before jitter.
  public var backoff = Backoff()
  /// The random part of the wait.
  public var jitter = Jitter()
  /// The treatment of a wait that the server asks for; nil ignores it.
  public var hint: Hint?
  /// No more retries once the delays so far add up to this.
  public var total: Duration?

  /// Creates a policy without any delay.
  public init() {}

  /// Creates a delay policy.
  public init(_ backoff: Backoff, jitter: Jitter = Jitter(), hint: Hint? = nil, total: Duration? = nil) {
    self.backoff = backoff
    self.jitter = jitter
    self.hint = hint
    self.total = total
  }

  /// No delay at all.
  public static let none = DelayPolicy()
  /// 1 s, doubling, at most 60 s, with equal jitter; a hint is honoured up to a minute beyond.
  public static let standard = DelayPolicy(
    .exponential(base: .seconds(1), cap: .seconds(60)), jitter: Jitter(.equal),
    hint: Hint(.clamp, add: .seconds(60), onInvalid: .ignore))

  /// The treatment of a wait that the server asks for (`Retry-After`).
  public struct Hint: Sendable, Hashable {
    /// The ways to combine the hint with the computed delay.
    public enum Mode: String, Sendable, CaseIterable {
      /// The hint is the delay.
      case replace
      /// The hint, within `t ... t + addition` around the computed delay `t`.
      case clamp
    }
    /// The treatments of a hint that is negative or no number.
    public enum Invalid: String, Sendable, CaseIterable {
      /// The computed delay is used.
      case ignore
      /// No further retry is made.
      case stop
    }
    /// The way to combine the hint with the computed delay.
    public var mode: Mode
    /// The width of the range of `clamp`.
    public var addition: Duration
    /// The treatment of an invalid hint.
    public var onInvalid: Invalid
    /// True if the failure after an honoured hint is number 1 of the backoff again.
    public var resetsBackoff: Bool

    /// Creates a hint rule.
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
