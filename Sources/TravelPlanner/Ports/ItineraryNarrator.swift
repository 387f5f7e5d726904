public import Resilience

/// A writer of texts about an itinerary.
@usableFromInline
package protocol ItineraryNarrator: Sendable {
  /// Returns an introduction to a trip to one city.
  func narrative(for itinerary: Itinerary, call: Attempt) async throws(ProviderError) -> Narrative

  /// Returns an introduction to a tour. The template by default.
  func narrative(for tour: TourItinerary, call: Attempt) async throws(ProviderError) -> Narrative

  /// Returns a description of one day, given by its index in the itinerary. The template by default.
  func description(
    ofDay day: Int, in itinerary: Itinerary, call: Attempt
  ) async throws(ProviderError) -> Narrative
}

extension ItineraryNarrator {
  @usableFromInline package func narrative(
    for tour: TourItinerary, call: Attempt
  ) async throws(ProviderError) -> Narrative { .template }

  @usableFromInline package func description(
    ofDay day: Int, in itinerary: Itinerary, call: Attempt
  ) async throws(ProviderError) -> Narrative { .template }
}

/// A text about an itinerary.
@usableFromInline
package enum Narrative: Hashable, Sendable, Codable {
  /// The built-in text, made when it is read.
  case template
  case text(String)
}
