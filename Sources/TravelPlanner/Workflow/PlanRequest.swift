/// A planning request: the trip, and how to plan it.
@usableFromInline
package struct PlanRequest: Hashable, Sendable {
  /// The last step of a plan.
  @usableFromInline
  package enum Scope: UInt8, Hashable, Sendable, CaseIterable {
    /// Classify and search.
    case searchOnly
    /// Compose and narrate the itinerary as well.
    case full
  }

  package var trip: TripRequest
  /// The identity of the plan. Random draws and ids of the plan depend on it.
  @usableFromInline package var key: UInt64
  /// The traveller's name for themselves. Part of the session's id.
  package var user: String
  /// The id of the session; nil to make one from user, text and time.
  package var session: SessionID?
  /// Continue from the saved state of `session`: keep results that still apply and search the missing ones.
  @usableFromInline package var resume: Bool
  package var scope: Scope
  package var searchMode: SearchMode
  /// Features beyond the core workflow; nil for none.
  package var options: PlanOptions?
}

extension PlanRequest {
  package init(
    _ trip: TripRequest, key: UInt64, user: String = "", session: SessionID? = nil, resume: Bool = false,
    scope: Scope = .full, searchMode: SearchMode = .parallel, options: PlanOptions? = nil
  ) {
    // Delegates to the memberwise initialiser; assigning fields one by one makes the compiler copy the result.
    self.init(
      trip: trip, key: key, user: user, session: session, resume: resume, scope: scope,
      searchMode: searchMode, options: options)
  }
}

/// The reason a request has no plan. Errors that only make a plan partial are part of its state.
@usableFromInline
package enum PlanError: Error, Hashable, Sendable {
  case invalid(ValidationError)
  /// Another plan saved this session in between; continue from the saved state.
  case conflict(SessionID)
  case cancelled
}
