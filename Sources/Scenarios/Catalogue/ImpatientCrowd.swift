import Primitives
import Resilience
import SimCore
import SimulatedTravel
import TravelPlanner

extension ChaosScenario {
  static let impatientCrowd = ChaosScenario(
    "impatient-crowd",
    """
    Few places, a breaker that probes after two seconds, flights that fail and dawdle, and users who leave in the \
    middle of all that: while they wait for a place, while they wait to try again, while their call is the probe. \
    Nothing they leave behind may be held against those who stay: the places come back in order, the breaker gets \
    its probe back, and what an old call says is not taken for news.
    """,
    load: ChaosLoad(
      requests: 60, arrivals: .spread(over: .seconds(30)), scope: .searchOnly, savesSessions: false),
    profile: withoutPools, policies: fewPlaces,
    faults: FaultPlan([
      Fault(
        "fails", target: "flights.*", kind: .transientError(code: 503), window: .seconds(0, to: 20),
        probability: "50%"),
      Fault(
        "dawdles", target: "flights.*", kind: .addedLatency(.milliseconds(2_600)),
        window: .seconds(0, to: 25), probability: "30%"),
      Fault(
        "leaves", target: "users", operation: "plan", kind: .cancel(after: .milliseconds(1_700)),
        window: .seconds(0, to: 25), probability: "40%"),
    ]),
    expectations: [
      .exactly(.failed, 0), .sometimes(.userGaveUp, "90%"), .sometimes(.bulkheadQueued, "90%"),
      .sometimes(.breakerOpened, "80%"), .sometimes(.halfOpenProbeFailed, "40%"),
      .sometimes(.breakerClosedAgain, "80%"),
    ])

  private static let withoutPools: ServiceProfile = {
    var profile = ServiceProfile.production
    profile.name = "production-unpooled"
    profile.pools = nil
    return profile
  }()

  /// Three calls at once, a breaker that is soon ready to try again, and waits that soon reach their cap.
  static let fewPlaces: PolicySet = {
    var set = PolicySet.planner
    set.overall = nil
    set.standard.bulkhead = BulkheadPolicy(limit: 3, queue: 100)
    var breaker = BreakerPolicy()
    breaker.trip.consecutiveFailures = 3
    breaker.open.wait = .seconds(2)
    set.standard.breaker = breaker
    set.standard.retry = RetryPolicy(
      maxAttempts: 4,
      delay: DelayPolicy(
        .exponential(base: .milliseconds(200), cap: .milliseconds(400)), jitter: DelayPolicy.Jitter(.full)))
    return set
  }()
}
