public import Mutation
public import Primitives
public import Resilience

extension BookingService {
  /// Asks for an effect until its outcome is known, always with the same key.
  ///
  /// Rounds of attempts follow each other until the policy's patience ends; the booking is then left as it
  /// is, with the effect as intended, to be resolved later.
  @inlinable @inline(__always)
  func ask(for order: EffectOrder) async throws(BookingError) -> EffectOutcome {
    let (effect, id) = (order.effect, order.terms.id)
    let began = clock.nanoseconds
    var round: UInt64 = 0
    while true {
      observe(.asked(effect, claim: order.claim), id)
      if let outcome = try await askOnce(for: order, round) { return outcome }
      observe(.unknown(effect), id)
      if isMutated(.unknownTakenForRefused), effect.compensation != nil { return .refused(.paymentRefused) }
      if isMutated(.undoingGivenUp), effect.compensation == nil { return .done(nil) }
      if Task.isCancelled { throw .cancelled(id) }
      round += 1
      guard !Deadline(policy.patience, after: began).hasPassed(at: clock.nanoseconds) else {
        observe(.suspended, id)
        throw .pending(id)
      }
      guard await pause(round, for: order.request(0)) else { throw .cancelled(id) }
    }
  }

  /// One round of attempts; nil when it ended without an outcome.
  @inlinable @inline(__always)
  func askOnce(
    for order: EffectOrder, _ round: UInt64
  ) async throws(BookingError) -> EffectOutcome? {
    switch order.effect.kind {
    case .createPayment: try await createPayment(order, round)
    case .confirmPayment: try await confirmPayment(order, round)
    case .cancelPayment: try await cancelPayment(order, round)
    case .refund: try await refund(order, round)
    case .book: try await book(order, round)
    case .cancelBooking: try await cancelBooking(order, round)
    }
  }

  // MARK: Payment

  @inlinable @inline(__always)
  func createPayment(
    _ order: EffectOrder, _ round: UInt64
  ) async throws(BookingError) -> EffectOutcome? {
    do throws(CallFailure<PaymentError>) {
      let served = try await paymentCalls.call(
        PaymentCreation(gateway, order), request: order.request(round), deadline: deadline)
      return .done(served.value)
    } catch {
      return try outcome(of: order, error)
    }
  }

  @inlinable @inline(__always)
  func confirmPayment(
    _ order: EffectOrder, _ round: UInt64
  ) async throws(BookingError) -> EffectOutcome? {
    do throws(CallFailure<PaymentError>) {
      let served = try await paymentCalls.call(
        PaymentConfirmation(gateway, order), request: order.request(round), deadline: deadline)
      if served.value != .processing, let outcome = outcome(of: served.value) { return outcome }
    } catch {
      if case .failed(.refused) = error.error {
        // It is in a state that cannot be confirmed: which one?
        return await settledPayment(order, round, isRefused: true)
      }
      return try outcome(of: order, error)
    }
    return await settledPayment(order, round, isRefused: false)
  }

  /// Looks at a payment until the gateway knows; nil when patience ends first.
  @inlinable
  func settledPayment(
    _ order: EffectOrder, _ round: UInt64, isRefused: Bool
  ) async -> EffectOutcome? {
    let end = Deadline(policy.patience, after: clock.nanoseconds)
    var look: UInt64 = 0
    repeat {
      look += 1
      let request = order.request(round &+ look &<< 32)
      let served = try? await paymentCalls.call(
        PaymentLook(gateway, order), request: request, deadline: deadline)
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
    _ order: EffectOrder, _ round: UInt64
  ) async throws(BookingError) -> EffectOutcome? {
    do throws(CallFailure<PaymentError>) {
      let served = try await paymentCalls.call(
        PaymentCancellation(gateway, order), request: order.request(round), deadline: deadline)
      return served.value == .failed ? .done(nil) : nil
    } catch {
      // What is not there cannot be charged.
      if case .failed(.unknownPayment) = error.error { return .done(nil) }
      return try outcome(of: order, error)
    }
  }

  @inlinable
  func refund(
    _ order: EffectOrder, _ round: UInt64
  ) async throws(BookingError) -> EffectOutcome? {
    do throws(CallFailure<PaymentError>) {
      let served = try await paymentCalls.call(
        PaymentRefund(gateway, order), request: order.request(round), deadline: deadline)
      return .done(served.value)
    } catch {
      return try outcome(of: order, error)
    }
  }

  /// What a failed call says about its effect; nil when it may have happened.
  @inlinable
  func outcome(
    of order: EffectOrder, _ failure: CallFailure<PaymentError>
  ) throws(BookingError) -> EffectOutcome? {
    guard case .failed(let error) = failure.error else { return nil }
    // Only what goes forward can be refused; what undoes is asked for until it is done.
    let goesForward = order.effect.compensation != nil
    switch error {
    case .declined where isMutated(.declineAskedAgain): return nil
    case .declined(let reason): return goesForward ? .refused(.declined(reason)) : nil
    case .refused, .unknownPayment: return goesForward ? .refused(.paymentRefused) : nil
    case .keyReused:
      // Somebody used our key for something else: nothing may be concluded from that.
      observe(.suspended, order.terms.id)
      throw .pending(order.terms.id)
    case .unavailable, .malformed, .rateLimited, .keyInUse: return nil
    }
  }

  // MARK: Desks

  @inlinable @inline(__always)
  func book(
    _ order: EffectOrder, _ round: UInt64
  ) async throws(BookingError) -> EffectOutcome? {
    switch order.item.item {
    case .flight: try await book(order, round, flights, flightCalls)
    case .hotel: try await book(order, round, hotels, hotelCalls)
    }
  }

  @inlinable @inline(__always)
  func book<Desk: BookingDesk>(
    _ order: EffectOrder, _ round: UInt64, _ desk: Desk, _ calls: Pipeline<Clock>
  ) async throws(BookingError) -> EffectOutcome? {
    do throws(CallFailure<DeskError>) {
      let served = try await calls.call(
        ItemBooking(desk, order), request: order.request(round), deadline: deadline)
      return .done(served.value)
    } catch {
      guard case .failed(let cause) = error.error else { return nil }
      switch cause {
      case .soldOut: return .refused(.soldOut(item: order.effect.item))
      case .priceChanged: return .refused(.itemPriceChanged(item: order.effect.item))
      case .refused: return .refused(.itemRefused(item: order.effect.item))
      case .keyReused:
        observe(.suspended, order.terms.id)
        throw .pending(order.terms.id)
      case .unavailable, .malformed, .rateLimited, .keyInUse: return nil
      }
    }
  }

  @inlinable
  func cancelBooking(
    _ order: EffectOrder, _ round: UInt64
  ) async throws(BookingError) -> EffectOutcome? {
    switch order.item.item {
    case .flight: try await cancelBooking(order, round, flights, flightCalls)
    case .hotel: try await cancelBooking(order, round, hotels, hotelCalls)
    }
  }

  @inlinable
  func cancelBooking<Desk: BookingDesk>(
    _ order: EffectOrder, _ round: UInt64, _ desk: Desk, _ calls: Pipeline<Clock>
  ) async throws(BookingError) -> EffectOutcome? {
    let served = try? await calls.call(
      ItemCancellation(desk, order), request: order.request(round), deadline: deadline)
    return served == nil ? nil : .done(nil)
  }

  // MARK: Prices

  /// What the items cost now, all together.
  @inlinable @inline(__always)
  func total(_ terms: BookingTerms, claim: UInt32) async throws(BookingError) -> Money {
    var total: Int64 = 0
    for index in terms.quote.items.indices {
      let price =
        switch terms.quote.items[index].item {
        case .flight: await price(of: index, terms, claim, flights, flightCalls)
        case .hotel: await price(of: index, terms, claim, hotels, hotelCalls)
        }
      guard let price else {
        if Task.isCancelled { throw .cancelled(terms.id) }
        throw .pricesUnavailable(item: UInt8(index))
      }
      total = total.addingSaturating(price.minorUnits)
    }
    return Money(minorUnits: total, terms.quote.currency)
  }

  @inlinable
  func price<Desk: BookingDesk>(
    of index: Int, _ terms: BookingTerms, _ claim: UInt32, _ desk: Desk, _ calls: Pipeline<Clock>
  ) async -> Money? {
    // Looking has no effect and no key; the number only tells the looks of one booking apart.
    let request = SplitMix64.mix(
      terms.id.rawValue ^ SplitMix64.mix(0x7072_6963_6500 &+ UInt64(index) &+ UInt64(claim) &<< 8))
    let served = try? await calls.call(
      PriceLook(desk, terms, item: index), request: request, deadline: deadline)
    return served?.value
  }

  // MARK: Calls

  @inlinable
  var deadline: Deadline { Deadline(nanoseconds: clock.nanoseconds.addingSaturating(callTime)) }
}
