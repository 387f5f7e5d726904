/// One thing that happened to a plan; small and trivial, for traces and progress.
@frozen
@usableFromInline
package enum PlannerEvent: Hashable, Sendable {
  case planStarted
  case stepStarted(Step)
  case stepCompleted(Step)
  case searchStarted(SearchKind)
  /// Served by the primary (0) or an alternative, after so many attempts in all.
  case searchCompleted(SearchKind, provider: UInt8, attempts: UInt16)
  case searchFailed(SearchKind, StepError.Cause)
  case searchSkipped(SearchKind)
  /// So many days of the itinerary are done.
  case dayPlanned(Int16)
  case saved(revision: UInt32)
  /// What is missing.
  case partial(SearchNeeds)
  case planCompleted
  case planFailed
  /// A session was to be resumed, and this is what it was.
  case sessionLoaded(Continuation.Start)
  /// What this search found before still applies.
  case searchKept(SearchKind)
  /// What this search found before no longer applies.
  case searchDropped(SearchKind)
  /// A city of the tour, from 0. Its searches are told under a key of their own: see `segmentKey`.
  case segmentStarted(UInt8)
  /// A city of the tour has been searched; what failed.
  case segmentCompleted(UInt8, missing: SearchNeeds)
  /// The words of a day have been written; its number in the whole trip.
  case dayWritten(Int16)
  /// The words of a day are missing, and the rest go on.
  case dayFailed(Int16, StepError.Cause)
  /// The itinerary stands as it was.
  case itineraryKept
  /// What the request was understood to be. Told when the request asks for decisions.
  case understood(Intent.Kind, SearchNeeds)
  /// The classifier gave no answer, so the rules did. Told when the request asks for decisions.
  case rulesAnswered(StepError.Cause)
  /// Which candidate became the plan. Told when the request asks for decisions.
  case candidateChosen(Candidate.Style, Candidate.Reason)
}

/// The key under which the searches of a tour's city are drawn and told: the plan's for the first, and with
/// the city's number in the top byte for the others.
@inlinable
package func segmentKey(_ plan: UInt64, _ segment: Int) -> UInt64 { plan ^ UInt64(segment) << 56 }

/// Is told of every event after it happened. Changes nothing, and must be quick.
@usableFromInline
package protocol PlannerObserver: Sendable {
  /// `plan` is the request's key, `time` the clock's nanoseconds.
  func record(_ event: PlannerEvent, plan: UInt64, at time: Int64)
}

extension NoObserver: PlannerObserver {
  @inlinable package func record(_ event: PlannerEvent, plan: UInt64, at time: Int64) {}
}
