import Resilience

extension TargetPolicy {
  /// The policies that a remote call usually has: 3 attempts within a budget, a bulkhead of 30, a breaker of three
  /// failures in a row and 30 s, a timeout.
  static let typical = TargetPolicy(
    retry: RetryPolicy(), budget: .standard,
    bulkhead: BulkheadPolicy(limit: 30, queue: 100, maxWait: .seconds(1)),
    breaker: BreakerPolicy(consecutiveFailures: 3, wait: .seconds(30)), timeout: TimeoutPolicy())
}
