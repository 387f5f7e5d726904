public import Mutation

// An answer can be well-formed and still be nonsense. What would end on a traveller's bill or plan is
// looked at before anybody sees it; the provider is then treated as one that gave no answer.

extension FlightOffers {
  /// Itself, when every fare is positive and in the currency that was asked for; else throws `malformed`.
  @inlinable
  package func checked(for query: FlightQuery) throws(ProviderError) -> FlightOffers {
    guard currency == query.currency || isMutated(.otherCurrencyTaken) else { throw .malformed }
    for option in options where option.price <= 0 && !isMutated(.freeOfferTaken) { throw .malformed }
    return self
  }
}

extension HotelOffers {
  /// Itself, when every rate is positive and in the currency that was asked for; else throws `malformed`.
  @inlinable
  package func checked(for query: HotelQuery) throws(ProviderError) -> HotelOffers {
    guard currency == query.currency else { throw .malformed }
    for option in options where option.pricePerNight <= 0 { throw .malformed }
    return self
  }
}

extension ActivityOffers {
  /// Itself, when no price is negative and all are in the currency that was asked for; else throws
  /// `malformed`.
  @inlinable
  package func checked(for query: ActivityQuery) throws(ProviderError) -> ActivityOffers {
    guard currency == query.currency else { throw .malformed }
    for option in options where option.price < 0 { throw .malformed }
    return self
  }
}

extension Forecast {
  /// Itself, when it begins on the day that was asked for and no low is above its high; else throws
  /// `malformed`.
  @inlinable
  package func checked(for query: WeatherQuery) throws(ProviderError) -> Forecast {
    if let first = days.first, first.day != query.firstDay { throw .malformed }
    for day in days where day.low > day.high || day.rainProbability > 100 { throw .malformed }
    return self
  }
}
