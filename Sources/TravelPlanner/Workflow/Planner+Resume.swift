import Primitives
import Resilience

extension Planner {
  /// Takes up the session the request names, or starts it anew and says why.
  @usableFromInline
  func resume(_ draft: inout Draft) async throws(PlanError) {
    let start = try await load(&draft)
    if Task.isCancelled { throw .cancelled }
    record(.sessionLoaded(start), draft.key, at: clock.nanoseconds)
  }

  private func load(_ draft: inout Draft) async throws(PlanError) -> Continuation.Start {
    guard let store else {
      try draft.startAnew(.missing)
      return .missing
    }
    let now = timestamp(clock.nanoseconds)
    let stored: StoredSession
    do throws(StoreError) {
      stored = try await store.base.load(draft.state.id, at: now)
    } catch {
      let start: Continuation.Start
      switch error {
      case .corrupt: start = .corrupt
      case .unavailable, .stale: start = .unavailable
      }
      try draft.startAnew(start, error.description)
      return start
    }
    switch stored {
    case .missing:
      try draft.startAnew(.missing)
      return .missing
    case .expired:
      try draft.startAnew(.expired)
      return .expired
    case .found(let before):
      draft.resume(before)
      if policy.savesBreakers { restore(before.breakers ?? [], savedAt: before.updatedAt, now: now) }
      return .resumed
    }
  }

  // MARK: Breakers

  private var guards: [Target] {
    [intentCalls, flightCalls, hotelCalls, weatherCalls, activityCalls, narrativeCalls].flatMap(\.targets)
  }

  /// What the breakers know now, to be kept with a session.
  @usableFromInline
  var savedBreakers: [SavedBreaker] {
    let now = clock.nanoseconds
    return guards.compactMap { target in
      target.breaker.map { SavedBreaker(target: target.id, breaker: $0.snapshot(at: now)) }
    }
  }

  /// Takes up breakers that have seen nothing here; the time since they were saved counts.
  private func restore(_ saved: [SavedBreaker], savedAt: Timestamp, now: Timestamp) {
    let elapsed = max(0, now.nanosecondsSince1970 - savedAt.nanosecondsSince1970)
    let then = clock.nanoseconds - elapsed
    for target in guards {
      guard let saved = saved.first(where: { $0.target == target.id }) else { continue }
      target.restoreBreaker(saved.breaker, at: then)
    }
  }
}
