/// One planning request: the trip, and how to go about it.
public struct PlanRequest: Hashable, Sendable {
  /// How far a plan goes.
  public enum Scope: UInt8, Hashable, Sendable, CaseIterable {
    /// Classify and search.
    case searchOnly
    /// The itinerary and its words as well.
    case full
  }

  public var trip: TripRequest
  /// Everything that is drawn or numbered for this plan comes from here.
  public var key: UInt64
  /// Goes into the session's id.
  public var user: String
  /// Made from user, text and time when nil.
  public var session: SessionID?
  /// Go on from what the store has for `session`: keep what still applies, search what is missing.
  public var resume: Bool
  public var scope: Scope
  public var searchMode: SearchMode
  /// What goes beyond the core; nil for a plain plan.
  public var options: PlanOptions?

  public init(
    _ trip: TripRequest, key: UInt64, user: String = "", session: SessionID? = nil, resume: Bool = false,
    scope: Scope = .full, searchMode: SearchMode = .parallel, options: PlanOptions? = nil
  ) {
    self.trip = trip
    self.key = key
    self.user = user
    self.session = session
    self.resume = resume
    self.scope = scope
    self.searchMode = searchMode
    self.options = options
  }

  /// The beginning of a plan for it; everything that is wrong with it is thrown at once.
  @usableFromInline
  func draft(at time: Timestamp) throws(PlanError) -> Draft { try Draft(self, at: time) }
}

/// Why there is no plan at all. What only makes a plan partial stands in its `errors`.
public enum PlanError: Error, Hashable, Sendable {
  case invalid(ValidationError)
  /// Somebody else saved this session in between; go on from what they saved.
  case conflict(SessionID)
  case cancelled
}
