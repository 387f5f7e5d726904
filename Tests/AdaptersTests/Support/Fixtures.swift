import Primitives
import SimulatedTravel
import TravelPlanner

/// Sessions and bookings for tests of stores.
enum Fixtures {
  static let start = Timestamp("2026-01-14T00:00:00Z")!

  static func id(_ number: UInt64) -> SessionID { SessionID(rawValue: number) }

  /// A session with nothing but a text.
  static func small(_ number: UInt64, _ query: String? = nil, revision: UInt32 = 0) -> SessionState {
    var state = SessionState(id: id(number), key: number, at: start)
    state.query = query
    state.revision = revision
    return state
  }

  /// A whole plan with offers, itinerary and errors in it.
  static func plan() throws -> SessionState {
    try SinglePlanRun.run(
      PlanRequest(TripRequest(text: "A week in Lisbon from Berlin for two, budget 1500 EUR"), key: 7),
      profile: .reference, seed: 7
    ).state
  }

  /// A new booking of the offers of a plan.
  static func booking(_ key: UInt64 = 1) throws -> BookingRecord {
    let state = try plan()
    let quote = ConfirmedQuote(state.itinerary!, confirmedAt: start)!
    let request = BookingRequest(
      key: key, session: state.id, quote: quote,
      contact: TravellerContact(name: "Ada Lovelace", email: "ada@example.org", phone: "+44 20 7946 0000"),
      method: PaymentMethod(token: "pm_card_visa"))
    return BookingRecord(
      id: BookingID(request: key, confirmedOn: start.day), request, holder: 1, at: start)
  }
}
