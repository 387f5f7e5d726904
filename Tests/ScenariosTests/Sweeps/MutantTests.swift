import Foundation
import Mutation
import Primitives
import SimCore
import Testing

@testable import Scenarios

@Suite("Mutants")
struct MutantTests {
  @Test("have unique names, which are read back")
  func names() {
    for mutant in Mutant.allCases {
      #expect(Mutant(name: mutant.name) == mutant)
      #expect(!mutant.summary.isEmpty)
      #expect(mutant.rawValue > 0)
    }
    #expect(Mutant(name: "retry-one-too-man") == nil)
    #expect(Mutant.allCases.count >= 25)
  }

  @Test("are off unless one is selected", arguments: Mutant.allCases)
  func off(mutant: Mutant) {
    #expect(!isMutated(mutant))
  }

  @Test("are tried in the sweep's order, and the first failing case is shrunk")
  func trial() throws {
    let scenario = Scripted.scenario(faults: [Scripted.fault("a"), Scripted.fault("b")])
    var sweep = Sweep([Sweep.Part(scenario, seeds: SeedRange(from: 1, count: 30))])
    sweep.runner = Scripted.runner(
      fails: { $0.seed >= 9 && $0.faults.faults.contains { $0.name == "b" } })
    let found = try #require(MutantTrial(sweep).run(nil, threads: 2).found)
    #expect(found.check == "all is well")
    #expect(found.seedsToDetection == 9)
    #expect(found.seed == 9)
    #expect(found.necessaryFaults == ["b"])
    #expect(found.requests == 1)
    sweep.runner = Scripted.runner { _ in false }
    #expect(MutantTrial(sweep).run(nil, threads: 2).found == nil)
  }

  private static func committed() throws -> MutantReport {
    let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../../../results/virtual/mutants.json")
    return try JSONDecoder().decode(MutantReport.self, from: try Data(contentsOf: path))
  }

  /// Checks that the committed table is complete. `MutantDetectionTests` runs mutants.
  @Test("are all detected in the committed table; those of two faults need two")
  func table() throws {
    let report = try Self.committed()
    #expect(report.findings.map(\.mutant) == Mutant.allCases.map(\.name))
    #expect(report.passed)
    #expect(report.control != nil)
    for finding in report.findings { #expect(finding.found != nil, "\(finding.mutant)") }
    for mutant in Mutant.allCases where mutant.needsTwoFaults {
      let found = try #require(report.findings.first { $0.mutant == mutant.name }?.found)
      #expect(found.necessaryFaults.count == 2, "\(mutant.name): \(found.necessaryFaults)")
      #expect(found.requests <= 5)
    }
  }

  @Test("were last run with the scenarios and seeds of today's standard sweep")
  func standard() throws {
    let report = try Self.committed()
    #expect(report.scenarios == ChaosScenario.catalogue.count)
    #expect(report.seeds == ChaosScenario.catalogue.reduce(0) { $0 + $1.standardSeeds })
  }
}
