package import Primitives
import SimCore

/// Scenarios over many seeds.
///
///     let result = Sweep([Sweep.Part(scenario, seeds: SeedRange(from: 1, count: 1000))]).run(threads: 2)
///     print(result.failed, "of", result.cases)
///
/// The number of threads does not show in the result, and shards of a sweep merge to the result of the whole.
package struct Sweep: Sendable {
  /// A scenario and its seeds.
  package struct Part: Sendable {
    package var scenario: ChaosScenario
    package var seeds: SeedRange
    /// The reference by which another process gets the same scenario.
    package var recipe: ScenarioReference

    /// Without a recipe the scenario is taken to be the catalogue's.
    package init(_ scenario: ChaosScenario, seeds: SeedRange, recipe: ScenarioReference? = nil) {
      self.scenario = scenario
      self.seeds = seeds
      self.recipe = recipe ?? ScenarioReference(scenario.name)
    }
  }

  package var parts: [Part]
  package var shard = Shard.whole
  /// Nil runs every scenario as it stands, in its own order of what is ready.
  package var swarm: Swarm? = Swarm()
  /// Which share of the seeds is run twice.
  package var recheckShare = Ratio(5, outOf: 100)
  package var runner = CaseRunner.simulated

  package init(_ parts: [Part]) { self.parts = parts }

  /// The progress of a sweep.
  package struct Progress: Sendable {
    package var done: Int
    package var all: Int
    package var failed: Int
    /// The scenario of the case that was done last.
    package var scenario: String
  }

  /// The host time and memory of a scenario's cases, which are no part of the result.
  package struct Pace: Sendable {
    package var cases = 0
    /// On the stopwatch, summed over threads.
    package var nanoseconds: Int64 = 0
  }

  /// The case of a scenario under a seed.
  package func makeCase(_ scenario: ChaosScenario, seed: UInt64) -> ChaosCase {
    swarm?.makeCase(scenario, seed: seed) ?? scenario.makeCase(seed: seed)
  }

  /// Seeds of this shard, over all parts.
  package var caseCount: Int { parts.reduce(0) { $0 + shard.share(of: $1.seeds.count) } }

  /// Runs the shard's seeds on at most `threads` threads.
  ///
  /// `stopwatch` gives nanoseconds of the calling thread, of any clock; `progress` is called after each case, from
  /// any thread; `shouldStop` is asked before each, and what was done by then is the result.
  package func run(
    threads: Int, stopwatch: @escaping @Sendable () -> Int64 = { 0 },
    progress: @escaping @Sendable (Progress) -> Void = { _ in },
    shouldStop: @escaping @Sendable () -> Bool = { false }
  ) -> (result: SweepResult, pace: [Pace]) {
    let cases = order()
    let done = ProgressCounter()
    let blank = Sum(
      tallies: parts.map { ScenarioTotals($0.scenario.name, seeds: $0.seeds) },
      pace: parts.map { _ in Pace() })
    let sums = ParallelRuns(threads: threads).sums(count: cases.count, initial: blank, shouldStop: shouldStop)
    {
      number, sum in
      let (part, seed) = cases[number]
      let before = stopwatch()
      let failed = runCase(part, seed, into: &sum.tallies[part])
      sum.pace[part].nanoseconds += stopwatch() - before
      sum.pace[part].cases += 1
      let (count, failures) = done.add(failed)
      progress(
        Progress(
          done: count, all: cases.count, failed: failures, scenario: parts[part].scenario.name))
    }
    var total = blank
    for sum in sums {
      for part in parts.indices {
        total.tallies[part].merge(sum.tallies[part])
        total.pace[part].cases += sum.pace[part].cases
        total.pace[part].nanoseconds += sum.pace[part].nanoseconds
      }
    }
    return (SweepResult(self, total.tallies), total.pace)
  }

  private struct Sum: Sendable {
    var tallies: [ScenarioTotals]
    var pace: [Pace]
  }

  /// All cases of the shard, a seed of each scenario after the other, so that a sweep that is stopped has seen
  /// something of everything.
  private func order() -> [(part: Int, seed: UInt64)] {
    let longest = parts.map(\.seeds.count).max() ?? 0
    var order: [(part: Int, seed: UInt64)] = []
    order.reserveCapacity(caseCount)
    for place in 0..<longest where shard.holds(place) {
      for (index, part) in parts.enumerated() where place < part.seeds.count {
        order.append((index, part.seeds[place]))
      }
    }
    return order
  }

  /// True when the case failed.
  private func runCase(_ part: Int, _ seed: UInt64, into tally: inout ScenarioTotals) -> Bool {
    let scenario = parts[part].scenario
    let chaosCase = makeCase(scenario, seed: seed)
    let result = runner.run(scenario, chaosCase)
    tally.add(result, of: chaosCase)
    guard isTwin(seed) else { return !result.passed }
    let difference = DeterminismCheck(runner: runner).difference(scenario, chaosCase, first: result)
    tally.addTwin(seed: seed, difference: difference, alreadyFailed: !result.passed)
    return !result.passed || difference != nil
  }

  private func isTwin(_ seed: UInt64) -> Bool {
    var draws = RandomSource(seed: seed).draw("sweep.twin")
    return recheckShare.happens(in: &draws)
  }

  /// The first case, in the order of the sweep, that fails; nil when none does. `number` counts from 1.
  package func firstFailure(
    threads: Int, progress: @escaping @Sendable (Progress) -> Void = { _ in }
  ) -> (number: Int, part: Int, seed: UInt64, violations: [Violation])? {
    let cases = order()
    let lowest = ProgressCounter()
    let done = ProgressCounter()
    typealias Found = (number: Int, violations: [Violation])
    let sums = ParallelRuns(threads: threads).sums(
      count: cases.count, initial: [Found](), shouldStop: { lowest.hasFailed },
      body: { number, found in
        let (part, seed) = cases[number]
        let scenario = parts[part].scenario
        let result = runner.run(scenario, makeCase(scenario, seed: seed))
        if !result.passed {
          found.append((number, result.violations))
          _ = lowest.add(true)
        }
        let (count, failures) = done.add(!result.passed)
        progress(Progress(done: count, all: cases.count, failed: failures, scenario: scenario.name))
      })
    // All below the lowest failure were begun before it, and have ended.
    guard let first = sums.flatMap({ $0 }).min(by: { $0.number < $1.number }) else { return nil }
    let (part, seed) = cases[first.number]
    return (first.number + 1, part, seed, first.violations)
  }
}
