// Resuming a session: the part of a draft that depends on an earlier state.

extension PlanDraft {
  /// Continues from a session as it was saved. The parts that belong to one request only are reset.
  mutating func resume(_ before: SessionState) {
    resumption = ResumeContext(before)
    let mode = state.searchMode
    state = before
    state.searchMode = mode
    if let text { state.query = text }
    state.completedSteps = []
    state.errors = []
    state.nextActions = []
    state.resumeReport = ResumeReport(.resumed)
  }

  /// Starts a new session under the same id, because there is none to continue from.
  mutating func startOver(_ result: ResumeResult, _ detail: String? = nil) throws(PlanError) {
    guard text != nil || fields.destination != nil else {
      throw .invalid(ValidationError([ValidationIssue(.text, "", .required)]))
    }
    state.resumeReport = ResumeReport(result, detail: detail)
  }

  /// Merges the intent of this request into that of the session and keeps the results that still apply.
  mutating func apply(_ request: Intent, resuming resumption: ResumeContext) throws(PlanError) {
    let before = resumption.before
    let intent = before.intent.map { request.continuing($0) } ?? request
    try check(intent)
    let assumed = before.trip.flatMap { trip in
      trip.assumed.contains(.departure) && trip.departure >= today ? trip.departure : nil
    }
    let currency = fields.currency ?? request.budget?.currency ?? before.trip?.currency
    let trips: [Trip]
    if intent.segments.isEmpty {
      trips =
        Trip(
          intent, currency: currency, today: today, assuming: assumed,
          isOneWay: isOneWay(request, after: before.trip)
        ).map { [$0] } ?? []
    } else {
      trips = Trip.tour(
        intent, currency: currency, today: today, assuming: assumed,
        share: options?.budgetShare ?? .evenly)
    }
    var report = ResumeReport(.resumed)
    let cities = resumption.reuseResults(for: trips, &report)
    try checkLock(report.changes, to: intent)
    state.understanding = UnderstoodRequest(query: state.query, intent: intent, trip: trips.first)
    state.segments = intent.segments.isEmpty ? [] : cities
    state.results = intent.segments.isEmpty ? cities.first?.results ?? SearchResults() : SearchResults()
    report.keptItinerary =
      report.changes.isEmpty && (options?.changesNothing ?? true)
      && (state.itinerary != nil || state.tour != nil)
      && cities.allSatisfy { intent.needs.isSubset(of: $0.kept) }
    if !report.keptItinerary {
      state.itinerary = nil
      state.tour = nil
      state.narrative = nil
    }
    state.resumeReport = report
  }

  /// Returns nil to leave the decision to the intent. A one-way flight stays one way until a request mentions flights
  /// or a day of return.
  private func isOneWay(_ request: Intent, after before: Trip?) -> Bool? {
    guard let before else { return nil }
    if fields.returning != nil { return false }
    if request.kind == .searchFlights {
      return request.returning == nil && request.nights == nil && before.returning == nil
    }
    return request.needs.contains(.flights) ? false : before.returning == nil
  }

  /// The searches of a trip to one city whose results were kept from the session.
  @usableFromInline var kept: SearchNeeds {
    resumption == nil || state.trip == nil ? [] : state.resumeReport?.kept ?? []
  }

  @usableFromInline var keepsItinerary: Bool { state.resumeReport?.keptItinerary ?? false }
}
