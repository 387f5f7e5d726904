import Primitives
import Resilience

extension Planner {
  /// Has the words of each day written, one day after another: each is told and saved as it is done. One that
  /// fails is marked, and the rest continue.
  @usableFromInline
  func writeDays(_ draft: inout Draft) async throws(PlanError) {
    let places = draft.daysToWrite
    guard !places.isEmpty else { return }
    record(.stepStarted(.dayWords), draft.key, at: clock.nanoseconds)
    for place in places {
      let words = try await words(&draft, place)
      draft.take(words, for: place)
      if case .missing(let cause) = words {
        record(.dayFailed(place.number, cause), draft.key, at: clock.nanoseconds)
      } else {
        record(.dayWritten(place.number), draft.key, at: clock.nanoseconds)
      }
      try await save(&draft)
    }
    complete(.dayWords, &draft)
  }

  private func words(_ draft: inout Draft, _ place: Draft.DayPlace) async throws(PlanError) -> DayWords {
    let narrator = ports.narrator
    let itinerary = draft.stops[place.stop]
    let day = place.day
    do throws(CallFailure<ProviderError>) {
      // A key for each day: draws are keyed, and days are not to share their luck.
      let served = try await narrativeCalls.call(
        request: draft.key ^ UInt64(place.number) << 44,
        deadline: Deadline(policy.narrativeDeadline, after: clock.nanoseconds)
      ) { attempt async throws(ProviderError) -> Narrative in
        try await narrator.words(for: day, of: itinerary, call: attempt)
      }
      draft.count(attempts: served.attempts)
      return switch served.value {
      case .template: .template
      // A model may say again what it was never told.
      case .text(let text): .text(CardNumber.removed(from: text))
      }
    } catch {
      if Task.isCancelled { throw .cancelled }
      draft.count(attempts: error.attempts)
      let failure = StepError(.dayWords, error)
      draft.state.errors.append(
        StepError(
          .dayWords, failure.cause, earlierCauses: failure.earlierCauses, detail: "day \(place.number)"))
      return .missing(failure.cause)
    }
  }
}
