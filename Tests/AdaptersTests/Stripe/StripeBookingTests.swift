import Primitives
import Resilience
import Testing
import TravelPlanner

@testable import Adapters

/// The whole booking saga on the Stripe gateway.
extension StripeGatewayTests {
  /// A provider that books at once, or has no hotel left.
  private struct Desk: ReservationProvider {
    var isSoldOut = false

    func price(_ item: BookingItem, in currency: Currency, call: Attempt) async throws(ReservationError)
      -> Money
    {
      Money(minorUnits: item.offeredPrice, currency)
    }
    func book(_ item: BookingItem, at price: Money, call: EffectCall) async throws(ReservationError)
      -> TransactionID
    {
      if isSoldOut, !item.isFlight { throw .soldOut }
      return TransactionID(number: UInt64(call.key.effect.item))
    }
    func cancel(_ reservation: TransactionID, call: EffectCall) async throws(ReservationError) {}
  }

  private func book(_ token: String, isSoldOut: Bool = false) async throws -> BookingRecord {
    let desk = Desk(isSoldOut: isSoldOut)
    let service = BookingService(
      try stripe.gateway(), flights: desk, hotels: desk, journal: MemoryBookingJournal(),
      clock: NanosecondClockAdapter(ContinuousClock()),
      random: RandomSource(seed: 1), epoch: Timestamp(startOf: CalendarDay(year: 2026, month: 2, day: 22)!),
      process: 1, observer: NoObserver())
    let start = CalendarDay(year: 2026, month: 6, day: 1)!
    let leg = FlightLeg(day: start, departureMinute: 600, durationMinutes: 120, number: 1, stops: 0)
    let flight = Flight(
      id: 1, price: 10_000, outbound: leg, homeward: nil, airline: Airline.all[0], cabin: .economy)
    let hotel = Hotel(
      id: 1, pricePerNight: 5_000, amenities: .wifi, distanceToCentre: 1,
      name: HotelName(first: 0, second: 0),
      rating: 40)
    let (rome, vienna) = (try #require(City("Rome")), try #require(City("Vienna")))
    let quote = ConfirmedQuote(
      [
        QuotedItem(
          .flight(FlightItem(flight, origin: rome, destination: vienna, passengers: 2)), price: 20_000),
        QuotedItem(
          .hotel(HotelItem(hotel, city: vienna, checkIn: start, nights: 3, guests: 2)), price: 15_000),
      ], currency: .eur, confirmedAt: Timestamp(startOf: CalendarDay(year: 2026, month: 2, day: 22)!))
    return try await service.book(
      BookingRequest(
        key: 7, quote: quote,
        contact: TravellerContact(name: "Ada Example", email: "ada@example.org", phone: "+49 30 1234567"),
        method: PaymentMethod(token: token)))
  }

  @Test(
    "a booking is charged once, whatever fault its calls meet",
    arguments: [StripeServer.Fault.none, .before, .after, .lost, .garbage], 0...1)
  func bookedOnce(fault: StripeServer.Fault, call: Int) async throws {
    if call > 0 { try await stripe.next(.none, times: call) }
    try await stripe.next(fault)
    let record = try await book("pm_card_visa")
    #expect(record.status == .confirmed && record.paymentStatus == .succeeded)
    let ledger = try await stripe.ledger()
    #expect(ledger.charged == 35_000 && ledger.refunds == 0)
  }

  @Test("a declined card books nothing and costs nothing")
  func declinedBooking() async throws {
    let record = try await book("pm_card_chargeCustomerFail")
    #expect(record.status == .failed && record.failure == .declined(.cardDeclined))
    #expect(try await stripe.ledger().charged == 0)
    #expect(
      try await stripe.calls().count { $0.path.hasSuffix("/confirm") } == 1, "a decline is not asked again")
  }

  @Test("when the hotel is sold out the money is refunded, once")
  func refundedBooking() async throws {
    let record = try await book("pm_card_visa", isSoldOut: true)
    #expect(record.status == .refunded)
    let ledger = try await stripe.ledger()
    #expect(ledger.charged == 35_000 && ledger.refunded == 35_000 && ledger.refunds == 1)
  }
}
