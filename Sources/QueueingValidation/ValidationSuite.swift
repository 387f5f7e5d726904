import Primitives
import SimCore
package import SimulatedServices

/// Runs cases and compares them with the truth.
///
///     let report = try await ValidationSuite(cases: .builtIn).run(jobs: 2)
package struct ValidationSuite: Sendable {
  package var cases: [ValidationCase]
  /// Checks without chance (coordinated omission, histograms), after the cases.
  package var checksInstruments: Bool
  package var seed: UInt64
  package var plan: ReplicationPlan
  /// Makes every station wrong on purpose, to see whether it is found out.
  package var tamper: (@Sendable (inout ServiceModel) -> Void)?

  package init(
    cases: [ValidationCase] = ValidationCase.builtIn, checksInstruments: Bool = true, seed: UInt64 = 1,
    plan: ReplicationPlan = .full
  ) {
    self.cases = cases
    self.checksInstruments = checksInstruments
    self.seed = seed
    self.plan = plan
  }

  /// Runs with at most `jobs` worlds at a time, each on a thread. The number of jobs does not show in the
  /// report; `progress` hears how many replications of how many are done. `shouldStop` is asked before each replication;
  /// when it returns true, the report has the cases that were complete.
  ///
  /// Cases of one model share its runs.
  package func run(
    jobs: Int, shouldStop: @escaping @Sendable () -> Bool = { false },
    progress: @escaping @Sendable (_ done: Int, _ of: Int) -> Void = { _, _ in }
  ) async throws -> ValidationReport {
    precondition(jobs > 0, "there must be a job, was \(jobs)")
    let groups = groups()
    let shards = groups.indices.flatMap { group in
      stride(from: 0, to: plan.replications, by: Self.shard).map { start in
        Shard(group: group, replications: start..<min(start + Self.shard, plan.replications))
      }
    }
    // The longest first, so that no thread is left with a long one at the end.
    let order = shards.indices.sorted { a, b in
      let (first, second) = (groups[shards[a].group].work, groups[shards[b].group].work)
      return (second, a) < (first, b)
    }
    var results = [[Replication]](repeating: [], count: shards.count)
    /// The groups without all of their replications.
    var stopped: Set<Int> = []
    try await withThrowingTaskGroup(of: (Int, [Replication]).self) { tasks in
      var waiting = order.makeIterator()
      func start(_ index: Int) {
        let shard = shards[index]
        let group = groups[shard.group]
        tasks.addTask { @concurrent in
          var done: [Replication] = []
          for number in shard.replications {
            if shouldStop() { return (index, []) }
            do {
              done.append(try group.runner.run(seed: group.seed(ofReplication: number)))
            } catch SimulationError.interrupted {
              return (index, [])
            }
          }
          return (index, done)
        }
      }
      for _ in 0..<jobs { if let index = waiting.next() { start(index) } }
      var done = 0
      while let (index, replications) = try await tasks.next() {
        results[index] = replications
        if replications.isEmpty { stopped.insert(shards[index].group) }
        done += replications.count
        progress(done, groups.count * plan.replications)
        if let next = waiting.next() { start(next) }
      }
    }
    var byGroup = [[Replication]](repeating: [], count: groups.count)
    for (shard, replications) in zip(shards, results) { byGroup[shard.group] += replications }
    return report(groups, byGroup, without: stopped)
  }

  /// Replications run as one piece of work.
  private static let shard = 8

  private struct Shard: Sendable {
    var group: Int
    var replications: Range<Int>
  }

  /// A model and the cases that ask about it.
  private struct Group: Sendable {
    var runner: ReplicationRunner
    var cases: [Int]
    var random: RandomSource
    /// About how many customers a replication serves.
    var work: Double

    func seed(ofReplication number: Int) -> UInt64 {
      random.child("validation.replication", UInt64(number)).seed
    }
  }

  private func groups() -> [Group] {
    var indices: [QueueModel: Int] = [:]
    var members: [(model: QueueModel, cases: [Int])] = []
    for (index, item) in cases.enumerated() {
      if let known = indices[item.model] {
        members[known].cases.append(index)
      } else {
        indices[item.model] = members.count
        members.append((item.model, [index]))
      }
    }
    return members.map { model, cases in
      let keepsLatencies = cases.contains { index in
        if case .percentile = self.cases[index].quantity { true } else { false }
      }
      let length = plan.length(of: model)
      return Group(
        runner: ReplicationRunner(model, length: length, keepsLatencies: keepsLatencies, tamper: tamper),
        cases: cases, random: RandomSource(seed: seed).child(DrawSite(model.key)),
        work: length * (model.arrivalRate ?? 1))
    }
  }

  private func report(
    _ groups: [Group], _ replications: [[Replication]], without stopped: Set<Int>
  ) -> ValidationReport {
    var results = [ValidationResult?](repeating: nil, count: cases.count)
    var digest = SplitMix64.mix(seed)
    for (number, (group, runs)) in zip(groups, replications).enumerated() where !stopped.contains(number) {
      for run in runs { digest = SplitMix64.mix(digest ^ run.digest.value) }
      for index in group.cases {
        let item = cases[index]
        let figure = ValidationEstimate(item.quantity, runs, priority: item.priority, unit: group.runner.unit)
        // Times are whole nanoseconds, of which a mean service has ten million.
        let resolution = 1e-7 * max(item.value.magnitude, item.model.stations[0].service.mean)
        let customers = runs.reduce(0) { sum, run in sum + run.classes.reduce(0) { $0 + $1.served } }
        let theory = AsymptoticVariance(item.model)?
          .standardError(item.quantity, value: item.value, customers: Double(customers))
        results[index] = ValidationResult(
          id: item.id, estimate: figure.estimate, value: item.value,
          standardError: max(figure.standardError, theory ?? 0, resolution))
      }
    }
    var all = results.compactMap { $0 }
    if checksInstruments && stopped.isEmpty { all += InstrumentChecks.results() }
    for result in all { digest = SplitMix64.mix(digest ^ result.estimate.bitPattern) }
    return ValidationReport(
      seed: seed, cases: all, passed: stopped.isEmpty && all.allSatisfy(\.passed),
      digest: Text.hexadecimal(digest), interrupted: stopped.isEmpty ? nil : true)
  }
}
