import Primitives
import SimCore

/// What the cases of a sweep have put to the test; merges exactly, in any order.
///
/// A case cannot say whether a rare state is reached often enough, or whether a fault ever strikes: a sweep
/// can, and must, for a fault that never fired and a check that never ran have proved nothing.
package struct Coverage: Sendable, Hashable, Codable {
  package private(set) var cases = 0
  /// Over the cases that have a fault of the name: how many those were, and how often it struck.
  package private(set) var faults: [String: Fired] = [:]
  /// How often each check was judged.
  package private(set) var judged: [String: Int] = [:]
  /// In how many cases each rare state was seen.
  package private(set) var casesSeeing = RareStateCounts()
  /// How often each rare state was seen in all.
  package private(set) var seen = RareStateCounts()

  package struct Fired: Sendable, Hashable, Codable {
    package var cases = 0
    package var strikes = 0
  }

  package init() {}

  package mutating func add(_ result: CaseResult, of chaosCase: ChaosCase) {
    cases += 1
    for (fault, strikes) in zip(chaosCase.faults.faults, result.faultsFired) {
      faults[fault.name, default: Fired()].cases += 1
      faults[fault.name, default: Fired()].strikes += strikes
    }
    for check in result.judged { judged[check.check, default: 0] += check.count }
    for (state, _) in result.seen.seen { casesSeeing[state] += 1 }
    seen.merge(result.seen)
  }

  package mutating func merge(_ other: Coverage) {
    cases += other.cases
    faults.merge(other.faults) { Fired(cases: $0.cases + $1.cases, strikes: $0.strikes + $1.strikes) }
    judged.merge(other.judged) { $0 + $1 }
    casesSeeing.merge(other.casesSeeing)
    seen.merge(other.seen)
  }

  /// What a sweep of this scenario should have reached and did not; empty for a sweep too short to say.
  package func shortfalls(of scenario: ChaosScenario) -> [Violation] {
    var found: [Violation] = []
    for fault in scenario.faults.faults {
      let fired = faults[fault.name] ?? Fired()
      if fired.cases >= Coverage.enough, fired.strikes == 0 {
        found.append(Violation("vacuity", "fault \(fault.name) never struck in \(fired.cases) cases"))
      }
    }
    if cases >= Coverage.enough {
      for (check, count) in judged.sorted(by: { $0.key < $1.key }) where count == 0 {
        found.append(Violation("vacuity", "check \(check) was never put to the test in \(cases) cases"))
      }
    }
    for expectation in scenario.expectations {
      guard case .sometimes(let state, let share) = expectation.kind else { continue }
      let (expected, whole) = (UInt64(cases) * share.parts, share.whole)
      // Never seen, where chance would do that less than once in a million sweeps: e to the -14. Or seen
      // less than a quarter as often as expected, where that would be hundreds of cases off.
      let never = casesSeeing[state] == 0 && expected >= 14 * whole
      let rarely = expected >= 200 * whole && UInt64(casesSeeing[state]) * 4 * whole < expected
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
