/// What a provider is told of the call besides the query.
@frozen
public struct CallContext: Hashable, Sendable {
  /// The plan this call is for; chance and ids of the call are keyed by it.
  public var key: UInt64
  /// 1 for the first try at this provider.
  public var attempt: UInt32
  /// When the caller gives up, on the planner's clock; a provider may do so earlier.
  public var deadlineNanoseconds: Int64

  @inlinable public init(key: UInt64, attempt: UInt32 = 1, deadlineNanoseconds: Int64 = .max) {
    self.key = key
    self.attempt = attempt
    self.deadlineNanoseconds = deadlineNanoseconds
  }
}

/// Why a provider did not answer.
@frozen
public enum ProviderError: Error, Hashable, Sendable {
  /// The service is down or broke off; another try may do.
  case unavailable
  /// Too many calls; try again after so long.
  case rateLimited(retryAfter: Duration)
  /// The service refuses this query; another try would be refused as well.
  case refused
  /// An answer came that makes no sense.
  case malformed
}

public protocol FlightProvider: Sendable {
  /// Cheapest first; empty when there is none.
  func flights(_ query: FlightQuery, call: CallContext) async throws(ProviderError) -> FlightOffers
}

public protocol HotelProvider: Sendable {
  /// Best rating first; empty when there is none.
  func hotels(_ query: HotelQuery, call: CallContext) async throws(ProviderError) -> HotelOffers
}

public protocol WeatherProvider: Sendable {
  /// One entry a day from the first day on.
  func forecast(_ query: WeatherQuery, call: CallContext) async throws(ProviderError) -> Forecast
}

public protocol ActivityProvider: Sendable {
  /// Best match first; empty when there is none.
  func activities(_ query: ActivityQuery, call: CallContext) async throws(ProviderError) -> ActivityOffers
}

/// Writes the words that go with an itinerary.
public protocol ItineraryNarrator: Sendable {
  func narrative(for itinerary: Itinerary, call: CallContext) async throws(ProviderError) -> Narrative
}

/// The words that go with an itinerary.
public enum Narrative: Hashable, Sendable, Codable {
  /// The built-in text, made when somebody reads it.
  case template
  case text(String)
}

/// A language model: text in, text out.
public protocol LanguageModel: Sendable {
  func reply(to prompt: String, call: CallContext) async throws(ProviderError) -> String
}
