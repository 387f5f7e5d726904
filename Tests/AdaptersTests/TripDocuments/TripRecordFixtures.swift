import Foundation
import Primitives
import Resilience
import SimCore

@testable import TravelPlanner

/// The records of a small trip, without any search.
enum TripRecordFixtures {
  /// A session with flights, a hotel and a plan.
  static func session(_ key: UInt64, query: String = "three days in Varanasi") -> SessionState {
    let day = CalendarDay(year: 2026, month: 2, day: 22)!
    let start = Timestamp(startOf: day)
    var state = SessionState(id: SessionID(rawValue: key), key: key, at: start)
    var intent = Intent(.planTrip, needs: .all)
    intent.destination = City("Varanasi")
    intent.origin = City("Delhi")
    intent.departure = day.advanced(by: 10)
    intent.nights = 2
    intent.passengers = 2
    intent.budget = Money(60_000, .inr)
    state.query = query
    state.trip = Trip(intent, currency: .inr, today: day)
    let trip = state.trip!
    state.flights = FlightOffers(
      [
        Flight(
          id: 7, price: 450_000,
          outbound: FlightLeg(
            day: trip.departure, departureMinute: 600, durationMinutes: 95, number: 412, stops: 0),
          homeward: FlightLeg(
            day: trip.departure.advanced(by: 2), departureMinute: 1200, durationMinutes: 95, number: 413,
            stops: 0),
          airline: Airline.all[25], cabin: .economy)
      ], currency: .inr)
    state.hotels = HotelOffers(
      [
        Hotel(
          id: 9, pricePerNight: 320_000, amenities: [.wifi, .breakfast], distanceToCentre: 12,
          name: HotelName(first: 2, second: 1), rating: 42)
      ], currency: .inr)
    state.itinerary = ItineraryComposer(
      trip: trip, flights: state.flights, hotels: state.hotels, forecast: Forecast(),
      activities: ActivityOffers([], currency: .inr), missing: []
    ).compose()
    return state
  }

  static func trip(
    _ key: UInt64,
    contact: TravellerContact = TravellerContact(
      name: "John Doe", email: "john@example.com", phone: "+91-9876543210"),
    query: String = "three days in Varanasi"
  ) -> TripRecords {
    let state = session(key, query: query)
    let start = state.createdAt
    var timeline = BookingTimeline(startedAt: start)
    timeline.move(to: .paymentPending, at: start, because: .paymentStarted)
    timeline.move(to: .paid, at: start, because: .paymentSucceeded)
    timeline.move(to: .confirmed, at: start, because: .everythingBooked)
    let booked = TripRecordMaker.BookingResult(
      id: BookingID(day: start.day, serial: UInt32(key)),
      contact: contact, amount: Money(minorUnits: 1_540_000, .inr), gateway: "simulated",
      payment: TransactionID(number: key),
      paymentStatus: .succeeded, timeline: timeline)
    return TripRecordMaker(random: RandomSource(seed: 5)).records(of: state, booking: booked)!
  }
}

extension TripRecord {
  /// The same entity under another version.
  func with(version: TripRecordVersion) -> TripRecord {
    switch self {
    case .intent(var entity):
      entity.version = version
      return .intent(entity)
    case .budget(var entity):
      entity.version = version
      return .budget(entity)
    case .research(var entity):
      entity.version = version
      return .research(entity)
    case .candidates(var entity):
      entity.version = version
      return .candidates(entity)
    case .final(var entity):
      entity.version = version
      return .final(entity)
    case .booking(var entity):
      entity.version = version
      return .booking(entity)
    case .confirmation(var entity):
      entity.version = version
      return .confirmation(entity)
    }
  }
}
