public import Configuration

/// Stages around a call, from the outside in, and what is known to go wrong with their order.
public struct Composition: Sendable, Hashable {
  public enum Stage: String, Sendable, CaseIterable {
    case deadline, cache, fallback, retry, hedge, rateLimiter, bulkhead, breaker, timeout
  }

  public var stages: [Stage]

  public init(_ stages: [Stage]) { self.stages = stages }

  /// The order of a provider call.
  public static let standard = Composition([
    .deadline, .cache, .fallback, .retry, .hedge, .rateLimiter, .bulkhead, .breaker, .timeout,
  ])

  /// An order that misbehaves: which stages, and what will happen.
  public struct Warning: Sendable, Hashable {
    public enum Rule: String, Sendable, CaseIterable {
      case timeoutOutsideBreaker, retryOutsideFallback, fallbackInsideBreaker, retryInsideBreaker
      case retryTwice, cacheInsideRetry, cacheInsideBreaker, bulkheadOutsideRetry, rateLimiterOutsideRetry
      case hedgeOutsideRetry, deadlineInsideRetry, timeoutOutsideRetryOnly
    }
    public let rule: Rule
    public let outer: Stage
    public let inner: Stage
    public let consequence: String
  }

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
        .bulkheadOutsideRetry, .bulkhead, .retry, "a place is held while a call waits for its next attempt")
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

extension PolicySet {
  /// Settings that are allowed and known to misbehave, each with the path it is about.
  public var advice: [ConfigurationError] {
    var advice = Self.advice(on: standard, at: "default", deadline: deadline)
    for (name, policy) in targets.sorted(by: { $0.key < $1.key }) {
      advice += Self.advice(on: policy, at: "targets.\(name)", deadline: deadline)
    }
    return advice
  }

  private static func advice(
    on policy: TargetPolicy, at path: String, deadline: Duration?
  ) -> [ConfigurationError] {
    var advice: [ConfigurationError] = []
    func advise(_ key: String, _ text: String) { advice.append(ConfigurationError("\(path).\(key)", text)) }
    if policy.retry != nil, policy.retry?.maxAttempts != 1, policy.budget == nil {
      advise("budget", "retries without a budget multiply the load of a target that is down")
    }
    if policy.hedge != nil, policy.budget == nil {
      advise("budget", "hedges without a budget multiply the load of a target that is slow")
    }
    if policy.breaker != nil, policy.timeout == nil {
      advise("timeout", "without a timeout a target that hangs never opens its breaker")
    }
    if policy.retry?.retryOn.contains(.circuitOpen) == true, policy.breaker != nil {
      advise("retry.retryOn", "attempts that an open breaker refuses wait out their delays before a fallback")
    }
    if let slow = policy.breaker?.trip.slowCall, let timeout = policy.timeout, slow >= timeout.after {
      advise("breaker.trip.slowCallMs", "no call is this slow: the timeout ends it before")
    }
    if let timeout = policy.timeout, let deadline, timeout.after >= deadline {
      advise("timeout.ms", "an attempt may use the whole deadline: nothing is left for a retry or a fallback")
    }
    if policy.breaker?.halfOpen?.permitModel == .total, policy.breaker?.halfOpen?.maxWait == nil,
      policy.timeout == nil
    {
      advise("breaker.halfOpen.maxWaitMs", "a probe that never ends leaves the breaker half-open for ever")
    }
    if let bulkhead = policy.bulkhead, bulkhead.queue > 0, bulkhead.maxWait == nil, deadline == nil {
      advise("bulkhead.maxWaitMs", "without it and without a deadline a queued call waits for ever")
    }
    return advice
  }
}
