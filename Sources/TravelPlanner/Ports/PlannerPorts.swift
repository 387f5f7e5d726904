/// The dependencies of a planner. The lists hold alternatives, the primary first; a later one is called when those
/// before it fail.
@usableFromInline
package protocol PlannerPorts: Sendable {
  associatedtype Classifier: IntentClassifier
  associatedtype Flights: SearchProvider<FlightQuery>
  associatedtype Hotels: SearchProvider<HotelQuery>
  associatedtype Weather: SearchProvider<WeatherQuery>
  associatedtype Activities: SearchProvider<ActivityQuery>
  associatedtype Narrator: ItineraryNarrator

  /// The reader of requests. If it fails, the rule-based classifier answers.
  var classifier: Classifier { get }
  var flights: [Flights] { get }
  var hotels: [Hotels] { get }
  var weather: [Weather] { get }
  var activities: [Activities] { get }
  /// The writer of texts about an itinerary. If it fails, the built-in template serves.
  var narrator: Narrator { get }
}

/// A set of ports as a value.
@usableFromInline
@frozen
package struct Ports<
  Classifier: IntentClassifier, Flights: SearchProvider<FlightQuery>, Hotels: SearchProvider<HotelQuery>,
  Weather: SearchProvider<WeatherQuery>, Activities: SearchProvider<ActivityQuery>,
  Narrator: ItineraryNarrator
>: PlannerPorts {
  @usableFromInline package let classifier: Classifier
  @usableFromInline package let flights: [Flights]
  @usableFromInline package let hotels: [Hotels]
  @usableFromInline package let weather: [Weather]
  @usableFromInline package let activities: [Activities]
  @usableFromInline package let narrator: Narrator

  /// Creates a set of ports. Each list needs at least one provider.
  @inlinable
  package init(
    classifier: Classifier, flights: [Flights], hotels: [Hotels], weather: [Weather],
    activities: [Activities], narrator: Narrator
  ) {
    self.classifier = classifier
    self.flights = flights
    self.hotels = hotels
    self.weather = weather
    self.activities = activities
    self.narrator = narrator
  }
}
