import Foundation
import FoundationXML
import LoadGen
import Primitives
import Testing

@testable import Scenarios

@Suite("The report of a sweep")
struct SweepReportTests {
  private func report(
    expectations: [Scenarios.Expectation] = [], check: String = "all is well", cases: Int = 30,
    fails: @escaping @Sendable (ChaosCase) -> Bool
  ) -> SweepReport {
    var scenario = Scripted.scenario("storm")
    scenario.expectations = expectations
    var sweep = Sweep([Sweep.Part(scenario, seeds: SeedRange(from: 1, count: cases))])
    sweep.runner = Scripted.runner(check: check, fails: fails)
    return SweepReport(
      sweep.run(threads: 1).result, of: [scenario], command: "bench chaos storm --seeds \(cases)")
  }

  @Test("of a clean sweep says so everywhere")
  func clean() throws {
    let report = report { _ in false }
    #expect(report.verdict == .pass)
    #expect(report.summary == "30 seeds over 1 scenario: all passed")
    #expect(report.text().contains("storm"))
    #expect(report.text().contains("100%"))
    #expect(report.annotations().isEmpty)
    #expect(
      report.junit().contains("<testcase name=\"30 seeds\" classname=\"bench.chaos.storm\" time=\"0\"/>"))
    // Wilson's interval of 30 of 30.
    #expect(report.scenarios[0].passRateLeast.value.map { ($0 * 1000).rounded() } == 886)
    #expect(report.scenarios[0].passRateMost.value == 1)
  }

  @Test("of a failing one names the check, the first seed and the command to see it again")
  func failing() throws {
    let report = report { $0.seed % 10 == 4 }
    #expect(report.verdict == .violation)
    let failure = try #require(report.scenarios[0].failures.first)
    #expect(failure.seeds == 3)
    #expect(failure.firstSeed == 4)
    for form in [report.text(), report.markdown()] {
      #expect(form.contains("storm: all is well (3 of 30 seeds)"))
      #expect(form.contains("bench chaos storm --seeds 4..4"))
    }
    #expect(report.text().contains("90.0%"))
    let annotations = report.annotations()
    #expect(annotations.count == 1)
    #expect(annotations[0].hasPrefix("::error title=storm%3A all is well in 3 of 30 seeds::"))
    #expect(annotations[0].hasSuffix("%0Aagain: bench chaos storm --seeds 4..4"))
    #expect(report.junit().contains("<failure message=\"all is well at"))
    #expect(XMLParser(data: Data(report.junit().utf8)).parse())
  }

  @Test(
    "runs a seed again under what the sweep was asked for",
    arguments: [
      ("bench chaos", "bench chaos storm --seeds 4..4"),
      ("bench chaos calm storm --seeds 1000", "bench chaos storm --seeds 4..4"),
      (
        "bench chaos --seeds 10 --policy my.json --no-swarm",
        "bench chaos storm --policy my.json --no-swarm --seeds 4..4"
      ),
      ("bench chaos --mutant retry-too-soon", "bench chaos storm --mutant retry-too-soon --seeds 4..4"),
      ("bench chaos mine.json5 --seeds 1..9", "bench chaos mine.json5 --seeds 4..4"),
      (
        "bench chaos --scenario mine.json5 --seed 7",
        "bench chaos --scenario mine.json5 --seed 7 --seeds 4..4"
      ),
    ])
  func again(command: String, alone: String) {
    var report = report { $0.seed == 4 }
    report.command = command
    #expect(report.text().contains("again: \(alone)\n"))
    #expect(report.annotations()[0].hasSuffix("again: \(alone)"))
  }

  @Test("whose only failures are figures beyond limits is a threshold's")
  func threshold() {
    let limit = Scenarios.Expectation(.threshold(Metric(.served), .atLeast, 990_000, during: nil))
    #expect(report(expectations: [limit], check: limit.description) { $0.seed == 4 }.verdict == .threshold)
    #expect(report(expectations: [limit]) { $0.seed == 4 }.verdict == .violation)
  }

  @Test("holds against a sweep what it never reached, and only when it is whole")
  func neverReached() {
    var scenario = Scripted.scenario("storm")
    scenario.expectations = [Scenarios.Expectation(.sometimes(.breakerOpened, share: "50%"))]
    var sweep = Sweep([Sweep.Part(scenario, seeds: SeedRange(from: 1, count: 60))])
    sweep.runner = Scripted.runner { _ in false }
    let whole = SweepReport(sweep.run(threads: 1).result, of: [scenario], command: "")
    #expect(whole.verdict == .violation)
    #expect(whole.summary.contains("1 thing the sweep never reached"))
    sweep.shard = Shard(0, of: 2)
    #expect(SweepReport(sweep.run(threads: 1).result, of: [scenario], command: "").verdict == .pass)
  }
}
