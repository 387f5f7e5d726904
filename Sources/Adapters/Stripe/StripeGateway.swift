import Foundation
package import Resilience
package import TravelPlanner

/// Payments through Stripe: payment intents, confirmed on the server, and refunds.
///
///     let stripe = StripeGateway(key: SecretKey("sk_live_…")!, client: HTTPClient(timeout: .seconds(20)))
///
/// Every effect carries its idempotency key, so asking again with the same key has no second effect. Stripe keeps
/// keys for a day or more; a refund is also marked with its key and looked for among the payment's refunds before
/// it is asked for, so it is found however late somebody asks again. Payments carry the booking and the key in
/// their metadata.
///
/// A way to pay is a token of Stripe's, `pm_…`; a token that looks like a card number is refused before anything is
/// sent, and no words of Stripe's reach an error, since they may quote a card.
///
/// | From Stripe | Here |
/// | --- | --- |
/// | no reply, 5xx, 401, 403, anything unforeseen | `unavailable`: the outcome is unknown |
/// | a reply that makes no sense | `malformed`: unknown as well |
/// | 402, `card_error` | `declined`, final |
/// | 409 | `keyInUse` |
/// | `idempotency_error` | `keyReused` |
/// | 429 | `rateLimited`, for as long as `Retry-After` says |
/// | 404 | `unknownPayment` |
/// | any other 400 | `refused` |
package struct StripeGateway<Transport: HTTPTransport>: PaymentGateway {
  private let transport: Transport
  private let endpoint: HTTPEndpoint
  private let key: SecretKey

  /// The version of Stripe's interface this was written for.
  static var version: String { "2024-06-20" }

  /// `endpoint` is Stripe's own unless another is given.
  package init(key: SecretKey, endpoint: HTTPEndpoint? = nil, client: Transport) {
    self.key = key
    transport = client
    if let endpoint {
      self.endpoint = endpoint
    } else {
      guard let stripe = try? HTTPEndpoint("https://api.stripe.com") else {
        preconditionFailure("an address")
      }
      self.endpoint = stripe
    }
  }

  package func create(_ order: PaymentOrder, call: EffectCall) async throws(PaymentError) -> Payment {
    guard !CardNumber.isIn(order.method.token), let amount = StripeAmount.units(of: order.amount) else {
      throw .refused
    }
    let intent: StripeReply.Intent = try await post(
      "v1/payment_intents",
      [
        ("amount", "\(amount)"), ("currency", order.amount.currency.code.lowercased()),
        ("payment_method", order.method.token), ("payment_method_types[]", "card"),
        ("capture_method", "automatic"), ("metadata[booking]", "\(order.booking)"),
        ("metadata[key]", "\(call.key)"),
      ], key: call.key)
    return try payment(intent)
  }

  package func confirm(_ id: TransactionID, call: EffectCall) async throws(PaymentError) -> Payment {
    let intent: StripeReply.Intent = try await post(
      "v1/payment_intents/\(try name(id))/confirm", [], key: call.key)
    // Nobody is there to prove who pays: the payment waits until it is cancelled.
    if intent.status == "requires_action" { throw .declined(.authenticationRequired) }
    let payment = try payment(intent)
    if payment.status == .failed { throw .declined(.cardDeclined) }
    return payment
  }

  package func payment(_ id: TransactionID, call: Attempt) async throws(PaymentError) -> Payment {
    try payment(await intent(id))
  }

  package func cancel(_ id: TransactionID, call: EffectCall) async throws(PaymentError) -> Payment {
    let before = try await intent(id)
    if before.status == "canceled" { return try payment(before) }
    guard before.status != "succeeded" else { throw .refused }
    do throws(PaymentError) {
      let after: StripeReply.Intent = try await post(
        "v1/payment_intents/\(try name(id))/cancel", [], key: call.key)
      return try payment(after)
    } catch {
      // Somebody was quicker: with the same, or with the money.
      guard error == .refused else { throw error }
      let after = try await intent(id)
      guard after.status == "canceled" else { throw .refused }
      return try payment(after)
    }
  }

  package func refund(
    _ amount: Money, of id: TransactionID, call: EffectCall
  ) async throws(PaymentError) -> Refund {
    guard let units = StripeAmount.units(of: amount) else { throw .refused }
    let name = try name(id)
    if let made = try await refund(of: name, by: call.key) {
      guard made.amount == amount else { throw .keyReused }
      return made
    }
    let reply: StripeReply.Refund = try await post(
      "v1/refunds", [("payment_intent", name), ("amount", "\(units)"), ("metadata[key]", "\(call.key)")],
      key: call.key)
    return try refund(reply)
  }

  // MARK: Looking

  private func intent(_ id: TransactionID) async throws(PaymentError) -> StripeReply.Intent {
    try await get("v1/payment_intents/\(try name(id))", [("expand[]", "latest_charge")])
  }

  /// The refund that was made with `key`; nil when there is none. A payment has a hundred refunds at most here.
  private func refund(of payment: String, by key: IdempotencyKey) async throws(PaymentError) -> Refund? {
    let list: StripeReply.RefundList = try await get(
      "v1/refunds", [("payment_intent", payment), ("limit", "100")])
    guard let made = list.data.first(where: { $0.metadata?["key"] == "\(key)" }) else { return nil }
    return try refund(made)
  }

  // MARK: Reading

  private func payment(_ intent: StripeReply.Intent) throws(PaymentError) -> Payment {
    guard let amount = StripeAmount.money(intent.amount, currency: intent.currency), !intent.id.isEmpty,
      let status = intent.paymentStatus
    else { throw .malformed }
    return Payment(id: TransactionID(intent.id), amount: amount, status: status)
  }

  private func refund(_ reply: StripeReply.Refund) throws(PaymentError) -> Refund {
    guard let amount = StripeAmount.money(reply.amount, currency: reply.currency), !reply.id.isEmpty,
      let status = reply.paymentStatus
    else { throw .malformed }
    return Refund(id: TransactionID(reply.id), amount: amount, status: status)
  }

  /// As a segment of a path.
  private func name(_ id: TransactionID) throws(PaymentError) -> String {
    let text = "\(id)"
    guard (1...255).contains(text.utf8.count),
      text.utf8.allSatisfy({
        (48...57).contains($0) || (65...90).contains($0) || (97...122).contains($0) || $0 == 95
      })
    else { throw .unknownPayment }
    return text
  }

  // MARK: Calls

  private func get<Reply: Decodable>(
    _ path: String, _ query: [(String, String)]
  ) async throws(PaymentError) -> Reply {
    try await send(HTTPCall("GET", endpoint.url(path, query: query), headers: headers))
  }

  private func post<Reply: Decodable>(
    _ path: String, _ fields: [(String, String)], key: IdempotencyKey
  ) async throws(PaymentError) -> Reply {
    try await send(
      HTTPCall(
        "POST", endpoint.url(path),
        headers: headers + [
          ("Idempotency-Key", "\(key)"), ("Content-Type", "application/x-www-form-urlencoded"),
        ],
        body: Data(FormBody.text(fields).utf8)))
  }

  private var headers: [(name: String, value: String)] {
    [
      ("Authorization", "Bearer \(key.text)"), ("Stripe-Version", Self.version),
      ("Accept", "application/json"),
    ]
  }

  private func send<Reply: Decodable>(_ call: HTTPCall) async throws(PaymentError) -> Reply {
    let reply: HTTPReply
    do throws(HTTPFailure) {
      reply = try await transport.send(call)
    } catch {
      switch error {
      case .tooLarge: throw .malformed
      case .unreachable, .timedOut, .interrupted, .cancelled: throw .unavailable
      }
    }
    guard reply.status == 200 else { throw StripeReply.error(reply) }
    guard let value = try? JSONDecoder().decode(Reply.self, from: reply.body) else { throw .malformed }
    return value
  }
}
