import Primitives
import Resilience
import SimulatedServices

extension MetastabilityConfiguration {
  /// Ten servers of 100 ms each, 500 calls may wait; clients give up after a second. Most are evaluations at 70 of
  /// the 100 calls a second that the servers can serve.
  package static let builtIn: [MetastabilityConfiguration] = [
    calling(
      "fixed-three-retries", "three retries, 200 ms after each failure, and nothing that limits them",
      TargetPolicy(retry: fixed, timeout: clientTimeout)),
    calling(
      "full-jitter", "three retries with exponential back-off and full jitter: spread out, but as many",
      TargetPolicy(retry: jittered, timeout: clientTimeout)),
    calling(
      "budgeted", "three retries from a budget that successes fill: a tenth of them may be retries",
      TargetPolicy(
        retry: fixed, budget: .tokens(.init(maxTokens: 100, tokenRatio: 0.1)), timeout: clientTimeout)),
    calling(
      "budgeted-by-calls", "three retries from a budget that calls fill, good or bad: a fifth of them",
      TargetPolicy(retry: fixed, budget: .ratio(.init(minPerSecond: 0, ratio: 0.2)), timeout: clientTimeout)),
    calling(
      "breaker", "three retries behind a breaker that opens for five seconds at half failures",
      TargetPolicy(retry: fixed, breaker: halfFailing, timeout: clientTimeout)),
    calling(
      "hedged", "no retry, but a second call when the first takes 300 ms",
      TargetPolicy(hedge: HedgePolicy(delay: .milliseconds(300)), timeout: clientTimeout)),
    with(
      calling(
        "short-queue", "three retries, and a queue no longer than clients wait",
        TargetPolicy(retry: fixed, timeout: clientTimeout))
    ) { $0.service.queueLimit = 50 },
    with(
      calling(
        "deadline-aware", "three retries, and a server that throws away what nobody waits for",
        TargetPolicy(retry: fixed, timeout: clientTimeout))
    ) { $0.shedsExpired = true },
    cached("cold-cache", "no retry; a cache holds what the servers could not bear", staleIfError: nil),
    cached(
      "stale-cache", "the same, and a value past its time is better than none", staleIfError: .seconds(3600)),
  ]

  package init?(named name: String) {
    guard let found = Self.builtIn.first(where: { $0.name == name }) else { return nil }
    self = found
  }

  private static func calling(
    _ name: String, _ summary: String, _ policy: TargetPolicy
  ) -> MetastabilityConfiguration {
    MetastabilityConfiguration(
      name, summary, service: ServiceModel(tenth, servers: 10, queueLimit: 500), policy: policy, load: 70)
  }

  /// Three servers, and three times what they can serve: 300 keys are kept for 20 s each, so that only
  /// a seventh of the requests gets through to them.
  private static func cached(
    _ name: String, _ summary: String, staleIfError: Duration?
  ) -> MetastabilityConfiguration {
    var configuration = MetastabilityConfiguration(
      name, summary, service: ServiceModel(tenth, servers: 3, queueLimit: 150),
      policy: TargetPolicy(timeout: clientTimeout), load: 90, highestLoad: 120)
    configuration.cache = CachedKeys(
      CachePolicy(timeToLive: .seconds(20), staleIfError: staleIfError), keys: 300)
    for place in configuration.triggers.indices { configuration.triggers[place].duration = .seconds(30) }
    return configuration
  }

  private static func with(
    _ configuration: MetastabilityConfiguration, _ change: (inout MetastabilityConfiguration) -> Void
  ) -> MetastabilityConfiguration {
    var changed = configuration
    change(&changed)
    return changed
  }

  private static var tenth: LatencyDistribution {
    guard let tenth = try? LatencyDistribution(.exponential(mean: .milliseconds(100))) else {
      preconditionFailure("a mean of 100 ms is a distribution")
    }
    return tenth
  }

  /// A client's socket has a timeout: the call itself keeps the deadline.
  private static let clientTimeout = TimeoutPolicy(after: .seconds(1), enforcement: .byCall)
  private static let fixed = RetryPolicy(maxAttempts: 4, delay: DelayPolicy(.constant(.milliseconds(200))))
  private static let jittered = RetryPolicy(
    maxAttempts: 4,
    delay: DelayPolicy(
      .exponential(base: .milliseconds(200), cap: .seconds(5)), jitter: DelayPolicy.Jitter(.full)))
  private static let halfFailing: BreakerPolicy = {
    var breaker = BreakerPolicy()
    breaker.window = .count(100)
    breaker.trip = BreakerPolicy.Trip()
    breaker.trip.failureRate = 0.5
    breaker.trip.minimumCalls = 20
    breaker.open = BreakerPolicy.Open(wait: .seconds(5))
    breaker.halfOpen = BreakerPolicy.HalfOpen(permits: 10, successes: 10)
    return breaker
  }()
}
