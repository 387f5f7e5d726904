import Primitives
package import Resilience
package import SimulatedServices

/// A service, those who call it, and how much they call: what the finder judges.
package struct MetastabilityConfiguration: Sendable {
  package var name: String
  /// A one-sentence summary.
  package var summary: String
  /// Needs a bound on servers.
  package var service: ServiceModel
  /// True if the server drops queued calls whose deadline has passed.
  package var shedsExpired = false
  /// The resilience policies of the calls. The client gives up only through a timeout among them.
  package var policy: TargetPolicy
  /// Kept before the calls, when there is one.
  package var cache: CachedKeys?
  /// Requests per second that are to be evaluations.
  package var load: Int
  /// The largest load that is tried; 95 % of the capacity unless given.
  package var highestLoad: Int
  /// Each is tried by itself; a load at which one of them suffices is vulnerable.
  package var triggers = [MetastabilityTrigger(.outage), MetastabilityTrigger(.spike, strength: 200)]

  /// Requests ask for one of so many keys, each equally likely.
  package struct CachedKeys: Sendable {
    package var policy: CachePolicy
    package var keys: Int

    package init(_ policy: CachePolicy, keys: Int) {
      precondition(keys > 0 && keys <= policy.capacity, "keys must fit into the cache, were \(keys)")
      self.policy = policy
      self.keys = keys
    }
  }

  package init(
    _ name: String, _ summary: String, service: ServiceModel, policy: TargetPolicy, load: Int,
    highestLoad: Int? = nil
  ) {
    precondition(service.servers != nil, "\(name): a service without a bound on servers has no capacity")
    precondition(load > 0, "\(name): the load must be positive, was \(load)")
    self.name = name
    self.summary = summary
    self.service = service
    self.policy = policy
    self.load = load
    let capacity = Double(service.servers ?? 1) * 1e9 / service.latency.mean
    self.highestLoad = max(load, highestLoad ?? max(1, Int(saturating: capacity * 0.95)))
  }

  /// Calls per second that the servers can serve.
  package var capacity: Double { Double(service.servers ?? 1) * 1e9 / service.latency.mean }

  /// The time within which goodput must return: four times the time that a full queue (or, without
  /// a limit, all that came while the trigger lasted) takes to drain when nobody retries, and a minute at least.
  func settleTimeout(at load: Int, after trigger: MetastabilityTrigger) -> Int64 {
    let arrived = trigger.load(Double(load)) * Double(trigger.nanoseconds) * 1e-9
    let backlog = min(arrived, Double(service.queueLimit ?? .max))
    let spare = max(capacity - Double(load), capacity * 0.01)
    // Behind a cache only what it does not hold reaches the server.
    let drain = cache == nil ? backlog / spare : Double(service.queueLimit ?? 0) / capacity
    return max(60_000_000_000, Int64(saturating: (4 * drain).rounded()) * 1_000_000_000)
  }

  /// The mechanisms of this configuration that could sustain a failure, in the order they are tried.
  package var mechanisms: [Mechanism] {
    Mechanism.allCases.filter { mechanism in
      switch mechanism {
      case .retries: (policy.retry?.maxAttempts ?? (policy.retry == nil ? 1 : .max)) > 1
      case .hedges: (policy.hedge?.maxHedges ?? 0) > 0
      case .breaker: policy.breaker != nil
      case .cacheMisses: cache != nil
      case .expiredWork: !shedsExpired && policy.timeout != nil
      }
    }
  }

  /// Something that can be switched off.
  package enum Mechanism: String, Sendable, CaseIterable, Codable {
    case retries, hedges, breaker
    /// The cache is as warm as if nothing had happened.
    case cacheMisses = "cache misses"
    /// The server throws away what nobody waits for.
    case expiredWork = "expired work"
  }

  /// The policy without a mechanism of the caller's.
  func policy(without mechanism: Mechanism?) -> TargetPolicy {
    var policy = policy
    switch mechanism {
    case .retries: policy.retry = nil
    case .hedges: policy.hedge = nil
    case .breaker: policy.breaker = nil
    case .cacheMisses, .expiredWork, nil: break
    }
    return policy
  }
}
