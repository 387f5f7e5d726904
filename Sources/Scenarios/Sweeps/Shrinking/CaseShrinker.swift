import Primitives
import SimCore

/// Makes a failing case small: fewer faults, fewer requests, a plainer schedule, and still the same check fails.
///
/// Taking a part out moves nothing else, for every draw is keyed by what it is for: a fault by its name, an
/// arrival by the request's number. So most of what can go is found by trying it.
package struct CaseShrinker: Sendable {
  package var runner: CaseRunner
  /// Runs it may take.
  package var budget: Int

  package init(runner: CaseRunner = .simulated, budget: Int = 1_000) {
    precondition(budget > 0, "shrinking takes runs, was given \(budget)")
    self.runner = runner
    self.budget = budget
  }

  /// The result of shrinking a case.
  package struct Shrunk: Sendable {
    package var chaosCase: ChaosCase
    /// The result of the shrunk case.
    package var result: CaseResult
    /// Runs it took.
    package var runs: Int
    /// True when the budget ran out: a smaller case may exist.
    package var ranOut: Bool
  }

  /// The smallest case found in which `check` fails as it does in `chaosCase`; nil when it does not fail there.
  package func shrink(_ scenario: ChaosScenario, _ chaosCase: ChaosCase, check: String) -> Shrunk? {
    var trials = CaseTrials(scenario, check: check, runner: runner, budget: budget)
    guard trials.fails(chaosCase) == true else { return nil }
    var smallest = chaosCase
    // What one step takes out can make another step's part superfluous.
    for _ in 0..<4 {
      let before = smallest
      smallest = trials.withPlainOrder(smallest)
      smallest = trials.withFewerFaults(smallest)
      smallest = trials.withFewerRequests(smallest)
      smallest = trials.withNarrowFaults(smallest)
      if smallest == before || trials.hasRunOut { break }
    }
    smallest = trials.withShortSchedule(smallest)
    let result = runner.run(scenario, smallest)
    return Shrunk(chaosCase: smallest, result: result, runs: trials.runs, ranOut: trials.hasRunOut)
  }
}

/// Tries cases against one check, and counts.
struct CaseTrials {
  let scenario: ChaosScenario
  let check: String
  let runner: CaseRunner
  let budget: Int
  private(set) var runs = 0
  private(set) var hasRunOut = false
  private var known: [ChaosCase: Bool] = [:]

  init(_ scenario: ChaosScenario, check: String, runner: CaseRunner, budget: Int) {
    self.scenario = scenario
    self.check = check
    self.runner = runner
    self.budget = budget
  }

  /// Returns true if the check fails in a case; nil when the budget is used up. A case is run once.
  mutating func fails(_ chaosCase: ChaosCase) -> Bool? {
    if let known = known[chaosCase] { return known }
    guard let result = run(chaosCase) else { return nil }
    let fails = result.violations.contains { $0.check == check }
    known[chaosCase] = fails
    return fails
  }

  /// Runs a case within the budget.
  mutating func run(_ chaosCase: ChaosCase, keeping: CaseRunner.Keeping = []) -> CaseResult? {
    guard runs < budget else {
      hasRunOut = true
      return nil
    }
    runs += 1
    return runner.run(scenario, chaosCase, keeping: keeping)
  }

  /// `candidate` when the check fails in it as well.
  mutating func keep(_ candidate: ChaosCase, over current: ChaosCase) -> ChaosCase {
    candidate != current && fails(candidate) == true ? candidate : current
  }

  // MARK: Steps

  mutating func withPlainOrder(_ current: ChaosCase) -> ChaosCase {
    var candidate = current
    candidate.scheduling = .fifo
    return keep(candidate, over: current)
  }

  mutating func withFewerFaults(_ current: ChaosCase) -> ChaosCase {
    var smallest = current
    smallest.faults.faults = minimal(smallest.faults.faults, in: smallest) { $0.faults.faults = $1 }
    smallest.faults.points = minimal(smallest.faults.points, in: smallest) { $0.faults.points = $1 }
    smallest.faults.knobs = minimal(smallest.faults.knobs, in: smallest) { $0.faults.knobs = $1 }
    return smallest
  }

  mutating func withFewerRequests(_ current: ChaosCase) -> ChaosCase {
    let numbers = (0..<current.requests).filter { !current.omitted.contains($0) }
    func only(_ numbers: [Int], in chaosCase: inout ChaosCase) {
      chaosCase.requests = (numbers.last ?? 0) + 1
      chaosCase.omitted = (0..<chaosCase.requests).filter { !numbers.contains($0) }
    }
    // A world without requests has nothing to say.
    let left = DeltaDebugging.minimal(numbers) { some in
      if some.isEmpty { return false }
      var candidate = current
      only(some, in: &candidate)
      return fails(candidate)
    }
    var smallest = current
    if left != numbers { only(left, in: &smallest) }
    return smallest
  }

  /// Restricts each fault to as few calls and as short a window as suffice, with probability 1.
  mutating func withNarrowFaults(_ current: ChaosCase) -> ChaosCase {
    var smallest = current
    for place in current.faults.faults.indices {
      smallest = withFewerCalls(smallest, place)
      smallest = withShortWindow(smallest, place)
      var candidate = smallest
      candidate.faults.faults[place].probability = .always
      smallest = keep(candidate, over: smallest)
    }
    return smallest
  }

  private mutating func withFewerCalls(_ current: ChaosCase, _ place: Int) -> ChaosCase {
    guard let injections = injections(in: current, of: place), !injections.isEmpty else { return current }
    var keys: [UInt64] = []
    for injection in injections where !keys.contains(injection.key) { keys.append(injection.key) }
    var candidate = current
    candidate.faults.faults[place].calls = .keys(keys)
    guard keep(candidate, over: current) == candidate, keys.count > 1 else {
      return keep(candidate, over: current)
    }
    candidate.faults.faults[place].calls = .keys(
      minimal(keys, in: candidate) { $0.faults.faults[place].calls = .keys($1) })
    return candidate
  }

  private mutating func withShortWindow(_ current: ChaosCase, _ place: Int) -> ChaosCase {
    guard let injections = injections(in: current, of: place), let first = injections.first,
      let last = injections.last
    else { return current }
    var candidate = current
    candidate.faults.faults[place].window = FaultWindow(
      from: .nanoseconds(first.time), until: .nanoseconds(last.time + 1))
    // A shape counts from the start of its window.
    candidate.faults.faults[place].shape = .step
    return keep(candidate, over: current)
  }

  private mutating func injections(in chaosCase: ChaosCase, of place: Int) -> [(time: Int64, key: UInt64)]? {
    guard let trace = run(chaosCase, keeping: .trace)?.trace else { return nil }
    return trace.events.filter { $0.kind == .faultInjected && $0.a == Int64(place) }
      .map { ($0.time, UInt64(bitPattern: $0.b)) }
  }

  /// The choices that made the schedule another than first in, first out, as few as will do.
  mutating func withShortSchedule(_ current: ChaosCase) -> ChaosCase {
    if current.scheduling == .fifo { return current }
    guard let recorded = run(current, keeping: .schedule)?.schedule else { return current }
    var replayed = current
    replayed.scheduling = .replay(recorded)
    guard fails(replayed) == true else { return current }
    let picks = minimal(recorded.picks, in: replayed) { $0.scheduling = .replay(Schedule(picks: $1)) }
    replayed.scheduling = picks.isEmpty ? .fifo : .replay(Schedule(picks: picks))
    return replayed
  }

  private mutating func minimal<Part>(
    _ parts: [Part], in current: ChaosCase, _ set: (inout ChaosCase, [Part]) -> Void
  ) -> [Part] {
    DeltaDebugging.minimal(parts) { some in
      var candidate = current
      set(&candidate, some)
      return fails(candidate)
    }
  }
}
