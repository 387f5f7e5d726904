extension SearchResults {
  /// Filters the offers, ranks them by preferences, and replaces the notes of an earlier application.
  ///
  /// The offers of a search that did not complete are left alone.
  mutating func apply(_ options: PlanOptions) {
    refinements.removeAll { if case .proposed = $0 { false } else { true } }
    let (filters, profile) = (options.filters, options.preferenceProfile)
    if searches.flights.status == .completed {
      refinements += filters.flights.apply(to: &flights).map { .filtered(.flights, $0) }
      if let profile { refinements.append(.ranked(.flights, profile.rank(&flights.options))) }
    }
    if searches.hotels.status == .completed {
      refinements += filters.hotels.apply(to: &hotels).map { .filtered(.hotels, $0) }
      if let profile { refinements.append(.ranked(.hotels, profile.rank(&hotels.options))) }
    }
    if searches.activities.status == .completed {
      refinements += filters.activities.apply(to: &activities).map { .filtered(.activities, $0) }
      if let profile { refinements.append(.ranked(.activities, profile.rank(&activities.options))) }
    }
  }

  /// Notes the airports nearby that are worth proposing. Only offers that pass the filter count.
  mutating func propose(
    _ found: [(AirportAlternative, FlightOffers)], for trip: Trip, as options: PlanOptions
  ) {
    refinements.removeAll { if case .proposed = $0 { true } else { false } }
    guard let airports = options.airports, let query = trip.flightQuery, searches.flights.status == .completed
    else { return }
    func filtered(_ offers: FlightOffers) -> FlightOffers {
      var offers = offers
      _ = options.filters.flights.apply(to: &offers)
      return offers
    }
    refinements += airports.proposals(
      instead: filtered(flights), of: query, among: found.map { ($0.0, filtered($0.1)) }
    ).map { .proposed($0) }
  }
}
