extension SearchResults {
  /// Applies filters, then taste, and notes what they did in place of what they did before.
  ///
  /// A search that did not complete has nothing to apply them to.
  mutating func refine(_ options: PlanOptions) {
    refinements.removeAll { if case .proposed = $0 { false } else { true } }
    let (filters, taste) = (options.filters, options.taste)
    if searches.flights.status == .completed {
      refinements += filters.flights.apply(to: &flights).map { .filtered(.flights, $0) }
      if let taste { refinements.append(.ranked(.flights, taste.rank(&flights.options))) }
    }
    if searches.hotels.status == .completed {
      refinements += filters.hotels.apply(to: &hotels).map { .filtered(.hotels, $0) }
      if let taste { refinements.append(.ranked(.hotels, taste.rank(&hotels.options))) }
    }
    if searches.activities.status == .completed {
      refinements += filters.activities.apply(to: &activities).map { .filtered(.activities, $0) }
      if let taste { refinements.append(.ranked(.activities, taste.rank(&activities.options))) }
    }
  }

  /// Notes which of the airports nearby pay, by offers that pass the filter.
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
