/// An order of stages around a call, from the outside in, with warnings about orders that misbehave.
public struct Composition: Sendable, Hashable {
  /// The stages that a call can be wrapped in.
  public enum Stage: String, Sendable, CaseIterable {
    case deadline, cache, fallback, retry, hedge, rateLimiter, bulkhead, breaker, timeout
  }

  /// The stages, outermost first.
  public var stages: [Stage]

  /// Creates an order of stages.
  public init(_ stages: [Stage]) { self.stages = stages }

  /// The order of `Pipeline`.
  public static let standard = Composition([
    .deadline, .cache, .fallback, .retry, .hedge, .rateLimiter, .bulkhead, .breaker, .timeout,
  ])

  /// A pair of stages whose order misbehaves.
  public struct Warning: Sendable, Hashable {
    /// The orders that are known to misbehave.
    public enum Rule: String, Sendable, CaseIterable {
      case timeoutOutsideBreaker, retryOutsideFallback, fallbackInsideBreaker, retryInsideBreaker
      case retryTwice, cacheInsideRetry, cacheInsideBreaker, bulkheadOutsideRetry, rateLimiterOutsideRetry
      case hedgeOutsideRetry, deadlineInsideRetry, timeoutOutsideRetryOnly
    }
    /// The rule that the order breaks.
    public let rule: Rule
    /// The stage outside.
    public let outer: Stage
    /// The stage inside.
    public let inner: Stage
    /// The effect of the order.
    public let consequence: String
  }

  /// The warnings about this order.
  public var warnings: [Warning] {
    var warnings: [Warning] = []
    func warn(_ rule: Warning.Rule, _ outer: Stage, _ inner: Stage, _ consequence: String) {
      warnings.append(Warning(rule: rule, outer: outer, inner: inner, consequence: consequence))
    }
    if encloses(.timeout, .breaker), !encloses(.breaker, .timeout) {
      warn(
        .timeoutOutsideBreaker, .timeout, .breaker,
        "the breaker sees a cancellation, which counts as neither: it never opens on slowness")
    }
    if encloses(.retry, .fallback) {
      warn(.retryOutsideFallback, .retry, .fallback, "the fallback hides every failure: nothing is retried")
    }
    if encloses(.breaker, .fallback) {
      warn(
        .fallbackInsideBreaker, .breaker, .fallback,
        "the fallback hides every failure: the breaker never opens")
    }
    if encloses(.breaker, .retry) {
      warn(
        .retryInsideBreaker, .breaker, .retry,
        "the breaker sees one result for all attempts of a call: it opens later, and retries go on against a dead target"
      )
    }
    if stages.count(where: { $0 == .retry }) > 1 {
      warn(.retryTwice, .retry, .retry, "attempts multiply: three by three are nine calls")
    }
    if encloses(.retry, .cache) {
      warn(.cacheInsideRetry, .retry, .cache, "the cache is asked again for every attempt")
    }
    if encloses(.breaker, .cache) {
      warn(
        .cacheInsideBreaker, .breaker, .cache,
        "hits count as successes of the target, and an open breaker refuses them")
    }
    if encloses(.bulkhead, .retry), !encloses(.retry, .bulkhead) {
      warn(
        .bulkheadOutsideRetry, .bulkhead, .retry, "a permit is held while a call waits for its next attempt")
    }
    if encloses(.rateLimiter, .retry), !encloses(.retry, .rateLimiter) {
      warn(
        .rateLimiterOutsideRetry, .rateLimiter, .retry,
        "retries are not limited: the target sees more than the rate")
    }
    if encloses(.hedge, .retry) {
      warn(.hedgeOutsideRetry, .hedge, .retry, "every hedge retries for itself: attempts multiply")
    }
    if encloses(.retry, .deadline) {
      warn(
        .deadlineInsideRetry, .retry, .deadline,
        "each attempt has the whole deadline: the call may take many times as long")
    }
    if encloses(.timeout, .retry), !encloses(.retry, .timeout) {
      warn(.timeoutOutsideRetryOnly, .timeout, .retry, "one slow attempt uses up the time of all")
    }
    return warnings
  }

  private func encloses(_ outer: Stage, _ inner: Stage) -> Bool {
    guard let first = stages.firstIndex(of: outer), let last = stages.lastIndex(of: inner) else {
      return false
    }
    return first < last
  }
}
