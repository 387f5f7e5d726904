import Adapters
import Foundation
import Primitives
import Resilience
import Scenarios
import TravelPlanner

/// Trip after trip planned and booked, on several lanes at once, for as long as the process lives.
///
/// A process that was started after another died first recovers the bookings that were left, then goes on with
/// the sessions that were left. What a traveller was told is a line on standard output: `saved SESSION REVISION`,
/// `booked BOOKING STATUS`.
struct StoreWork {
  var stores: OpenStores
  var ledgers: String
  /// Which process of the series this is, from 1.
  var life: UInt64
  /// When the series began, in seconds since 1970.
  var since: Int64
  var seed: UInt64
  /// Bookings after which it ends by itself.
  var bookingsMax: Int

  static let lanes: UInt64 = 4
  /// Fifty times as fast as a traveller would have it.
  static let scale = 0.02
  /// How often one step of a trip is tried when the machine is too busy for the services to answer in time.
  static let patience = 40
  /// The calendar at the beginning of the series.
  static let epoch = Timestamp(startOf: CalendarDay(year: 2026, month: 1, day: 1)!)

  /// Something that must not be.
  struct Failure: Error, CustomStringConvertible {
    var description: String
    init(_ description: String) { self.description = description }
  }

  func run() async throws {
    let now = Timestamp.now.nanosecondsSince1970
    let passed = Double(now - since * 1_000_000_000) / StoreWork.scale
    let clock = HostClock(scale: StoreWork.scale, startingAt: max(0, Int64(passed)))
    let watch = IntentWatch(stores.bookings)
    let books = try DurableBooks(ledgers) { watch.hasIntent($0) }
    let random = RandomSource(seed: seed)
    let parties = BookingParties(
      .reference, clock: clock, random: random, epoch: StoreWork.epoch, manners: StoreWork.manners,
      ledgers: books.ledgers)
    let bookings = parties.service(journal: watch, process: life, observer: NoObserver())
    try await recover(bookings)

    var policy = PlannerPolicy()
    policy.timeToLive = .seconds(365 * 86_400)
    let planner = SimulatedPlanner(
      .reference, clock: clock, random: random, epoch: StoreWork.epoch, policy: policy,
      store: stores.sessions,
      observer: NoObserver())
    let time = StoreWork.epoch.advanced(byNanoseconds: clock.nanoseconds)
    let known = try await stores.sessions.sessions(at: time).map(\.rawValue)
    let each = (bookingsMax + Int(StoreWork.lanes) - 1) / Int(StoreWork.lanes)
    try await withThrowingTaskGroup { group in
      for lane in 1...StoreWork.lanes {
        // The last of a lane may be half done; those before it were finished.
        let first = known.last { $0 % StoreWork.lanes == lane % StoreWork.lanes } ?? lane
        group.addTask {
          for turn in 0..<UInt64(each) { try await trip(first + turn * StoreWork.lanes, planner, bookings) }
        }
      }
      try await group.waitForAll()
    }
  }

  /// Brings to their end the bookings that earlier processes have left.
  private func recover(_ bookings: some BookingAgent) async throws {
    for _ in 0..<StoreWork.patience {
      let report = try await bookings.recover(idleFor: .zero)
      for record in report.finished { tell("booked \(record.id) \(record.status)") }
      tell("recovered \(report.finished.count)")
      if report.isComplete { return }
      guard report.superseded.isEmpty, report.unreadable.isEmpty else {
        throw Failure("life \(life) could not recover: \(report)")
      }
    }
    throw Failure("life \(life) could not recover everything")
  }

  /// Plans a trip, or goes on planning it, and books it.
  private func trip<Observer: PlannerObserver>(
    _ number: UInt64, _ planner: SimulatedPlanner<HostClock, Observer>, _ bookings: some BookingAgent
  ) async throws {
    let session = SessionID(rawValue: number)
    // A day of its own, so that the luck of its flights and hotels is its own as well.
    let departure = StoreWork.epoch.day.advanced(by: 10 + Int(number % 300))
    let request = PlanRequest(
      TripRequest(
        text: StoreWork.texts[Int(number % UInt64(StoreWork.texts.count))], departure: "\(departure)"),
      key: number, session: session, resume: true)
    let itinerary = try await planned(request, session, planner)
    guard let quote = ConfirmedQuote(itinerary.itinerary, confirmedAt: itinerary.at) else {
      throw Failure("session \(session) has nothing to book")
    }
    try await book(
      BookingRequest(
        key: number, session: session, quote: quote,
        contact: TravellerContact(name: "Ada Example", email: "ada@example.org", phone: "+49 30 1234567"),
        method: PaymentMethod(token: StoreWork.tokens[Int(number % UInt64(StoreWork.tokens.count))])),
      bookings)
  }

  private func planned<Observer: PlannerObserver>(
    _ request: PlanRequest, _ session: SessionID, _ planner: SimulatedPlanner<HostClock, Observer>
  ) async throws -> (itinerary: Itinerary, at: Timestamp) {
    for _ in 0..<StoreWork.patience {
      let state = try await planner.plan(request)
      if let error = state.errors.first(where: { $0.cause == .notSaved }) {
        throw Failure("session \(session) was not saved: \(error)")
      }
      tell("saved \(session) \(state.revision)")
      if let itinerary = state.itinerary, !state.isPartial { return (itinerary, state.createdAt) }
    }
    throw Failure("session \(session) is still partial after \(StoreWork.patience) plans")
  }

  private func book(_ request: BookingRequest, _ bookings: some BookingAgent) async throws {
    for _ in 0..<StoreWork.patience {
      do throws(BookingError) {
        let record = try await bookings.book(request)
        tell("booked \(record.id) \(record.status)")
        return
      } catch {
        switch error {
        // A price that is another by now ends a booking before it began.
        case .priceChanged: return
        // Asking again is safe.
        case .pricesUnavailable, .pending: continue
        case .invalid, .quoteExpired, .keyReused, .unknown, .superseded, .notSaved, .cancelled:
          throw Failure("booking \(request.key): \(error)")
        }
      }
    }
    throw Failure("booking \(request.key) has no end after \(StoreWork.patience) tries")
  }

  private func tell(_ line: String) { Console().out(line + "\n") }

  /// Some end well, some in refunds, some in declines.
  private static var manners: BookingManners {
    var manners = BookingManners()
    manners.hotels.soldOut = Ratio(1, outOf: 8)
    manners.flights.dearerLate = Ratio(1, outOf: 8)
    manners.flights.dearer = Ratio(1, outOf: 32)
    return manners
  }

  private static let texts = [
    "A week in Lisbon from Berlin for two, budget 1500 EUR", "Plan a weekend in Prague from Munich",
    "Plan 4 days in Rome from London for 3 people", "Plan 5 nights in Paris from Madrid under 3000 EUR",
    "Plan a week in Tokyo from New York for two",
  ]
  private static let tokens = [
    "pm_card_visa", "pm_card_visa", "pm_card_visa", "pm_card_processing", "pm_card_chargeDeclined",
    "pm_card_visa",
    "pm_card_visa",
  ]
}
