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
  /// The searches of a trip to one city, in one piece; to set one part is to set all. A tour has some for each
  /// of its segments instead.
  public var results: SearchResults {
    get { searched?.value ?? SearchResults() }
    set { searched = newValue == SearchResults() ? nil : Box(newValue) }
  }

  /// Of a tour, a summary over its cities.
  public var searches: SearchRecords {
    get { searched?.value.searches ?? SearchRecords() }
    set { results.searches = newValue }
  }

  public var flights: FlightOffers {
    get { searched?.value.flights ?? FlightOffers() }
    set { results.flights = newValue }
  }

  public var hotels: HotelOffers {
    get { searched?.value.hotels ?? HotelOffers() }
    set { results.hotels = newValue }
  }

  public var forecast: Forecast {
    get { searched?.value.forecast ?? Forecast() }
    set { results.forecast = newValue }
  }

  public var activities: ActivityOffers {
    get { searched?.value.activities ?? ActivityOffers() }
    set { results.activities = newValue }
  }

  /// What the request's options did to the offers: what filters removed, airports nearby, scores by taste.
  public var refinements: [Refinement] {
    get { searched?.value.refinements ?? [] }
    set { results.refinements = newValue }
  }
}
