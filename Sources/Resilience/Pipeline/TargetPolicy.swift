/// Everything that guards one dependency. A stage that is nil costs nothing.
///
/// From the outside in: retry with its budget, hedge, rate limiter, bulkhead, breaker, timeout.
public struct TargetPolicy: Sendable, Hashable {
  public var retry: RetryPolicy?
  /// Shared by the retries and hedges of all calls to the target.
  public var budget: BudgetPolicy?
  public var hedge: HedgePolicy?
  public var rateLimiter: RateLimiterPolicy?
  public var bulkhead: BulkheadPolicy?
  public var breaker: BreakerPolicy?
  public var timeout: TimeoutPolicy?

  /// No guard but those given.
  public init(
    retry: RetryPolicy? = nil, budget: BudgetPolicy? = nil, hedge: HedgePolicy? = nil,
    rateLimiter: RateLimiterPolicy? = nil, bulkhead: BulkheadPolicy? = nil, breaker: BreakerPolicy? = nil,
    timeout: TimeoutPolicy? = nil
  ) {
    self.retry = retry
    self.budget = budget
    self.hedge = hedge
    self.rateLimiter = rateLimiter
    self.bulkhead = bulkhead
    self.breaker = breaker
    self.timeout = timeout
  }

  /// What a provider of the planner is guarded by: 3 attempts within a budget of a fifth of the calls
  /// and ten a second, 30 calls at once with a short queue, a breaker that opens for 30 s after three failures in a row,
  /// 5 s for each attempt.
  public static let provider = TargetPolicy(
    retry: RetryPolicy(), budget: .standard, bulkhead: .provider,
    breaker: BreakerPolicy(consecutiveFailures: 3, wait: .seconds(30)), timeout: TimeoutPolicy())
}
