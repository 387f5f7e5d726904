import Foundation
import Mutation
import Primitives
import SimCore
import Testing

@testable import Scenarios

@Suite("Mutants")
struct MutantTests {
  @Test("have names of their own, which are read back")
  func names() {
    for mutant in Mutant.allCases {
      #expect(Mutant(name: mutant.name) == mutant)
      #expect(!mutant.summary.isEmpty)
      #expect(mutant.rawValue > 0)
    }
    #expect(Mutant(name: "retry-one-too-man") == nil)
    #expect(Mutant.allCases.count >= 25)
  }

  #if !Mutants
    @Test("are not in an ordinary build", arguments: Mutant.allCases)
    func absent(mutant: Mutant) {
      #expect(!Mutation.isAvailable)
      #expect(!isMutated(mutant))
    }
  #endif

  @Test("are tried by the sweep's order, and the first failing case is made small")
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

  @Test("all stand in the committed table, found; those of two faults need two")
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

  @Test("are of the standard sweep as it is: the same scenarios, and as many seeds")
  func standard() throws {
    let report = try Self.committed()
    #expect(report.scenarios == ChaosScenario.catalogue.count)
    #expect(report.seeds == ChaosScenario.catalogue.reduce(0) { $0 + $1.standardSeeds })
  }

  /// Scenarios that guard what no policy can switch off, and the mutants that only they notice.
  static let guarded: [(scenario: String, mutant: Mutant)] = [
    ("store-outage", .unsureSaveForgotten), ("impatient-crowd", .breakerCountsLateResults),
    ("crash-and-lost-replies", .newKeyForRefund),
  ]

  @Test("are noticed by the scenario that is there for them", arguments: guarded)
  func noticed(scenario: String, mutant: Mutant) throws {
    let found = try #require(try Self.committed().findings.first { $0.mutant == mutant.name }?.found)
    #expect(found.scenario == scenario)
  }
}
