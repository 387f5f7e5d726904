import Primitives
public import Resilience

/// Why a provider did not answer.
@frozen
@usableFromInline
package enum ProviderError: Error, Hashable, Sendable {
  /// The service is down or broke off; another try may do.
  case unavailable
  /// Too many calls; try again after so long.
  case rateLimited(retryAfter: Duration)
  /// The service refuses this query; another try would be refused as well.
  case refused
  /// An answer came that makes no sense.
  case malformed
}

extension ProviderError: ClassifiedFailure {
  /// All but a refusal may be tried again; a refusal is not held against the provider.
  @usableFromInline package var verdict: Verdict {
    switch self {
    case .unavailable, .malformed: .transient
    case .rateLimited(let retryAfter): .throttled(retryAfter: retryAfter.wholeNanoseconds)
    case .refused: Verdict(.ignored)
    }
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

/// A language model: text in, text out.
package protocol LanguageModel: Sendable {
  func reply(to prompt: String, call: Attempt) async throws(ProviderError) -> String
}
