package import Primitives
import Resilience
package import SimulatedTravel
package import TravelPlanner

/// A soak test of the booking saga: plans and books trip after trip on several lanes, until the process is killed.
///
/// A process that starts after a crash first recovers the bookings that were left unfinished, then continues with the
/// sessions that were left. Every result that a traveller would see is acknowledged with a line:
/// `saved SESSION REVISION`, `booked BOOKING STATUS`.
package struct StoreSoak: Sendable {
  /// Host time per time of the trips: fifty times faster than real time.
  package static let timeScale = 0.02
  /// The calendar time at the start of the series.
  static let epoch = Timestamp.simulationEpoch

  private let sessions: any StateStore
  private let journal: any BookingJournal
  /// The number of this process in the series, from 1.
  private let generation: UInt64
  private let seed: UInt64
  /// The number of bookings after which the test ends.
  private let bookingsMax: Int
  private let acknowledge: @Sendable (String) -> Void

  private static let lanes: UInt64 = 4
  /// The attempts at one step of a trip, for a machine too busy for the services to answer in time.
  private static let attemptsMax = 40

  package init(
    sessions: any StateStore, journal: any BookingJournal, generation: UInt64, seed: UInt64, bookingsMax: Int,
    acknowledge: @escaping @Sendable (String) -> Void
  ) {
    self.sessions = sessions
    self.journal = journal
    self.generation = generation
    self.seed = seed
    self.bookingsMax = bookingsMax
    self.acknowledge = acknowledge
  }

  /// Runs the test; returns after `bookingsMax` bookings.
  ///
  /// `clock` shows the time since the start of the series. `openLedgers` opens the providers' ledgers; they ask its
  /// argument at each effect whether its intent is in the journal. `shouldStop` is asked before each trip; when it
  /// returns true, the test ends without a further one. Throws `StoreFailure` when a trip cannot be completed.
  package func run<Clock: NanosecondClock>(
    on clock: Clock, shouldStop: @escaping @Sendable () -> Bool = { false },
    openLedgers: (_ hasIntent: @escaping @Sendable (IdempotencyKey) -> Bool) throws
      -> SimulatedBookingProviders<Clock>.Ledgers
  ) async throws {
    let journal = IntentTrackingJournal(journal)
    let ledgers = try openLedgers { journal.hasIntent($0) }
    let random = RandomSource(seed: seed)
    let providers = SimulatedBookingProviders(
      .reference, clock: clock, random: random, epoch: StoreSoak.epoch, behavior: StoreSoak.behavior,
      ledgers: ledgers)
    let bookings = providers.service(journal: journal, process: generation)
    try await recover(bookings)

    var policy = PlannerPolicy()
    policy.timeToLive = .seconds(365 * 86_400)
    let planner = PlannerTestbed(
      .reference, clock: clock, random: random, epoch: StoreSoak.epoch, policy: policy, store: sessions)
    let time = StoreSoak.epoch.advanced(byNanoseconds: clock.nanoseconds)
    let known = try await sessions.sessions(at: time).map(\.rawValue)
    let tripsPerLane = (bookingsMax + Int(StoreSoak.lanes) - 1) / Int(StoreSoak.lanes)
    try await withThrowingTaskGroup { group in
      for lane in 1...StoreSoak.lanes {
        // Only the last trip of a lane may be unfinished.
        let first = known.last { $0 % StoreSoak.lanes == lane % StoreSoak.lanes } ?? lane
        group.addTask {
          for turn in 0..<UInt64(tripsPerLane) where !shouldStop() {
            try await trip(first + turn * StoreSoak.lanes, planner, bookings)
          }
        }
      }
      try await group.waitForAll()
    }
  }

  /// Completes the bookings that earlier processes left unfinished.
  private func recover(_ bookings: some BookingAgent) async throws {
    for _ in 0..<StoreSoak.attemptsMax {
      let report = try await bookings.recover(idleFor: .zero)
      for record in report.finished { acknowledge("booked \(record.id) \(record.status)") }
      acknowledge("recovered \(report.finished.count)")
      if report.isComplete { return }
      guard report.superseded.isEmpty, report.unreadable.isEmpty else {
        throw StoreFailure("generation \(generation) could not recover: \(report)")
      }
    }
    throw StoreFailure("generation \(generation) could not recover every booking")
  }

  /// Plans a trip, or continues its session, and books it.
  private func trip<Clock: NanosecondClock>(
    _ number: UInt64, _ planner: PlannerTestbed<Clock>, _ bookings: some BookingAgent
  ) async throws {
    let session = SessionID(rawValue: number)
    // Its own date, and so its own outcomes at the providers.
    let departure = StoreSoak.epoch.day.advanced(by: 10 + Int(number % 300))
    let request = PlanRequest(
      TripRequest(
        text: StoreSoak.texts[Int(number % UInt64(StoreSoak.texts.count))], departure: "\(departure)"),
      key: number, session: session, resume: true)
    let plan = try await plan(request, session, planner)
    guard let quote = ConfirmedQuote(plan.itinerary, confirmedAt: plan.at) else {
      throw StoreFailure("session \(session) has nothing to book")
    }
    try await book(
      BookingRequest(
        key: number, session: session, quote: quote,
        contact: .example,
        method: PaymentMethod(token: StoreSoak.tokens[Int(number % UInt64(StoreSoak.tokens.count))])),
      bookings)
  }

  private func plan<Clock: NanosecondClock>(
    _ request: PlanRequest, _ session: SessionID, _ planner: PlannerTestbed<Clock>
  ) async throws -> (itinerary: Itinerary, at: Timestamp) {
    for _ in 0..<StoreSoak.attemptsMax {
      let state = try await planner.plan(request)
      if let error = state.errors.first(where: { $0.cause == .notSaved }) {
        throw StoreFailure("session \(session) was not saved: \(error)")
      }
      acknowledge("saved \(session) \(state.revision)")
      if let itinerary = state.itinerary, !state.isPartial { return (itinerary, state.createdAt) }
    }
    throw StoreFailure("session \(session) is still partial after \(StoreSoak.attemptsMax) plans")
  }

  private func book(_ request: BookingRequest, _ bookings: some BookingAgent) async throws {
    let answer = try await bookUntilAnswered(
      tries: StoreSoak.attemptsMax, pause: {},
      book: { _ in
        do throws(BookingError) {
          return .success(try await bookings.book(request))
        } catch {
          switch error {
          case .pricesUnavailable, .pending, .priceChanged: return .failure(error)
          case .invalid, .quoteExpired, .keyReused, .unknown, .superseded, .notSaved, .cancelled:
            throw StoreFailure("booking \(request.key): \(error)")
          }
        }
      })
    switch answer {
    case .booked(let record): acknowledge("booked \(record.id) \(record.status)")
    // The price changed, and the booking ended before it began.
    case .refused: break
    case .unanswered:
      throw StoreFailure("booking \(request.key) is not terminal after \(StoreSoak.attemptsMax) attempts")
    }
  }

  /// Rates at which some trips are confirmed, some refunded and some declined.
  private static var behavior: ProviderBehavior {
    var behavior = ProviderBehavior()
    behavior.hotels.soldOut = Ratio(1, outOf: 8)
    behavior.flights.dearerLate = Ratio(1, outOf: 8)
    behavior.flights.dearer = Ratio(1, outOf: 32)
    return behavior
  }

  private static let texts = [
    "A week in Lisbon from Berlin for two, budget 1500 EUR", "Plan a weekend in Prague from Munich",
    "Plan 4 days in Rome from London for 3 people", "Plan 5 nights in Paris from Madrid under 3000 EUR",
    "Plan a week in Tokyo from New York for two",
  ]
  private static let tokens = [
    "pm_card_visa", "pm_card_visa", "pm_card_visa", "pm_card_processing", "pm_card_chargeDeclined",
    "pm_card_visa", "pm_card_visa",
  ]
}

/// A defect that a test of a store has found.
package struct StoreFailure: Error, CustomStringConvertible {
  package var description: String
  init(_ description: String) { self.description = description }
}
