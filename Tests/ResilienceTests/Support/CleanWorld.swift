import Primitives
import Resilience
import SimCore
import Synchronization
import Testing

/// Runs `body` in a world that must be clean at the end: no task and no timer is left.
func inCleanWorld<Value>(
  seed: UInt64 = 1, _ scheduling: Scheduling = .fifo,
  _ body: @escaping @Sendable (World) async throws -> sending Value
) throws -> Value {
  let outcome = try Simulation(seed: seed, scheduling: scheduling).run { world in
    let value = try await body(world)
    // Cancelled tasks run to their end.
    await world.settle()
    return value
  }
  #expect(outcome.certificate.leftoverTasks.isEmpty)
  #expect(outcome.certificate.leftoverTimers == 0)
  return outcome.value
}

/// Returns a pipeline on the world's clock, with one target for each policy.
func pipeline(
  _ world: World, _ policies: TargetPolicy..., observer: ResilienceEventRecorder? = nil
) -> Pipeline<SimClock> {
  Pipeline(
    over: policies.enumerated().map { Target(id: UInt32($0.offset), $0.element, observer: observer) },
    on: world.clock, random: world.random)
}

func milliseconds(_ count: Int64) -> Int64 { count * 1_000_000 }

/// Counts calls, and the most that were in flight at a time.
final class CallMeter: Sendable {
  private let state = Mutex((now: 0, most: 0, total: 0))

  var most: Int { state.withLock { $0.most } }
  var total: Int { state.withLock { $0.total } }

  @discardableResult func enter() -> Int {
    state.withLock {
      $0.now += 1
      $0.total += 1
      $0.most = max($0.most, $0.now)
      return $0.total
    }
  }

  func leave() { state.withLock { $0.now -= 1 } }
}
