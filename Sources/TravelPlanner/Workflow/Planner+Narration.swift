public import Primitives
public import Resilience

// Texts about the plan. The narrator writes them; without an answer the template serves.

extension Planner {
  /// Has the introduction to the itinerary written.
  @inlinable @inline(never)
  func narrate(_ draft: inout PlanDraft) async throws(PlanError) {
    guard let subject = draft.narrationSubject else { return }
    record(.stepStarted(.narrative), draft.key, at: clock.nanoseconds)
    let result = try await result(
      of: NarrateCall(self, subject), through: narratorCalls, key: draft.key,
      within: policy.narratorDeadline)
    switch result {
    case .success(let served): draft.apply(narrative: served.value, attempts: served.attempts)
    case .failure(let failure): draft.applyTemplate(after: failure)
    }
    complete(.narrative, &draft)
  }

  /// Has a description of every day written, one after another. Each is reported and saved when it is done.
  ///
  /// A day that fails is marked as missing, and the next day follows.
  @usableFromInline
  func describeDays(_ draft: inout PlanDraft) async throws(PlanError) {
    let days = draft.daysToDescribe
    guard !days.isEmpty else { return }
    record(.stepStarted(.dayDescriptions), draft.key, at: clock.nanoseconds)
    for day in days {
      // Draws are keyed: with a key for each day, the outcomes of the days are independent.
      let result = try await result(
        of: NarrateCall(self, .day(day.day, of: Indirect(draft.stops[day.stop]))), through: narratorCalls,
        key: draft.key ^ UInt64(day.number) << 44, within: policy.narratorDeadline)
      switch result {
      case .success(let served):
        draft.apply(description: served.value, attempts: served.attempts, to: day)
        record(.dayWritten(day.number), draft.key, at: clock.nanoseconds)
      case .failure(let failure):
        let cause = draft.recordMissingDescription(of: day, after: failure)
        record(.dayFailed(day.number, cause), draft.key, at: clock.nanoseconds)
      }
      try await save(&draft)
    }
    complete(.dayDescriptions, &draft)
  }
}
