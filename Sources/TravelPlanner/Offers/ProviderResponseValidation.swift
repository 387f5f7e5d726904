public import Mutation

// A well-formed answer can still be wrong. These checks run before an answer reaches a bill or a plan; a provider that
// fails one is treated like a provider that gave no answer.

extension FlightQuery: SearchQuery {
  @usableFromInline package typealias Offers = FlightOffers
}

extension FlightOffers: SearchOffers {
  /// Requires positive fares in the currency of the query.
  @inlinable
  package func validated(for query: FlightQuery) throws(ProviderError) -> FlightOffers {
    guard currency == query.currency || isMutated(.acceptsWrongCurrency) else { throw .malformed }
    for option in options where option.price <= 0 && !isMutated(.acceptsZeroPrice) { throw .malformed }
    return self
  }
}

extension HotelQuery: SearchQuery {
  @usableFromInline package typealias Offers = HotelOffers
}

extension HotelOffers: SearchOffers {
  /// Requires positive rates in the currency of the query.
  @inlinable
  package func validated(for query: HotelQuery) throws(ProviderError) -> HotelOffers {
    guard currency == query.currency else { throw .malformed }
    for option in options where option.pricePerNight <= 0 { throw .malformed }
    return self
  }
}

extension ActivityQuery: SearchQuery {
  @usableFromInline package typealias Offers = ActivityOffers
}

extension ActivityOffers: SearchOffers {
  /// Requires prices of 0 or more in the currency of the query.
  @inlinable
  package func validated(for query: ActivityQuery) throws(ProviderError) -> ActivityOffers {
    guard currency == query.currency else { throw .malformed }
    for option in options where option.price < 0 { throw .malformed }
    return self
  }
}

extension WeatherQuery: SearchQuery {
  @usableFromInline package typealias Offers = Forecast
}

extension Forecast: SearchOffers {
  /// Requires the first day of the query, lows that are not above highs, and probabilities of at most 100 %.
  @inlinable
  package func validated(for query: WeatherQuery) throws(ProviderError) -> Forecast {
    if let first = days.first, first.day != query.firstDay { throw .malformed }
    for day in days where day.low > day.high || day.rainProbability > 100 { throw .malformed }
    return self
  }
}
