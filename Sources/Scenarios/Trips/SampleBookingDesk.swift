import Randomness
import Resilience
import TravelPlanner

/// Takes the money for an itinerary's flight and hotel and books them, each call as long as the profile says.
struct SampleBookingDesk<Clock: ServiceClock>: Sendable {
  private let payments: ServiceStation<Clock>
  private let bookings: ServiceStation<Clock>
  private let clock: Clock
  private let epoch: Timestamp
  private let random: RandomSource

  init(_ profile: ServiceProfile, clock: Clock, random: RandomSource, epoch: Timestamp) {
    let random = random.child("booking desk")
    payments = ServiceStation("payments", profile.pay, clock: clock, random: random)
    bookings = ServiceStation("bookings", profile.book, clock: clock, random: random)
    self.clock = clock
    self.epoch = epoch
    self.random = random
  }

  /// Nil when there is neither a flight nor a hotel to book.
  func book(_ itinerary: Itinerary, key: UInt64, for contact: TravellerContact) async throws -> RecordMaker
    .Booked?
  {
    guard let quote = ConfirmedQuote(itinerary, confirmedAt: now) else { return nil }
    var timeline = BookingTimeline(startedAt: now)
    timeline.move(to: .paymentPending, at: now, because: .paymentStarted)
    try await payments.serve(key)
    timeline.move(to: .paid, at: now, because: .paymentSucceeded)
    for item in quote.items.indices { try await bookings.serve(key, attempt: UInt64(item)) }
    timeline.move(to: .confirmed, at: now, because: .everythingBooked)
    var draws = random.draw("payment", key)
    return RecordMaker.Booked(
      id: BookingID(request: key, confirmedOn: quote.confirmedAt.day), contact: contact, amount: quote.total,
      gateway: "simulated", payment: TransactionID(number: draws.next()),
      paymentStatus: .succeeded, timeline: timeline)
  }

  private var now: Timestamp { epoch.advanced(byNanoseconds: clock.nanoseconds) }
}
