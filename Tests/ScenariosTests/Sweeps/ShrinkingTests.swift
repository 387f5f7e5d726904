import Foundation
import Primitives
import SimCore
import Testing

@testable import Scenarios

@Suite("Delta debugging")
struct DeltaDebuggingTests {
  @Test("finds what a failure needs, and nothing else", arguments: 1...40)
  func minimal(seed: UInt64) {
    var draws = RandomSource(seed: seed).stream("ddmin")
    let parts = Array(0..<draws.next(in: 1...60))
    let needed = parts.filter { _ in draws.next(below: 10) == 0 }
    var asked = 0
    let found = DeltaDebugging.minimal(parts) { some in
      asked += 1
      return needed.allSatisfy(some.contains)
    }
    #expect(found == needed)
    #expect(asked <= parts.count * parts.count + 3 * parts.count + 1)
  }

  @Test("leaves nothing that could go alone, also where parts stand in for each other", arguments: 1...40)
  func oneMinimal(seed: UInt64) {
    var draws = RandomSource(seed: seed).stream("ddmin.either")
    let parts = Array(0..<30)
    let groups = (0..<3).map { _ in parts.filter { _ in draws.next(below: 4) == 0 } }.filter { !$0.isEmpty }
    let fails = { (some: [Int]) in groups.allSatisfy { group in group.contains(where: some.contains) } }
    let found = DeltaDebugging.minimal(parts) { fails($0) }
    #expect(fails(found))
    for part in found { #expect(!fails(found.filter { $0 != part })) }
  }

  @Test("returns the least found when the budget ends")
  func budget() {
    var left = 7
    let found = DeltaDebugging.minimal(Array(0..<64)) { some in
      left -= 1
      return left < 0 ? nil : some.contains(5)
    }
    #expect(found.contains(5))
    #expect(found.count < 64)
  }
}

@Suite("Shrinking a case")
struct CaseShrinkerTests {
  private static let scenario = Scripted.scenario(
    faults: ["a", "b", "c", "d", "e", "f"].map { Scripted.fault($0) }, requests: 20)

  /// Needs two faults and two requests.
  private static let needs: @Sendable (ChaosCase) -> Bool = { chaosCase in
    let names = chaosCase.faults.faults.map(\.name)
    let requests = (0..<chaosCase.requests).filter { !chaosCase.omitted.contains($0) }
    return names.contains("b") && names.contains("e") && requests.contains(3) && requests.contains(11)
  }

  @Test("leaves the faults and requests that the failure needs, in the plain order")
  func shrinks() throws {
    let shrinker = CaseShrinker(runner: Scripted.runner(fails: Self.needs))
    let found = Self.scenario.makeCase(seed: 9)
    let shrunk = try #require(shrinker.shrink(Self.scenario, found, check: "all is well"))
    #expect(shrunk.chaosCase.faults.faults.map(\.name) == ["b", "e"])
    #expect(shrunk.chaosCase.requests == 12)
    #expect(shrunk.chaosCase.omitted == (0..<11).filter { $0 != 3 })
    #expect(shrunk.chaosCase.scheduling == .fifo)
    #expect(!shrunk.ranOut)
    #expect(shrunk.result.violations.map(\.check) == ["all is well"])
  }

  @Test("says which faults are necessary, and of what use each is")
  func explains() throws {
    let explanation = try #require(
      Explanation.find(
        Self.scenario, Self.scenario.makeCase(seed: 9), check: "all is well",
        shrinker: CaseShrinker(runner: Scripted.runner(fails: Self.needs))))
    #expect(explanation.necessary == ["b", "e"])
    #expect(!explanation.failsWithoutFaults)
    #expect(explanation.faults.allSatisfy { !$0.failsAlone })
    let text = explanation.text()
    #expect(text.contains("fault b: necessary, and not enough alone"))
    #expect(text.contains("6 faults to 2, 20 requests to 2"))
  }

  @Test("says so when no fault is needed")
  func needsNone() throws {
    let explanation = try #require(
      Explanation.find(
        Self.scenario, Self.scenario.makeCase(seed: 9), check: "all is well",
        shrinker: CaseShrinker(runner: Scripted.runner(fails: { _ in true }))))
    #expect(explanation.failsWithoutFaults)
    #expect(explanation.shrunk.faults.faults.isEmpty)
    #expect(explanation.shrunk.requests == 1)
    #expect(explanation.text().contains("no fault is necessary"))
  }

  @Test("gives nothing for a case that does not fail, or fails another check")
  func notFailing() {
    let found = Self.scenario.makeCase(seed: 9)
    let passing = CaseShrinker(runner: Scripted.runner(fails: { _ in false }))
    #expect(passing.shrink(Self.scenario, found, check: "all is well") == nil)
    let other = CaseShrinker(runner: Scripted.runner(check: "another", fails: { _ in true }))
    #expect(other.shrink(Self.scenario, found, check: "all is well") == nil)
  }

  @Test("ends with the budget, and says so", arguments: [1, 2, 5, 20])
  func budget(runs: Int) throws {
    let shrinker = CaseShrinker(runner: Scripted.runner(fails: Self.needs), budget: runs)
    let shrunk = try #require(
      shrinker.shrink(Self.scenario, Self.scenario.makeCase(seed: 9), check: "all is well"))
    #expect(shrunk.runs <= runs)
    #expect(shrunk.ranOut)
    #expect(Self.needs(shrunk.chaosCase))
  }

  /// Two tasks of a world, of which the second must not be first.
  private static let race = CaseRunner { _, chaosCase, keeping in
    var simulation = Simulation(seed: chaosCase.seed, scheduling: chaosCase.scheduling)
    simulation.recordsSchedule = keeping.contains(.schedule)
    let attempt = simulation.attempt { world in
      let order = Order()
      await withDiscardingTaskGroup { group in
        for number in 0..<6 {
          group.addTask {
            try? await world.clock.sleep(for: .milliseconds(1))
            await order.add(number)
          }
        }
      }
      let all = await order.all
      return (all.firstIndex(of: 5) ?? 0) < (all.firstIndex(of: 2) ?? 0)
    }
    var result = Scripted.result(of: chaosCase)
    result.schedule = attempt.schedule
    if case .success(let outcome) = attempt.result, outcome.value {
      result.violations = [Violation("order", "5 came before 2")]
    }
    return result
  }

  private actor Order {
    var all: [Int] = []
    func add(_ number: Int) { all.append(number) }
  }

  @Test("keeps no more of a schedule than the failure needs")
  func schedule() throws {
    let scenario = Scripted.scenario()
    let seed = try #require(
      (1...50).map(UInt64.init).first {
        !Self.race.run(scenario, scenario.makeCase(seed: $0)).passed
      })
    let shrunk = try #require(
      CaseShrinker(runner: Self.race).shrink(scenario, scenario.makeCase(seed: seed), check: "order"))
    guard case .replay(let schedule) = shrunk.chaosCase.scheduling else {
      Issue.record("the order was \(shrunk.chaosCase.scheduling)")
      return
    }
    #expect(schedule.picks.count == 1)
    #expect(!shrunk.result.passed)
  }

  @Test("narrows a fault to the calls and the time that matter")
  func narrows() throws {
    let runner = CaseRunner { scenario, chaosCase, keeping in
      var simulation = Simulation(seed: chaosCase.seed, scheduling: chaosCase.scheduling)
      simulation.faults = chaosCase.faults
      simulation.keepsTrace = keeping.contains(.trace)
      let attempt = simulation.attempt { world in
        let site = world.faults.site(target: "flights.primary", operation: "search")
        var hit: [UInt64] = []
        for key: UInt64 in 1...20 {
          try? await world.clock.sleep(for: .milliseconds(10))
          if !world.faults.inject(site, .before, key: key).isEmpty { hit.append(key) }
        }
        return hit
      }
      var result = Scripted.result(of: chaosCase)
      result.trace = attempt.trace
      if case .success(let outcome) = attempt.result {
        result.faultsFired = outcome.faultsInjected
        if outcome.value.contains(8) { result.violations = [Violation("eight", "8 was struck")] }
      }
      return result
    }
    let scenario = Scripted.scenario(faults: [Scripted.fault("outage", probability: Ratio(9, outOf: 10))])
    let seed = try #require(
      (1...50).map(UInt64.init).first { !runner.run(scenario, scenario.makeCase(seed: $0)).passed })
    let shrunk = try #require(
      CaseShrinker(runner: runner).shrink(scenario, scenario.makeCase(seed: seed), check: "eight"))
    let fault = try #require(shrunk.chaosCase.faults.faults.first)
    #expect(fault.calls == .keys([8]))
    #expect(fault.window == FaultWindow(from: .milliseconds(80), until: .nanoseconds(80_000_001)))
    #expect(fault.probability == .always)
    #expect(shrunk.result.faultsFired == [1])
  }
}

@Suite("A replay file")
struct ReplayFileTests {
  private func file() throws -> ReplayFile {
    let scenario = Scripted.scenario(faults: [Scripted.fault("a"), Scripted.fault("b")])
    let explanation = try #require(
      Explanation.find(
        scenario, scenario.makeCase(seed: 9), check: "all is well",
        shrinker: CaseShrinker(
          runner: Scripted.runner(fails: { $0.faults.faults.contains { $0.name == "b" } }))))
    return ReplayFile(explanation, scenario: ScenarioReference("scripted"), version: "1.2.3")
  }

  @Test("is read back as it was written")
  func readsBack() throws {
    let file = try file()
    let again = try JSONDecoder().decode(ReplayFile.self, from: try JSONEncoder().encode(file))
    #expect(again.chaosCase == file.chaosCase)
    #expect(again.digest == file.digest)
    #expect(again.faults == file.faults)
    #expect(again.problem == nil)
  }

  @Test("tells the recorded run from another")
  func outcome() throws {
    let file = try file()
    let violations = [Violation("all is well", "it is not")]
    let same = Scripted.result(of: file.chaosCase, digest: 9, violations: violations)
    #expect(file.outcome(of: same) == .again)
    let other = Scripted.result(of: file.chaosCase, digest: 10, violations: violations)
    #expect(file.outcome(of: other) == .otherDigest(other.digest.description, stillFails: true))
    let healed = Scripted.result(of: file.chaosCase, digest: 10)
    #expect(file.outcome(of: healed) == .otherDigest(other.digest.description, stillFails: false))
  }
}
