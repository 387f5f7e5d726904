import Primitives

extension DelayPolicy {
  /// The random part of a wait.
  public struct Jitter: Sendable, Hashable {
    /// The formulas, of a wait `v` and a draw `r` in 0...1.
    ///
    /// | kind         | delay                   | v = 8 s, r = 0.25, factor 0.5, add 2 s |
    /// | ------------ | ----------------------- | -------------------------------------: |
    /// | none         | `v`                     |                                    8 s |
    /// | full         | `min + r (v - min)`     |                                    2 s |
    /// | equal        | `v/2 + r v/2`           |                                    5 s |
    /// | proportional | `v (1 + factor (2r - 1))` |                                  6 s |
    /// | above        | `v + r factor v`        |                                    9 s |
    /// | additive     | `v + r add`             |                                  8.5 s |
    ///
    /// `full` and `equal` are those of "Exponential Backoff And Jitter", AWS Architecture Blog, 2015.
    public enum Kind: String, Sendable, CaseIterable {
      /// The wait as it is.
      case none
      /// Anything from the minimum of the backoff to the wait.
      case full
      /// Half fixed, half drawn.
      case equal
      /// Up to the factor to either side.
      case proportional
      /// Up to the factor longer.
      case above
      /// Up to the addition longer.
      case additive
    }
    /// The kinds of draws.
    public enum Draw: String, Sendable, CaseIterable {
      /// `r` is a fraction.
      case unit
      /// `r` is a whole number: `full` is `r mod v`, `above` is `v + r mod (factor v)`, in milliseconds.
      case modulo
    }

    /// The formula.
    public var kind: Kind
    /// The factor of `proportional` and `above`.
    public var factor: Double
    /// The longest addition of `additive`.
    public var addition: Duration
    /// The kind of draw.
    public var draw = Draw.unit

    /// Creates a jitter of fractional draws.
    public init(_ kind: Kind = .none, factor: Double = 0.5, addition: Duration = .zero) {
      self.kind = kind
      self.factor = factor
      self.addition = addition
    }
  }
}

extension CompiledDelayPolicy {
  /// Returns `value` nanoseconds with jitter, by the table of `DelayPolicy.Jitter.Kind`.
  package func jittered(_ value: Double, _ draw: DelaySequence.Draw) -> Double {
    if case .whole(let number) = draw, usesModulo { return jittered(value, modulo: number) }
    let r = draw.fraction
    switch jitter {
    case .none: return value
    case .full: return minimum + r * (value - minimum)
    case .equal: return value / 2 + r * value / 2
    case .proportional: return value * (1 + factor * (2 * r - 1))
    case .above: return value + r * factor * value
    case .additive: return value + r * addition
    }
  }

  /// Jitter by remainder, in whole milliseconds; kinds without such a form take the number as a
  /// fraction of its range.
  private func jittered(_ value: Double, modulo number: UInt64) -> Double {
    let millisecond = 1_000_000.0
    func remainder(_ bound: Double) -> Double {
      let whole = Int64(saturating: bound / millisecond)
      return whole < 1 ? 0 : Double(number % UInt64(whole)) * millisecond
    }
    switch jitter {
    case .full: return remainder(value)
    case .above: return value + remainder(factor * value)
    case .none, .equal, .proportional, .additive:
      return jittered(value, .unit(DelaySequence.Draw.whole(number).fraction))
    }
  }
}
