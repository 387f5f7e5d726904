/// The providers of a planner. Alternatives are asked in order, the primary first.
public protocol PlannerPorts: Sendable {
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
public struct Ports<
  Intents: IntentClassifier, Flights: FlightProvider, Hotels: HotelProvider, Weather: WeatherProvider,
  Activities: ActivityProvider, Narrator: ItineraryNarrator
>: PlannerPorts {
  public let intents: Intents
  public let flights: [Flights]
  public let hotels: [Hotels]
  public let weather: [Weather]
  public let activities: [Activities]
  public let narrator: Narrator

  /// Each list needs at least one.
  @inlinable
  public init(
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
