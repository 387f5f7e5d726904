/// When a failed attempt is followed by another, and how long after.
public struct RetryPolicy: Sendable, Hashable {
  /// Counts the first attempt; nil for no limit.
  public var maxAttempts: Int?
  public var delay: DelayPolicy
  /// What may be retried. A failure of the call itself also needs a verdict that allows it.
  public var retryOn: Causes
  /// No attempt starts later than this after the first: the last delay is cut so that the last
  /// attempt starts exactly then.
  public var maxDuration: Duration?
  /// No attempt follows once this much has passed; at exactly this time it is over.
  public var stopAfter: Duration?
  /// When attempts run out, `retriesExceeded` instead of the last outcome.
  public var failAfterMaxAttempts: Bool
  /// When a budget is asked.
  public var budgetCharge: BudgetCharge

  /// 3 attempts, 1 s doubling to at most 60 s, equal jitter.
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

  public enum BudgetCharge: String, Sendable, CaseIterable {
    /// When the retry is about to be sent, after its delay: what waits is not counted, and a refusal
    /// comes late.
    case due
    /// Before the delay: what waits is counted, and a refusal lets a fallback take over at once.
    case scheduled
  }

  /// Kinds of failed attempts.
  public struct Causes: OptionSet, Sendable, Hashable {
    public let rawValue: UInt8
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// The call failed.
    public static let failure = Causes(rawValue: 1)
    public static let timeout = Causes(rawValue: 2)
    /// A breaker refused.
    public static let open = Causes(rawValue: 4)
    /// A bulkhead refused.
    public static let full = Causes(rawValue: 8)
    public static let rateLimited = Causes(rawValue: 16)
    /// A result that was returned, but judged bad.
    public static let badResult = Causes(rawValue: 32)
    /// A fault injected on purpose.
    public static let injected = Causes(rawValue: 64)

    /// Failures and timeouts. A refusal is not retried, so that a fallback takes over at once.
    public static let standard: Causes = [.failure, .timeout, .badResult]
    /// Everything but results that were returned.
    public static let all: Causes = [.failure, .timeout, .open, .full, .rateLimited, .injected]
  }
}

/// Why there is no further attempt.
@frozen
public enum RetryStop: UInt8, Sendable, Hashable, CaseIterable {
  /// The failure is of a kind that is not retried.
  case notRetryable
  case attemptsUsed
  case timeUsed
  /// The delays add up to the policy's total, or the server said not to come back.
  case delaysUsed
  /// The next attempt could not start before the deadline.
  case deadline
  case budget
  case cancelled
}
