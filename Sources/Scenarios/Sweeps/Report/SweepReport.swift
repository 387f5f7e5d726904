public import LoadGen
import SimCore

/// What a sweep found, judged: every form of its report is made from this.
///
/// The figures of the machine are no part of it, so that a sweep merged from shards gives the bytes of one that
/// was run whole.
public struct SweepReport: Sendable, Hashable, Codable {
  /// The name and version of the form.
  public static let schemaID = "bench.chaos/1"

  public enum Verdict: String, Sendable, Hashable, Codable {
    case pass
    /// Something that must always hold did not, or a sweep did not reach what it was made for.
    case violation
    /// Only figures were beyond what a scenario allows.
    case threshold
    /// Stopped before its end, with nothing found until then.
    case interrupted
  }

  public var schema = SweepReport.schemaID
  public var verdict: Verdict
  public var digest: String
  /// The command that repeats the sweep.
  public var command: String
  /// One a scenario, in the order of the sweep.
  public var scenarios: [Line]
  /// What the figures follow from, for merging.
  public var result: SweepResult

  /// A scenario in the report.
  public struct Line: Sendable, Hashable, Codable {
    public var scenario: String
    public var cases: Int
    public var passed: Int
    /// Shares of 1, with 95 % confidence (Wilson).
    public var passRateLeast: Figure
    public var passRateMost: Figure
    public var latencyP50: Int64?
    public var latencyP99: Int64?
    /// Attempts for each first try.
    public var amplification: Figure
    public var breakerOpenings: Int
    public var recoveryP50: Int64?
    public var recoveryMax: Int64?
    /// Names of rare states that were seen, and in how many seeds.
    public var rareStates: [String: Int]
    public var failures: [Failure]

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
  public struct Failure: Sendable, Hashable, Codable {
    public var check: String
    /// How many seeds violate it; nil for what the sweep as a whole did not reach.
    public var seeds: Int?
    /// The lowest seed that does.
    public var firstSeed: UInt64?
    /// What was found there.
    public var message: String
    /// Whether it is a figure beyond a limit, and not something that must always hold.
    public var isThreshold: Bool
  }

  /// Judges a result. `scenarios` are those of the sweep, in its order; whether the sweep reached what it was
  /// made for is judged when the result is whole.
  public init(_ result: SweepResult, of scenarios: [ChaosScenario], command: String) {
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
  init(_ tally: ScenarioTally, of scenario: ChaosScenario, isWhole: Bool) {
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
  /// Whether it limits a figure; the others say what must be.
  var isThreshold: Bool {
    switch kind {
    case .threshold, .comparedWithControl: true
    case .always, .eventually, .never, .recovers, .breaker, .sometimes: false
    }
  }
}
