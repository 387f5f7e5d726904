/// The results and records of the four searches of one city. The result of a search that was not made is empty.
@usableFromInline
package struct SearchResults: Hashable, Sendable, Codable {
  package var searches: SearchRecords
  package var flights: FlightOffers
  package var hotels: HotelOffers
  package var forecast: Forecast
  package var activities: ActivityOffers
  /// The effects of options on the offers, in order.
  package var refinements: [Refinement]
}

extension SearchResults {
  package init() {
    self.init(
      searches: SearchRecords(), flights: FlightOffers(), hotels: HotelOffers(), forecast: Forecast(),
      activities: ActivityOffers(), refinements: [])
  }

  /// Resets the searches of `kinds`, as if they had not been made.
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
