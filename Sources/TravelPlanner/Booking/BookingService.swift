public import Mutation
public import Primitives
public import Resilience
internal import Synchronization

/// Books trips and takes payment: `validate → re-price → INITIATED + budget lock → payment intent → confirm
/// payment → book each item → CONFIRMED`, as a saga whose whole state is one record in a journal.
///
///     let bookings = BookingService(gateway, flights: desk, hotels: desk, journal: journal, clock: clock, …)
///     let record = try await bookings.book(request)
///     record.status, record.failure, record.owed
///
/// Before a provider is asked for an effect, the intent and what would undo it are saved. Every ask carries a
/// key that follows from booking and step, so asking again does nothing twice; an outcome that is not known is
/// asked for again with that key, and nothing is undone or done before it is known. Who wants to go on with a
/// booking saves a claim first, and whoever held it before is refused at the next save.
///
/// One service serves any number of bookings at once. Processes that share a journal each need their own
/// `process` number.
@usableFromInline
package final class BookingService<
  Clock: NanosecondClock, Gateway: PaymentGateway, Flights: BookingDesk, Hotels: BookingDesk,
  Observer: BookingObserver
>: BookingAgent {
  @usableFromInline package let clock: Clock
  @usableFromInline package let policy: BookingPolicy
  @usableFromInline let gateway: Gateway
  @usableFromInline let flights: Flights
  @usableFromInline let hotels: Hotels
  @usableFromInline let journal: any BookingJournal
  @usableFromInline let epoch: Timestamp
  @usableFromInline let observer: Observer
  @usableFromInline let random: RandomSource
  private let claims = Atomic<UInt64>(0)
  @usableFromInline let paymentCalls: Pipeline<Clock>
  @usableFromInline let flightCalls: Pipeline<Clock>
  @usableFromInline let hotelCalls: Pipeline<Clock>
  // Nanoseconds of the policy's spans: a division each.
  @usableFromInline let callTime: Int64
  @usableFromInline let quoteTime: Int64

  /// `epoch` is the calendar time at the clock's zero. `process` tells this process from others that share
  /// the journal, and from its own earlier lives.
  ///
  /// Targets are numbered for events: payments 96, flights' desk 112, hotels' desk 128.
  @inlinable
  package init(
    _ gateway: Gateway, flights: Flights, hotels: Hotels, journal: any BookingJournal, clock: Clock,
    random: RandomSource, epoch: Timestamp, process: UInt64, policy: BookingPolicy = BookingPolicy(),
    observer: Observer, resilienceObserver: (any ResilienceObserver)? = nil
  ) {
    self.gateway = gateway
    self.flights = flights
    self.hotels = hotels
    self.journal = journal
    self.clock = clock
    self.random = random.child("bookings", process)
    self.epoch = epoch
    self.policy = policy
    self.observer = observer
    callTime = policy.callDeadline.wholeNanoseconds
    quoteTime = policy.quoteValidity.wholeNanoseconds
    let now = clock.nanoseconds
    func calls(_ site: DrawSite, _ service: UInt32, _ policy: TargetPolicy) -> Pipeline<Clock> {
      Pipeline(
        over: [Target(id: service * 16, policy, startingAt: now, observer: resilienceObserver)], on: clock,
        random: random.child(site))
    }
    paymentCalls = calls("bookings.payments", 6, policy.payments)
    flightCalls = calls("bookings.flights", 7, policy.desks)
    hotelCalls = calls("bookings.hotels", 8, policy.desks)
  }

  /// The guards of gateway, flights' desk and hotels' desk.
  @inlinable
  package var targets: [Target] { paymentCalls.targets + flightCalls.targets + hotelCalls.targets }

  // MARK: Booking

  /// Books what `request` asks for, or finds the booking that the same request has made before.
  ///
  /// Returns when the booking has come to rest: CONFIRMED, or FAILED or REFUNDED with the failure that led
  /// there.
  @inlinable
  package func book(_ request: BookingRequest) async throws(BookingError) -> BookingRecord {
    let now = timestamp
    do {
      try request.validate()
    } catch {
      throw .invalid(error)
    }
    var choice: UInt64 = 0
    while true {
      let id = BookingID(request: request.key, confirmedOn: request.quote.confirmedAt.day, choice: choice)
      if let known = try await load(id) {
        guard known.requestKey == request.key else {
          // Another request has drawn this id.
          choice += 1
          continue
        }
        guard known.isMade(for: request) else { throw .keyReused(id) }
        return try await rest(known)
      }
      guard request.quote.confirmedAt.age(at: now) <= quoteTime else {
        throw .quoteExpired
      }
      var run = BookingRun(BookingRecord(id: id, request, holder: holder(of: id), at: now))
      let total = try await total(run.record.terms, claim: run.record.claim)
      guard total == request.quote.total else {
        observe(.repriced(same: false), id)
        throw .priceChanged(from: request.quote.total, to: total)
      }
      observe(.repriced(same: true), id)
      run.pricesKnown = true
      do throws(BookingError) {
        return try await drive(&run)
      } catch {
        // Somebody was here at the same time, and first: perhaps the same request.
        guard case .superseded = error, run.record.revision == 0 else { throw error }
      }
    }
  }

  /// Takes a booking back: cancels what is booked and gives the money back.
  ///
  /// Returns when that is done. A booking that has failed already is returned as it is.
  @inlinable
  package func cancel(_ id: BookingID) async throws(BookingError) -> BookingRecord {
    guard let record = try await load(id) else { throw .unknown(id) }
    switch record.status {
    case .failed, .cancelled, .refunded: return record
    case .initiated, .paymentPending, .paid, .confirmed, .refundPending: break
    }
    var run = BookingRun(record)
    run.fail(.cancelledByTraveller)
    return try await resume(&run)
  }

  /// Takes on a booking that was left, whoever held it, and brings it to its end.
  @inlinable
  package func resume(_ id: BookingID) async throws(BookingError) -> BookingRecord {
    guard let record = try await load(id) else { throw .unknown(id) }
    if record.isFinished { return record }
    var run = BookingRun(record)
    return try await resume(&run)
  }

  @inlinable
  func resume(_ run: inout BookingRun) async throws(BookingError) -> BookingRecord {
    run.take(holder: holder(of: run.record.id))
    return try await drive(&run)
  }

  /// Waits until a booking that another holds has come to rest, and takes it on when its holder is silent.
  @inlinable
  func rest(_ known: BookingRecord) async throws(BookingError) -> BookingRecord {
    var record = known
    let end = Deadline(policy.patience, after: clock.nanoseconds)
    var round: UInt64 = 0
    while !record.isFinished {
      if record.updatedAt.age(at: timestamp) >= policy.lease.wholeNanoseconds {
        var run = BookingRun(record)
        return try await resume(&run)
      }
      round += 1
      guard !end.hasPassed(at: clock.nanoseconds) else { throw .pending(record.id) }
      guard await pause(round, for: record.id.rawValue) else { throw .cancelled(record.id) }
      guard let latest = try await load(record.id) else { throw .unknown(record.id) }
      record = latest
    }
    return record
  }

  // MARK: The saga

  /// Saves, asks, settles, until the booking has come to rest.
  @inlinable
  func drive(_ run: inout BookingRun) async throws(BookingError) -> BookingRecord {
    while true {
      let status = run.record.status
      let step = run.advance(at: timestamp)
      if run.record.status != status { observe(.moved(run.record.status), run.record.id) }
      if case .ask = step, isMutated(.effectBeforeSave) {} else { try await save(&run) }
      switch step {
      case .rest: return run.record
      case .reprice: try await reprice(&run)
      case .ask(let effect):
        let outcome = try await ask(for: run.order(effect))
        let before = run.record.status
        run.settle(effect, outcome, at: timestamp)
        switch outcome {
        case .done: observe(.done(effect), run.record.id)
        case .refused: observe(.refused(effect), run.record.id)
        }
        if run.record.status != before { observe(.moved(run.record.status), run.record.id) }
      }
    }
  }

  /// Looks at the prices again before a booking that was left goes on to the payment.
  @inlinable
  func reprice(_ run: inout BookingRun) async throws(BookingError) {
    guard run.record.quote.confirmedAt.age(at: timestamp) <= quoteTime else {
      run.fail(.quoteExpired)
      return
    }
    let total: Money
    do throws(BookingError) {
      total = try await self.total(run.record.terms, claim: run.record.claim)
    } catch .pricesUnavailable {
      observe(.suspended, run.record.id)
      throw .pending(run.record.id)
    }
    let same = total == run.record.lock.amount
    observe(.repriced(same: same), run.record.id)
    if !same { run.fail(.priceChanged(total: total)) }
    run.pricesKnown = true
  }

  // MARK: Keeping

  /// Makes what the record intends durable. Does nothing when the journal has it already.
  @inlinable @inline(__always)
  func save(_ run: inout BookingRun) async throws(BookingError) {
    guard run.needsSave else { return }
    let id = run.record.id
    run.willSave(at: timestamp)
    var attempt = 1
    while true {
      do throws(StoreError) {
        let revision = try await saveOnce(&run)
        if run.saved(revision) { observe(.claimed(run.record.claim), id) }
        observe(.saved(revision: revision), id)
        return
      } catch {
        if case .stale = error {
          observe(.superseded, id)
          throw .superseded(id)
        }
        guard attempt < policy.saveAttempts else {
          observe(.suspended, id)
          throw .notSaved(id, error)
        }
      }
      guard await pause(UInt64(attempt), for: id.rawValue) else { throw .cancelled(id) }
      attempt += 1
    }
  }

  @inlinable @inline(__always)
  func saveOnce(_ run: inout BookingRun) async throws(StoreError) -> UInt32 {
    do throws(StoreError) {
      return try await journal.save(run.record)
    } catch {
      return try await revision(of: &run, after: error)
    }
  }

  /// A save whose answer was lost is refused as stale when it is repeated: then what is there is this very record.
  ///
  /// Apart from the rest, whose frame would have room for a second record.
  @inlinable @inline(never)
  func revision(of run: inout BookingRun, after error: StoreError) async throws(StoreError) -> UInt32 {
    guard case .stale = error else { throw error }
    guard let there = try await journal.load(run.record.id), run.isSame(as: there) else { throw error }
    return there.revision
  }

  @inlinable @inline(__always)
  func load(_ id: BookingID) async throws(BookingError) -> BookingRecord? {
    var attempt = 1
    while true {
      do throws(StoreError) {
        return try await journal.load(id)
      } catch {
        guard case .unavailable = error, attempt < policy.saveAttempts else { throw .notSaved(id, error) }
        guard await pause(UInt64(attempt), for: id.rawValue) else { throw .cancelled(id) }
        attempt += 1
      }
    }
  }

  // MARK: Time and chance

  @inlinable
  var timestamp: Timestamp { epoch.advanced(byNanoseconds: clock.nanoseconds) }

  @inlinable
  func observe(_ event: BookingEvent, _ id: BookingID) {
    // Nobody's clock need not be read.
    if Observer.self == NoObserver.self { return }
    observer.record(event, booking: id, at: clock.nanoseconds)
  }

  /// A number that no other claim on the booking has.
  @usableFromInline
  func holder(of id: BookingID) -> UInt64 {
    let count = claims.wrappingAdd(1, ordering: .relaxed).newValue
    var draws = random.draw(BookingSites.holder, id.rawValue, count)
    return draws.next()
  }

  /// Waits before the next round, with equal jitter in whole nanoseconds; returns false when the caller was
  /// cancelled.
  ///
  /// `DelayPolicy.Jitter` has the same formula in floating point, which would draw other waits.
  @inlinable
  func pause(_ round: UInt64, for entity: UInt64) async -> Bool {
    let base = policy.roundDelay.wholeNanoseconds
    let doublings = min(round - 1, 20)
    let delay = min(base << Int64(doublings), policy.roundDelayMax.wholeNanoseconds)
    var draws = random.draw(BookingSites.pause, entity, round)
    let jittered = delay / 2 + Int64(draws.next(below: UInt64(delay / 2 + 1)))
    do {
      try await clock.sleep(untilNanoseconds: clock.nanoseconds + jittered)
      return true
    } catch {
      return false
    }
  }
}

/// Hashed once: a generic type has no constants of its own.
@usableFromInline
enum BookingSites {
  @usableFromInline static let holder: DrawSite = "bookings.holder"
  @usableFromInline static let pause: DrawSite = "bookings.pause"
}
