import Scenarios
import SimCore
import Testing

@Suite("Chaos scenarios")
struct ChaosScenarioTests {
  @Test(
    "hold what they promise, and reach what they are about", arguments: ChaosScenario.catalogue.map(\.name))
  func passes(name: String) throws {
    let scenario = try #require(ChaosScenario.named(name))
    var coverage = Coverage()
    for seed: UInt64 in 1...25 {
      let chaosCase = scenario.makeCase(seed: seed)
      let result = try scenario.run(chaosCase)
      #expect(result.violations == [], "seed \(seed)")
      #expect(result.pending == [])
      coverage.add(result, of: chaosCase)
    }
    #expect(coverage.shortfalls(of: scenario) == [])
  }

  @Test(
    "give one digest for one seed and another for another", arguments: ChaosScenario.catalogue.map(\.name))
  func repeats(name: String) throws {
    let scenario = try #require(ChaosScenario.named(name))
    let first = try scenario.run(scenario.makeCase(seed: 7))
    #expect(try scenario.run(scenario.makeCase(seed: 7)).digest == first.digest)
    #expect(try scenario.run(scenario.makeCase(seed: 8)).digest != first.digest)
    // Keeping a trace or a schedule changes nothing.
    let kept = try scenario.run(scenario.makeCase(seed: 7), keeping: [.trace, .schedule])
    #expect(kept.digest == first.digest && !kept.trace.events.isEmpty)
    var replayed = scenario.makeCase(seed: 7)
    replayed.scheduling = .replay(kept.schedule)
    #expect(try scenario.run(replayed).digest == first.digest)
  }

  @Test func `leaving a request out moves no other's arrival`() throws {
    let scenario = ChaosScenario.baseline
    var without = scenario.makeCase(seed: 3)
    without.omitted = [0, 7, 19]
    let result = try scenario.run(without)
    #expect(result.measures.requests == 17)
    #expect(result.passed)
  }
}
