import Mutation
import Randomness
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
}
