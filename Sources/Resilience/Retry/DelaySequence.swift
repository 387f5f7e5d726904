import Mutation
import Primitives

/// The delays of one call's retries, one after another.
///
/// Deterministic: with the same draws the delays are equalities. No delay overflows, whatever the
/// attempt: beyond 292 years (or the policy's saturation) the value stays where it is.
public struct DelaySequence: Sendable {
  @usableFromInline let rules: DelayRules
  /// Of `decorrelated`: the previous delay. Of `decorrelatedV2`: the previous `next`.
  private var previous: Double
  /// The sum of the delays so far, for `total`.
  private var spent = 0.0
  /// Attempts before the last honoured hint that restarts the back-off.
  private var restartedAfter: UInt64 = 0
  private var stopped = false

  public init(_ policy: DelayPolicy) { self.init(DelayRules(policy)) }

  package init(_ rules: DelayRules) {
    self.rules = rules
    previous = rules.kind == .decorrelated ? rules.base : 0
  }

  /// Where chance comes from: a fraction in 0...1, or a whole number for jitter by modulo.
  @frozen
  public enum Draw: Sendable {
    case unit(Double)
    case whole(UInt64)
  }

  /// The server's wish, if it had one.
  @frozen
  public enum HintValue: Sendable, Hashable {
    case none
    /// Nanoseconds.
    case wait(Int64)
    case invalid
  }

  /// Whether the next delay needs a draw.
  public var draws: Bool { rules.draws }

  /// The wait in nanoseconds after failed attempt number `attempt` (from 1), or nil for no more
  /// retries.
  public mutating func delay(after attempt: UInt64, draw: Draw, hint: HintValue = .none) -> Int64? {
    exactDelay(after: attempt, draw: draw, hint: hint).map { Int64(saturating: $0.rounded()) }
  }

  /// As `delay(after:draw:hint:)`, before it is rounded to a whole nanosecond and cut to 64 bits.
  package mutating func exactDelay(after attempt: UInt64, draw: Draw, hint: HintValue = .none) -> Double? {
    if stopped { return nil }
    if let total = rules.total, spent >= total { return nil }
    var delay = computed(number: attempt - restartedAfter, draw)
    if rules.hintMode != nil, !isMutated(.retryIgnoresServer) {
      switch hint {
      case .none: break
      case .wait(let asked) where asked >= 0:
        delay = honoured(Double(asked), around: delay)
        if rules.hintResets {
          restartedAfter = attempt
          previous = rules.kind == .decorrelated ? rules.base : 0
        }
      case .wait, .invalid:
        if rules.hintStops {
          stopped = true
          return nil
        }
      }
    }
    spent += delay
    return delay
  }

  private func honoured(_ asked: Double, around delay: Double) -> Double {
    switch rules.hintMode {
    case .clamp: min(max(asked, delay), delay + rules.hintAddition)
    case .replace, nil: asked
    }
  }

  private mutating func computed(number: UInt64, _ draw: Draw) -> Double {
    var value: Double
    switch rules.kind {
    case .constant: value = rules.base
    case .linear: value = rules.base + Double(number - 1) * rules.increment
    case .exponential:
      value = rules.base == 0 ? 0 : rules.base * PortableMath.integerPower(rules.multiplier, number - 1)
    case .schedule: value = rules.schedule[min(Int(clamping: number), rules.schedule.count) - 1]
    case .decorrelated:
      value = rules.base + draw.fraction * (3 * previous - rules.base)
      value = min(value, rules.maximum)
      previous = value
      return finished(value)
    case .decorrelatedV2:
      let t = Double(number - 1) + draw.fraction
      let next = PortableMath.exp2(t) * PortableMath.tanh((4 * t).squareRoot())
      // Beyond the range of a Double both are infinite, and the delay is as long as it may be.
      value = next.isFinite ? (next - previous) * rules.base / 1.4 : .infinity
      previous = next
      return finished(min(value, rules.maximum))
    }
    value = max(value, rules.minimum)
    if rules.capsBeforeJitter { value = min(value, rules.maximum) }
    if isMutated(.retryJitterMissingAtCap), value >= rules.maximum { return finished(rules.maximum) }
    value = jittered(min(value, rules.saturation), draw)
    if !rules.capsBeforeJitter { value = min(value, rules.maximum) }
    return finished(value)
  }

  private func finished(_ value: Double) -> Double {
    max(min(value, rules.saturation), rules.floor)
  }

  private func jittered(_ value: Double, _ draw: Draw) -> Double {
    if case .whole(let number) = draw, rules.usesModulo { return reduced(value, number) }
    let r = draw.fraction
    switch rules.jitter {
    case .none: return value
    case .full: return rules.minimum + r * (value - rules.minimum)
    case .equal: return value / 2 + r * value / 2
    case .proportional: return value * (1 + rules.factor * (2 * r - 1))
    case .above: return value + r * rules.factor * value
    case .additive: return value + r * rules.addition
    }
  }

  /// Jitter by remainder, in whole milliseconds; kinds without such a form take the number as a
  /// fraction of its range.
  private func reduced(_ value: Double, _ number: UInt64) -> Double {
    let millisecond = 1_000_000.0
    func remainder(_ bound: Double) -> Double {
      let whole = Int64(saturating: bound / millisecond)
      return whole < 1 ? 0 : Double(number % UInt64(whole)) * millisecond
    }
    switch rules.jitter {
    case .full: return remainder(value)
    case .above: return value + remainder(rules.factor * value)
    case .none, .equal, .proportional, .additive:
      return jittered(value, .unit(Draw.whole(number).fraction))
    }
  }
}

extension DelaySequence.Draw {
  /// The place in the interval from the shortest to the longest delay.
  @usableFromInline var fraction: Double {
    switch self {
    case .unit(let r): r
    case .whole(let number): Double(number >> 11) * 0x1p-53
    }
  }
}

/// A delay policy in nanoseconds, ready for arithmetic.
@usableFromInline
package final class DelayRules: Sendable {
  let kind: DelayPolicy.Backoff.Kind
  let base, increment, multiplier: Double
  let schedule: [Double]
  let maximum, minimum, floor, saturation: Double
  let capsBeforeJitter: Bool
  let jitter: DelayPolicy.Jitter.Kind
  let factor, addition: Double
  let usesModulo: Bool
  let hintMode: DelayPolicy.Hint.Mode?
  let hintAddition: Double
  let hintStops, hintResets: Bool
  let total: Double?

  package init(_ policy: DelayPolicy) {
    let backoff = policy.backoff
    precondition(backoff.kind != .schedule || !backoff.schedule.isEmpty, "a schedule needs a delay")
    precondition(backoff.multiplier >= 1, "multiplier must be at least 1, was \(backoff.multiplier)")
    precondition(backoff.base >= .zero, "base must not be negative, was \(backoff.base)")
    kind = backoff.kind
    base = backoff.base.exactNanoseconds
    increment = (backoff.increment ?? backoff.base).exactNanoseconds
    multiplier = backoff.multiplier
    schedule = backoff.schedule.map(\.exactNanoseconds)
    maximum = backoff.maximum?.exactNanoseconds ?? .infinity
    minimum = backoff.minimum?.exactNanoseconds ?? 0
    floor = backoff.floor?.exactNanoseconds ?? 0
    saturation = backoff.saturation?.exactNanoseconds ?? 9.223_372_036_854_775_8e18
    capsBeforeJitter = backoff.cap == .beforeJitter
    jitter = policy.jitter.kind
    factor = policy.jitter.factor
    addition = policy.jitter.addition.exactNanoseconds
    usesModulo = policy.jitter.draw == .modulo
    hintMode = policy.hint?.mode
    hintAddition = policy.hint?.addition.exactNanoseconds ?? 0
    hintStops = policy.hint?.onInvalid == .stop
    hintResets = policy.hint?.resetsBackoff ?? false
    total = policy.total?.exactNanoseconds
  }

  var draws: Bool { jitter != .none || kind == .decorrelated || kind == .decorrelatedV2 }

  /// Takes what a delay needs from a generator.
  func draw(from generator: inout SplitMix64) -> DelaySequence.Draw {
    usesModulo ? .whole(generator.next()) : .unit(generator.nextUnit())
  }
}

extension Duration {
  /// Nanoseconds as a number, also beyond 64 bits.
  package var exactNanoseconds: Double {
    let (seconds, attoseconds) = components
    return Double(seconds) * 1e9 + Double(attoseconds / 1_000_000_000)
  }
}
