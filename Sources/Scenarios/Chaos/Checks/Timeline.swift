import Resilience

/// The truth of a condition over the time of a run.
struct Timeline {
  /// By time, the first at the beginning; of several at one instant all count.
  private(set) var changes: [(time: Int64, holds: Bool)] = []

  init(_ condition: Condition, in record: CaseRecord) {
    switch condition {
    case .breaker(let target, let state): breaker(target, state, record)
    case .inFlight(let bound, let limit): inFlight(bound, limit, record)
    }
  }

  private mutating func breaker(_ target: String, _ wanted: Condition.BreakerState, _ record: CaseRecord) {
    changes = [(0, wanted == .closed)]
    guard let id = record.targets.first(where: { $0.name == target })?.id else { return }
    for event in record.calls where event.target == id {
      switch event.kind {
      case .breakerOpened: changes.append((event.time, wanted == .open))
      case .breakerHalfOpened: changes.append((event.time, wanted == .halfOpen))
      case .breakerClosed: changes.append((event.time, wanted == .closed))
      default: break
      }
    }
  }

  private mutating func inFlight(_ bound: Bound, _ limit: Int64, _ record: CaseRecord) {
    var steps: [(time: Int64, change: Int64)] = []
    for request in record.requests {
      steps.append((request.arrivedAt, 1))
      if request.ending != .pending { steps.append((request.endedAt, -1)) }
    }
    // At one instant who leaves has left before who comes.
    steps.sort { ($0.time, $0.change) < ($1.time, $1.change) }
    var running: Int64 = 0
    changes = [(0, bound.holds(0, limit))]
    for step in steps {
      running += step.change
      changes.append((step.time, bound.holds(running, limit)))
    }
  }

  /// Returns true if it holds at `time`, after the changes of that time.
  func holds(at time: Int64) -> Bool { changes.last { $0.time <= time }?.holds ?? false }

  /// The first moment of a window at which it is as `wanted`; nil when there is none. Both ends count.
  func first(_ wanted: Bool, from start: Int64, through end: Int64) -> Int64? {
    if start > end { return nil }
    if holds(at: start) == wanted { return start }
    return changes.first { $0.time > start && $0.time <= end && $0.holds == wanted }?.time
  }
}
