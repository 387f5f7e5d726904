import Randomness
import Resilience
import TravelPlanner

/// Takes the money for an itinerary's flight and hotel and books them, each call as long as the profile says.
struct SampleBookingDesk<Clock: ServiceClock>: Sendable {
  private let payments: ServiceStation<Clock>
  private let bookings: ServiceStation<Clock>
  private let clock: Clock
  private let epoch: Timestamp

  init(_ profile: ServiceProfile, clock: Clock, random: RandomSource, epoch: Timestamp) {
    let random = random.child("booking desk")
    payments = ServiceStation("payments", profile.pay, clock: clock, random: random)
    bookings = ServiceStation("bookings", profile.book, clock: clock, random: random)
    self.clock = clock
    self.epoch = epoch
  }

  /// Nil when there is neither a flight nor a hotel to book.
  func book(_ itinerary: Itinerary, key: UInt64, for contact: Contact) async throws -> RecordMaker.Booked? {
    let amount = itinerary.cost.flights + itinerary.cost.hotel
    guard amount > 0 else { return nil }
    let initiated = now
    var transitions: [StateChange] = []
    func enter(_ state: String, _ reason: String) {
      transitions.append(
        StateChange(from: transitions.last?.to ?? "INITIATED", to: state, timestamp: now, reason: reason))
    }
    enter("PAYMENT_PENDING", "Price locked, payment begun")
    try await payments.serve(key)
    let paid = now
    enter("PAID", "Payment processed successfully")
    if itinerary.flight != nil { try await bookings.serve(key, attempt: 0) }
    if itinerary.hotel != nil { try await bookings.serve(key, attempt: 1) }
    enter("CONFIRMED", "Everything booked")
    return RecordMaker.Booked(
      contact: contact, amount: Money(minorUnits: amount, itinerary.currency),
      payment: RecordMaker.Booked.Payment(method: "simulated", status: "succeeded", at: paid),
      transitions: transitions, initiatedAt: initiated, confirmedAt: now)
  }

  private var now: Timestamp { epoch.advanced(byNanoseconds: clock.nanoseconds) }
}
