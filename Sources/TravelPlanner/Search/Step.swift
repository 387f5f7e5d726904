/// A step of the workflow, as it is recorded when it is completed.
@frozen
@usableFromInline
package enum Step: UInt8, Sendable, CaseIterable {
  case intent
  case flightSearch, flightSearchSkipped
  case hotelSearch, hotelSearchSkipped
  case weatherSearch, weatherSearchSkipped
  case activitySearch, activitySearchSkipped
  case parallelSearch, sequentialSearch, searchSkipped
  case multiCitySearch, multiCitySearchSkipped
  case itinerary, itinerarySkipped
  case narrative
  case booking, bookingSkipped
  case response
  // Steps whose results were kept. They come last because the numbers of the others are part of traces.
  case flightSearchKept, hotelSearchKept, weatherSearchKept, activitySearchKept
  case itineraryKept
  case dayDescriptions

  /// The name in records and messages: `flight_search_skipped`.
  package var name: String { Step.names[Int(rawValue)] }

  private static let names: [String] = [
    "classify_intent", "flight_search", "flight_search_skipped", "hotel_search", "hotel_search_skipped",
    "weather_search", "weather_search_skipped", "activity_search", "activity_search_skipped",
    "parallel_search", "sequential_search", "search_skipped", "multi_city_search",
    "multi_city_search_skipped", "generate_itinerary", "generate_itinerary_skipped", "narrative", "booking",
    "booking_skipped", "response", "flight_search_kept", "hotel_search_kept", "weather_search_kept",
    "activity_search_kept", "generate_itinerary_kept", "day_words",
  ]
}

extension Step: Codable {
  @usableFromInline package init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let name = try container.decode(String.self)
    guard let index = Step.names.firstIndex(of: name) else {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: "no such step: \(name)")
    }
    self.init(rawValue: UInt8(index))!
  }

  @usableFromInline package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(name)
  }
}

extension SearchKind {
  @inlinable package var step: Step {
    switch self {
    case .flights: .flightSearch
    case .hotels: .hotelSearch
    case .weather: .weatherSearch
    case .activities: .activitySearch
    }
  }

  @inlinable package var skippedStep: Step {
    switch self {
    case .flights: .flightSearchSkipped
    case .hotels: .hotelSearchSkipped
    case .weather: .weatherSearchSkipped
    case .activities: .activitySearchSkipped
    }
  }

  @inlinable package var keptStep: Step {
    switch self {
    case .flights: .flightSearchKept
    case .hotels: .hotelSearchKept
    case .weather: .weatherSearchKept
    case .activities: .activitySearchKept
    }
  }
}
