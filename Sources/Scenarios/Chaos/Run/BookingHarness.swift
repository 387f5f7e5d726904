import Primitives
import Resilience
import SimCore
import SimulatedServices
import SimulatedTravel
import Synchronization
import TravelPlanner

/// The bookings of a case: gateway and reservations with their ledgers, a journal, and a server process that dies and is
/// started again from it.
final class BookingHarness: Sendable {
  private let world: World
  private let providers: SimulatedBookingProviders<SimClock>
  private let witness: AuditingJournal
  private let journal: any BookingJournal
  private let monitor: CaseRecorder
  private let policy: BookingPolicy?
  private let outcomeRates: ChaosLoad.BookingOutcomeRates
  private let epoch: Timestamp
  private let server: Mutex<Server>

  private struct Server {
    var process: SimulatedProcess
    var service: any BookingAgent
    var lives: UInt64 = 1
  }

  init(
    _ scenario: ChaosScenario, _ chaosCase: ChaosCase, _ policy: BookingPolicy?, _ world: World,
    _ monitor: CaseRecorder, epoch: Timestamp
  ) {
    self.world = world
    self.monitor = monitor
    self.policy = policy
    self.epoch = epoch
    restart = world.knob("process.restart", .seconds(1), in: .milliseconds(1)...(.seconds(10)))
    outcomeRates = scenario.load.outcomeRates
    let witness = AuditingJournal(MemoryBookingJournal())
    self.witness = witness
    journal =
      StoreFaults(world, target: "journal").map { FaultingBookingJournal(witness, faults: $0) } ?? witness
    var behavior = ProviderBehavior()
    behavior.keys.remembers = !outcomeRates.ignoresIdempotencyKeys
    behavior.flights.soldOut = outcomeRates.soldOutFlights
    behavior.hotels.soldOut = outcomeRates.soldOutHotels
    behavior.hotels.dearerLate = outcomeRates.hotelPriceIncrease
    providers = SimulatedBookingProviders(
      scenario.profile, clock: world.clock, random: world.random, epoch: epoch, behavior: behavior,
      faults: chaosCase.faults.isEmpty ? nil : world, hasIntent: { witness.hasIntent($0) })
    let process = SimulatedProcess(life: 1)
    let service = providers.service(
      in: process, journal: journal, policy: policy, observer: monitor,
      resilienceObserver: monitor.guards(ofLife: 1))
    server = Mutex(Server(process: process, service: service))
  }

  // MARK: Lives

  /// The time until a killed process is restarted; short in some seeds, long in others.
  private let restart: Duration
  /// The number of times a user sends a request.
  private static let maxPolls = 64

  /// Returns the current server; a killed one is restarted and recovers its bookings.
  private func serving() async -> Server {
    let now = server.withLock { $0 }
    if now.process.isAlive { return now }
    try? await world.clock.sleep(for: restart)
    let (server, isNew) = server.withLock { server -> (Server, Bool) in
      if server.process.isAlive { return (server, false) }
      server.lives += 1
      server.process = SimulatedProcess(life: server.lives)
      server.service = providers.service(
        in: server.process, journal: journal, policy: policy, observer: monitor,
        resilienceObserver: monitor.guards(ofLife: server.lives))
      return (server, true)
    }
    if isNew {
      monitor.bookingsRestarted()
      Task {
        await server.process.run { [service = server.service] in
          _ = try? await service.recover(idleFor: .zero)
        }
      }
    }
    return server
  }

  // MARK: Users

  /// Books the plan, repeating the request until it is answered; returns nil when there is nothing to book, or no
  /// answer came.
  func book(_ state: SessionState, _ number: Int) async -> BookingRecord? {
    guard let itinerary = state.itinerary,
      let quote = ConfirmedQuote(
        itinerary, confirmedAt: epoch.advanced(byNanoseconds: world.clock.nanoseconds))
    else { return nil }
    var draws = world.random.draw(BookingHarness.site, UInt64(number))
    let request = BookingRequest(
      key: draws.next(), session: state.id, quote: quote,
      contact: .example,
      method: PaymentMethod(token: token(&draws)))
    let answer = await bookUntilAnswered(
      tries: BookingHarness.maxPolls, pause: { try? await world.clock.sleep(for: .seconds(1)) },
      book: { _ in
        let server = await serving()
        return await server.process.run {
          [service = server.service] () async -> Result<BookingRecord, BookingError> in
          do throws(BookingError) {
            return .success(try await service.book(request))
          } catch {
            return .failure(error)
          }
        }
      })
    guard case .booked(let record) = answer else { return nil }
    return record
  }

  private static let site: DrawSite = "chaos.booking"

  private func token(_ draws: inout SplitMix64) -> String {
    if outcomeRates.declined.happens(in: &draws) { return "pm_card_chargeDeclined" }
    if outcomeRates.slowPayments.happens(in: &draws) { return "pm_card_processing" }
    return "pm_card_visa"
  }

  // MARK: The end

  /// Recovers all bookings after the faults have ended; returns the remaining obligations.
  func settle() async -> [Obligation] {
    var left: [Obligation] = []
    for _ in 0..<8 {
      let server = await serving()
      let owed = await server.process.run { [service = server.service] () async -> [Obligation]? in
        guard let report = try? await service.recover(idleFor: .zero) else { return nil }
        let owed = (try? await service.obligations()) ?? []
        return report.isComplete || !owed.isEmpty ? owed : nil
      }
      if case .some(.some(let owed)) = owed {
        left = owed
        if left.isEmpty { break }
      }
      try? await world.clock.sleep(for: .seconds(60))
    }
    // What is on its way still arrives.
    try? await world.clock.sleep(for: .seconds(60))
    return left
  }

  /// Writes the findings of the providers' ledgers and the journal into the record of the case.
  func write(into record: inout CaseRecord, owed: [Obligation], isTerminal: Bool) {
    let ledgers = providers.ledgers(witness.records)
    var bookings = CaseRecord.Bookings()
    bookings.count = ledgers.count
    bookings.violations = ledgers.violations(isQuiescent: isTerminal) + witness.violations
    bookings.owed = owed.map(\.description)
    bookings.isTerminal = isTerminal
    bookings.lives = Int(server.withLock { $0.lives })
    for kept in witness.records {
      switch kept.status {
      case .confirmed: bookings.confirmed += 1
      case .refunded: bookings.refunded += 1
      case .failed, .cancelled, .initiated, .paymentPending, .paid, .refundPending: break
      }
    }
    for entry in ledgers.payments + ledgers.reservations {
      switch entry.act {
      case .replayed, .keyBusy: bookings.keysSeenAgain += 1
      case .declined: bookings.declined += 1
      default: break
      }
    }
    record.bookings = bookings
    let service = server.withLock { $0.service }
    record.targets += service.targets.map { CaseRecord.TargetEntry($0, isProbed: false) }
    record.services += providers.services.map {
      CaseRecord.ServiceEntry(name: $0.name, $0.station.measures)
    }
  }

  /// Stations that faults of capacity act on.
  var stations: [ScheduledFaults.Place] {
    providers.services.map { ScheduledFaults.Place(name: $0.name, station: $0.station) }
  }
}
