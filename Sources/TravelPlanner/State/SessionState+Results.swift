extension SessionState {
  /// The results of a trip to one city. Setting a part of them copies all. The segments of a tour have their own.
  package var results: SearchResults {
    get { searched?.value ?? SearchResults() }
    set { searched = newValue == SearchResults() ? nil : Indirect(newValue) }
  }

  /// The records of the searches; of a tour, a summary of its cities.
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

  /// The effects of the request's options on the offers: removals by filters, airports nearby, scores by preferences.
  package var refinements: [Refinement] {
    get { searched?.value.refinements ?? [] }
    set { results.refinements = newValue }
  }
}
