extension Planner {
  /// Applies what the request's options ask of the offers, between searches and itinerary: for a trip to
  /// one city once, for a tour once a city. Not called for a request without options.
  ///
  /// The one place for it. `results` are changed in place, and the errors that are returned join those of
  /// the plan; the other results stand. What a resumed session kept comes here again as it was left. A
  /// search of its own goes through the same guards: `searchFlights(trip, needs, key)` with another trip
  /// and another key, since draws are keyed.
  @usableFromInline
  func refine(
    _ results: inout SearchResults, for trip: Trip, as options: PlanOptions, key: UInt64
  ) async -> [StepError] {
    results.refine(options)
    return []
  }

  @inlinable
  func refine(_ draft: inout Draft) async throws(PlanError) {
    // Each city of a tour has had its turn.
    guard let options = draft.options, let trip = draft.state.trip, draft.state.segments.isEmpty,
      !options.leavesOffers
    else { return }
    await refine(&draft, trip, options)
  }

  @usableFromInline
  func refine(_ draft: inout Draft, _ trip: Trip, _ options: PlanOptions) async {
    var results = draft.state.results
    draft.state.errors += await refine(&results, for: trip, as: options, key: draft.key)
    draft.state.results = results
  }
}
