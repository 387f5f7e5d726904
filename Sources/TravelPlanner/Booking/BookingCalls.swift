public import Resilience

// What a booking service asks of a gateway and of the desks, as pipelines take it.

@usableFromInline
struct PaymentCreation<Gateway: PaymentGateway>: PipelineCall {
  @usableFromInline let gateway: Gateway
  @usableFromInline let order: EffectOrder

  @inlinable init(_ gateway: Gateway, _ order: EffectOrder) {
    self.gateway = gateway
    self.order = order
  }

  @inlinable @inline(__always)
  func attempt(_ attempt: Attempt) async throws(PaymentError) -> TransactionID {
    let terms = order.terms
    let payment = try await gateway.create(
      PaymentOrder(amount: terms.lock.amount, method: terms.method, booking: terms.id),
      call: order.call(attempt))
    // An answer about other money is no answer.
    guard payment.amount == terms.lock.amount else { throw .malformed }
    return payment.id
  }
}

@usableFromInline
struct PaymentConfirmation<Gateway: PaymentGateway>: PipelineCall {
  @usableFromInline let gateway: Gateway
  @usableFromInline let order: EffectOrder

  @inlinable init(_ gateway: Gateway, _ order: EffectOrder) {
    self.gateway = gateway
    self.order = order
  }

  @inlinable @inline(__always)
  func attempt(_ attempt: Attempt) async throws(PaymentError) -> PaymentStatus {
    try order.status(in: try await gateway.confirm(order.about, call: order.call(attempt)))
  }
}

/// A look at a payment whose confirmation is not known.
@usableFromInline
struct PaymentLook<Gateway: PaymentGateway>: PipelineCall {
  @usableFromInline let gateway: Gateway
  @usableFromInline let order: EffectOrder

  @inlinable init(_ gateway: Gateway, _ order: EffectOrder) {
    self.gateway = gateway
    self.order = order
  }

  @inlinable @inline(__always)
  func attempt(_ attempt: Attempt) async throws(PaymentError) -> PaymentStatus {
    try order.status(in: try await gateway.payment(order.about, call: attempt))
  }
}

@usableFromInline
struct PaymentCancellation<Gateway: PaymentGateway>: PipelineCall {
  @usableFromInline let gateway: Gateway
  @usableFromInline let order: EffectOrder

  @inlinable init(_ gateway: Gateway, _ order: EffectOrder) {
    self.gateway = gateway
    self.order = order
  }

  @inlinable @inline(__always)
  func attempt(_ attempt: Attempt) async throws(PaymentError) -> PaymentStatus {
    try await gateway.cancel(order.about, call: order.call(attempt)).status
  }
}

@usableFromInline
struct PaymentRefund<Gateway: PaymentGateway>: PipelineCall {
  @usableFromInline let gateway: Gateway
  @usableFromInline let order: EffectOrder

  @inlinable init(_ gateway: Gateway, _ order: EffectOrder) {
    self.gateway = gateway
    self.order = order
  }

  @inlinable @inline(__always)
  func attempt(_ attempt: Attempt) async throws(PaymentError) -> TransactionID {
    let amount = order.terms.lock.amount
    let refund = try await gateway.refund(amount, of: order.about, call: order.call(attempt))
    guard refund.amount == amount, refund.status != .failed else { throw .malformed }
    return refund.id
  }
}

/// A desk's booking of an item at the price that was agreed.
@usableFromInline
struct ItemBooking<Desk: BookingDesk>: PipelineCall {
  @usableFromInline let desk: Desk
  @usableFromInline let order: EffectOrder

  @inlinable init(_ desk: Desk, _ order: EffectOrder) {
    self.desk = desk
    self.order = order
  }

  @inlinable @inline(__always)
  func attempt(_ attempt: Attempt) async throws(DeskError) -> TransactionID {
    let quoted = order.item
    return try await desk.book(
      quoted.item, at: Money(minorUnits: quoted.price, order.terms.quote.currency), call: order.call(attempt))
  }
}

@usableFromInline
struct ItemCancellation<Desk: BookingDesk>: PipelineCall {
  @usableFromInline let desk: Desk
  @usableFromInline let order: EffectOrder

  @inlinable init(_ desk: Desk, _ order: EffectOrder) {
    self.desk = desk
    self.order = order
  }

  @inlinable @inline(__always)
  func attempt(_ attempt: Attempt) async throws(DeskError) {
    try await desk.cancel(order.about, call: order.call(attempt))
  }
}

/// A look at what an item costs now. It has no effect.
@usableFromInline
struct PriceLook<Desk: BookingDesk>: PipelineCall {
  @usableFromInline let desk: Desk
  @usableFromInline let terms: BookingTerms
  @usableFromInline let place: Int

  @inlinable init(_ desk: Desk, _ terms: BookingTerms, item place: Int) {
    self.desk = desk
    self.terms = terms
    self.place = place
  }

  @inlinable @inline(__always)
  func attempt(_ attempt: Attempt) async throws(DeskError) -> Money {
    let currency = terms.quote.currency
    let price = try await desk.price(terms.quote.items[place].item, in: currency, call: attempt)
    guard price.currency == currency, price.minorUnits > 0 else { throw .malformed }
    return price
  }
}

extension EffectOrder {
  /// What the provider is told about an attempt.
  @inlinable
  func call(_ attempt: Attempt) -> EffectCall { EffectCall(key: key, claim: claim, attempt: attempt) }

  /// The status in an answer about this payment; one about another, or about other money, is no answer.
  @usableFromInline
  func status(in payment: Payment) throws(PaymentError) -> PaymentStatus {
    guard payment.amount == terms.lock.amount, payment.id == about else { throw .malformed }
    return payment.status
  }
}
