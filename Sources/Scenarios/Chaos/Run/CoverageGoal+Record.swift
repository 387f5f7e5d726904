import Resilience
import TravelPlanner

extension CoverageCounts {
  /// Counts the coverage goals that a run reached.
  init(_ record: CaseRecord) {
    self.init()
    var halfOpen: Set<UInt32> = []
    for event in record.calls {
      if let state = CoverageGoal(event, record) { self[state] += 1 }
      switch event.kind {
      case .breakerHalfOpened: halfOpen.insert(event.target)
      case .breakerClosed: halfOpen.remove(event.target)
      case .breakerOpened:
        if halfOpen.remove(event.target) != nil { self[.halfOpenProbeFailed] += 1 }
      default: break
      }
    }
    for step in record.steps {
      switch step.event {
      case .searchCompleted(_, let provider, _): if provider > 0 { self[.secondaryServed] += 1 }
      case .partial: self[.partialPlan] += 1
      default: break
      }
    }
    self[.effectUnknown] = record.unknownEffects
    self[.bookingTakenOver] = record.takenOver
    if let bookings = record.bookings {
      self[.processRestarted] = bookings.lives - 1
      self[.keySeenAgain] = bookings.keysSeenAgain
      self[.refundMade] = bookings.refunded
      self[.paymentDeclined] = bookings.declined
    }
    for request in record.requests {
      if request.ending == .abandoned { self[.userGaveUp] += 1 }
      if request.traits.contains(.rulesServed) { self[.rulesServed] += 1 }
      if request.traits.contains(.templateServed) { self[.templateServed] += 1 }
      if request.traits.contains(.notSaved) { self[.saveFailed] += 1 }
      if request.traits.contains(.refusedAsStale) { self[.saveRefusedAsStale] += 1 }
    }
  }
}

extension CoverageGoal {
  /// The rare state a single decision stands for; nil for none.
  init?(_ event: ResilienceEvent, _ record: CaseRecord) {
    switch event.kind {
    case .breakerOpened: self = .breakerOpened
    case .breakerClosed: self = .breakerClosedAgain
    case .breakerRefused: self = .breakerRefusedCall
    case .budgetRefused: self = .budgetExhausted
    case .attemptTimedOut: self = .attemptTimedOut
    case .deadlineExceeded: self = .deadlinePassed
    case .bulkheadQueued: self = .bulkheadQueued
    case .bulkheadRefused: self = .bulkheadRefused
    case .rateRefused: self = .rateLimited
    case .fallbackExhausted: self = .everyAlternativeFailed
    case .cacheServedStale: self = .staleServed
    case .cacheJoined: self = .loadShared
    case .hedgeWon:
      guard event.detail > 0 else { return nil }
      self = .hedgeWon
    case .retryStopped:
      guard event.detail == Int64(RetryStop.attemptsUsed.rawValue) else { return nil }
      self = .attemptsUsedUp
    case .retryScheduled:
      // Longer than its own backoff can be: somebody asked for it.
      let policy = record.targets.first { $0.id == event.target }?.policy.retry
      guard let most = policy?.delay.longestWait(after: event.attempt), event.detail > most else {
        return nil
      }
      self = .retryAfterHonoured
    default: return nil
    }
  }
}

extension DelayPolicy {
  /// The longest wait its own backoff gives after an attempt, in nanoseconds; nil where that is no power of two
  /// of its base.
  func longestWait(after attempt: UInt32) -> Int64? {
    guard backoff.kind == .exponential, backoff.multiplier == 2 else { return nil }
    let base = Deadline(backoff.base, after: 0).nanoseconds
    let (wait, overflow) = base.multipliedReportingOverflow(by: 1 << Int64(min(40, attempt - 1)))
    let cap = backoff.maximum.map { Deadline($0, after: 0).nanoseconds } ?? .max
    return overflow ? cap : min(cap, wait)
  }
}
