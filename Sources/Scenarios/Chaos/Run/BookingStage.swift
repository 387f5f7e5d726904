import Primitives
import Resilience
import SimCore
import SimulatedServices
import SimulatedTravel
import Synchronization
import TravelPlanner

/// The bookings of a case: gateway and desks with their books, a journal, and a server process that dies and is
/// started again from it.
final class BookingStage: Sendable {
  private let world: World
  private let parties: BookingParties<SimClock>
  private let witness: WitnessedJournal
  private let journal: any BookingJournal
  private let monitor: CaseMonitor
  private let policy: BookingPolicy?
  private let trade: ChaosLoad.Trade
  private let epoch: Timestamp
  private let server: Mutex<Server>

  private struct Server {
    var process: SimulatedProcess
    var service: any BookingAgent & GuardedAgent
    var lives: UInt64 = 1
  }

  init(
    _ scenario: ChaosScenario, _ chaosCase: ChaosCase, _ policy: BookingPolicy?, _ world: World,
    _ monitor: CaseMonitor, epoch: Timestamp
  ) {
    self.world = world
    self.monitor = monitor
    self.policy = policy
    self.epoch = epoch
    restart = world.knob("process.restart", .seconds(1), in: .milliseconds(1)...(.seconds(10)))
    trade = scenario.load.trade
    let witness = WitnessedJournal(MemoryBookingJournal())
    self.witness = witness
    journal =
      StoreFaults(world, target: "journal").map { FaultingBookingJournal(witness, faults: $0) } ?? witness
    var manners = BookingManners()
    manners.keys.remembers = !trade.ignoresKeys
    manners.flights.soldOut = trade.soldOutFlights
    manners.hotels.soldOut = trade.soldOutHotels
    manners.hotels.dearerLate = trade.dearerHotels
    parties = BookingParties(
      scenario.profile, clock: world.clock, random: world.random, epoch: epoch, manners: manners,
      faults: chaosCase.faults.isEmpty ? nil : world, hasIntent: { witness.hasIntent($0) })
    let process = SimulatedProcess(life: 1)
    let service = parties.service(
      in: process, journal: journal, policy: policy, observer: monitor,
      resilienceObserver: monitor.guards(ofLife: 1))
    server = Mutex(Server(process: process, service: service))
  }

  // MARK: Lives

  /// How long it takes until somebody has started a dead process again; at times hardly any, at times long.
  private let restart: Duration
  /// A user sends a request so often.
  private static let patience = 64

  /// The server as it is now; a dead one is started again, and takes on what it left.
  private func serving() async -> Server {
    let now = server.withLock { $0 }
    if now.process.isAlive { return now }
    try? await world.clock.sleep(for: restart)
    let (server, isNew) = server.withLock { server -> (Server, Bool) in
      if server.process.isAlive { return (server, false) }
      server.lives += 1
      server.process = SimulatedProcess(life: server.lives)
      server.service = parties.service(
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

  /// Books what was planned, asking again until there is an answer; nil when there is nothing to book, or no
  /// answer came.
  func book(_ state: SessionState, _ number: Int) async -> BookingRecord? {
    guard let itinerary = state.itinerary,
      let quote = ConfirmedQuote(
        itinerary, confirmedAt: epoch.advanced(byNanoseconds: world.clock.nanoseconds))
    else { return nil }
    var draws = world.random.draw(BookingStage.site, UInt64(number))
    let request = BookingRequest(
      key: draws.next(), session: state.id, quote: quote,
      contact: TravellerContact(name: "Ada Example", email: "ada@example.org", phone: "+49 30 1234567"),
      method: PaymentMethod(token: token(&draws)))
    for _ in 0..<BookingStage.patience {
      let server = await serving()
      let answer = await server.process.run {
        [service = server.service] () async -> Result<BookingRecord, BookingError> in
        do throws(BookingError) {
          return .success(try await service.book(request))
        } catch {
          return .failure(error)
        }
      }
      switch answer {
      case .success(let record): return record
      case .failure(.priceChanged), .failure(.quoteExpired), .failure(.invalid), .failure(.keyReused),
        .failure(.unknown):
        return nil
      case .failure(.pending), .failure(.superseded), .failure(.notSaved), .failure(.cancelled),
        .failure(.pricesUnavailable), nil:
        if Task.isCancelled { return nil }
        try? await world.clock.sleep(for: .seconds(1))
      }
    }
    return nil
  }

  private static let site: DrawSite = "chaos.booking"

  private func token(_ draws: inout SplitMix64) -> String {
    if trade.declined.happens(in: &draws) { return "pm_card_chargeDeclined" }
    if trade.slowPayments.happens(in: &draws) { return "pm_card_processing" }
    return "pm_card_visa"
  }

  // MARK: The end

  /// The world has healed: what is left is brought to its end. What is still owed then.
  func settle() async -> [Owed] {
    var left: [Owed] = []
    for _ in 0..<8 {
      let server = await serving()
      let owed = await server.process.run { [service = server.service] () async -> [Owed]? in
        guard let report = try? await service.recover(idleFor: .zero) else { return nil }
        let owed = (try? await service.owed()) ?? []
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

  /// What the providers' books and the journal say, into the record of the case.
  func write(into record: inout CaseRecord, owed: [Owed], isAtRest: Bool) {
    let books = parties.books(witness.records)
    var bookings = CaseRecord.Bookings()
    bookings.count = books.count
    bookings.violations = books.violations(atRest: isAtRest) + witness.violations
    bookings.owed = owed.map(\.description)
    bookings.isAtRest = isAtRest
    bookings.lives = Int(server.withLock { $0.lives })
    for kept in witness.records {
      switch kept.status {
      case .confirmed: bookings.confirmed += 1
      case .refunded: bookings.refunded += 1
      case .failed, .cancelled, .initiated, .paymentPending, .paid, .refundPending: break
      }
    }
    for entry in books.payments + books.desks {
      switch entry.act {
      case .replayed, .keyBusy: bookings.keysSeenAgain += 1
      case .declined: bookings.declined += 1
      default: break
      }
    }
    record.bookings = bookings
    let service = server.withLock { $0.service }
    record.targets += service.targets.map { CaseRecord.TargetEntry($0, isProbed: false) }
    record.services += parties.services.map {
      CaseRecord.ServiceEntry(name: $0.name, $0.station.measures)
    }
  }

  /// Stations that faults of capacity act on.
  var stations: [WorldFaults.Place] {
    parties.services.map { WorldFaults.Place(name: $0.name, station: $0.station) }
  }
}
