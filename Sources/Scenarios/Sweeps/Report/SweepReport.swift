import LoadGen
package import Reports
import SimCore

/// The evaluated outcome of a sweep; every form of its report is made from this.
///
/// The figures of the machine are no part of it, so that a sweep merged from shards gives the bytes of one that
/// was run whole.
package struct SweepReport: Sendable, Hashable, Codable {
  /// The name and version of the form.
  package static let schemaID = "bench.chaos/1"

  package enum Verdict: String, Sendable, Hashable, Codable {
    case pass
    /// Something that must always hold did not, or a sweep did not reach what it was made for.
    case violation
    /// Only figures were beyond what a scenario allows.
    case threshold
    /// Stopped before its end, with nothing found until then.
    case interrupted
  }

  package var schema = SweepReport.schemaID
  package var verdict: Verdict
  package var digest: String
  /// The command that repeats the sweep.
  package var command: String
  /// One a scenario, in the order of the sweep.
  package var scenarios: [Line]
  /// The totals behind the figures, for merging.
  package var result: SweepResult

  /// A scenario in the report.
  package struct Line: Sendable, Hashable, Codable {
    package var scenario: String
    package var cases: Int
    package var passed: Int
    /// Shares of 1, with 95 % confidence (Wilson).
    package var passRateLeast: Figure
    package var passRateMost: Figure
    package var latencyP50: Int64?
    package var latencyP99: Int64?
    /// Attempts for each first try.
    package var amplification: Figure
    package var breakerOpenings: Int
    package var recoveryP50: Int64?
    package var recoveryMax: Int64?
    /// Names of rare states that were seen, and in how many seeds.
    package var rareStates: [String: Int]
    package var failures: [Failure]

    enum CodingKeys: String, CodingKey {
      case scenario, cases, passed
      case passRateLeast = "passRate_min"
      case passRateMost = "passRate_max"
      case latencyP50 = "latency_p50_ns"
      case latencyP99 = "latency_p99_ns"
      case amplification, breakerOpenings
      case recoveryP50 = "recovery_p50_ns"
      case recoveryMax = "recovery_max_ns"
      case rareStates, failures
    }
  }

  /// A check that failed.
  package struct Failure: Sendable, Hashable, Codable {
    package var check: String
    /// The number of seeds that violate it; nil for a goal that the sweep as a whole did not reach.
    package var seeds: Int?
    /// The lowest seed that does.
    package var firstSeed: UInt64?
    /// The first finding.
    package var message: String
    /// True for a metric beyond its limit; false for an invariant.
    package var isThreshold: Bool
  }

  /// Judges a result. `scenarios` are those of the sweep, in its order; whether the sweep reached what it was
  /// made for is evaluated when the result is whole.
  package init(_ result: SweepResult, of scenarios: [ChaosScenario], command: String) {
    precondition(
      scenarios.map(\.name) == result.scenarios.map(\.scenario),
      "a report needs the sweep's scenarios, was given others")
    self.result = result
    self.command = command
    digest = result.digest.description
    let isWhole = result.isComplete && result.shard == .whole
    self.scenarios = zip(scenarios, result.scenarios).map { Line($1, of: $0, isWhole: isWhole) }
    let failures = self.scenarios.flatMap(\.failures)
    verdict =
      if failures.contains(where: { !$0.isThreshold }) { .violation } else if !failures.isEmpty {
        .threshold
      } else {
        result.isComplete ? .pass : .interrupted
      }
  }
}

extension SweepReport.Line {
  init(_ tally: ScenarioTotals, of scenario: ChaosScenario, isWhole: Bool) {
    let measures = tally.measures
    let interval = tally.cases > 0 ? Interval.wilson(tally.passed, of: tally.cases) : nil
    self.scenario = tally.scenario
    cases = tally.cases
    passed = tally.passed
    passRateLeast = Figure(interval?.low)
    passRateMost = Figure(interval?.high)
    latencyP50 = measures.latencies.supportedValue(atPercentile: 50)
    latencyP99 = measures.latencies.supportedValue(atPercentile: 99)
    amplification = Figure(measures.amplification)
    breakerOpenings = measures.breakerOpenings
    recoveryP50 = measures.recoveries.count > 0 ? measures.recoveries.value(atPercentile: 50) : nil
    recoveryMax = measures.recoveries.count > 0 ? measures.recoveries.max : nil
    rareStates = Dictionary(
      uniqueKeysWithValues: tally.coverage.casesSeeing.seen.map { ($0.state.name, $0.count) })
    let limits = scenario.expectations.filter(\.isThreshold).map(\.description)
    failures = tally.violations.sorted { $0.key < $1.key }.map { check, found in
      SweepReport.Failure(
        check: check, seeds: found.seeds, firstSeed: found.first.first?.seed,
        message: found.first.first?.message ?? check, isThreshold: limits.contains(check))
    }
    guard isWhole else { return }
    failures += tally.coverage.shortfalls(of: scenario).map { shortfall in
      SweepReport.Failure(
        check: shortfall.check, message: shortfall.description, isThreshold: false)
    }
  }
}

extension Expectation {
  /// True if it limits a metric; the others are invariants.
  var isThreshold: Bool {
    switch kind {
    case .threshold, .comparedWithControl: true
    case .always, .eventually, .never, .recovers, .breaker, .sometimes: false
    }
  }
}
