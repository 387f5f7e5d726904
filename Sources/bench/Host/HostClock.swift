import LoadGen
import Resilience
import Synchronization

/// The host's clock as planner and load generator see it, run faster by a time scale.
///
/// At a scale of 0.1 a service that takes 300 ms answers after 30 ms of the host's time, and a reading counts
/// ten nanoseconds for one: figures come out at full scale, with the host's imprecision multiplied.
struct HostClock: Clock, ServiceClock, LoadClock {
  typealias Duration = Swift.Duration
  typealias Instant = ContinuousClock.Instant

  private let base = ContinuousClock()
  private let origin = ContinuousClock.now
  /// Host time per time of this clock.
  let scale: Double
  /// What it shows at its start, in nanoseconds.
  private let start: Int64

  /// A clock that shows more than zero at its start goes on where another process's was.
  init(scale: Double = 1, startingAt start: Int64 = 0) {
    self.scale = scale
    self.start = start
  }

  // Instants count this clock's time from a zero that lies `start` before its origin.
  var now: Instant { origin.advanced(by: .nanoseconds(nanoseconds)) }
  var minimumResolution: Duration { base.minimumResolution }

  var nanoseconds: Int64 {
    let passed = origin.duration(to: base.now).components
    let host = Double(passed.seconds) * 1e9 + Double(passed.attoseconds) / 1e9
    return start + Int64(host / scale)
  }

  func sleep(until deadline: Instant, tolerance: Duration?) async throws {
    let offset = origin.duration(to: deadline).components
    try await sleep(untilNanoseconds: offset.seconds * 1_000_000_000 + offset.attoseconds / 1_000_000_000)
  }

  func sleep(untilNanoseconds deadline: Int64) async throws {
    let host = origin.advanced(by: .nanoseconds(Int64(Double(deadline - start) * scale)))
    try await base.sleep(until: host, tolerance: .zero)
  }

  func schedule(at deadline: Int64, _ action: @escaping @Sendable () -> Void) -> TimerID {
    let clock = self
    return HostTimers.shared.start { [action] in
      try await clock.sleep(untilNanoseconds: deadline)
      action()
    }
  }

  func cancel(_ timer: TimerID) { HostTimers.shared.cancel(timer) }
}

/// Timers that call back, as tasks that sleep.
private final class HostTimers: Sendable {
  static let shared = HostTimers()

  private struct State {
    var next: UInt64 = 1
    var tasks: [UInt64: Task<Void, Never>] = [:]
  }

  private let state = Mutex(State())

  func start(_ body: @escaping @Sendable () async throws -> Void) -> TimerID {
    state.withLock { state in
      let id = state.next
      state.next += 1
      state.tasks[id] = Task.detached { [self] in
        try? await body()
        self.state.withLock { $0.tasks[id] = nil }
      }
      return TimerID(rawValue: id)
    }
  }

  func cancel(_ timer: TimerID) { state.withLock { $0.tasks.removeValue(forKey: timer.rawValue) }?.cancel() }
}
