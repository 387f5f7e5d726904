import Primitives
import Resilience
import SimCore

/// The calls on which a target's breaker bases its state; without calls it can neither open nor close.
struct BreakerCalls {
  private let events: [ResilienceEvent]
  /// Bad results without which it cannot open.
  private let least: Int

  init(of name: String, in record: CaseRecord) {
    let target = record.targets.first { $0.name == name }
    events = record.calls.filter { $0.target == target?.id }
    let trip = target?.policy.breaker?.trip
    least = max(1, trip?.consecutiveFailures ?? trip?.failures ?? 1)
  }

  /// Returns true if enough attempts failed between two times, both included, to open the breaker.
  func couldTrip(from start: Int64, through end: Int64) -> Bool {
    let bad = events.count {
      ($0.kind == .attemptFailed || $0.kind == .attemptTimedOut) && start <= $0.time && $0.time <= end
    }
    return bad >= least
  }

  /// Returns true if its wait ended before `end` and no call has reached it since.
  func leftAlone(until end: Int64) -> Bool {
    guard let opened = events.last(where: { $0.kind == .breakerOpened && $0.time <= end }) else {
      return false
    }
    let over = opened.time.addingSaturating(max(0, opened.detail))
    return over <= end && !events.contains { $0.time > opened.time && $0.time >= over && $0.time <= end }
  }
}
