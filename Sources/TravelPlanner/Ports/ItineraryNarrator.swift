public import Resilience

/// Writes the words that go with an itinerary.
@usableFromInline
package protocol ItineraryNarrator: Sendable {
  func narrative(for itinerary: Itinerary, call: Attempt) async throws(ProviderError) -> Narrative
  /// Of a tour; the template serves unless a narrator says otherwise.
  func narrative(for tour: TourItinerary, call: Attempt) async throws(ProviderError) -> Narrative
  /// Of one day, by its place in the itinerary; the plan speaks for itself unless a narrator says otherwise.
  func words(for day: Int, of itinerary: Itinerary, call: Attempt) async throws(ProviderError) -> Narrative
}

extension ItineraryNarrator {
  package func words(
    for day: Int, of itinerary: Itinerary, call: Attempt
  ) async throws(ProviderError) -> Narrative { .template }

  package func narrative(for tour: TourItinerary, call: Attempt) async throws(ProviderError) -> Narrative {
    .template
  }
}

/// The words that go with an itinerary.
@usableFromInline
package enum Narrative: Hashable, Sendable, Codable {
  /// The built-in text, made when somebody reads it.
  case template
  case text(String)
}
