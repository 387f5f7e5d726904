import Primitives
import Resilience
package import SimCore
import SimulatedServices
package import SimulatedTravel
import Synchronization
package import TravelPlanner

/// One booking in a world of its own, with what goes wrong, until everything has come to rest.
///
///     let trial = BookingTrial(seed: 7, faults: FaultPlan([
///       Fault("crash", target: "*", kind: .crash, calls: .nth(4), side: .after)]))
///     let result = try trial.run()
///     result.violations, result.status, result.faultsFired
///
/// A traveller sends a request and sends it again until there is an answer; processes die and are started
/// again from the journal; at the end everything is healed and recovered. What must hold is read from the
/// providers' ledgers.
package struct BookingTrial: Sendable, Hashable {
  /// The outcome that the providers give when no fault is injected.
  package enum ProviderOutcome: String, Sendable, Hashable, CaseIterable {
    case good, slowPayment, declined, soldOutFlight, soldOutHotel, dearer, dearerLate

    /// The statuses in which the booking may end.
    var endings: [BookingStatus?] {
      switch self {
      case .good, .slowPayment: [.confirmed]
      case .declined: [.failed]
      case .soldOutFlight, .soldOutHotel, .dearerLate: [.refunded]
      case .dearer: [nil]
      }
    }
  }

  package var seed: UInt64
  package var outcome: ProviderOutcome
  package var faults: FaultPlan
  package var scheduling: Scheduling
  /// For each life of the process, how long after its start it is killed, in nanoseconds; further lives are
  /// not.
  package var kills: [Int64]
  /// When a second process takes on everything unfinished; nil for never.
  package var rivalAt: Int64?
  /// When the same request comes a second time, to another process; nil for never.
  package var repeatedAt: Int64?
  /// When the traveller takes the booking back; nil for never.
  package var cancelledAt: Int64?
  /// Every latency is drawn anew, for races that constant ones never show.
  package var profile: ServiceProfile

  package init(
    seed: UInt64, outcome: ProviderOutcome = .good, faults: FaultPlan = FaultPlan(),
    scheduling: Scheduling = .fifo,
    kills: [Int64] = [], rivalAt: Int64? = nil, repeatedAt: Int64? = nil, cancelledAt: Int64? = nil,
    profile: ServiceProfile = .reference
  ) {
    self.seed = seed
    self.outcome = outcome
    self.faults = faults
    self.scheduling = scheduling
    self.kills = kills
    self.rivalAt = rivalAt
    self.repeatedAt = repeatedAt
    self.cancelledAt = cancelledAt
    self.profile = profile
  }

  /// The result of a trial.
  package struct Result: Sendable {
    package var violations: [Violation]
    package var digest: Digest
    /// Nil when no booking was made.
    package var status: BookingStatus?
    /// The number of injections of each fault of the plan.
    package var faultsFired: [Int]
    /// The number of process generations.
    package var lives: Int
    /// Kills that found the process alive.
    package var kills: Int
    package var saves: Int
    package var ledgers: BookingLedgers
    /// Everything that happened to the booking, in order.
    package var events: [BookingEvent]
    package var endedAt: SimInstant
    package var trace: Trace
  }

  /// Runs the trial. Throws when the world itself fails: a deadlock, a step beyond its budget.
  package func run(keepsTrace: Bool = false) throws -> Result {
    var simulation = Simulation(seed: seed, scheduling: scheduling)
    simulation.faults = faults
    simulation.keepsTrace = keepsTrace
    let trial = self
    let outcome = try simulation.run { world in
      let stage = TrialHarness(trial, world)
      await stage.play()
      return stage.result()
    }
    var result = outcome.value
    result.digest = outcome.digest
    result.faultsFired = outcome.faultsInjected
    result.endedAt = outcome.endedAt
    result.trace = outcome.trace
    return result
  }
}

/// The world of one trial.
private final class TrialHarness: Sendable {
  private let trial: BookingTrial
  private let world: World
  private let providers: SimulatedBookingProviders<SimClock>
  private let witness: AuditingJournal
  private let journal: any BookingJournal
  private let request: BookingRequest
  private let log = Mutex(Log())

  private struct Log {
    var lives = 0
    var kills = 0
    var events: [BookingEvent] = []
    var answers: [BookingRecord] = []
    var violations: [Violation] = []
    var wasCancelled = false
  }

  init(_ trial: BookingTrial, _ world: World) {
    self.trial = trial
    self.world = world
    let witness = AuditingJournal(MemoryBookingJournal())
    self.witness = witness
    journal =
      StoreFaults(world, target: "journal").map { FaultingBookingJournal(witness, faults: $0) } ?? witness
    var behavior = ProviderBehavior()
    switch trial.outcome {
    case .good, .slowPayment, .declined: break
    case .soldOutFlight: behavior.flights.soldOut = .always
    case .soldOutHotel: behavior.hotels.soldOut = .always
    case .dearer: behavior.hotels.dearer = .always
    case .dearerLate: behavior.hotels.dearerLate = .always
    }
    let epoch = world.calendar
    providers = SimulatedBookingProviders(
      trial.profile, clock: world.clock, random: world.random, epoch: epoch, behavior: behavior,
      faults: trial.faults.isEmpty ? nil : world, hasIntent: { witness.hasIntent($0) })
    request = TrialHarness.request(world.random, epoch, trial.outcome)
  }

  private static func request(
    _ random: RandomSource, _ now: Timestamp, _ outcome: BookingTrial.ProviderOutcome
  ) -> BookingRequest {
    guard let origin = City("Berlin"), let destination = City("Lisbon") else {
      preconditionFailure("the table of cities has lost Berlin or Lisbon")
    }
    let day = now.day.advanced(by: 30)
    let flight = FlightCatalogue(random: random).flights(
      for: FlightQuery(
        origin: origin, destination: destination, departure: day, returning: day.advanced(by: 5),
        passengers: 2, currency: .eur)
    ).options[0]
    let hotel = HotelCatalogue(random: random).hotels(
      for: HotelQuery(city: destination, checkIn: day, nights: 5, guests: 2, currency: .eur)
    ).options[0]
    let items: [BookingItem] = [
      .flight(FlightItem(flight, origin: origin, destination: destination, passengers: 2)),
      .hotel(HotelItem(hotel, city: destination, checkIn: day, nights: 5, guests: 2)),
    ]
    let token =
      switch outcome {
      case .declined: "pm_card_chargeDeclined"
      case .slowPayment: "pm_card_processing"
      case .good, .soldOutFlight, .soldOutHotel, .dearer, .dearerLate: "pm_card_visa"
      }
    var draws = random.draw("trial.request")
    return BookingRequest(
      key: draws.next(),
      quote: ConfirmedQuote(
        items.map { QuotedItem($0, price: $0.offeredPrice) }, currency: .eur, confirmedAt: now),
      contact: .example,
      method: PaymentMethod(token: token))
  }

  private var bookingID: BookingID {
    BookingID(request: request.key, confirmedOn: request.quote.confirmedAt.day)
  }

  // MARK: Acts

  func play() async {
    async let rival: Void = act(at: trial.rivalAt) { service in _ = try? await service.recover(idleFor: .zero)
    }
    async let repeated: Void = act(at: trial.repeatedAt) { [request] service in
      if let record = try? await service.book(request) { self.answered(record) }
    }
    async let cancelled: Void = act(at: trial.cancelledAt) { service in await self.cancel(service) }
    await travel()
    await rival
    await repeated
    await cancelled
    await settle()
    // What is on its way still arrives.
    try? await world.clock.sleep(for: .seconds(60))
  }

  /// The traveller sends the request until there is an answer, to one life of the process after another.
  private func travel() async {
    let answer = await bookUntilAnswered(
      tries: 16, pause: { try? await world.clock.sleep(for: .seconds(1)) },
      book: { life in
        let process = begin()
        // Its timers end with it.
        defer { process.kill() }
        if life < trial.kills.count {
          let end = world.clock.nanoseconds.addingSaturating(trial.kills[life])
          _ = world.clock.schedule(atNanoseconds: end) { [self] in
            if process.isAlive { log.withLock { $0.kills += 1 } }
            process.kill()
          }
        }
        let service = service(in: process)
        let request = request
        return await process.run { () async -> Swift.Result<BookingRecord, BookingError> in
          if life > 0 { _ = try? await service.recover(idleFor: .zero) }
          do throws(BookingError) {
            return .success(try await service.book(request))
          } catch {
            return .failure(error)
          }
        }
      })
    switch answer {
    case .booked(let record): answered(record)
    case .refused: break
    case .unanswered:
      log.withLock {
        $0.violations.append(Violation("liveness", "the traveller has no answer after 16 tries"))
      }
    }
  }

  /// Another process, that does one thing at a time.
  private func act(
    at time: Int64?, _ body: @escaping @Sendable (any BookingAgent) async -> Void
  ) async {
    guard let time else { return }
    try? await world.clock.sleep(untilNanoseconds: time)
    let process = begin()
    let service = service(in: process)
    _ = await process.run { await body(service) }
    process.kill()
  }

  private func cancel(_ service: any BookingAgent) async {
    for _ in 0..<16 {
      do throws(BookingError) {
        let record = try await service.cancel(bookingID)
        log.withLock { $0.wasCancelled = record.failure == .cancelledByTraveller }
        return
      } catch {
        try? await world.clock.sleep(for: .seconds(1))
      }
    }
  }

  /// The world has healed: everything left is brought to its end.
  private func settle() async {
    for _ in 0..<8 {
      let process = begin()
      let service = service(in: process)
      let left = await process.run { () async -> Int? in
        guard let report = try? await service.recover(idleFor: .zero), report.isComplete else { return nil }
        return (try? await service.obligations())?.count
      }
      process.kill()
      if case .some(.some(0)) = left { return }
      try? await world.clock.sleep(for: .seconds(60))
    }
    log.withLock { $0.violations.append(Violation("liveness", "bookings are unfinished after 8 recoveries")) }
  }

  // MARK: Parts

  private func begin() -> SimulatedProcess {
    let life = log.withLock { log in
      log.lives += 1
      return log.lives
    }
    return SimulatedProcess(life: UInt64(life))
  }

  private func service(in process: SimulatedProcess) -> any BookingAgent {
    providers.service(
      in: process, journal: journal, observer: TrialObserver(stage: self),
      resilienceObserver: WorldObserver(world))
  }

  private func answered(_ record: BookingRecord) { log.withLock { $0.answers.append(record) } }

  func record(_ event: BookingEvent, _ booking: BookingID, _ time: Int64) {
    WorldObserver(world).record(event, booking: booking, at: time)
    log.withLock { $0.events.append(event) }
  }

  // MARK: Judgement

  func result() -> BookingTrial.Result {
    let log = log.withLock { $0 }
    let records = witness.records
    let ledgers = providers.ledgers(records)
    var violations = log.violations + witness.violations + ledgers.violations(isQuiescent: true)
    if records.count > 1 {
      violations.append(Violation("one booking", "the request made \(records.count) bookings"))
    }
    for answer in log.answers where !answer.isFinished {
      violations.append(Violation("answers", "the traveller was told \(answer.status), which is no end"))
    }
    let status = records.first?.status
    let mayEnd = trial.outcome.endings.contains(status)
    let wasTakenBack =
      (log.wasCancelled || records.first?.failure == .cancelledByTraveller)
      && (status == .cancelled || status == .refunded)
    if !mayEnd && !wasTakenBack {
      violations.append(
        Violation(
          "ending",
          "with \(trial.outcome.rawValue) luck it is \(status.map { "\($0)" } ?? "nothing"), failure "
            + "\(records.first?.failure.map { "\($0)" } ?? "none")"))
    }
    return BookingTrial.Result(
      violations: violations, digest: world.digest, status: status, faultsFired: [], lives: log.lives,
      kills: log.kills, saves: witness.saves, ledgers: ledgers, events: log.events, endedAt: .start,
      trace: Trace())
  }
}

private struct TrialObserver: BookingObserver {
  let stage: TrialHarness

  func record(_ event: BookingEvent, booking: BookingID, at time: Int64) {
    stage.record(event, booking, time)
  }
}
