import Primitives
import SimCore
import SimulatedTravel
import Testing

@testable import Scenarios

/// A failure that takes two faults together, found among six by a sweep and made small.
@Suite("A failure of two faults")
struct FaultPairTests {
  /// A flight search fails when both providers do; either alone is made good for.
  private static let scenario: ChaosScenario = {
    func fault(_ name: String, _ target: NamePattern, _ kind: FaultKind, _ share: Ratio) -> Fault {
      Fault(
        name, target: target, kind: kind, window: FaultWindow(from: .nanoseconds(0), until: .seconds(60)),
        probability: share)
    }
    return ChaosScenario(
      "two-faults", "For tests.",
      load: ChaosLoad(requests: 12, arrivals: .spread(over: .seconds(20))),
      profile: .reference,
      faults: FaultPlan([
        fault("slow-hotels", "hotels.*", .addedLatency(.milliseconds(400)), "50%"),
        fault("primary-down", "flights.primary", .permanentError(code: 500), "60%"),
        fault("weather-errors", "weather.primary", .transientError(code: 503), "30%"),
        fault("secondary-down", "flights.secondary", .permanentError(code: 500), "60%"),
        fault("slow-intent", "intent", .multipliedLatency(parts: 3, whole: 1), "50%"),
        fault("activities-refused", "activities.primary", .connectionRefused, "30%"),
      ]),
      expectations: [Scenarios.Expectation(.threshold(Metric(.degraded), .atMost, 0, during: nil))])
  }()

  @Test("is shrunk to those two and one request, and the report names them")
  func shrinks() throws {
    let check = Self.scenario.expectations[0].description
    var sweep = Sweep([Sweep.Part(Self.scenario, seeds: SeedRange(from: 1, count: 40))])
    sweep.recheckShare = .never
    let first = try #require(sweep.firstFailure(threads: 2))
    #expect(first.violations.contains { $0.check == check })
    let found = sweep.makeCase(Self.scenario, seed: first.seed)
    let explanation = try #require(Explanation.find(Self.scenario, found, check: check))
    #expect(explanation.shrunk.faults.faults.map(\.name) == ["primary-down", "secondary-down"])
    #expect(explanation.necessary == ["primary-down", "secondary-down"])
    #expect(explanation.faults.allSatisfy { !$0.failsAlone })
    #expect(explanation.shrunk.requests - explanation.shrunk.omitted.count == 1)
    #expect(explanation.shrunk.scheduling == .fifo)
    #expect(!explanation.ranOut)
    let text = explanation.text()
    #expect(text.contains("fault primary-down: necessary, and not enough alone"))
    #expect(text.contains("fault secondary-down: necessary, and not enough alone"))
    // The small case is the same case on any day.
    let again = try Self.scenario.run(explanation.shrunk)
    #expect(again.digest == explanation.result.digest)
    #expect(again.violations == explanation.result.violations)
  }
}
