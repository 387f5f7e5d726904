import Scenarios
import SimCore
import Testing

@Suite("Chaos scenarios")
struct ChaosScenarioTests {
  @Test("pass and repeat", arguments: ChaosScenario.catalogue.map(\.name))
  func passes(name: String) throws {
    let scenario = try #require(ChaosScenario.named(name))
    for seed: UInt64 in 1...10 {
      let result = try scenario.run(scenario.makeCase(seed: seed))
      #expect(result.violations == [])
      if seed == 1 {
        #expect(try scenario.run(scenario.makeCase(seed: seed)).digest == result.digest)
        print(result.measures.ok, result.measures.degraded, result.measures.events, result.seen.seen)
      }
    }
  }
}
