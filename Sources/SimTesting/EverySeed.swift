public import SimCore
import Synchronization
public import Testing

/// Runs `body` in a world for each seed, and says of a failing one how to run it again.
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
/// budget, or when its hermeticity certificate is not clean. Each issue then carries the seed, the scheduler,
/// the digest so far and the command that replays it: with `SIM_SEED` in the environment, only that seed runs.
/// The first failing seed is the last one started.
///
/// - Parameters:
///   - threads: How many worlds run at once; the results are the same.
///   - requiresHermeticity: False to accept foreign work, host access, and what the body leaves behind.
///   - configure: Changes what every world starts from: faults, budgets, policies.
/// - Returns: The digests of the seeds that passed, in the order of the seeds.
@discardableResult
public func withEverySeed(
  _ seeds: some Sequence<UInt64>, scheduling: Scheduling = .random, threads: Int = 1,
  requiresHermeticity: Bool = true, sourceLocation: SourceLocation = #_sourceLocation,
  configure: @escaping @Sendable (inout Simulation) -> Void = { _ in },
  _ body: @escaping @Sendable (World) async throws -> Void
) async -> [Digest] {
  precondition(threads > 0, "worlds need at least one thread, were given \(threads)")
  let seeds = Replay.seed.map { [$0] } ?? Array(seeds)
  let sweep = Sweep(count: seeds.count)
  await SeedRun.observingIssues {
    await withTaskGroup(of: Void.self) { group in
      for _ in 0..<min(threads, seeds.count) {
        group.addTask {
          while let place = sweep.next() {
            var simulation = Simulation(seed: seeds[place], scheduling: scheduling)
            configure(&simulation)
            let run = SeedRun(simulation, requiresHermeticity: requiresHermeticity)
            sweep.finish(place, with: run.run(body, sourceLocation))
          }
        }
      }
    }
  }
  return sweep.digests
}

/// Hands out the places of a list of seeds until one has failed.
private final class Sweep: Sendable {
  private struct State {
    var next = 0
    var hasFailed = false
    var digests: [Digest?]
  }

  private let state: Mutex<State>

  init(count: Int) { state = Mutex(State(digests: Array(repeating: nil, count: count))) }

  func next() -> Int? {
    state.withLock { state in
      guard !state.hasFailed, state.next < state.digests.count else { return nil }
      defer { state.next += 1 }
      return state.next
    }
  }

  func finish(_ place: Int, with digest: Digest?) {
    state.withLock { state in
      state.digests[place] = digest
      if digest == nil { state.hasFailed = true }
    }
  }

  var digests: [Digest] { state.withLock { $0.digests.compactMap(\.self) } }
}
