public import Resilience

// The calls of a booking service to its providers, in the form that pipelines take.

/// A call of a provider for an effect.
@usableFromInline
struct EffectPipelineCall<Operation: EffectOperation>: PipelineCall {
  @usableFromInline let provider: Operation.Provider
  @usableFromInline let request: EffectRequest

  @inlinable init(_ provider: Operation.Provider, _ request: EffectRequest) {
    self.provider = provider
    self.request = request
  }

  @inlinable @inline(__always)
  func attempt(_ attempt: Attempt) async throws(Operation.Failure) -> Operation.Value {
    try await Operation.attempt(request, at: provider, attempt)
  }
}

/// An operation of a provider that has an effect, or asks for the state of one.
@usableFromInline
protocol EffectOperation: Sendable {
  associatedtype Provider: Sendable
  associatedtype Value: Sendable
  associatedtype Failure: ClassifiedFailure

  static func attempt(
    _ request: EffectRequest, at provider: Provider, _ attempt: Attempt
  ) async throws(Failure) -> Value
}

// MARK: Payments

@usableFromInline
enum CreatePayment<Gateway: PaymentGateway>: EffectOperation {
  @inlinable @inline(__always)
  static func attempt(
    _ request: EffectRequest, at gateway: Gateway, _ attempt: Attempt
  ) async throws(PaymentError) -> TransactionID {
    let terms = request.terms
    let payment = try await gateway.create(
      PaymentOrder(amount: terms.lock.amount, method: terms.method, booking: terms.id),
      call: request.call(attempt))
    // A reply about another amount is invalid.
    guard payment.amount == terms.lock.amount else { throw .malformed }
    return payment.id
  }
}

@usableFromInline
enum ConfirmPayment<Gateway: PaymentGateway>: EffectOperation {
  @inlinable @inline(__always)
  static func attempt(
    _ request: EffectRequest, at gateway: Gateway, _ attempt: Attempt
  ) async throws(PaymentError) -> PaymentStatus {
    try request.status(in: try await gateway.confirm(request.subject, call: request.call(attempt)))
  }
}

/// Asks for the status of a payment whose confirmation is unknown. Has no effect.
@usableFromInline
enum PaymentStatusQuery<Gateway: PaymentGateway>: EffectOperation {
  @inlinable @inline(__always)
  static func attempt(
    _ request: EffectRequest, at gateway: Gateway, _ attempt: Attempt
  ) async throws(PaymentError) -> PaymentStatus {
    try request.status(in: try await gateway.payment(request.subject, call: attempt))
  }
}

@usableFromInline
enum CancelPayment<Gateway: PaymentGateway>: EffectOperation {
  @inlinable @inline(__always)
  static func attempt(
    _ request: EffectRequest, at gateway: Gateway, _ attempt: Attempt
  ) async throws(PaymentError) -> PaymentStatus {
    try await gateway.cancel(request.subject, call: request.call(attempt)).status
  }
}

@usableFromInline
enum RefundPayment<Gateway: PaymentGateway>: EffectOperation {
  @inlinable @inline(__always)
  static func attempt(
    _ request: EffectRequest, at gateway: Gateway, _ attempt: Attempt
  ) async throws(PaymentError) -> TransactionID {
    let amount = request.terms.lock.amount
    let refund = try await gateway.refund(amount, of: request.subject, call: request.call(attempt))
    guard refund.amount == amount, refund.status != .failed else { throw .malformed }
    return refund.id
  }
}

// MARK: Reservations

/// Books an item at the agreed price.
@usableFromInline
enum BookItem<Reservations: ReservationProvider>: EffectOperation {
  @inlinable @inline(__always)
  static func attempt(
    _ request: EffectRequest, at reservations: Reservations, _ attempt: Attempt
  ) async throws(ReservationError) -> TransactionID {
    let quoted = request.item
    return try await reservations.book(
      quoted.item, at: Money(minorUnits: quoted.price, request.terms.quote.currency),
      call: request.call(attempt))
  }
}

@usableFromInline
enum CancelItem<Reservations: ReservationProvider>: EffectOperation {
  @inlinable @inline(__always)
  static func attempt(
    _ request: EffectRequest, at reservations: Reservations, _ attempt: Attempt
  ) async throws(ReservationError) {
    try await reservations.cancel(request.subject, call: request.call(attempt))
  }
}

/// A query of the current price of an item. Has no effect.
@usableFromInline
struct PriceCheck<Reservations: ReservationProvider>: PipelineCall {
  @usableFromInline let reservations: Reservations
  @usableFromInline let terms: BookingTerms
  @usableFromInline let item: Int

  @inlinable init(_ reservations: Reservations, _ terms: BookingTerms, item: Int) {
    self.reservations = reservations
    self.terms = terms
    self.item = item
  }

  @inlinable @inline(__always)
  func attempt(_ attempt: Attempt) async throws(ReservationError) -> Money {
    let currency = terms.quote.currency
    let price = try await reservations.price(terms.quote.items[item].item, in: currency, call: attempt)
    guard price.currency == currency, price.minorUnits > 0 else { throw .malformed }
    return price
  }
}
