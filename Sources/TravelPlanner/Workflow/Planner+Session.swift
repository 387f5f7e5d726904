public import Primitives
import Resilience

// Saving and resuming the session of a plan.

extension Planner {
  // MARK: Saving

  /// Saves the state if the policy asks for it at this point.
  ///
  /// A store that fails leaves an error in the state. A store that refuses the revision ends the plan.
  @inlinable @inline(__always)
  func save(_ draft: inout PlanDraft, isLast: Bool = false) async throws(PlanError) {
    if Task.isCancelled { throw .cancelled }
    guard let store, isLast || policy.saves == .afterEachStep else { return }
    try await save(&draft, in: store)
  }

  @inlinable @inline(never)
  func save(_ draft: inout PlanDraft, in store: StoreBox) async throws(PlanError) {
    let now = timestamp(clock.nanoseconds)
    draft.state.updatedAt = now
    if policy.savesBreakers { draft.state.breakers = savedBreakers }
    do throws(StoreError) {
      draft.state.revision = try await store.base.save(draft.state, at: now, timeToLive: policy.timeToLive)
      record(.saved(revision: draft.state.revision), draft.key, at: clock.nanoseconds)
    } catch {
      if case .stale(let current) = error, let unsure = draft.unsureSave,
        await holds(unsure, as: current, in: store, at: now)
      {
        draft.unsureSave = nil
        draft.state.revision = current
        return try await save(&draft, in: store)
      }
      try draft.recordSaveFailure(error)
    }
  }

  /// Returns true if the store holds `unsure` with `revision`: an earlier save arrived although its reply was lost.
  @usableFromInline
  func holds(
    _ unsure: Indirect<SessionState>, as revision: UInt32, in store: StoreBox, at now: Timestamp
  ) async -> Bool {
    guard case .found(var stored)? = try? await store.base.load(unsure.value.id, at: now),
      stored.revision == revision
    else { return false }
    stored.revision = unsure.value.revision
    return stored == unsure.value
  }

  // MARK: Resuming

  /// Loads the session that the request names, or starts a new one and records the reason.
  @usableFromInline
  func resume(_ draft: inout PlanDraft) async throws(PlanError) {
    let result = try await load(&draft)
    if Task.isCancelled { throw .cancelled }
    record(.sessionLoaded(result), draft.key, at: clock.nanoseconds)
  }

  private func load(_ draft: inout PlanDraft) async throws(PlanError) -> ResumeResult {
    guard let store else {
      try draft.startOver(.missing)
      return .missing
    }
    let now = timestamp(clock.nanoseconds)
    let stored: StoredSession
    do throws(StoreError) {
      stored = try await store.base.load(draft.state.id, at: now)
    } catch {
      let result: ResumeResult
      switch error {
      case .corrupt: result = .corrupt
      case .unavailable, .stale: result = .unavailable
      }
      try draft.startOver(result, error.description)
      return result
    }
    switch stored {
    case .missing:
      try draft.startOver(.missing)
      return .missing
    case .expired:
      try draft.startOver(.expired)
      return .expired
    case .found(let before):
      draft.resume(before)
      if policy.savesBreakers { restore(before.breakers ?? [], savedAt: before.updatedAt, now: now) }
      return .resumed
    }
  }

  // MARK: Breakers

  /// The current state of all breakers, to be saved with a session.
  @usableFromInline
  var savedBreakers: [SavedBreaker] {
    let now = clock.nanoseconds
    return targets.compactMap { target in
      target.breaker.map { SavedBreaker(target: target.id, breaker: $0.snapshot(at: now)) }
    }
  }

  /// Restores breakers that have seen no call in this planner. The time since they were saved counts.
  private func restore(_ saved: [SavedBreaker], savedAt: Timestamp, now: Timestamp) {
    let elapsed = max(0, now.nanosecondsSince1970 - savedAt.nanosecondsSince1970)
    let then = clock.nanoseconds - elapsed
    for target in targets {
      guard let saved = saved.first(where: { $0.target == target.id }) else { continue }
      target.restoreBreaker(saved.breaker, at: then)
    }
  }
}

/// Boxes the existential so that using it for a save costs one retain.
@usableFromInline
final class StoreBox: Sendable {
  @usableFromInline let base: any StateStore

  init(_ base: any StateStore) { self.base = base }
}
