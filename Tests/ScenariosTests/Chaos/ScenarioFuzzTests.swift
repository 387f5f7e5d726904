import Configuration
import Foundation
import Primitives
import Scenarios
import SimCore
import TestSupport
import Testing

@Suite("Generated scenario files")
struct ScenarioFuzzTests {
  @Test func `are refused with a path, or run`() {
    let samples = [ScenarioFileTests.sample] + ChaosScenario.catalogue.map(\.json)
    var valid = 0
    InputMutator.each(of: samples) { text in
      guard let scenario = try? ChaosScenario(parsing: text), (try? scenario.check()) != nil else { return }
      valid += 1
      #expect((try? ChaosScenario(parsing: scenario.json)) == scenario, "\(text)")
      // Most changes show in a few requests.
      guard valid % 4 == 0 else { return }
      var chaosCase = scenario.makeCase(seed: UInt64(valid))
      chaosCase.requests = min(3, chaosCase.requests)
      _ = try? scenario.run(chaosCase)
    }
    #expect(valid > InputMutator.count / 10)
  }

  @Test func `recorded cases are refused with a reason, or run`() throws {
    let scenario = try ChaosScenario(parsing: ScenarioFileTests.sample)
    let encoder = JSONEncoder()
    var samples: [String] = []
    for scheduling in [Scheduling.fifo, .random, .pct(depth: 3)] {
      let chaosCase = scenario.makeCase(seed: 5, scheduling: scheduling)
      samples.append(String(decoding: try encoder.encode(chaosCase), as: UTF8.self))
    }
    InputMutator.each(of: samples) { text in
      guard let chaosCase = try? JSONDecoder().decode(ChaosCase.self, from: Data(text.utf8)),
        (1...3).contains(chaosCase.requests),
        chaosCase.faults.faults.allSatisfy({ $0.window.start < $0.window.end })
      else { return }
      _ = try? scenario.run(chaosCase)
    }
  }

  @Test func `results of shards are refused, or merge`() throws {
    let encoder = JSONEncoder()
    let samples = try (0..<2).map { index in
      var sweep = Sweep([
        Sweep.Part(try ChaosScenario(parsing: ScenarioFileTests.sample), seeds: SeedRange(from: 1, count: 6))
      ])
      sweep.shard = Shard(index, of: 2)
      return String(decoding: try encoder.encode(sweep.run(threads: 1).result), as: UTF8.self)
    }
    let whole = try samples.map { try JSONDecoder().decode(SweepResult.self, from: Data($0.utf8)) }
    _ = try SweepResult.merged(whole)
    InputMutator.each(of: [samples[0]]) { text in
      guard let part = try? JSONDecoder().decode(SweepResult.self, from: Data(text.utf8)) else { return }
      _ = try? SweepResult.merged([part, whole[1]])
    }
  }
}
