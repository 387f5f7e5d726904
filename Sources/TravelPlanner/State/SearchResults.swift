/// What the four searches of one city found, and how each went. What was not searched is empty.
public struct SearchResults: Hashable, Sendable, Codable {
  public var searches: SearchRecords
  public var flights: FlightOffers
  public var hotels: HotelOffers
  public var forecast: Forecast
  public var activities: ActivityOffers
  /// What options did to the offers, in order.
  public var refinements: [Refinement]

  public init() {
    refinements = []
    searches = SearchRecords()
    flights = FlightOffers()
    hotels = HotelOffers()
    forecast = Forecast()
    activities = ActivityOffers()
  }

  /// Throws away what the searches of `kinds` found, as if they had not been made.
  public mutating func drop(_ kinds: SearchNeeds) {
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
  /// The searches of a trip to one city, in one piece. A tour has some for each of its segments instead.
  public var results: SearchResults {
    get {
      var results = SearchResults()
      results.searches = searches
      results.flights = flights
      results.hotels = hotels
      results.forecast = forecast
      results.activities = activities
      results.refinements = refinements
      return results
    }
    set {
      searches = newValue.searches
      flights = newValue.flights
      hotels = newValue.hotels
      forecast = newValue.forecast
      activities = newValue.activities
      refinements = newValue.refinements
    }
  }
}
