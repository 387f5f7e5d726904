import Foundation
import LoadGen
import Primitives
import Scenarios
import SimCore
import SimulatedTravel
import Testing
import TravelPlanner

/// Card numbers put wherever one could be put: each is refused with its field named, or found nowhere.
@Suite("Canary cards")
struct CardNumberLeakTests {
  static let cards = [
    "4242424242424242", "4000056655665556", "5555555555554444", "2223003122003222", "378282246310005",
    "6011111111111117", "36227206271667", "3566002020360505", "6205500000000000004", "4222222222222",
  ]

  /// The ways people write them.
  static func forms(_ card: String) -> [String] {
    func grouped(_ sign: String) -> String {
      var text = ""
      for (place, digit) in card.enumerated() {
        if place > 0, place % 4 == 0 { text += sign }
        text.append(digit)
      }
      return text
    }
    let wide = String(
      String.UnicodeScalarView(card.unicodeScalars.map { Unicode.Scalar($0.value + 0xFEE0)! }))
    return [card, grouped(" "), grouped("-"), grouped("."), grouped("/"), grouped("\u{A0}"), wide]
  }

  /// A place where somebody could put one.
  enum Place: String, CaseIterable {
    case text, origin, destination, departure, returning, currency, notes, user, name, email, phone, token
  }

  private static func request(_ canary: String, in place: Place) -> PlanRequest {
    var trip = TripRequest(text: "Plan a week in Lisbon from Berlin for two, 2026-06-01")
    var request = PlanRequest(trip, key: 7, user: "ada", session: SessionID(rawValue: 0xABC))
    var booking = BookingOption(
      contact: TravellerContact(name: "Ada Example", email: "ada@example.org", phone: "+49 30 1234567"),
      method: PaymentMethod(token: "pm_card_visa"))
    switch place {
    case .text: trip.text = "Plan a week in Lisbon from Berlin, my card is \(canary) thanks"
    case .origin: trip.origin = canary
    case .destination: trip.destination = canary
    case .departure: trip.departure = canary
    case .returning: trip.returning = canary
    case .currency: trip.currency = canary
    case .notes: trip.preferences = Preferences(notes: ["a window seat", "pay with \(canary)"])
    case .user: request.user = canary
    case .name: booking.contact.name = "Ada \(canary)"
    case .email: booking.contact.email = "\(canary)@example.org"
    case .phone: booking.contact.phone = canary
    case .token: booking.method = PaymentMethod(token: canary)
    }
    request.trip = trip
    var options = PlanOptions()
    options.booking = booking
    request.options = options
    return request
  }

  /// Only its digits.
  private static func digits(_ text: String) -> String { text.filter(\.isNumber) }

  @Test("every field refuses a card's number and does not repeat it", arguments: Place.allCases)
  func refused(place: Place) throws {
    for card in Self.cards {
      for form in Self.forms(card) {
        let store = MemoryStateStore()
        let setup = SimulatedBookingConfiguration()
        do {
          _ = try SinglePlanRun.run(
            Self.request(form, in: place), profile: .reference, seed: 1, store: store, bookings: setup)
          Issue.record("\(form) was taken as \(place)")
        } catch PlanError.invalid(let error) {
          let text = "\(error) \(error.issues)"
          #expect(!text.contains(card) && !text.contains(form), "\(text)")
          #expect(!CardNumber.isSuspected(in: text), "\(text)")
        }
      }
    }
  }

  @Test(
    "what is no card is taken",
    arguments: [
      "+49 1512 3456789", "+1 (212) 555-0123", "+91-9876543210", "0049 30 1234567",
    ])
  func phones(phone: String) throws {
    var request = Self.request("", in: .name)
    request.options?.booking?.contact = TravellerContact(
      name: "Ada Example", email: "ada@example.org", phone: phone)
    let plan = try SinglePlanRun.run(
      request, profile: .reference, seed: 1, bookings: SimulatedBookingConfiguration())
    #expect(plan.state.bookings?.last?.status == .confirmed)
  }

  @Test(
    "days, prices and flight numbers are no cards",
    arguments: [
      "Lisbon from Berlin 2026-06-15 2026-06-22", "fly on 2026-06-15, back 2026-06-22, budget 3000 EUR",
      "call 030 1234567 at 10:30, room 1204", "TXN_1D69C27D535943F3",
    ])
  func texts(text: String) { #expect(!CardNumber.isSuspected(in: text)) }

  @Test func `what a model writes goes through the same sieve, and nothing at rest holds a number`() throws {
    // Everything a booked plan leaves behind: state, answer, journal, ledgers, trace.
    let store = MemoryStateStore()
    let setup = SimulatedBookingConfiguration()
    let request = Self.request("Example", in: .name)
    var simulation = Simulation(seed: 1)
    simulation.keepsTrace = true
    let outcome = try simulation.run { world in
      let observer = WorldObserver(world)
      let planner = PlannerTestbed(
        .reference, clock: world.clock, random: world.random,
        epoch: world.calendar, store: store,
        bookings: setup, observer: observer, resilienceObserver: observer)
      let state = try await planner.plan(request)
      let id = try #require(state.bookings?.last?.id)
      let record = try await setup.journal.load(id)
      return (state, record, planner.providers?.payments.entries ?? [])
    }
    let (state, record, payments) = outcome.value
    #expect(state.bookings?.last?.status == .confirmed)
    let encoder = JSONEncoder()
    let texts =
      [
        String(decoding: try encoder.encode(state), as: UTF8.self), state.response,
        String(decoding: try encoder.encode(record), as: UTF8.self),
        String(decoding: try encoder.encode(payments), as: UTF8.self),
      ] + outcome.trace.events.map { "\($0)" }
    #expect(outcome.trace.events.count > 50)
    for card in Self.cards {
      for form in Self.forms(card) { #expect(!texts.contains { $0.contains(form) }) }
    }
    // Opaque tokens and transaction ids are all there is of the payment.
    #expect(texts[2].contains("pm_card_visa"))
    #expect(texts[2].contains("TXN_"))
  }

  @Test func `a session is never named like a card`() {
    for card in Self.cards { #expect(SessionID(card) == nil) }
    #expect(SessionID("00000000000000aa") != nil)
    #expect(SessionID("1234567812345678") != nil)
    let time = Timestamp(nanosecondsSince1970: 0)
    for number in 0..<20_000 {
      let id = SessionID(user: "u", query: "\(number)", at: time)
      #expect(SessionID(id.description) == id)
    }
  }
}
