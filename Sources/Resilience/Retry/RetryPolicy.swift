/// The rule for following a failed attempt by another.
public struct RetryPolicy: Sendable, Hashable {
  /// The number of attempts, the first included; nil for no limit.
  public var maxAttempts: Int?
  /// The wait before each retry.
  public var delay: DelayPolicy
  /// The kinds of failures that are retried. A failure of the call itself also needs a verdict that allows
  /// it.
  public var retryOn: Causes
  /// The latest start of an attempt, counted from the first: the last delay is cut so that the last
  /// attempt starts exactly then.
  public var maxDuration: Duration?
  /// No attempt follows once this much has passed; at exactly this time it has.
  public var stopAfter: Duration?
  /// True if a call that ran out of attempts fails with `retriesExceeded` instead of its last outcome.
  public var failAfterMaxAttempts: Bool
  /// The moment at which the budget is asked.
  public var budgetCharge: BudgetCharge

  /// Creates a retry policy; by default 3 attempts, 1 s doubling to at most 60 s, equal jitter.
  public init(
    maxAttempts: Int? = 3, delay: DelayPolicy = .standard, retryOn: Causes = .standard,
    maxDuration: Duration? = nil, stopAfter: Duration? = nil, failAfterMaxAttempts: Bool = false,
    budgetCharge: BudgetCharge = .due
  ) {
    if let maxAttempts { precondition(maxAttempts > 0, "attempts must be positive, were \(maxAttempts)") }
    self.maxAttempts = maxAttempts
    self.delay = delay
    self.retryOn = retryOn
    self.maxDuration = maxDuration
    self.stopAfter = stopAfter
    self.failAfterMaxAttempts = failAfterMaxAttempts
    self.budgetCharge = budgetCharge
  }

  /// The moments at which the budget can be asked.
  public enum BudgetCharge: String, Sendable, CaseIterable {
    /// When the retry is about to be sent, after its delay: waiting retries are not counted, and a refusal
    /// comes late.
    case due
    /// Before the delay: waiting retries are counted, and a refusal lets a fallback take over at once.
    case scheduled
  }

  /// Kinds of failed attempts.
  public struct Causes: OptionSet, Sendable, Hashable {
    /// The set as bits.
    public let rawValue: UInt8

    /// Creates a set from its bits.
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// The call failed.
    public static let failure = Causes(rawValue: 1)
    /// The attempt timed out.
    public static let timeout = Causes(rawValue: 2)
    /// The circuit breaker refused.
    public static let circuitOpen = Causes(rawValue: 4)
    /// The bulkhead refused.
    public static let bulkheadFull = Causes(rawValue: 8)
    /// The rate limiter refused.
    public static let rateLimited = Causes(rawValue: 16)
    /// The call returned a value that was classified as a failure.
    public static let badResult = Causes(rawValue: 32)
    /// A fault injected on purpose.
    public static let injected = Causes(rawValue: 64)

    /// Failures and timeouts. A refusal is not retried, so that a fallback takes over at once.
    public static let standard: Causes = [.failure, .timeout, .badResult]
    /// All kinds but `badResult`.
    public static let all: Causes = [
      .failure, .timeout, .circuitOpen, .bulkheadFull, .rateLimited, .injected,
    ]
  }
}

/// The reason why there is no further attempt.
@frozen
public enum RetryStop: UInt8, Sendable, Hashable, CaseIterable {
  /// The failure is of a kind that is not retried.
  case notRetryable
  /// The policy's number of attempts has been made.
  case attemptsUsed
  /// The policy's time has passed.
  case timeUsed
  /// The delays add up to the policy's total, or the server's hint was invalid.
  case delaysUsed
  /// The next attempt could not start before the deadline.
  case deadline
  /// The retry budget refused.
  case budget
  /// The caller was cancelled.
  case cancelled
}
