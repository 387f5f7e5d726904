import Primitives
import SimCore
import SimulatedServices
import SimulatedTravel

extension ChaosScenario {
  static let slowStart = ChaosScenario(
    "slow-start",
    """
    Both flight searches come up again after a deployment, first with one server, then one more each three \
    seconds. The bulkhead keeps the planner's calls from piling up before them, and what cannot be served in time \
    is given up in time. Without a bulkhead and a deadline the queue would be served long after its callers left.
    """,
    load: ChaosLoad(requests: 300, arrivals: .spread(over: .seconds(28)), scope: .searchOnly),
    profile: limited(servers: 8), policies: tightBulkheads,
    faults: FaultPlan([
      Fault("cold", target: "flights.*", kind: .slowStart(servers: 1), window: .seconds(0, to: 24))
    ]),
    expectations: [
      .exactly(.served, Expectation.percent(100)), .atMost(.queuePeak, 11, of: "flights.primary"),
      .atMost(.latencyMax, seconds(35)), .recovers(to: "90%", within: .seconds(1)),
      .sometimes(.bulkheadQueued, "95%"),
    ])

  /// Production with so many servers at each provider, and no pools; with a latency of their own if one is given.
  static func limited(servers: Int, latency: Duration? = nil) -> ServiceProfile {
    var profile = ServiceProfile.production
    profile.name = "production-\(servers)"
    profile.pools = nil
    for service in [ServiceProfile.Service.flights, .hotels, .weather, .activities] {
      profile[service].servers = servers
      if let latency { profile[service].latency = .constant(latency) }
    }
    return profile
  }
}
