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
