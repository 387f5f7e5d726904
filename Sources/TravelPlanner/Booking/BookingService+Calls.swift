public import Mutation
public import Randomness
public import Resilience

extension BookingService {
  /// Asks for an effect until its outcome is known, always with the same key.
  ///
  /// Rounds of attempts follow each other until the policy's patience ends; the booking is then left as it
  /// is, with the effect as intended, to be resolved later.
  @inlinable
  func ask(for effect: Effect, _ record: BookingRecord) async throws(BookingError) -> EffectOutcome {
    let end = Deadline(policy.patience, after: clock.nanoseconds)
    var round: UInt64 = 0
    while true {
      observe(.asked(effect, claim: record.claim), record.id)
      if let outcome = try await askOnce(for: effect, record, round) { return outcome }
      observe(.unknown(effect), record.id)
      if isMutated(.unknownTakenForRefused), effect.compensation != nil { return .refused(.paymentRefused) }
      if isMutated(.undoingGivenUp), effect.compensation == nil { return .done(nil) }
      if Task.isCancelled { throw .cancelled(record.id) }
      round += 1
      guard !end.hasPassed(at: clock.nanoseconds) else {
        observe(.suspended, record.id)
        throw .pending(record.id)
      }
      guard await pause(round, for: request(effect, record, 0)) else { throw .cancelled(record.id) }
    }
  }

  /// One round of attempts; nil when it ended without an outcome.
  @inlinable @inline(__always)
  func askOnce(
    for effect: Effect, _ record: BookingRecord, _ round: UInt64
  ) async throws(BookingError) -> EffectOutcome? {
    switch effect.kind {
    case .createPayment: try await createPayment(effect, record, round)
    case .confirmPayment: try await confirmPayment(effect, record, round)
    case .cancelPayment: try await cancelPayment(effect, record, round)
    case .refund: try await refund(effect, record, round)
    case .book: try await book(effect, record, round)
    case .cancelBooking: try await cancelBooking(effect, record, round)
    }
  }

  // MARK: Payment

  @inlinable
  func createPayment(
    _ effect: Effect, _ record: BookingRecord, _ round: UInt64
  ) async throws(BookingError) -> EffectOutcome? {
    let gateway = gateway
    let key = IdempotencyKey(record.id, effect)
    let order = PaymentOrder(amount: record.lock.amount, method: record.method, booking: record.id)
    let claim = record.claim
    do throws(CallFailure<PaymentError>) {
      let served = try await paymentCalls.call(request: request(effect, record, round), deadline: deadline) {
        attempt async throws(PaymentError) in
        let payment = try await gateway.create(
          order, call: EffectCall(key: key, claim: claim, attempt: attempt))
        // An answer about other money is no answer.
        guard payment.amount == order.amount else { throw .malformed }
        return payment.id
      }
      return .done(served.value)
    } catch {
      return try outcome(of: effect, error, record)
    }
  }

  @inlinable
  func confirmPayment(
    _ effect: Effect, _ record: BookingRecord, _ round: UInt64
  ) async throws(BookingError) -> EffectOutcome? {
    let gateway = gateway
    let key = IdempotencyKey(record.id, effect)
    let claim = record.claim
    let id = paymentID(record)
    let amount = record.lock.amount
    do throws(CallFailure<PaymentError>) {
      let served = try await paymentCalls.call(request: request(effect, record, round), deadline: deadline) {
        attempt async throws(PaymentError) in
        let payment = try await gateway.confirm(
          id, call: EffectCall(key: key, claim: claim, attempt: attempt))
        guard payment.amount == amount, payment.id == id else { throw .malformed }
        return payment.status
      }
      if served.value != .processing, let outcome = outcome(of: served.value) { return outcome }
    } catch {
      if case .failed(.refused) = error.error {
        // It is in a state that cannot be confirmed: which one?
        return await settledPayment(record, round, isRefused: true)
      }
      return try outcome(of: effect, error, record)
    }
    return await settledPayment(record, round, isRefused: false)
  }

  /// Looks at a payment until the gateway knows; nil when patience ends first.
  @inlinable
  func settledPayment(
    _ record: BookingRecord, _ round: UInt64, isRefused: Bool
  ) async -> EffectOutcome? {
    let gateway = gateway
    let id = paymentID(record)
    let amount = record.lock.amount
    let end = Deadline(policy.patience, after: clock.nanoseconds)
    var look: UInt64 = 0
    repeat {
      look += 1
      let request = request(Effect(.confirmPayment), record, round &+ look &<< 32)
      let served = try? await paymentCalls.call(request: request, deadline: deadline) {
        attempt async throws(PaymentError) in
        let payment = try await gateway.payment(id, call: attempt)
        guard payment.amount == amount, payment.id == id else { throw .malformed }
        return payment.status
      }
      if let status = served?.value {
        if let outcome = outcome(of: status) { return outcome }
        // Not confirmed, and cannot be: what undoes it makes sure that it stays so.
        if isRefused, status == .pending { return .refused(.paymentRefused) }
      }
      guard await pause(look, for: request) else { return nil }
    } while !end.hasPassed(at: clock.nanoseconds)
    return nil
  }

  /// What a status says about a confirmation; nil when it says nothing yet.
  @inlinable
  func outcome(of status: PaymentStatus) -> EffectOutcome? {
    switch status {
    case .succeeded, .refunded: .done(nil)
    case .failed: .refused(.declined(.cardDeclined))
    case .pending, .processing: nil
    }
  }

  @inlinable
  func cancelPayment(
    _ effect: Effect, _ record: BookingRecord, _ round: UInt64
  ) async throws(BookingError) -> EffectOutcome? {
    let gateway = gateway
    let key = IdempotencyKey(record.id, effect)
    let claim = record.claim
    let id = paymentID(record)
    do throws(CallFailure<PaymentError>) {
      let served = try await paymentCalls.call(request: request(effect, record, round), deadline: deadline) {
        attempt async throws(PaymentError) in
        try await gateway.cancel(id, call: EffectCall(key: key, claim: claim, attempt: attempt)).status
      }
      return served.value == .failed ? .done(nil) : nil
    } catch {
      // What is not there cannot be charged.
      if case .failed(.unknownPayment) = error.error { return .done(nil) }
      return try outcome(of: effect, error, record)
    }
  }

  @inlinable
  func refund(
    _ effect: Effect, _ record: BookingRecord, _ round: UInt64
  ) async throws(BookingError) -> EffectOutcome? {
    let gateway = gateway
    let key = IdempotencyKey(record.id, effect)
    let claim = record.claim
    let id = paymentID(record)
    let amount = record.lock.amount
    do throws(CallFailure<PaymentError>) {
      let served = try await paymentCalls.call(request: request(effect, record, round), deadline: deadline) {
        attempt async throws(PaymentError) in
        let refund = try await gateway.refund(
          amount, of: id, call: EffectCall(key: key, claim: claim, attempt: attempt))
        guard refund.amount == amount, refund.status != .failed else { throw .malformed }
        return refund.id
      }
      return .done(served.value)
    } catch {
      return try outcome(of: effect, error, record)
    }
  }

  /// What a failed call says about its effect; nil when it may have happened.
  @inlinable
  func outcome(
    of effect: Effect, _ failure: CallFailure<PaymentError>, _ record: BookingRecord
  ) throws(BookingError) -> EffectOutcome? {
    guard case .failed(let error) = failure.error else { return nil }
    // Only what goes forward can be refused; what undoes is asked for until it is done.
    let goesForward = effect.compensation != nil
    switch error {
    case .declined where isMutated(.declineAskedAgain): return nil
    case .declined(let reason): return goesForward ? .refused(.declined(reason)) : nil
    case .refused, .unknownPayment: return goesForward ? .refused(.paymentRefused) : nil
    case .keyReused:
      // Somebody used our key for something else: nothing may be concluded from that.
      observe(.suspended, record.id)
      throw .pending(record.id)
    case .unavailable, .malformed, .rateLimited, .keyInUse: return nil
    }
  }

  @inlinable
  func paymentID(_ record: BookingRecord) -> TransactionID {
    guard let id = record.payment else { preconditionFailure("\(record.id) has no payment to ask about") }
    return id
  }

  // MARK: Desks

  @inlinable
  func book(
    _ effect: Effect, _ record: BookingRecord, _ round: UInt64
  ) async throws(BookingError) -> EffectOutcome? {
    let quoted = record.quote.items[Int(effect.item)]
    return switch quoted.item {
    case .flight: try await book(quoted, effect, record, round, flights, flightCalls)
    case .hotel: try await book(quoted, effect, record, round, hotels, hotelCalls)
    }
  }

  @inlinable
  func book<Desk: BookingDesk>(
    _ quoted: QuotedItem, _ effect: Effect, _ record: BookingRecord, _ round: UInt64, _ desk: Desk,
    _ calls: Pipeline<Clock>
  ) async throws(BookingError) -> EffectOutcome? {
    let key = IdempotencyKey(record.id, effect)
    let claim = record.claim
    let price = Money(minorUnits: quoted.price, record.quote.currency)
    let item = quoted.item
    do throws(CallFailure<DeskError>) {
      let served = try await calls.call(request: request(effect, record, round), deadline: deadline) {
        attempt async throws(DeskError) in
        try await desk.book(item, at: price, call: EffectCall(key: key, claim: claim, attempt: attempt))
      }
      return .done(served.value)
    } catch {
      guard case .failed(let cause) = error.error else { return nil }
      switch cause {
      case .soldOut: return .refused(.soldOut(item: effect.item))
      case .priceChanged: return .refused(.itemPriceChanged(item: effect.item))
      case .refused: return .refused(.itemRefused(item: effect.item))
      case .keyReused:
        observe(.suspended, record.id)
        throw .pending(record.id)
      case .unavailable, .malformed, .rateLimited, .keyInUse: return nil
      }
    }
  }

  @inlinable
  func cancelBooking(
    _ effect: Effect, _ record: BookingRecord, _ round: UInt64
  ) async throws(BookingError) -> EffectOutcome? {
    switch record.quote.items[Int(effect.item)].item {
    case .flight: try await cancelBooking(effect, record, round, flights, flightCalls)
    case .hotel: try await cancelBooking(effect, record, round, hotels, hotelCalls)
    }
  }

  @inlinable
  func cancelBooking<Desk: BookingDesk>(
    _ effect: Effect, _ record: BookingRecord, _ round: UInt64, _ desk: Desk, _ calls: Pipeline<Clock>
  ) async throws(BookingError) -> EffectOutcome? {
    guard let reservation = record.reservation(of: Int(effect.item)) else {
      preconditionFailure("\(record.id) has no reservation to cancel for \(effect)")
    }
    let key = IdempotencyKey(record.id, effect)
    let claim = record.claim
    let served = try? await calls.call(request: request(effect, record, round), deadline: deadline) {
      attempt async throws(DeskError) -> Bool in
      try await desk.cancel(reservation, call: EffectCall(key: key, claim: claim, attempt: attempt))
      return true
    }
    return served == nil ? nil : .done(nil)
  }

  // MARK: Prices

  /// What the items cost now, all together.
  @inlinable
  func total(_ run: BookingRun) async throws(BookingError) -> Money {
    let record = run.record
    var total: Int64 = 0
    for index in record.quote.items.indices {
      let price =
        switch record.quote.items[index].item {
        case .flight: await price(of: index, record, flights, flightCalls)
        case .hotel: await price(of: index, record, hotels, hotelCalls)
        }
      guard let price else {
        if Task.isCancelled { throw .cancelled(record.id) }
        throw .pricesUnavailable(item: UInt8(index))
      }
      total = total.addingSaturating(price.minorUnits)
    }
    return Money(minorUnits: total, record.quote.currency)
  }

  @inlinable
  func price<Desk: BookingDesk>(
    of index: Int, _ record: BookingRecord, _ desk: Desk, _ calls: Pipeline<Clock>
  ) async -> Money? {
    let item = record.quote.items[index].item
    let currency = record.quote.currency
    // Looking has no effect and no key; the number only tells the looks of one booking apart.
    let request = SplitMix64.mix(
      record.id.rawValue ^ SplitMix64.mix(0x7072_6963_6500 &+ UInt64(index) &+ UInt64(record.claim) &<< 8))
    let served = try? await calls.call(request: request, deadline: deadline) {
      attempt async throws(DeskError) in
      let price = try await desk.price(item, in: currency, call: attempt)
      guard price.currency == currency, price.minorUnits > 0 else { throw .malformed }
      return price
    }
    return served?.value
  }

  // MARK: Calls

  @inlinable
  var deadline: Deadline { Deadline(policy.callDeadline, after: clock.nanoseconds) }

  /// Tells one round of attempts from all others, for jitter and for a simulated provider's chance.
  @inlinable
  func request(_ effect: Effect, _ record: BookingRecord, _ round: UInt64) -> UInt64 {
    let step = UInt64(effect.kind.rawValue &+ 1) &<< 8 | UInt64(effect.item)
    let turn = SplitMix64.mix(step &<< 32 | UInt64(record.claim)) &+ SplitMix64.mix(round)
    return SplitMix64.mix(record.id.rawValue ^ turn)
  }
}
