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
