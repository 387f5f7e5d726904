public import Mutation
public import Primitives
public import Resilience

// Requests to the providers, and what their replies say about the effects.

extension BookingService {
  /// Requests an effect until its outcome is known, always with the same key.
  ///
  /// Rounds of attempts follow each other for at most the policy's `settleTimeout`. After that the booking is suspended
  /// with the effect as intended, to be resolved later.
  @inlinable @inline(__always)
  func perform(_ request: EffectRequest) async throws(BookingError) -> EffectOutcome {
    let (effect, id) = (request.effect, request.terms.id)
    let began = clock.nanoseconds
    var round: UInt64 = 0
    while true {
      observe(.requested(effect, claim: request.claim), id)
      if let outcome = try await performOnce(request, round) { return outcome }
      observe(.unknown(effect), id)
      if isMutated(.unknownTakenForRefused), effect.compensation != nil { return .refused(.paymentRefused) }
      if isMutated(.abandonsCompensation), effect.compensation == nil { return .done(nil) }
      if Task.isCancelled { throw .cancelled(id) }
      round += 1
      guard !Deadline(policy.settleTimeout, after: began).hasPassed(at: clock.nanoseconds) else {
        observe(.suspended, id)
        throw .pending(id)
      }
      guard await pause(round, for: request.callKey(round: 0)) else { throw .cancelled(id) }
    }
  }

  /// Makes one round of attempts. Returns nil if it ended without an outcome.
  @inlinable @inline(__always)
  func performOnce(
    _ request: EffectRequest, _ round: UInt64
  ) async throws(BookingError) -> EffectOutcome? {
    switch request.effect.kind {
    case .createPayment: try await createPayment(request, round)
    case .confirmPayment: try await confirmPayment(request, round)
    case .cancelPayment: try await cancelPayment(request, round)
    case .refund: try await refund(request, round)
    case .book: try await book(request, round)
    case .cancelBooking: try await cancelBooking(request, round)
    }
  }

  // MARK: Payment

  @inlinable @inline(__always)
  func createPayment(
    _ request: EffectRequest, _ round: UInt64
  ) async throws(BookingError) -> EffectOutcome? {
    do throws(CallFailure<PaymentError>) {
      let reply = try await call(
        CreatePayment<Gateway>.self, of: gateway, through: paymentCalls, request, round)
      return .done(reply)
    } catch {
      return try outcome(of: request, error)
    }
  }

  @inlinable @inline(__always)
  func confirmPayment(
    _ request: EffectRequest, _ round: UInt64
  ) async throws(BookingError) -> EffectOutcome? {
    do throws(CallFailure<PaymentError>) {
      let reply = try await call(
        ConfirmPayment<Gateway>.self, of: gateway, through: paymentCalls, request, round)
      if reply != .processing, let outcome = outcome(of: reply) { return outcome }
    } catch {
      if case .failed(.refused) = error.error {
        // The payment is in a state that cannot be confirmed; ask for the state.
        return await settledPayment(request, round, isRefused: true)
      }
      return try outcome(of: request, error)
    }
    return await settledPayment(request, round, isRefused: false)
  }

  /// Queries a payment until its status is final. Returns nil if `settleTimeout` ends first.
  @inlinable
  func settledPayment(
    _ request: EffectRequest, _ round: UInt64, isRefused: Bool
  ) async -> EffectOutcome? {
    let end = Deadline(policy.settleTimeout, after: clock.nanoseconds)
    var query: UInt64 = 0
    repeat {
      query += 1
      let queryRound = round &+ query &<< 32
      let status = try? await call(
        PaymentStatusQuery<Gateway>.self, of: gateway, through: paymentCalls, request, queryRound)
      if let status {
        if let outcome = outcome(of: status) { return outcome }
        // The payment cannot be confirmed any more; its compensation makes sure of that.
        if isRefused, status == .pending { return .refused(.paymentRefused) }
      }
      guard await pause(query, for: request.callKey(round: queryRound)) else { return nil }
    } while !end.hasPassed(at: clock.nanoseconds)
    return nil
  }

  /// Returns the outcome of a confirmation for a payment status; nil for a status that is not final.
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
    _ request: EffectRequest, _ round: UInt64
  ) async throws(BookingError) -> EffectOutcome? {
    do throws(CallFailure<PaymentError>) {
      let reply = try await call(
        CancelPayment<Gateway>.self, of: gateway, through: paymentCalls, request, round)
      return reply == .failed ? .done(nil) : nil
    } catch {
      // A payment that does not exist cannot be charged.
      if case .failed(.unknownPayment) = error.error { return .done(nil) }
      return try outcome(of: request, error)
    }
  }

  @inlinable
  func refund(
    _ request: EffectRequest, _ round: UInt64
  ) async throws(BookingError) -> EffectOutcome? {
    do throws(CallFailure<PaymentError>) {
      let reply = try await call(
        RefundPayment<Gateway>.self, of: gateway, through: paymentCalls, request, round)
      return .done(reply)
    } catch {
      return try outcome(of: request, error)
    }
  }

  /// Returns the outcome of an effect whose call failed; nil if the effect may have happened.
  @inlinable
  func outcome(
    of request: EffectRequest, _ failure: CallFailure<PaymentError>
  ) throws(BookingError) -> EffectOutcome? {
    guard case .failed(let error) = failure.error else { return nil }
    // Only a forward step can be refused; a compensation is requested until it is done.
    let isForward = request.effect.compensation != nil
    switch error {
    case .declined where isMutated(.declineAskedAgain): return nil
    case .declined(let reason): return isForward ? .refused(.declined(reason)) : nil
    case .refused, .unknownPayment: return isForward ? .refused(.paymentRefused) : nil
    case .keyReused:
      // The key was used for another request, so the outcome of this one stays unknown.
      observe(.suspended, request.terms.id)
      throw .pending(request.terms.id)
    case .unavailable, .malformed, .rateLimited, .keyInUse: return nil
    }
  }

  // MARK: Reservations

  @inlinable @inline(__always)
  func book(
    _ request: EffectRequest, _ round: UInt64
  ) async throws(BookingError) -> EffectOutcome? {
    switch request.item.item {
    case .flight: try await book(request, round, flights, flightCalls)
    case .hotel: try await book(request, round, hotels, hotelCalls)
    }
  }

  @inlinable @inline(__always)
  func book<Reservations: ReservationProvider>(
    _ request: EffectRequest, _ round: UInt64, _ reservations: Reservations, _ pipeline: Pipeline<Clock>
  ) async throws(BookingError) -> EffectOutcome? {
    do throws(CallFailure<ReservationError>) {
      let reply = try await call(
        BookItem<Reservations>.self, of: reservations, through: pipeline, request, round)
      return .done(reply)
    } catch {
      guard case .failed(let cause) = error.error else { return nil }
      switch cause {
      case .soldOut: return .refused(.soldOut(item: request.effect.item))
      case .priceChanged: return .refused(.itemPriceChanged(item: request.effect.item))
      case .refused: return .refused(.itemRefused(item: request.effect.item))
      case .keyReused:
        observe(.suspended, request.terms.id)
        throw .pending(request.terms.id)
      case .unavailable, .malformed, .rateLimited, .keyInUse: return nil
      }
    }
  }

  @inlinable
  func cancelBooking(
    _ request: EffectRequest, _ round: UInt64
  ) async throws(BookingError) -> EffectOutcome? {
    switch request.item.item {
    case .flight: try await cancelBooking(request, round, flights, flightCalls)
    case .hotel: try await cancelBooking(request, round, hotels, hotelCalls)
    }
  }

  @inlinable
  func cancelBooking<Reservations: ReservationProvider>(
    _ request: EffectRequest, _ round: UInt64, _ reservations: Reservations, _ pipeline: Pipeline<Clock>
  ) async throws(BookingError) -> EffectOutcome? {
    do throws(CallFailure<ReservationError>) {
      try await call(CancelItem<Reservations>.self, of: reservations, through: pipeline, request, round)
      return .done(nil)
    } catch {
      return nil
    }
  }

  // MARK: Prices

  /// Returns the current total price of all items.
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
  func price<Reservations: ReservationProvider>(
    of index: Int, _ terms: BookingTerms, _ claim: UInt32, _ reservations: Reservations,
    _ pipeline: Pipeline<Clock>
  ) async -> Money? {
    // A query has no idempotency key; this key only separates the draws of a booking's queries.
    let request = SplitMix64.mix(
      terms.id.rawValue ^ SplitMix64.mix(0x7072_6963_6500 &+ UInt64(index) &+ UInt64(claim) &<< 8))
    let served = try? await pipeline.call(
      PriceCheck(reservations, terms, item: index), request: request, deadline: deadline)
    return served?.value
  }

  // MARK: Calls

  @inlinable @inline(__always)
  func call<Operation: EffectOperation>(
    _ operation: Operation.Type, of provider: Operation.Provider, through pipeline: Pipeline<Clock>,
    _ request: EffectRequest, _ round: UInt64
  ) async throws(CallFailure<Operation.Failure>) -> Operation.Value {
    try await pipeline.call(
      EffectPipelineCall<Operation>(provider, request), request: request.callKey(round: round),
      deadline: deadline
    ).value
  }

  @inlinable
  var deadline: Deadline { Deadline(nanoseconds: clock.nanoseconds.addingSaturating(callTime)) }
}
