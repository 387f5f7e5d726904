import Mutation
import Primitives

/// The retries of one call: given each failed attempt, decides if and when the next one starts.
///
///     var retry = Retry(policy, startedAt: now)
///     switch retry.failed(.failure, at: now, draw: .unit(generator.nextUnit())) {
///     case .wait(let delay): try await clock.sleep(untilNanoseconds: now + delay)
///     case .stop: throw error
///     }
public struct Retry: Sendable {
  @usableFromInline let policy: CompiledRetryPolicy
  private var delays: DelaySequence
  private let startedAt: Int64
  /// The number of attempts made so far, the current one included.
  public private(set) var attempt: UInt32 = 1

  /// Creates the retries of a call whose first attempt started at `now`.
  public init(_ policy: RetryPolicy, startedAt now: Int64) {
    self.init(CompiledRetryPolicy(policy), startedAt: now)
  }

  @usableFromInline
  package init(_ policy: CompiledRetryPolicy, startedAt now: Int64) {
    self.policy = policy
    delays = DelaySequence(policy.delay)
    startedAt = now
  }

  /// The decision after a failed attempt.
  @frozen
  public enum Decision: Sendable, Hashable {
    /// Another attempt, after this many nanoseconds.
    case wait(Int64)
    /// No further attempt.
    case stop(RetryStop)
  }

  /// Decides what follows the attempt that just failed.
  ///
  /// An attempt that could not start before `deadline` is not announced: waiting for it would only
  /// delay the error.
  public mutating func failed(
    _ cause: RetryPolicy.Causes, at now: Int64, deadline: Deadline = .none,
    draw: @autoclosure () -> DelaySequence.Draw, hint: DelaySequence.HintValue = .none
  ) -> Decision {
    // An empty cause is a failure that must not be retried.
    guard !cause.isEmpty || isMutated(.retryOfFinalFailure), policy.retryOn.contains(cause) else {
      return .stop(.notRetryable)
    }
    if attempt >= policy.maxAttempts &+ (isMutated(.retryOneTooMany) ? 1 : 0) { return .stop(.attemptsUsed) }
    let elapsed = now.subtractingReportingOverflow(startedAt).partialValue
    if elapsed > policy.maxDuration || elapsed >= policy.stopAfter { return .stop(.timeUsed) }
    let input = delays.needsDraw ? draw() : .unit(0)
    guard var delay = delays.delay(after: UInt64(attempt), draw: input, hint: hint) else {
      return .stop(.delaysUsed)
    }
    delay = min(delay, policy.maxDuration - elapsed)
    if deadline.hasPassed(at: now.addingSaturating(delay)), !isMutated(.retryPastDeadline) {
      return .stop(.deadline)
    }
    if attempt < .max { attempt += 1 }
    return .wait(delay)
  }

  /// Returns true if attempts ran out and the policy asks for a separate error.
  @usableFromInline func wrapsLastError(after stop: RetryStop) -> Bool {
    stop == .attemptsUsed && policy.failAfterMaxAttempts
  }
}

/// A retry policy in nanoseconds, with every absent limit replaced by the largest value.
@usableFromInline
package final class CompiledRetryPolicy: Sendable {
  @usableFromInline let delay: CompiledDelayPolicy
  let maxAttempts: UInt32
  let retryOn: RetryPolicy.Causes
  let maxDuration, stopAfter: Int64
  let failAfterMaxAttempts: Bool
  @usableFromInline let budgetCharge: RetryPolicy.BudgetCharge

  package init(_ policy: RetryPolicy) {
    delay = CompiledDelayPolicy(policy.delay)
    maxAttempts = policy.maxAttempts.map { UInt32(clamping: $0) } ?? .max
    retryOn = policy.retryOn
    maxDuration = policy.maxDuration?.wholeNanoseconds ?? .max
    stopAfter = policy.stopAfter?.wholeNanoseconds ?? .max
    failAfterMaxAttempts = policy.failAfterMaxAttempts
    budgetCharge = policy.budgetCharge
  }
}
