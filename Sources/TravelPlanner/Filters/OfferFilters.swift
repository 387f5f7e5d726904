/// The filters of one plan, one for each kind of offer.
public struct OfferFilters: Hashable, Sendable, Codable {
  public var flights: FlightFilter
  public var hotels: HotelFilter
  public var activities: ActivityFilter

  public init(
    flights: FlightFilter = FlightFilter(), hotels: HotelFilter = HotelFilter(),
    activities: ActivityFilter = ActivityFilter()
  ) {
    self.flights = flights
    self.hotels = hotels
    self.activities = activities
  }

  public var isEmpty: Bool { flights.isEmpty && hotels.isEmpty && activities.isEmpty }
}

extension FlightFilter {
  public func apply(to offers: inout FlightOffers) -> [FilterNote] {
    apply(to: &offers.options, currency: offers.currency)
  }
}

extension HotelFilter {
  public func apply(to offers: inout HotelOffers) -> [FilterNote] {
    apply(to: &offers.options, currency: offers.currency)
  }
}

extension ActivityFilter {
  public func apply(to offers: inout ActivityOffers) -> [FilterNote] {
    apply(to: &offers.options, currency: offers.currency)
  }
}
