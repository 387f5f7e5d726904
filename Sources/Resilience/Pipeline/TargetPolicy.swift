/// Everything that guards one dependency. A stage that is nil costs nothing.
public struct TargetPolicy: Sendable, Hashable {
  public var retry: RetryPolicy?
  public var breaker: BreakerPolicy?
  public var timeout: TimeoutPolicy?

  /// No guard at all.
  public init(retry: RetryPolicy? = nil, breaker: BreakerPolicy? = nil, timeout: TimeoutPolicy? = nil) {
    self.retry = retry
    self.breaker = breaker
    self.timeout = timeout
  }

  /// What a provider of the planner is guarded by: 3 attempts, a breaker that opens for 30 s after
  /// three failures in a row, 5 s for each attempt.
  public static let provider = TargetPolicy(
    retry: RetryPolicy(), breaker: BreakerPolicy(consecutiveFailures: 3, wait: .seconds(30)),
    timeout: TimeoutPolicy())
}
