import Synchronization

/// A standard clock as a `NanosecondClock`: its time is counted from the moment it was adapted.
///
///     let clock = NanosecondClockAdapter(ContinuousClock())
///
/// A timer is a task that sleeps, so it costs more than one of a clock made for timers.
public struct NanosecondClockAdapter<Base: Clock>: NanosecondClock where Base.Duration == Duration {
  /// The instant of the adapted clock.
  public typealias Instant = Base.Instant
  /// The standard library's duration.
  public typealias Duration = Swift.Duration

  private let base: Base
  private let origin: Base.Instant
  private let timers = TaskTimers()

  /// Adapts `base`, whose present time becomes 0.
  public init(_ base: Base) {
    self.base = base
    origin = base.now
  }

  /// The time of the adapted clock.
  public var now: Instant { base.now }
  /// The resolution of the adapted clock.
  public var minimumResolution: Duration { base.minimumResolution }
  /// Nanoseconds since the clock was adapted.
  public var nanoseconds: Int64 { origin.duration(to: base.now).wholeNanoseconds }

  /// Suspends until `deadline`, on the adapted clock.
  public func sleep(until deadline: Instant, tolerance: Duration?) async throws {
    try await base.sleep(until: deadline, tolerance: tolerance)
  }

  /// Suspends until `nanoseconds` has reached `deadline`.
  public func sleep(untilNanoseconds deadline: Int64) async throws {
    try await base.sleep(until: origin.advanced(by: .nanoseconds(deadline)), tolerance: nil)
  }

  /// Calls `action` once when `nanoseconds` has reached `deadline`, in a task of its own.
  @discardableResult
  public func schedule(
    atNanoseconds deadline: Int64, _ action: @escaping @Sendable () -> Void
  ) -> TimerID {
    timers.start { [self] in
      try await sleep(untilNanoseconds: deadline)
      action()
    }
  }

  /// Cancels a timer. Does nothing for one that has fired.
  public func cancel(_ timer: TimerID) { timers.cancel(timer) }
}

/// Timers of a clock that has none: each is a task that sleeps and then acts.
package final class TaskTimers: Sendable {
  private struct State {
    var next: UInt64 = 1
    var tasks: [UInt64: Task<Void, Never>] = [:]
  }

  private let state = Mutex(State())

  package init() {}

  /// Runs `body` in a task of its own until it ends or the timer is cancelled.
  package func start(_ body: @escaping @Sendable () async throws -> Void) -> TimerID {
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

  /// Cancels the timer's task. Does nothing when it has ended.
  package func cancel(_ timer: TimerID) {
    state.withLock { $0.tasks.removeValue(forKey: timer.rawValue) }?.cancel()
  }
}
