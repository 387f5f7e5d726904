/// An event of a plan, for traces and progress. A trivial value.
@frozen
@usableFromInline
package enum PlannerEvent: Hashable, Sendable {
  case planStarted
  case stepStarted(Step)
  case stepCompleted(Step)
  case searchStarted(SearchKind)
  /// The provider that answered, 0 for the primary, and the attempts at all providers.
  case searchCompleted(SearchKind, provider: UInt8, attempts: UInt16)
  case searchFailed(SearchKind, StepError.Cause)
  case searchSkipped(SearchKind)
  /// The number of the day that was planned, from 1.
  case dayPlanned(Int16)
  case saved(revision: UInt32)
  /// The searches whose results are missing.
  case partial(SearchNeeds)
  case planCompleted
  case planFailed
  /// The result of loading the session to resume.
  case sessionLoaded(ResumeResult)
  /// The earlier results of a search still apply and were kept.
  case searchKept(SearchKind)
  /// The earlier results of a search no longer apply and were dropped.
  case searchDropped(SearchKind)
  /// The index of a city of the tour. Events of its searches carry the key from `segmentKey`.
  case segmentStarted(UInt8)
  /// The index of a city of the tour that has been searched, and the searches that failed.
  case segmentCompleted(UInt8, missing: SearchNeeds)
  /// The number of a day, in the whole plan from 1, whose description has been written.
  case dayWritten(Int16)
  /// The number of a day whose description is missing. The next day follows.
  case dayFailed(Int16, StepError.Cause)
  /// The itinerary of the session was kept.
  case itineraryKept
  /// The intent of the request. Reported if the request asks for decisions.
  case understood(Intent.Kind, SearchNeeds)
  /// The rule-based classifier was used because the classifier failed. Reported if the request asks for decisions.
  case ruleClassifierUsed(StepError.Cause)
  /// The candidate that was chosen. Reported if the request asks for decisions.
  case candidateChosen(Candidate.Style, Candidate.Reason)
}

/// Returns the key of draws and events of a city's searches: that of the plan with the index of the city in its top byte.
@inlinable
package func segmentKey(_ plan: UInt64, _ segment: Int) -> UInt64 { plan ^ UInt64(segment) << 56 }

/// A receiver of the events of plans.
@usableFromInline
package protocol PlannerObserver: Sendable {
  /// Receives an event after it happened. Must not affect the plan and should return quickly.
  ///
  /// `plan` is the key of the request, `time` the clock's nanoseconds.
  func record(_ event: PlannerEvent, plan: UInt64, at time: Int64)
}

extension NoObserver: PlannerObserver {
  @inlinable package func record(_ event: PlannerEvent, plan: UInt64, at time: Int64) {}
}
