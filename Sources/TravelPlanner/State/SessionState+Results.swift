extension SessionState {
  /// The searches of a trip to one city, in one piece; to set one part is to set all. A tour has some for each
  /// of its segments instead.
  package var results: SearchResults {
    get { searched?.value ?? SearchResults() }
    set { searched = newValue == SearchResults() ? nil : Indirect(newValue) }
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
