import Dispatch
import Resilience
import Synchronization

/// The host's time, for what talks to a real server.
struct RealClock: ServiceClock {
  typealias Duration = Swift.Duration
  typealias Instant = ContinuousClock.Instant

  private let origin = ContinuousClock.now
  private let timers = Timers()

  var now: Instant { .now }
  var minimumResolution: Duration { .nanoseconds(1) }

  var nanoseconds: Int64 {
    let passed = origin.duration(to: .now).components
    return passed.seconds * 1_000_000_000 + passed.attoseconds / 1_000_000_000
  }

  func sleep(until deadline: Instant, tolerance: Duration?) async throws {
    try await ContinuousClock().sleep(until: deadline, tolerance: tolerance)
  }

  func sleep(untilNanoseconds deadline: Int64) async throws {
    try await sleep(until: origin.advanced(by: .nanoseconds(deadline)), tolerance: nil)
  }

  func schedule(at deadline: Int64, _ action: @escaping @Sendable () -> Void) -> TimerID {
    let wait = Int(max(0, deadline &- nanoseconds))
    return timers.start(after: wait, action)
  }

  func cancel(_ timer: TimerID) { timers.cancel(timer) }

  private final class Timers: Sendable {
    private let live = Mutex<(next: UInt64, ids: Set<UInt64>)>((1, []))

    func start(after nanoseconds: Int, _ action: @escaping @Sendable () -> Void) -> TimerID {
      let id = live.withLock { live in
        live.next += 1
        live.ids.insert(live.next)
        return live.next
      }
      DispatchQueue.global().asyncAfter(deadline: .now() + .nanoseconds(nanoseconds)) {
        if self.live.withLock({ $0.ids.remove(id) }) != nil { action() }
      }
      return TimerID(rawValue: id)
    }

    func cancel(_ timer: TimerID) { _ = live.withLock { $0.ids.remove(timer.rawValue) } }
  }
}
