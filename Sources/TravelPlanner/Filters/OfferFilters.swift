/// The filters of one plan, one for each kind of offer.
package struct OfferFilters: Hashable, Sendable, Codable {
  package var flights: FlightFilter
  package var hotels: HotelFilter
  package var activities: ActivityFilter

  package init(
    flights: FlightFilter = FlightFilter(), hotels: HotelFilter = HotelFilter(),
    activities: ActivityFilter = ActivityFilter()
  ) {
    self.flights = flights
    self.hotels = hotels
    self.activities = activities
  }

  package var isEmpty: Bool { flights.isEmpty && hotels.isEmpty && activities.isEmpty }
}

extension FlightFilter {
  package func apply(to offers: inout FlightOffers) -> [FilterNote] {
    apply(to: &offers.options, currency: offers.currency)
  }
}

extension HotelFilter {
  package func apply(to offers: inout HotelOffers) -> [FilterNote] {
    apply(to: &offers.options, currency: offers.currency)
  }
}

extension ActivityFilter {
  package func apply(to offers: inout ActivityOffers) -> [FilterNote] {
    apply(to: &offers.options, currency: offers.currency)
  }
}
