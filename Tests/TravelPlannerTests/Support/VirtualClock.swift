import Resilience
import SimCore

/// A world's clock as the planner sees one.
struct VirtualClock: ServiceClock {
  typealias Instant = SimInstant
  typealias Duration = Swift.Duration

  let base: SimClock

  var now: SimInstant { base.now }
  var minimumResolution: Swift.Duration { base.minimumResolution }
  var nanoseconds: Int64 { base.nanoseconds }

  func sleep(until deadline: SimInstant, tolerance: Swift.Duration?) async throws {
    try await base.sleep(until: deadline, tolerance: tolerance)
  }
  func sleep(untilNanoseconds deadline: Int64) async throws {
    try await base.sleep(untilNanoseconds: deadline)
  }
  func schedule(at deadline: Int64, _ action: @escaping @Sendable () -> Void) -> TimerID {
    TimerID(rawValue: base.schedule(atNanoseconds: deadline, action))
  }
  func cancel(_ timer: TimerID) { base.cancel(timer.rawValue) }
}
