import Primitives
package import SimCore

/// The totals of one scenario's cases: whole numbers and histograms, so that totals of parts of a
/// sweep add up to that of the whole, in any order, to the bit.
package struct ScenarioTotals: Sendable, Hashable, Codable {
  package var scenario: String
  /// The seeds of the whole sweep, of which this may be a part.
  package var seeds: SeedRange
  /// Seeds that were run.
  @Count package private(set) var cases = 0
  /// Seeds with a violation.
  @Count package private(set) var failed = 0
  /// Seeds run twice, and how many of them differed.
  @Count package private(set) var rechecks = 0
  @Count package private(set) var recheckMismatches = 0
  /// By the check's name.
  package private(set) var violations: [String: CheckFailures] = [:]
  package private(set) var coverage = Coverage()
  package private(set) var measures = CaseMeasures()
  /// The sum of all cases' digests, each mixed with its seed.
  private var digestSum = DigestSum()

  private enum CodingKeys: String, CodingKey {
    case scenario, seeds, cases, failed
    case rechecks = "twins"
    case recheckMismatches = "twinsDiffering"
    case violations, coverage, measures, digestSum
  }

  /// The number of failures of a check, and its first one.
  package struct CheckFailures: Sendable, Hashable, Codable {
    /// Seeds that violate the check.
    @Count package var seeds = 0
    /// The lowest of them, ascending.
    package var first: [SeedFailure] = []

    static let kept = 3

    mutating func add(_ other: CheckFailures) {
      seeds.addSaturating(other.seeds)
      first = Array((first + other.first).sorted { $0.seed < $1.seed }.prefix(CheckFailures.kept))
    }
  }

  /// One seed that violates a check.
  package struct SeedFailure: Sendable, Hashable, Codable {
    package var seed: UInt64
    /// The first finding.
    package var message: String
  }

  package init(_ scenario: String, seeds: SeedRange) {
    self.scenario = scenario
    self.seeds = seeds
  }

  /// The fingerprint of all cases.
  package var digest: Digest {
    var digest = Digest()
    digest.mix(UInt64(cases))
    digest.mix(digestSum.value)
    return digest
  }

  package var passed: Int { cases - failed }

  mutating func add(_ result: CaseResult, of chaosCase: ChaosCase) {
    cases += 1
    coverage.add(result, of: chaosCase)
    measures.merge(result.measures)
    var digest = Digest()
    digest.mix(chaosCase.seed)
    digest.mix(result.digest.value)
    digestSum.value &+= digest.value
    if !result.passed { failed += 1 }
    add(result.violations, seed: chaosCase.seed)
  }

  /// A seed was run a second time; `difference` says where the runs parted, if they did.
  mutating func addTwin(seed: UInt64, difference: Violation?, alreadyFailed: Bool) {
    rechecks += 1
    guard let difference else { return }
    recheckMismatches += 1
    if !alreadyFailed { failed += 1 }
    add([difference], seed: seed)
  }

  private mutating func add(_ found: [Violation], seed: UInt64) {
    var known: [String] = []
    for violation in found where !known.contains(violation.check) {
      known.append(violation.check)
      violations[violation.check, default: CheckFailures()].add(
        CheckFailures(seeds: 1, first: [SeedFailure(seed: seed, message: violation.description)]))
    }
  }

  /// Adds what another part of the same sweep gave.
  mutating func merge(_ other: ScenarioTotals) {
    cases.addSaturating(other.cases)
    failed.addSaturating(other.failed)
    rechecks.addSaturating(other.rechecks)
    recheckMismatches.addSaturating(other.recheckMismatches)
    violations.merge(other.violations) { mine, theirs in
      var sum = mine
      sum.add(theirs)
      return sum
    }
    coverage.merge(other.coverage)
    measures.merge(other.measures)
    digestSum.value &+= other.digestSum.value
  }
}

/// A sum of digests; in files sixteen hexadecimal digits, which a JSON number could not hold everywhere.
private struct DigestSum: Sendable, Hashable, Codable {
  var value: UInt64 = 0

  init() {}

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    guard text.utf8.count == 16, let value = UInt64(text, radix: 16) else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "a digest is sixteen hexadecimal digits, was \"\(text)\"")
    }
    self.value = value
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(Text.hexadecimal(value))
  }
}
