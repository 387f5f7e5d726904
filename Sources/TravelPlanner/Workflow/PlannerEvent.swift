/// One thing that happened to a plan; small and trivial, for traces and progress.
@frozen
public enum PlannerEvent: Hashable, Sendable {
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
}

/// Is told of every event after it happened. Changes nothing, and must be quick.
public protocol PlannerObserver: Sendable {
  /// `plan` is the request's key, `time` the clock's nanoseconds.
  func record(_ event: PlannerEvent, plan: UInt64, at time: Int64)
}

/// Looks away.
@frozen
public struct NoObserver: PlannerObserver {
  @inlinable public init() {}
  @inlinable public func record(_ event: PlannerEvent, plan: UInt64, at time: Int64) {}
}
