public import Mutation
public import Primitives
public import Resilience
internal import Synchronization

/// Books trips and takes payment: `validate → check prices → INITIATED + price lock → create payment → confirm payment →
/// book each item → CONFIRMED`, as a saga whose whole state is one record in a journal.
///
///     let bookings = BookingService(gateway, flights: flights, hotels: hotels, journal: journal, clock: clock, …)
///     let record = try await bookings.book(request)
///     record.status, record.failure, record.obligations
///
/// The intent of an effect and its compensation are saved before the provider is called. Every call carries a key that
/// is a function of booking and step, so a repeated call has no second effect. An effect with an unknown outcome is
/// requested again with its key, and no other effect is started before the outcome is known. A process that continues a
/// booking saves a claim first; the previous holder is refused at its next save.
///
/// One service handles any number of bookings at once. Processes that share a journal need different `process` numbers.
@usableFromInline
package final class BookingService<
  Clock: NanosecondClock, Gateway: PaymentGateway, Flights: ReservationProvider, Hotels: ReservationProvider,
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
  // Durations of the policy in nanoseconds; the conversion costs a division.
  @usableFromInline let callTime: Int64
  @usableFromInline let quoteTime: Int64

  /// Creates a booking service. `epoch` is the calendar time at the clock's zero. `process` separates this process from
  /// others that share the journal, and from its own earlier generations.
  ///
  /// The targets of the pipelines have the numbers of `DependencyID`.
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
    func pipeline(
      _ site: DrawSite, _ dependency: DependencyID, _ policy: TargetPolicy
    ) -> Pipeline<Clock> {
      Pipeline(
        over: [Target(id: dependency.number, policy, startingAt: now, observer: resilienceObserver)],
        on: clock, random: random.child(site))
    }
    paymentCalls = pipeline("bookings.payments", .payments, policy.payments)
    flightCalls = pipeline("bookings.flights", .flightReservations, policy.reservations)
    hotelCalls = pipeline("bookings.hotels", .hotelReservations, policy.reservations)
  }

  /// The resilience state of the gateway and the two reservation providers.
  @inlinable
  package var targets: [Target] { paymentCalls.targets + flightCalls.targets + hotelCalls.targets }

  // MARK: Booking

  /// Books the items of `request`, or finds the booking that the same request has made before.
  ///
  /// Returns when the booking is in a terminal state: CONFIRMED, or FAILED or REFUNDED with a failure.
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
          // Another request has this id.
          choice += 1
          continue
        }
        guard known.isMade(for: request) else { throw .keyReused(id) }
        return try await awaitTerminalState(of: known)
      }
      guard request.quote.confirmedAt.age(at: now) <= quoteTime else {
        throw .quoteExpired
      }
      var work = BookingInProgress(BookingRecord(id: id, request, holder: holder(of: id), at: now))
      let total = try await total(work.record.terms, claim: work.record.claim)
      guard total == request.quote.total else {
        observe(.repriced(same: false), id)
        throw .priceChanged(from: request.quote.total, to: total)
      }
      observe(.repriced(same: true), id)
      work.pricesKnown = true
      do throws(BookingError) {
        return try await drive(&work)
      } catch {
        // Another call saved a booking with this id first, perhaps for the same request.
        guard case .superseded = error, work.record.revision == 0 else { throw error }
      }
    }
  }

  /// Cancels a booking: cancels its reservations and refunds the payment.
  ///
  /// Returns when that is done. A booking that has failed already is returned unchanged.
  @inlinable
  package func cancel(_ id: BookingID) async throws(BookingError) -> BookingRecord {
    guard let record = try await load(id) else { throw .unknown(id) }
    switch record.status {
    case .failed, .cancelled, .refunded: return record
    case .initiated, .paymentPending, .paid, .confirmed, .refundPending: break
    }
    var work = BookingInProgress(record)
    work.fail(.cancelledByTraveller)
    return try await resume(&work)
  }

  /// Takes over an unfinished booking, whichever process holds it, and brings it to a terminal state.
  @inlinable
  package func resume(_ id: BookingID) async throws(BookingError) -> BookingRecord {
    guard let record = try await load(id) else { throw .unknown(id) }
    if record.isFinished { return record }
    var work = BookingInProgress(record)
    return try await resume(&work)
  }

  @inlinable
  func resume(_ work: inout BookingInProgress) async throws(BookingError) -> BookingRecord {
    work.claim(by: holder(of: work.record.id))
    return try await drive(&work)
  }

  /// Waits until a booking of another holder is in a terminal state. Takes it over when its lease has expired.
  @inlinable
  func awaitTerminalState(of known: BookingRecord) async throws(BookingError) -> BookingRecord {
    var record = known
    let end = Deadline(policy.settleTimeout, after: clock.nanoseconds)
    var round: UInt64 = 0
    while !record.isFinished {
      if record.updatedAt.age(at: timestamp) >= policy.lease.wholeNanoseconds {
        var work = BookingInProgress(record)
        return try await resume(&work)
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

  /// Saves, requests and settles until the booking is in a terminal state.
  @inlinable
  func drive(_ work: inout BookingInProgress) async throws(BookingError) -> BookingRecord {
    while true {
      let status = work.record.status
      let step = work.advance(at: timestamp)
      if work.record.status != status { observe(.statusChanged(work.record.status), work.record.id) }
      if case .perform = step, isMutated(.effectBeforeSave) {} else { try await save(&work) }
      switch step {
      case .finish: return work.record
      case .reprice: try await reprice(&work)
      case .perform(let effect):
        let outcome = try await perform(work.request(effect))
        let before = work.record.status
        work.settle(effect, outcome, at: timestamp)
        switch outcome {
        case .done: observe(.done(effect), work.record.id)
        case .refused: observe(.refused(effect), work.record.id)
        }
        if work.record.status != before { observe(.statusChanged(work.record.status), work.record.id) }
      }
    }
  }

  /// Checks the prices before a booking that was taken over continues to the payment.
  @inlinable
  func reprice(_ work: inout BookingInProgress) async throws(BookingError) {
    guard work.record.quote.confirmedAt.age(at: timestamp) <= quoteTime else {
      work.fail(.quoteExpired)
      return
    }
    let total: Money
    do throws(BookingError) {
      total = try await self.total(work.record.terms, claim: work.record.claim)
    } catch .pricesUnavailable {
      observe(.suspended, work.record.id)
      throw .pending(work.record.id)
    }
    let same = total == work.record.lock.amount
    observe(.repriced(same: same), work.record.id)
    if !same { work.fail(.priceChanged(total: total)) }
    work.pricesKnown = true
  }

  // MARK: Saving

  /// Saves the record. Does nothing if the journal has it already.
  @inlinable @inline(__always)
  func save(_ work: inout BookingInProgress) async throws(BookingError) {
    guard work.needsSave else { return }
    let id = work.record.id
    work.willSave(at: timestamp)
    var attempt = 1
    while true {
      do throws(StoreError) {
        let revision = try await saveOnce(&work)
        if work.saved(revision) { observe(.claimed(work.record.claim), id) }
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
  func saveOnce(_ work: inout BookingInProgress) async throws(StoreError) -> UInt32 {
    do throws(StoreError) {
      return try await journal.save(work.record)
    } catch {
      return try await revision(of: &work, after: error)
    }
  }

  /// Returns the revision of a save that was refused although an earlier attempt had saved this very record: the reply to
  /// it was lost.
  ///
  /// Not inlined, because the caller's frame would hold a second record.
  @inlinable @inline(never)
  func revision(of work: inout BookingInProgress, after error: StoreError) async throws(StoreError) -> UInt32
  {
    guard case .stale = error else { throw error }
    guard let stored = try await journal.load(work.record.id), work.isSame(as: stored) else { throw error }
    return stored.revision
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
    // Skips reading the clock when there is no observer.
    if Observer.self == NoObserver.self { return }
    observer.record(event, booking: id, at: clock.nanoseconds)
  }

  /// Returns a random id for a claim on a booking.
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

/// The draw sites of booking services, hashed once. A generic type cannot have stored constants.
@usableFromInline
enum BookingSites {
  @usableFromInline static let holder: DrawSite = "bookings.holder"
  @usableFromInline static let pause: DrawSite = "bookings.pause"
}
