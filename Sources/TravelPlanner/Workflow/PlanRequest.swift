/// One planning request: the trip, and how to go about it.
@usableFromInline
package struct PlanRequest: Hashable, Sendable {
  /// How far a plan goes.
  @usableFromInline
  package enum Scope: UInt8, Hashable, Sendable, CaseIterable {
    /// Classify and search.
    case searchOnly
    /// The itinerary and its words as well.
    case full
  }

  package var trip: TripRequest
  /// Everything that is drawn or numbered for this plan comes from here.
  @usableFromInline package var key: UInt64
  /// Goes into the session's id.
  package var user: String
  /// Made from user, text and time when nil.
  package var session: SessionID?
  /// Go on from what the store has for `session`: keep what still applies, search what is missing.
  @usableFromInline package var resume: Bool
  package var scope: Scope
  package var searchMode: SearchMode
  /// What goes beyond the core; nil for a plain plan.
  package var options: PlanOptions?
}

extension PlanRequest {
  package init(
    _ trip: TripRequest, key: UInt64, user: String = "", session: SessionID? = nil, resume: Bool = false,
    scope: Scope = .full, searchMode: SearchMode = .parallel, options: PlanOptions? = nil
  ) {
    // By the memberwise one: a value that is filled field by field is copied when it is done.
    self.init(
      trip: trip, key: key, user: user, session: session, resume: resume, scope: scope,
      searchMode: searchMode, options: options)
  }
}

/// Why there is no plan at all. What only makes a plan partial stands in its `errors`.
@usableFromInline
package enum PlanError: Error, Hashable, Sendable {
  case invalid(ValidationError)
  /// Somebody else saved this session in between; go on from what they saved.
  case conflict(SessionID)
  case cancelled
}
