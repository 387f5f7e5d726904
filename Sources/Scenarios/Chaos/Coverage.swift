import Primitives
import SimCore

/// The evaluated checks and injected faults of a sweep's cases; merges exactly, in any order.
///
/// A case cannot say whether a rare state is reached often enough, or whether a fault is ever injected: a sweep
/// can, and must, for a fault that never fired and a check that never ran have proved nothing.
package struct Coverage: Sendable, Hashable, Codable {
  @Count package private(set) var cases = 0
  /// Over the cases that have a fault of the name: how many those were, and the number of its injections.
  package private(set) var faults: [String: Fired] = [:]
  /// The number of evaluations of each check.
  package private(set) var evaluations: [String: Int] = [:]
  /// The number of cases that reached each coverage goal.
  package private(set) var casesSeeing = CoverageCounts()
  /// The number of times each coverage goal was reached.
  package private(set) var seen = CoverageCounts()

  package struct Fired: Sendable, Hashable, Codable {
    @Count package var cases = 0
    @Count package var injections = 0

    private enum CodingKeys: String, CodingKey {
      case cases
      case injections = "strikes"
    }
  }

  private enum CodingKeys: String, CodingKey {
    case cases, faults
    case evaluations = "judged"
    case casesSeeing, seen
  }

  package init() {}

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    _cases = try container.decode(Count<Int>.self, forKey: .cases)
    faults = try container.decode([String: Fired].self, forKey: .faults)
    evaluations = try container.decode([String: Count<Int>].self, forKey: .evaluations).mapValues(
      \.wrappedValue)
    casesSeeing = try container.decode(CoverageCounts.self, forKey: .casesSeeing)
    seen = try container.decode(CoverageCounts.self, forKey: .seen)
  }

  package mutating func add(_ result: CaseResult, of chaosCase: ChaosCase) {
    cases += 1
    for (fault, injections) in zip(chaosCase.faults.faults, result.faultsFired) {
      faults[fault.name, default: Fired()].cases += 1
      faults[fault.name, default: Fired()].injections += injections
    }
    for check in result.evaluations { evaluations[check.check, default: 0] += check.count }
    for (state, _) in result.seen.seen { casesSeeing[state] += 1 }
    seen.merge(result.seen)
  }

  package mutating func merge(_ other: Coverage) {
    cases.addSaturating(other.cases)
    faults.merge(other.faults) { mine, theirs in
      var sum = mine
      sum.cases.addSaturating(theirs.cases)
      sum.injections.addSaturating(theirs.injections)
      return sum
    }
    evaluations.merge(other.evaluations) { mine, theirs in
      var sum = mine
      sum.addSaturating(theirs)
      return sum
    }
    casesSeeing.merge(other.casesSeeing)
    seen.merge(other.seen)
  }

  /// Returns the goals that a sweep of this scenario missed; empty for a sweep too short to tell.
  package func shortfalls(of scenario: ChaosScenario) -> [Violation] {
    var found: [Violation] = []
    for fault in scenario.faults.faults {
      let fired = faults[fault.name] ?? Fired()
      if fired.cases >= Coverage.enough, fired.injections == 0 {
        found.append(Violation("vacuity", "fault \(fault.name) never struck in \(fired.cases) cases"))
      }
    }
    if cases >= Coverage.enough {
      for (check, count) in evaluations.sorted(by: { $0.key < $1.key }) where count == 0 {
        found.append(Violation("vacuity", "check \(check) was never put to the test in \(cases) cases"))
      }
    }
    for expectation in scenario.expectations {
      guard case .sometimes(let state, let share) = expectation.kind else { continue }
      let (expected, whole) = (Int128(cases) * Int128(share.parts), Int128(share.whole))
      // Never seen, where chance would do that less than once in a million sweeps: e to the -14. Or seen
      // less than a quarter as often as expected, where that would be hundreds of cases off.
      let never = casesSeeing[state] == 0 && expected >= 14 * whole
      let rarely = expected >= 200 * whole && Int128(casesSeeing[state]) * 4 * whole < expected
      if never || rarely {
        found.append(
          Violation(
            expectation.description, "seen in \(casesSeeing[state]) of \(cases) cases"))
      }
    }
    return found
  }

  /// Cases after which something that never happened is held against a sweep.
  static let enough = 20
}
