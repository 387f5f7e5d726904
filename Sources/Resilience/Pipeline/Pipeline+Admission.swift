import Primitives

extension Pipeline {
  /// Waits for the rate limiter and the bulkheads; returns the refusal, or nil when the attempt was admitted.
  @usableFromInline
  func awaitAdmission(
    _ pending: PendingAttempt, to target: Target, deadline: Deadline, from arrival: Int64
  ) async -> Refusal? {
    var now = arrival
    if target.limitsRate {
      switch target.acquireRateLimit(pending, within: deadline.remaining(at: now), at: now) {
      case .refused(let retryAfter): return .rateLimited(retryAfter: retryAfter)
      case .admitted(let wait):
        if wait > 0 {
          do { try await clock.sleep(untilNanoseconds: now.addingSaturating(wait)) } catch {
            return .cancelled
          }
          now = clock.nanoseconds
        }
      }
    }
    if let gate = target.bulkhead, let refusal = await enter(gate, pending, target, deadline, at: now) {
      return refusal
    }
    if let gate = target.overall, let refusal = await enter(gate, pending, target, deadline, at: now) {
      target.bulkhead?.leave(at: clock.nanoseconds)
      return refusal
    }
    return nil
  }

  private func enter(
    _ gate: BulkheadGate, _ pending: PendingAttempt, _ target: Target, _ deadline: Deadline, at now: Int64
  ) async -> Refusal? {
    switch gate.enter(until: deadline, at: now) {
    case .admitted: return nil
    case .refused:
      target.record(.bulkheadRefused, at: now, request: pending.request, attempt: pending.number)
      return .bulkheadFull
    case .queued(let ticket, let until, let position):
      target.record(
        .bulkheadQueued, at: now, request: pending.request, attempt: pending.number, detail: Int64(position))
      guard let waited = await gate.wait(ticket, until: until, on: clock) else {
        let now = clock.nanoseconds
        if Task.isCancelled { return .cancelled }
        target.record(.bulkheadRefused, at: now, request: pending.request, attempt: pending.number)
        return deadline.hasPassed(at: now) ? .deadlineExceeded : .bulkheadFull
      }
      let now = clock.nanoseconds
      if Task.isCancelled {
        gate.leave(at: now)
        return .cancelled
      }
      target.record(
        .bulkheadDequeued, at: now, request: pending.request, attempt: pending.number, detail: waited)
      return nil
    }
  }
}
