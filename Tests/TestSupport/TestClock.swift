public import Primitives
import Synchronization

/// A clock that stands still until the test advances it; one that `leaps` advances to the end of each sleep at
/// once.
public final class TestClock: NanosecondClock {
  public struct Instant: InstantProtocol, Hashable {
    public var nanoseconds: Int64
    public func advanced(by duration: Duration) -> Instant {
      Instant(nanoseconds: nanoseconds + duration.wholeNanoseconds)
    }
    public func duration(to other: Instant) -> Duration { .nanoseconds(other.nanoseconds - nanoseconds) }
    public static func < (left: Instant, right: Instant) -> Bool { left.nanoseconds < right.nanoseconds }
  }

  private struct Timer {
    var id: TimerID
    var deadline: Int64
    var action: @Sendable () -> Void
  }

  private struct State {
    var now: Int64 = 0
    var nextID: UInt64 = 1
    var timers: [Timer] = []
    var fired = 0
    var watchers: [(count: Int, continuation: CheckedContinuation<Void, Never>)] = []
  }

  private let state = Mutex(State())
  private let leaps: Bool

  public init(leaps: Bool = false) { self.leaps = leaps }

  public var now: Instant { Instant(nanoseconds: nanoseconds) }
  public var minimumResolution: Duration { .nanoseconds(1) }
  public var nanoseconds: Int64 { state.withLock { $0.now } }
  /// Timers that are set.
  public var pending: Int { state.withLock { $0.timers.count } }

  public func schedule(atNanoseconds deadline: Int64, _ action: @escaping @Sendable () -> Void) -> TimerID {
    let (id, ready) = state.withLock { state in
      let id = TimerID(rawValue: state.nextID)
      state.nextID += 1
      state.timers.append(Timer(id: id, deadline: deadline, action: action))
      let count = state.timers.count
      let ready = state.watchers.filter { $0.count <= count }
      state.watchers.removeAll { $0.count <= count }
      return (id, ready)
    }
    for watcher in ready { watcher.continuation.resume() }
    return id
  }

  public func cancel(_ timer: TimerID) { state.withLock { $0.timers.removeAll { $0.id == timer } } }

  public func sleep(until deadline: Instant, tolerance: Duration?) async throws {
    try await sleep(untilNanoseconds: deadline.nanoseconds)
  }

  public func sleep(untilNanoseconds deadline: Int64) async throws {
    if leaps { return advance(by: .nanoseconds(max(0, deadline - nanoseconds))) }
    let sleeper = Sleeper()
    let timer = schedule(atNanoseconds: deadline) { sleeper.finish(.success(())) }
    defer { cancel(timer) }
    try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { sleeper.start($0) }
    } onCancel: {
      sleeper.finish(.failure(CancellationError()))
    }
  }

  /// Returns once `count` timers are set: everything that was started has come to wait.
  public func untilPending(_ count: Int) async {
    await withCheckedContinuation { continuation in
      let ready = state.withLock { state in
        if state.timers.count >= count { return true }
        state.watchers.append((count, continuation))
        return false
      }
      if ready { continuation.resume() }
    }
  }

  /// Moves time, firing what is due in order, each at its own moment.
  public func advance(by span: Duration) {
    let target = nanoseconds + span.wholeNanoseconds
    while let due = takeDue(by: target) { due() }
    state.withLock { $0.now = max($0.now, target) }
  }

  private func takeDue(by target: Int64) -> (@Sendable () -> Void)? {
    state.withLock { state in
      guard
        let index = state.timers.indices.min(by: {
          (state.timers[$0].deadline, state.timers[$0].id.rawValue)
            < (state.timers[$1].deadline, state.timers[$1].id.rawValue)
        }), state.timers[index].deadline <= target
      else { return nil }
      let timer = state.timers.remove(at: index)
      state.now = max(state.now, timer.deadline)
      return timer.action
    }
  }
}

private final class Sleeper: Sendable {
  private struct State {
    var continuation: CheckedContinuation<Void, any Error>?
    var result: Result<Void, any Error>?
  }
  private let state = Mutex(State())

  func start(_ continuation: CheckedContinuation<Void, any Error>) {
    let result = state.withLock { state in
      if state.result == nil { state.continuation = continuation }
      return state.result
    }
    if let result { continuation.resume(with: result) }
  }

  func finish(_ result: Result<Void, any Error>) {
    let continuation = state.withLock { state -> CheckedContinuation<Void, any Error>? in
      guard state.result == nil else { return nil }
      state.result = result
      return state.continuation
    }
    continuation?.resume(with: result)
  }
}
