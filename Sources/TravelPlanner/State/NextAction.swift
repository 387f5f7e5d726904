/// An action that the response suggests to the traveller.
@frozen
package enum NextAction: UInt8, Sendable, CaseIterable, Codable {
  case nameDestination, nameOrigin, confirmDates
  case retryFlights, retryHotels, retryWeather, retryActivities
  case reviewItinerary, generateItinerary, book

  package var text: String {
    switch self {
    case .nameDestination: "Tell me where you would like to go."
    case .nameOrigin: "Tell me where you start from, and I will look for flights."
    case .confirmDates: "Tell me your dates; I have assumed some."
    case .retryFlights: "Search flights again."
    case .retryHotels: "Search hotels again."
    case .retryWeather: "Look up the weather again."
    case .retryActivities: "Search activities again."
    case .reviewItinerary: "Look over the itinerary."
    case .generateItinerary: "Generate the itinerary."
    case .book: "Book flight and hotel."
    }
  }
}
