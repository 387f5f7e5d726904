import LoadGen
import Primitives
import Reports
import Resilience
import SimulatedServices
import Testing

@testable import Experiments

/// Small services, so that a debug build can ask about many worlds; capacities and thresholds are those of
/// pencil and paper.
@Suite("Metastability finder")
struct MetastabilityTests {
  /// Two servers of 100 ms each: 20 calls a second; clients give up after a second.
  static func service(
    _ policy: TargetPolicy, load: Int = 14, _ change: (inout MetastabilityConfiguration) -> Void = { _ in }
  ) throws -> MetastabilityConfiguration {
    var configuration = MetastabilityConfiguration(
      "small", "for tests",
      service: ServiceModel(
        try LatencyDistribution(.exponential(mean: .milliseconds(100))), servers: 2, queueLimit: 100),
      // Two servers at 95 % keep clients waiting longer than a second now and then.
      policy: policy, load: load, highestLoad: 16)
    configuration.triggers = [MetastabilityTrigger(.outage)]
    change(&configuration)
    return configuration
  }

  static let patience = TimeoutPolicy(after: .seconds(1), enforcement: .byCall)
  static func retries(_ count: Int, budget: BudgetPolicy? = nil) -> TargetPolicy {
    TargetPolicy(
      retry: RetryPolicy(maxAttempts: count + 1, delay: DelayPolicy(.constant(.milliseconds(200)))),
      budget: budget, timeout: patience)
  }
  static let tokens = BudgetPolicy.tokens(.init(maxTokens: 100, tokenRatio: 0.1))

  private func probe(_ configuration: MetastabilityConfiguration, seeds: Int = 3) -> MetastabilityProbe {
    MetastabilityProbe(configuration, seeds: seeds, seed: 7, jobs: 2)
  }

  private func isLost(_ configuration: MetastabilityConfiguration, at load: Int) throws -> Bool {
    try probe(configuration).classify(load, configuration.triggers).isVulnerable
  }

  @Test(
    "retries without a budget are lost once all attempts together are more than the capacity",
    arguments: [(1, 10.0), (3, 5.0)])
  func threshold(count: Int, expected: Double) throws {
    let configuration = try Self.service(Self.retries(count))
    #expect(configuration.capacity / Double(count + 1) == expected)
    #expect(try !isLost(configuration, at: Int(saturating: expected * 0.7)))
    #expect(try isLost(configuration, at: Int(saturating: (expected * 1.3).rounded())))
  }

  @Test func `in a lost world every request makes all its attempts, and the servers work for nobody`() throws
  {
    let configuration = try Self.service(Self.retries(3))
    let vote = try #require(probe(configuration).classify(14, configuration.triggers, all: true).votes.first)
    #expect(vote.lost == 3)
    let calls = try #require(vote.callsPerRequest)
    #expect(abs(calls - 4) < 0.2)
    // What is asked for, retries included, is more than there is.
    #expect(calls * 14 / configuration.capacity > 1)
    #expect(try #require(vote.wastedShare) > 0.95)
  }

  @Test func `the same retries from a budget that successes fill are never lost`() throws {
    let configuration = try Self.service(Self.retries(3, budget: Self.tokens))
    for load in [5, 14, configuration.highestLoad] {
      #expect(try !isLost(configuration, at: load), "at \(load)/s")
    }
  }

  @Test func `a hedge is an attempt like any other: lost once twice the load is more than the capacity`()
    throws
  {
    let configuration = try Self.service(
      TargetPolicy(hedge: HedgePolicy(delay: .milliseconds(300)), timeout: Self.patience))
    #expect(try !isLost(configuration, at: 7))
    let vote = try #require(probe(configuration).classify(11, configuration.triggers, all: true).votes.first)
    #expect(vote.isLost && !vote.wasLostBefore)
    #expect(abs(try #require(vote.callsPerRequest) - 2) < 0.1)
  }

  @Test func `without a trigger nothing is lost, and what was lost before is no return`() throws {
    let configuration = try Self.service(Self.retries(3))
    func run(_ load: Double) throws -> MetastabilityWorld.Run {
      try MetastabilityWorld(
        configuration: configuration, seed: 1, profile: .constant(load), length: 60_000_000_000,
        untilRecovery: MetastabilityWorld.RecoveryCriterion(from: 20_000_000_000, before: 10..<20)
      ).run()
    }
    #expect(try run(14).returnedAfter == 0)
    // Twice the capacity: lost from the start, so there is nothing to come back to.
    #expect(try run(40).returnedAfter == nil)
    #expect(try run(14).wasWell && !run(40).wasWell)
  }

  @Test("switching off what sustains the failure lets goodput return, anything else does not")
  func sustaining() throws {
    let configuration = try Self.service(
      TargetPolicy(
        retry: Self.retries(3).retry, hedge: HedgePolicy(delay: .milliseconds(900)), timeout: Self.patience))
    #expect(configuration.mechanisms == [.retries, .hedges, .expiredWork])
    let probe = probe(configuration)
    #expect(try probe.classify(9, configuration.triggers).isVulnerable)
    #expect(try !probe.classify(9, configuration.triggers, without: .retries).isVulnerable)
    #expect(try probe.classify(9, configuration.triggers, without: .hedges).isVulnerable)
  }

  @Test func `a cache that has gone cold stays cold, and one warmed again does not`() throws {
    let configuration = try Self.service(TargetPolicy(timeout: Self.patience), load: 60) {
      $0.cache = .init(CachePolicy(timeToLive: .seconds(20)), keys: 200)
      $0.triggers = [MetastabilityTrigger(.outage, duration: .seconds(30))]
    }
    #expect(configuration.mechanisms == [.cacheMisses, .expiredWork])
    let probe = probe(configuration)
    #expect(try probe.classify(60, configuration.triggers).isVulnerable)
    #expect(try !probe.classify(60, configuration.triggers, without: .cacheMisses).isVulnerable)
    var stale = configuration
    stale.cache?.policy.staleIfError = .seconds(3600)
    #expect(try !isLost(stale, at: 60))
  }

  @Test func `the finder names load, smallest triggers and what sustains, and shows the hysteresis`() throws {
    let configuration = try Self.service(Self.retries(3))
    let report = try MetastabilityFinder(configuration, seeds: 1, seed: 7).run()
    #expect(report.verdict == .metastable)
    let from = try #require(report.vulnerableFrom)
    #expect((4...7).contains(from.load))
    #expect(report.conclusion == "metastable at 14/s (vulnerable from \(from.load)/s)")
    #expect(report.sustaining.filter(\.sustains).map(\.mechanism).contains(.retries))
    let smallest = try #require(report.smallest.first)
    #expect(smallest.shortest.duration < .seconds(10))
    #expect(smallest.weakest.strength < 100)
    // The same load, before the fall and after it.
    let load = report.hysteresis.filter(\.rising)[5].load
    let (up, down) = (report.hysteresis[5], report.hysteresis.last { $0.load == load }!)
    #expect(up.good > 0.9 * up.arrived)
    #expect(down.good < 0.2 * down.arrived)
    for name in ["load rising", "load falling"] { #expect(report.plots[0].script.contains("'\(name)'")) }
    #expect(report.plots[1].script.contains("'outage'"))
  }

  @Test func `a stable configuration is stable up to capacity, and rises and falls alike`() throws {
    let configuration = try Self.service(Self.retries(3, budget: Self.tokens))
    let report = try MetastabilityFinder(configuration, seeds: 1, seed: 7).run()
    #expect(report.verdict == .stableToCapacity)
    #expect(report.conclusion == "stable up to capacity (16/s tried)")
    #expect(report.sustaining.isEmpty && report.smallest.isEmpty)
    for (up, down) in zip(report.hysteresis.prefix(8), report.hysteresis.reversed()) {
      #expect(up.load == down.load)
      #expect(down.good > 0.85 * down.arrived)
    }
  }

  @Test("one seed is one report on any number of threads, and another seed another", arguments: [1, 2, 3])
  func repeats(jobs: Int) throws {
    let configuration = try Self.service(Self.retries(1), load: 8)
    let probe = MetastabilityProbe(configuration, seeds: 3, seed: 9, jobs: jobs)
    let vote = try probe.classify(8, configuration.triggers, all: true)
    let other = MetastabilityProbe(configuration, seeds: 3, seed: 9, jobs: 1)
    #expect(try other.classify(8, configuration.triggers, all: true) == vote)
    #expect(other.digest == probe.digest)
    let foreign = MetastabilityProbe(configuration, seeds: 3, seed: 10, jobs: jobs)
    _ = try foreign.classify(8, configuration.triggers, all: true)
    #expect(foreign.digest != probe.digest)
  }

  @Test func `a service so slow that nobody comes for a while is judged like any other`() throws {
    var configuration = try Self.service(TargetPolicy(timeout: Self.patience), load: 1)
    configuration.service.servers = 1
    configuration.service.latency = .constant(.milliseconds(400))
    configuration.highestLoad = 1
    for seed in 0..<5 {
      let points = try MetastabilityProbe(configuration, seeds: 1, seed: UInt64(seed), jobs: 1).hysteresis()
      #expect(points.count == 23)
      #expect(points.allSatisfy { $0.good <= $0.arrived })
    }
  }

  @Test func `worlds that cannot change the outcome are not asked`() throws {
    let probe = probe(try Self.service(Self.retries(3)), seeds: 5)
    let trigger = [MetastabilityTrigger(.outage)]
    #expect(try probe.classify(14, trigger).votes.map(\.worlds) == [3])
    #expect(try probe.classify(14, trigger, all: true).votes.map(\.worlds) == [5])
  }

  @Test("every built-in configuration has a name of its own, a sentence and a load within what is tried")
  func builtIn() {
    let all = MetastabilityConfiguration.builtIn
    #expect(Set(all.map(\.name)).count == all.count)
    for configuration in all {
      #expect(!configuration.summary.isEmpty)
      #expect(configuration.load <= configuration.highestLoad)
      #expect(MetastabilityConfiguration(named: configuration.name)?.load == configuration.load)
      #expect(configuration.policy.timeout != nil)
    }
    let fixed = MetastabilityConfiguration(named: "fixed-three-retries")
    #expect(fixed?.policy.retry?.maxAttempts == 4)
    #expect(fixed?.policy.budget == nil)
    #expect(MetastabilityConfiguration(named: "budgeted")?.policy.budget != nil)
  }
}
