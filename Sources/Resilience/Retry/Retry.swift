import Mutation
import Primitives

/// The retries of one call: told of each failed attempt, says when the next one starts.
///
///     var retry = Retry(policy, startedAt: now)
///     switch retry.failed(.failure, at: now, draw: …) {
///     case .wait(let delay): …
///     case .stop(let reason): …
///     }
public struct Retry: Sendable {
  @usableFromInline let rules: RetryRules
  private var delays: DelaySequence
  private let startedAt: Int64
  /// Attempts made so far, the running one included.
  public private(set) var attempt: UInt32 = 1

  public init(_ policy: RetryPolicy, startedAt now: Int64) { self.init(RetryRules(policy), startedAt: now) }

  @usableFromInline
  package init(_ rules: RetryRules, startedAt now: Int64) {
    self.rules = rules
    delays = DelaySequence(rules.delay)
    startedAt = now
  }

  @frozen
  public enum Decision: Sendable, Hashable {
    /// Another attempt, after this many nanoseconds.
    case wait(Int64)
    case stop(RetryStop)
  }

  /// What follows the attempt that just failed.
  ///
  /// An attempt that could not start before `deadline` is not announced: waiting for it would only
  /// delay the error.
  public mutating func failed(
    _ cause: RetryPolicy.Causes, at now: Int64, deadline: Deadline = .none,
    draw: @autoclosure () -> DelaySequence.Draw, hint: DelaySequence.HintValue = .none
  ) -> Decision {
    // An empty cause is a failure that nobody wants to see again.
    guard !cause.isEmpty || isMutated(.retryOfFinalFailure), rules.retryOn.contains(cause) else {
      return .stop(.notRetryable)
    }
    if attempt >= rules.maxAttempts &+ (isMutated(.retryOneTooMany) ? 1 : 0) { return .stop(.attemptsUsed) }
    let elapsed = now.subtractingReportingOverflow(startedAt).partialValue
    if elapsed > rules.maxDuration || elapsed >= rules.stopAfter { return .stop(.timeUsed) }
    let chance = delays.draws ? draw() : .unit(0)
    guard var delay = delays.delay(after: UInt64(attempt), draw: chance, hint: hint) else {
      return .stop(.delaysUsed)
    }
    delay = min(delay, rules.maxDuration - elapsed)
    if deadline.hasPassed(at: now.addingSaturating(delay)), !isMutated(.retryPastDeadline) {
      return .stop(.deadline)
    }
    if attempt < .max { attempt += 1 }
    return .wait(delay)
  }

  /// Whether attempts ran out and the policy asks for an error of its own.
  @usableFromInline func failsOf(_ stop: RetryStop) -> Bool {
    stop == .attemptsUsed && rules.failAfterMaxAttempts
  }
}

/// A retry policy in nanoseconds.
@usableFromInline
package final class RetryRules: Sendable {
  @usableFromInline let delay: DelayRules
  let maxAttempts: UInt32
  let retryOn: RetryPolicy.Causes
  let maxDuration, stopAfter: Int64
  let failAfterMaxAttempts: Bool
  @usableFromInline let budgetCharge: RetryPolicy.BudgetCharge

  package init(_ policy: RetryPolicy) {
    delay = DelayRules(policy.delay)
    maxAttempts = policy.maxAttempts.map { UInt32(clamping: $0) } ?? .max
    retryOn = policy.retryOn
    maxDuration = policy.maxDuration?.wholeNanoseconds ?? .max
    stopAfter = policy.stopAfter?.wholeNanoseconds ?? .max
    failAfterMaxAttempts = policy.failAfterMaxAttempts
    budgetCharge = policy.budgetCharge
  }
}
