public import Resilience

/// The providers of a planner. Alternatives are asked in order, the primary first.
@usableFromInline
package protocol PlannerPorts: Sendable {
  associatedtype Intents: IntentClassifier
  associatedtype Flights: FlightProvider
  associatedtype Hotels: HotelProvider
  associatedtype Weather: WeatherProvider
  associatedtype Activities: ActivityProvider
  associatedtype Narrator: ItineraryNarrator

  /// When it does not answer, the rules do.
  var intents: Intents { get }
  var flights: [Flights] { get }
  var hotels: [Hotels] { get }
  var weather: [Weather] { get }
  var activities: [Activities] { get }
  /// When it does not answer, the template does.
  var narrator: Narrator { get }
}

/// Ports put together from their parts.
@frozen
package struct Ports<
  Intents: IntentClassifier, Flights: FlightProvider, Hotels: HotelProvider, Weather: WeatherProvider,
  Activities: ActivityProvider, Narrator: ItineraryNarrator
>: PlannerPorts {
  package let intents: Intents
  package let flights: [Flights]
  package let hotels: [Hotels]
  package let weather: [Weather]
  package let activities: [Activities]
  package let narrator: Narrator

  /// Each list needs at least one.
  @inlinable
  package init(
    intents: Intents, flights: [Flights], hotels: [Hotels], weather: [Weather], activities: [Activities],
    narrator: Narrator
  ) {
    self.intents = intents
    self.flights = flights
    self.hotels = hotels
    self.weather = weather
    self.activities = activities
    self.narrator = narrator
  }
}

// Every call is told which attempt it is: the plan's key, from which the provider's chance and ids come,
// the number of the try, and when the caller gives up.

@usableFromInline
package protocol FlightProvider: Sendable {
  /// Cheapest first; empty when there is none.
  func flights(_ query: FlightQuery, call: Attempt) async throws(ProviderError) -> FlightOffers
}

@usableFromInline
package protocol HotelProvider: Sendable {
  /// Best rating first; empty when there is none.
  func hotels(_ query: HotelQuery, call: Attempt) async throws(ProviderError) -> HotelOffers
}

@usableFromInline
package protocol WeatherProvider: Sendable {
  /// One entry a day from the first day on.
  func forecast(_ query: WeatherQuery, call: Attempt) async throws(ProviderError) -> Forecast
}

@usableFromInline
package protocol ActivityProvider: Sendable {
  /// Best match first; empty when there is none.
  func activities(_ query: ActivityQuery, call: Attempt) async throws(ProviderError) -> ActivityOffers
}
