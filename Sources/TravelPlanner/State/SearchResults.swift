/// What the four searches of one city found, and how each went. What was not searched is empty.
@usableFromInline
package struct SearchResults: Hashable, Sendable, Codable {
  package var searches: SearchRecords
  package var flights: FlightOffers
  package var hotels: HotelOffers
  package var forecast: Forecast
  package var activities: ActivityOffers
  /// What options did to the offers, in order.
  package var refinements: [Refinement]
}

extension SearchResults {
  package init() {
    self.init(
      searches: SearchRecords(), flights: FlightOffers(), hotels: HotelOffers(), forecast: Forecast(),
      activities: ActivityOffers(), refinements: [])
  }

  /// Throws away what the searches of `kinds` found, as if they had not been made.
  package mutating func drop(_ kinds: SearchNeeds) {
    for kind in SearchKind.allCases where kinds.contains(kind.need) {
      searches[kind] = SearchRecord()
      refinements.removeAll { $0.kind == kind }
      switch kind {
      case .flights: flights = FlightOffers()
      case .hotels: hotels = HotelOffers()
      case .weather: forecast = Forecast()
      case .activities: activities = ActivityOffers()
      }
    }
  }
}

extension SessionState {
  /// The searches of a trip to one city, in one piece; to set one part is to set all. A tour has some for each
  /// of its segments instead.
  package var results: SearchResults {
    get { searched?.value ?? SearchResults() }
    set { searched = newValue == SearchResults() ? nil : Box(newValue) }
  }

  /// Of a tour, a summary over its cities.
  package var searches: SearchRecords {
    get { searched?.value.searches ?? SearchRecords() }
    set { results.searches = newValue }
  }

  package var flights: FlightOffers {
    get { searched?.value.flights ?? FlightOffers() }
    set { results.flights = newValue }
  }

  package var hotels: HotelOffers {
    get { searched?.value.hotels ?? HotelOffers() }
    set { results.hotels = newValue }
  }

  package var forecast: Forecast {
    get { searched?.value.forecast ?? Forecast() }
    set { results.forecast = newValue }
  }

  package var activities: ActivityOffers {
    get { searched?.value.activities ?? ActivityOffers() }
    set { results.activities = newValue }
  }

  /// What the request's options did to the offers: what filters removed, airports nearby, scores by taste.
  package var refinements: [Refinement] {
    get { searched?.value.refinements ?? [] }
    set { results.refinements = newValue }
  }
}
