import Primitives
import Resilience
import SimCore
import SimulatedServices
import SimulatedTravel
import TravelPlanner

extension ChaosScenario {
  static let cacheStampede = ChaosScenario(
    "cache-stampede",
    """
    A hundred requests for sixteen trips come at once, the caches before the providers are empty, and the hotels \
    have two servers. One request loads each answer, the others wait for it: the providers see sixteen calls and not \
    a hundred. Without the caches the hundred would queue until they time out, and try again.
    """,
    load: ChaosLoad(requests: 100, arrivals: .together, scope: .searchOnly),
    profile: twoServers, policies: cached,
    faults: FaultPlan([
      Fault(
        "first load fails", target: "hotels.primary", kind: .connectionReset, window: .seconds(0, to: 2),
        calls: .first(2))
    ]),
    expectations: [
      .exactly(.served, Expectation.percent(100)), .atLeast(.success, Expectation.percent(95)),
      .atMost(.serviceCalls, 20, of: "hotels.primary"), .atMost(.latencyP50, seconds(3)),
      .atMost(.latencyMax, seconds(15)),
      .sometimes(.loadShared, "100%"),
    ])

  private static let twoServers: ServiceProfile = {
    var profile = ServiceProfile.calm
    profile.name = "production-2"
    profile.pools = nil
    profile.hotels.servers = 2
    return profile
  }()

  /// Answers kept for a minute before each provider.
  static let cached: PolicySet = {
    var set = PolicySet.planner
    set.overall = nil
    set.standard.bulkhead = nil
    set.standard.breaker = nil
    var cache = CachePolicy()
    cache.timeToLive = .seconds(60)
    set.cache = cache
    return set
  }()
}
