import Scenarios
import SimCore
import Testing

/// A scenario over seeds as a test: what the README shows.
@Suite("A scenario in a test")
struct SeedsExampleTests {
  @Test(arguments: 1...10)
  func `a blackout of the first flight provider is survived`(seed: UInt64) throws {
    let scenario = try #require(ChaosScenario.named("blackout"))
    let result = try scenario.run(scenario.makeCase(seed: seed))
    #expect(result.violations == [], "again: bench chaos blackout --no-swarm --seeds \(seed)..\(seed)")
  }
}
