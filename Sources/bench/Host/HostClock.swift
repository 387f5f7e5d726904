import Foundation
import Primitives

/// The host's clock for planner and load generator, faster by a time scale.
///
/// At a scale of 0.1 a service with a latency of 300 ms answers after 30 ms of host time, and every reading is
/// multiplied by ten. Figures thus come out at full scale, and so does the host's imprecision.
struct HostClock: NanosecondClock {
  typealias Duration = Swift.Duration
  typealias Instant = ContinuousClock.Instant

  private let base = ContinuousClock()
  private let origin = ContinuousClock.now
  /// Host time per time of this clock.
  let scale: Double
  /// The reading at the start, in nanoseconds.
  private let start: Int64
  private let timers = TaskTimers()

  /// A start above zero continues the clock of an earlier process.
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
    return start + Int64(saturating: host / scale)
  }

  func sleep(until deadline: Instant, tolerance: Duration?) async throws {
    try await sleep(untilNanoseconds: origin.duration(to: deadline).wholeNanoseconds)
  }

  func sleep(untilNanoseconds deadline: Int64) async throws {
    let host = origin.advanced(by: .nanoseconds(Int64(saturating: Double(deadline - start) * scale)))
    try await base.sleep(until: host, tolerance: .zero)
  }

  func schedule(atNanoseconds deadline: Int64, _ action: @escaping @Sendable () -> Void) -> TimerID {
    let clock = self
    return timers.start {
      try await clock.sleep(untilNanoseconds: deadline)
      action()
    }
  }

  func cancel(_ timer: TimerID) { timers.cancel(timer) }
}

extension Timestamp {
  /// The host's calendar time.
  static var now: Timestamp {
    var time = timespec()
    unsafe clock_gettime(CLOCK_REALTIME, &time)
    return Timestamp(nanosecondsSince1970: Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec))
  }
}
