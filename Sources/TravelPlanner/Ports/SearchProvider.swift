public import Resilience

/// A provider of one of the four searches.
///
/// | Query | Answer | Order of the answer |
/// | --- | --- | --- |
/// | `FlightQuery` | `FlightOffers` | cheapest first |
/// | `HotelQuery` | `HotelOffers` | best rating first |
/// | `WeatherQuery` | `Forecast` | one entry a day from the first day on |
/// | `ActivityQuery` | `ActivityOffers` | best match first |
@usableFromInline
package protocol SearchProvider<Query>: Sendable {
  associatedtype Query: SearchQuery

  /// Answers `query`; the answer is empty if there is nothing on offer.
  ///
  /// `call` identifies the attempt: the key of the plan, from which a simulated provider draws, the number of the
  /// attempt, and the deadline of the caller.
  func search(_ query: Query, call: Attempt) async throws(ProviderError) -> Query.Offers
}
