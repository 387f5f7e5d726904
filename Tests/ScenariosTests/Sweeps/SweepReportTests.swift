import Foundation
import FoundationXML
import LoadGen
import Primitives
import Reports
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

  private static func replayCommand(_ scenario: String, _ seed: UInt64) -> String {
    "bench chaos \(scenario) --seeds \(seed)..\(seed)"
  }

  @Test("of a clean sweep says so everywhere")
  func clean() throws {
    let report = report { _ in false }
    #expect(report.verdict == .pass)
    #expect(report.summary == "30 seeds over 1 scenario: all passed")
    #expect(report.text(replayCommand: Self.replayCommand).contains("storm"))
    #expect(report.text(replayCommand: Self.replayCommand).contains("100%"))
    #expect(report.annotations(replayCommand: Self.replayCommand).isEmpty)
    #expect(
      report.junit(replayCommand: Self.replayCommand).contains(
        "<testcase name=\"storm\" classname=\"bench.chaos\"/>"))
    #expect(
      report.junit(seconds: [1.25], replayCommand: Self.replayCommand).contains(
        "<testcase name=\"storm\" classname=\"bench.chaos\" time=\"1.250\"/>"))
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
    for form in [
      report.text(replayCommand: Self.replayCommand), report.markdown(replayCommand: Self.replayCommand),
    ] {
      #expect(form.contains("storm: all is well (3 of 30 seeds)"))
      #expect(form.contains("bench chaos storm --seeds 4..4"))
    }
    #expect(report.text(replayCommand: Self.replayCommand).contains("90.0%"))
    let annotations = report.annotations(replayCommand: Self.replayCommand)
    #expect(annotations.count == 1)
    #expect(annotations[0].hasPrefix("::error title=storm%3A all is well in 3 of 30 seeds::"))
    #expect(annotations[0].hasSuffix("%0Aagain: bench chaos storm --seeds 4..4"))
    // The test has the same name and place as when it passes.
    #expect(
      report.junit(seconds: [1.25], replayCommand: Self.replayCommand).contains(
        "<testcase name=\"storm\" classname=\"bench.chaos\" time=\"1.250\">"))
    #expect(report.junit(replayCommand: Self.replayCommand).contains("<failure message=\"all is well\""))
    #expect(XMLParser(data: Data(report.junit(replayCommand: Self.replayCommand).utf8)).parse())
  }

  @Test("a check with hostile text stays on its line, in its attribute and in its annotation")
  func hostile() throws {
    let check = "a\u{600}|<x>\"\u{1B}[31m\r\n::error::x, 100%\n\nverdict=pass"
    let plain = report(check: "x") { $0.seed == 4 }
    let report = report(check: check) { $0.seed == 4 }
    let forms = { (report: SweepReport) in
      [
        report.text(replayCommand: Self.replayCommand), report.markdown(replayCommand: Self.replayCommand),
        report.junit(replayCommand: Self.replayCommand),
        report.annotations(replayCommand: Self.replayCommand).joined(separator: "\n"),
      ]
    }
    for (text, expected) in zip(forms(report), forms(plain)) {
      #expect(text.utf8.count { $0 == 0x0A } == expected.utf8.count { $0 == 0x0A }, "\(text)")
      #expect(!text.unicodeScalars.contains { $0 != "\n" && Escape.isHidden($0) })
    }
    #expect(XMLParser(data: Data(forms(report)[2].utf8)).parse())
    #expect(forms(report)[3].contains("%0D%0A%3A%3Aerror%3A%3Ax%2C 100%25%0A%0Averdict=pass"))
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
