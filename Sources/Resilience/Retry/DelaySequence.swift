import Mutation
import Primitives

/// The delays of one call's retries, one after another.
///
/// Deterministic: the same draws give the same delays. No delay overflows, whatever the attempt: beyond
/// 292 years (or the policy's saturation) the value stays where it is.
public struct DelaySequence: Sendable {
  @usableFromInline let policy: CompiledDelayPolicy
  /// `decorrelated`: the previous delay. `decorrelatedV2`: the previous `next`.
  private var previous: Double
  /// The sum of the delays so far, for `total`.
  private var spent = 0.0
  /// Attempts before the last honoured hint that restarts the backoff.
  private var restartedAfter: UInt64 = 0
  private var stopped = false

  /// Creates the delays of one call.
  public init(_ policy: DelayPolicy) { self.init(CompiledDelayPolicy(policy)) }

  package init(_ policy: CompiledDelayPolicy) {
    self.policy = policy
    previous = policy.kind == .decorrelated ? policy.base : 0
  }

  /// The random input of one delay.
  @frozen
  public enum Draw: Sendable {
    /// A fraction in 0...1.
    case unit(Double)
    /// A whole number, for jitter by modulo.
    case whole(UInt64)
  }

  /// The wait that the server asked for.
  @frozen
  public enum HintValue: Sendable, Hashable {
    /// The server said nothing.
    case none
    /// A wait in nanoseconds.
    case wait(Int64)
    /// A wait that cannot be read.
    case invalid
  }

  /// True if the next delay depends on its draw.
  public var needsDraw: Bool { policy.needsDraw }

  /// Returns the wait in nanoseconds after failed attempt number `attempt` (from 1), or nil for no more
  /// retries.
  public mutating func delay(after attempt: UInt64, draw: Draw, hint: HintValue = .none) -> Int64? {
    exactDelay(after: attempt, draw: draw, hint: hint).map { Int64(saturating: $0.rounded()) }
  }

  /// Returns the delay before it is rounded to a whole nanosecond and cut to 64 bits.
  package mutating func exactDelay(after attempt: UInt64, draw: Draw, hint: HintValue = .none) -> Double? {
    if stopped { return nil }
    if let total = policy.total, spent >= total { return nil }
    var delay = policy.delay(number: attempt - restartedAfter, draw, previous: &previous)
    if policy.hintMode != nil, !isMutated(.retryIgnoresServer) {
      switch hint {
      case .none: break
      case .wait(let asked) where asked >= 0:
        delay = honoured(Double(asked), around: delay)
        if policy.hintResets {
          restartedAfter = attempt
          previous = policy.kind == .decorrelated ? policy.base : 0
        }
      case .wait, .invalid:
        if policy.hintStops {
          stopped = true
          return nil
        }
      }
    }
    spent += delay
    return delay
  }

  private func honoured(_ asked: Double, around delay: Double) -> Double {
    switch policy.hintMode {
    case .clamp: min(max(asked, delay), delay + policy.hintAddition)
    case .replace, nil: asked
    }
  }
}

extension DelaySequence.Draw {
  /// The draw as a fraction in 0...1.
  @usableFromInline var fraction: Double {
    switch self {
    case .unit(let r): r
    case .whole(let number): Double(number >> 11) * 0x1p-53
    }
  }
}
