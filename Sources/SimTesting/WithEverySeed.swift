public import SimCore
import Synchronization
public import Testing

/// Runs `body` in a world for each seed, and reports for a failing seed the command that replays it.
///
///     @Test func `a retry waits for its backoff`() async {
///       await withEverySeed(1...200, scheduling: .random) { world in
///         let start = world.clock.now
///         …
///         #expect(start.duration(to: world.clock.now) == .milliseconds(300))
///       }
///     }
///
/// A seed fails when the body throws, when an expectation in it fails, when the world deadlocks or exceeds a
/// budget, or when its hermeticity certificate is not clean. Each issue then carries the seed, the scheduling, the
/// digest so far and the command that replays it: with `SIM_SEED` in the environment, only that seed runs. After a
/// failing seed no further seed is begun.
///
/// - Parameters:
///   - scheduling: The scheduling to use instead of the template's.
///   - threads: The number of worlds that run at once; the results do not depend on it.
///   - requiresHermeticity: False to accept foreign work, host access, and tasks that the body leaves behind.
///   - template: The configuration of every world but for its seed: faults, budgets, policies.
/// - Returns: The digests of the seeds that passed, in the order of the seeds.
@discardableResult
public func withEverySeed(
  _ seeds: some Sequence<UInt64>, scheduling: Scheduling? = nil, threads: Int = 1,
  requiresHermeticity: Bool = true,
  like template: Simulation = Simulation(seed: 0, scheduling: .random),
  sourceLocation: SourceLocation = #_sourceLocation,
  _ body: @escaping @Sendable (World) async throws -> Void
) async -> [Digest] {
  let runs = ParallelRuns(threads: threads)
  let seeds = Replay.seed.map { [$0] } ?? Array(seeds)
  let digests = Mutex<[Digest]>([])
  await SeedRun.annotatingIssues {
    // In tasks, because issues find their test through a task-local value.
    let passed = await runs.resultsInTasks(of: seeds) { seed in
      var simulation = template
      simulation.seed = seed
      if let scheduling { simulation.scheduling = scheduling }
      return SeedRun(simulation, requiresHermeticity: requiresHermeticity).run(body, sourceLocation)
    }
    digests.withLock { $0 = passed }
  }
  return digests.withLock { $0 }
}
