import Primitives

/// A delay policy in nanoseconds, with every absent setting replaced by its neutral value.
@usableFromInline
package final class CompiledDelayPolicy: Sendable {
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

  /// True if a delay depends on a draw.
  var needsDraw: Bool { jitter != .none || kind == .decorrelated || kind == .decorrelatedV2 }

  /// Draws what one delay needs.
  func draw(from generator: inout SplitMix64) -> DelaySequence.Draw {
    usesModulo ? .whole(generator.next()) : .unit(generator.nextUnit())
  }
}

extension Duration {
  /// Nanoseconds as a floating-point number, also beyond 64 bits.
  package var exactNanoseconds: Double {
    let (seconds, attoseconds) = components
    return Double(seconds) * 1e9 + Double(attoseconds / 1_000_000_000)
  }
}
