import Foundation
import Primitives
import Resilience
import TestSupport
import Testing
import TravelPlanner

@testable import Adapters

@Suite(
  "Stripe, against localstripe", .serialized,
  .enabled(
    if: PythonServer.hasPython("localstripe"), "needs Python's localstripe: pip install localstripe==1.15.10")
)
struct StripeGatewayTests {
  let stripe: StripeServer
  private let gateway: StripeGateway<HTTPClient>
  private let booking = BookingID(day: CalendarDay(year: 2026, month: 2, day: 22)!, serial: 7)

  init() async throws {
    stripe = try await StripeServer()
    gateway = try stripe.gateway()
  }

  private func call(_ kind: Effect.Kind, of other: BookingID? = nil, number: Int = 1) -> EffectCall {
    EffectCall(key: IdempotencyKey(other ?? booking, Effect(kind)), claim: 1, attempt: attempt(number))
  }

  private func attempt(_ number: Int = 1) -> Attempt {
    Attempt(request: 1, target: 0, number: number, deadline: .none)
  }

  private func order(_ token: String = "pm_card_visa", _ amount: Money = Money(minorUnits: 12_345, .eur))
    -> PaymentOrder
  {
    PaymentOrder(amount: amount, method: PaymentMethod(token: token), booking: booking)
  }

  @Test("a payment is created, charged once, and refunded in parts")
  func whole() async throws {
    let ready = try await gateway.create(order(), call: call(.createPayment))
    #expect(ready.status == .pending && ready.amount == Money(minorUnits: 12_345, .eur))
    #expect(try await stripe.ledger().charged == 0)
    let paid = try await gateway.confirm(ready.id, call: call(.confirmPayment))
    #expect(paid == Payment(id: ready.id, amount: ready.amount, status: .succeeded))
    #expect(try await gateway.payment(ready.id, call: attempt()).status == .succeeded)
    let part = try await gateway.refund(
      Money(minorUnits: 2_345, .eur), of: ready.id, call: call(.refund))
    #expect(part.amount == Money(minorUnits: 2_345, .eur) && part.status == .succeeded)
    #expect(try await gateway.payment(ready.id, call: attempt()).status == .succeeded)
    let rest = try await gateway.refund(
      Money(minorUnits: 10_000, .eur), of: ready.id, call: call(.refund, of: BookingID(rawValue: 9)))
    #expect(rest.id != part.id)
    #expect(try await gateway.payment(ready.id, call: attempt()).status == .refunded)
    let ledger = try await stripe.ledger()
    #expect(ledger.charged == 12_345 && ledger.refunded == 12_345 && ledger.refunds == 2)
  }

  @Test("requests contain the amount in cents, the token, the booking and the key, and no card number")
  func sent() async throws {
    let ready = try await gateway.create(order(), call: call(.createPayment))
    _ = try await gateway.confirm(ready.id, call: call(.confirmPayment))
    let calls = try await stripe.calls()
    #expect(calls[0].path == "/v1/payment_intents" && calls[0].key == "\(booking)-create-payment")
    #expect(calls[0].authorization == "Bearer sk_test_12345")
    for part in [
      "amount=12345", "currency=eur", "payment_method=pm_card_visa", "metadata%5Bbooking%5D=\(booking)",
      "metadata%5Bkey%5D=\(booking)-create-payment",
    ] { #expect(calls[0].body.contains(part), "\(part)") }
    #expect(
      calls[1].path == "/v1/payment_intents/\(ready.id)/confirm"
        && calls[1].key == "\(booking)-confirm-payment")
    #expect(calls.allSatisfy { !CardNumber.isIn($0.body) })
    let before = try await stripe.calls().count
    await #expect(throws: PaymentError.refused) {
      try await gateway.create(order("4242 4242 4242 4242"), call: call(.createPayment))
    }
    #expect(try await stripe.calls().count == before, "nothing is sent")
  }

  @Test("a decline is final, and the payment can then only be cancelled")
  func declined() async throws {
    let ready = try await gateway.create(order("pm_card_chargeCustomerFail"), call: call(.createPayment))
    for number in 1...2 {
      let error = await #expect(throws: PaymentError.self) {
        try await gateway.confirm(ready.id, call: call(.confirmPayment, number: number))
      }
      #expect(error == .declined(.cardDeclined))
      #expect(error?.verdict == .final)
    }
    #expect(try await gateway.payment(ready.id, call: attempt()).status == .failed)
    #expect(try await gateway.cancel(ready.id, call: call(.cancelPayment)).status == .failed)
    #expect(try await stripe.ledger().charged == 0)
  }

  @Test("an unconfirmed payment can be cancelled repeatedly, and cannot be charged afterwards")
  func cancelled() async throws {
    let ready = try await gateway.create(order(), call: call(.createPayment))
    #expect(try await gateway.cancel(ready.id, call: call(.cancelPayment)).status == .failed)
    try await stripe.forgetKeys()
    #expect(try await gateway.cancel(ready.id, call: call(.cancelPayment)).status == .failed)
    await #expect(throws: PaymentError.refused) {
      try await gateway.confirm(ready.id, call: call(.confirmPayment))
    }
    #expect(try await stripe.ledger().charged == 0)
  }

  @Test("a payment that succeeded cannot be cancelled")
  func paidIsNotCancelled() async throws {
    let ready = try await gateway.create(order(), call: call(.createPayment))
    _ = try await gateway.confirm(ready.id, call: call(.confirmPayment))
    await #expect(throws: PaymentError.refused) {
      try await gateway.cancel(ready.id, call: call(.cancelPayment))
    }
    #expect(try await gateway.payment(ready.id, call: attempt()).status == .succeeded)
  }

  @Test("the same key with another order is refused, and nothing is done")
  func keyReused() async throws {
    let ready = try await gateway.create(order(), call: call(.createPayment))
    await #expect(throws: PaymentError.keyReused) {
      try await gateway.create(order("pm_card_visa", Money(minorUnits: 99, .eur)), call: call(.createPayment))
    }
    #expect(try await gateway.create(order(), call: call(.createPayment)) == ready)
    _ = try await gateway.confirm(ready.id, call: call(.confirmPayment))
    let refund = try await gateway.refund(Money(minorUnits: 5, .eur), of: ready.id, call: call(.refund))
    await #expect(throws: PaymentError.keyReused) {
      try await gateway.refund(Money(minorUnits: 6, .eur), of: ready.id, call: call(.refund))
    }
    #expect(try await gateway.refund(Money(minorUnits: 5, .eur), of: ready.id, call: call(.refund)) == refund)
    #expect(try await stripe.ledger().refunded == 5)
  }

  /// Each fault with the error of the gateway.
  static let faults: [(StripeServer.Fault, PaymentError)] = [
    (.before, .unavailable), (.after, .unavailable), (.lost, .unavailable), (.late, .unavailable),
    (.garbage, .malformed), (.throttle, .rateLimited(retryAfter: .seconds(3))),
  ]

  @Test(
    "an unknown outcome is resolved by repeating the call with the same key: one charge, one refund",
    arguments: faults
  )
  func unknown(fault: StripeServer.Fault, error: PaymentError) async throws {
    let amount = Money(minorUnits: 12_345, .eur)
    let gateway = try stripe.gateway(timeout: fault == .late ? .milliseconds(1000) : .seconds(30))
    /// Repeats a call until its outcome is known, as the saga does. The first `spared` calls have no fault.
    func resolve<Value>(sparing spared: Int = 0, _ ask: (Int) async throws(PaymentError) -> Value)
      async throws -> Value
    {
      if spared > 0 { try await stripe.next(.none, times: spared) }
      try await stripe.next(fault)
      var errors: [PaymentError] = []
      while true {
        do throws(PaymentError) {
          let value = try await ask(errors.count + 1)
          #expect(errors.first == error, "\(errors)")
          return value
        } catch {
          errors.append(error)
          #expect(error.verdict != .final)
          if errors.count > 30 { throw error }
          try await Task.sleep(for: .milliseconds(100))
        }
      }
    }
    let ready = try await resolve { number throws(PaymentError) in
      try await gateway.create(order(), call: call(.createPayment, number: number))
    }
    let paid = try await resolve { number throws(PaymentError) in
      try await gateway.confirm(ready.id, call: call(.confirmPayment, number: number))
    }
    #expect(paid.status == .succeeded)
    let found = try await resolve { number throws(PaymentError) in
      try await gateway.payment(ready.id, call: attempt(number))
    }
    #expect(found.status == .succeeded)
    // A refund is searched for first: the second call is the one that pays the money back.
    let refund = try await resolve(sparing: 1) { number throws(PaymentError) in
      try await gateway.refund(amount, of: ready.id, call: call(.refund, number: number))
    }
    #expect(refund.amount == amount)
    let ledger = try await stripe.ledger()
    #expect(ledger.charged == 12_345 && ledger.refunded == 12_345 && ledger.refunds == 1)
  }

  @Test("a refund is found by its metadata when the server has forgotten its key")
  func lateRefund() async throws {
    let ready = try await gateway.create(order(), call: call(.createPayment))
    _ = try await gateway.confirm(ready.id, call: call(.confirmPayment))
    let refund = try await gateway.refund(order().amount, of: ready.id, call: call(.refund))
    try await stripe.forgetKeys()
    #expect(try await gateway.refund(order().amount, of: ready.id, call: call(.refund)) == refund)
    #expect(try await stripe.ledger().refunds == 1)
  }

  @Test(
    "a confirmation whose key was forgotten is refused and not repeated; the payment shows that it succeeded")
  func lateConfirm() async throws {
    let ready = try await gateway.create(order(), call: call(.createPayment))
    _ = try await gateway.confirm(ready.id, call: call(.confirmPayment))
    try await stripe.forgetKeys()
    await #expect(throws: PaymentError.refused) {
      try await gateway.confirm(ready.id, call: call(.confirmPayment))
    }
    #expect(try await gateway.payment(ready.id, call: attempt()).status == .succeeded)
    #expect(try await stripe.ledger().charged == 12_345)
  }

  @Test(
    "a missing payment, or an invalid id, is unknown",
    arguments: [
      "pi_none", "", "../charges", "pi_1/confirm", "pi_é", String(repeating: "x", count: 300),
    ])
  func unknownPayment(id: String) async throws {
    await #expect(throws: PaymentError.unknownPayment) {
      try await gateway.payment(TransactionID(id), call: attempt())
    }
    await #expect(throws: PaymentError.unknownPayment) {
      try await gateway.confirm(TransactionID(id), call: call(.confirmPayment))
    }
  }

  @Test("a key that Stripe refuses leaves the outcome unknown, and appears in no error")
  func wrongKey() async throws {
    let gateway = try stripe.gateway(key: "no_such_key_SECRET")
    let error = await #expect(throws: PaymentError.self) {
      try await gateway.create(order(), call: call(.createPayment))
    }
    #expect(error == .unavailable)
    #expect(!"\(error!) \(gateway)".contains("SECRET"))
  }

  @Test("two callers with one key at once make one charge")
  func race() async throws {
    let ready = try await gateway.create(order(), call: call(.createPayment))
    let gateway = gateway
    let confirm = call(.confirmPayment)
    let results = await withTaskGroup(of: Result<Payment, PaymentError>.self) { group in
      for _ in 0..<6 {
        group.addTask {
          do throws(PaymentError) {
            return .success(try await gateway.confirm(ready.id, call: confirm))
          } catch {
            return .failure(error)
          }
        }
      }
      return await group.reduce(into: []) { $0.append($1) }
    }
    #expect(
      results.contains { if case .success(let payment) = $0 { payment.status == .succeeded } else { false } })
    for case .failure(let error) in results { #expect(error == .keyInUse) }
    #expect(try await stripe.ledger().charged == 12_345)
  }
}
