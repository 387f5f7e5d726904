/// The resilience policies of one dependency. A stage that is nil costs nothing.
///
/// From the outside in: retry with its budget, hedge, rate limiter, bulkhead, breaker, timeout.
public struct TargetPolicy: Sendable, Hashable {
  /// The rule for repeating a failed attempt.
  public var retry: RetryPolicy?
  /// The limit on the retries and hedges of all calls to the target.
  public var budget: BudgetPolicy?
  /// The rule for sending further calls beside a slow one.
  public var hedge: HedgePolicy?
  /// The rate of attempts.
  public var rateLimiter: RateLimiterPolicy?
  /// The number of attempts in flight.
  public var bulkhead: BulkheadPolicy?
  /// The rule for refusing attempts after failures.
  public var breaker: BreakerPolicy?
  /// The time that one attempt may take.
  public var timeout: TimeoutPolicy?

  /// Creates a target policy of the given stages and no others.
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
}
