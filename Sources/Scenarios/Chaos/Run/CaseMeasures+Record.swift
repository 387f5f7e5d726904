import LoadGen
import Resilience

extension CaseMeasures {
  init(_ record: CaseRecord) {
    self.init()
    cases = 1
    requests = record.requests.count
    for request in record.requests {
      switch request.ending {
      case .pending: break
      case .ok: ok += 1
      case .degraded: degraded += 1
      case .failed: failed += 1
      case .abandoned: abandoned += 1
      }
      if request.ending == .ok || request.ending == .degraded {
        latencies.record(request.endedAt - request.arrivedAt)
      }
    }
    booked = record.bookings?.confirmed ?? 0
    refunded = record.bookings?.refunded ?? 0
    for event in record.calls {
      switch event.kind {
      case .attemptStarted:
        attempts += 1
        if event.attempt == 1 { firstTries += 1 } else { retries += 1 }
      case .attemptTimedOut: timeouts += 1
      case .hedgeStarted: hedges += 1
      case .fallbackTaken: fallbacks += 1
      case .breakerRefused, .bulkheadRefused, .rateRefused, .budgetRefused: refusals += 1
      case .breakerOpened: breakerOpenings += 1
      case .breakerClosed: breakerClosings += 1
      default: break
      }
    }
    // A hedge carries the number of the attempt it stands beside.
    firstTries -= min(firstTries, hedges)
  }
}
