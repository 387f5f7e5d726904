public import Configuration

extension PolicySet {
  /// Settings that are allowed and known to misbehave, each with its path.
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
