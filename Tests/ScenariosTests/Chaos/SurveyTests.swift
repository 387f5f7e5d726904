import Foundation
import LoadGen
import Scenarios
import SimCore
import Testing

@Suite("Survey")
struct SurveyTests {
  @Test("survey", arguments: ChaosScenario.catalogue.map(\.name))
  func survey(name: String) throws {
    if let wanted = ProcessInfo.processInfo.environment["SURVEY"],
      !wanted.split(separator: ",").contains(Substring(name))
    {
      return
    }
    let scenario = try #require(ChaosScenario.named(name))
    var coverage = Coverage()
    var measures = CaseMeasures()
    var failed = 0
    for seed: UInt64 in 1...40 {
      let chaosCase = scenario.makeCase(seed: seed)
      let result = try scenario.run(chaosCase)
      coverage.add(result, of: chaosCase)
      measures.merge(result.measures)
      if !result.passed {
        failed += 1
        if failed < 4 {
          print(
            name, "seed", seed, result.violations.map(\.description).joined(separator: " | "), result.pending)
        }
      }
    }
    print(
      name, "FAILED", failed, coverage.shortfalls(of: scenario), "ok", measures.ok, "degraded",
      measures.degraded, "failed", measures.failed, "gaveUp", measures.gaveUp, "booked", measures.booked,
      "refunded", measures.refunded, "events", measures.events, "openings", measures.breakerOpenings, "amp",
      measures.amplification ?? 0, "max", measures.latencies.max,
      coverage.casesSeeing.seen.map { "\($0.state.name) \($0.count)" },
      coverage.faults.map { "\($0.key) \($0.value.strikes)" })
  }
}
