import Foundation
package import Resilience
package import TravelPlanner

/// A payment gateway on Stripe: payment intents, confirmed on the server, and refunds.
///
///     let stripe = StripeGateway(key: SecretKey("sk_live_…")!, client: HTTPClient(timeout: .seconds(20)))
///
/// Every effect carries its idempotency key, so repeating it with the same key has no second effect. Stripe keeps
/// keys for a day or more. A refund also carries its key in its metadata and is searched for among the payment's refunds
/// before it is requested, so it is found after Stripe has forgotten the key. The metadata of a payment holds the
/// booking and the key.
///
/// A payment method is a token of Stripe, `pm_…`. A token that looks like a card number is refused before anything is
/// sent. No error contains a message of Stripe, since it may quote a card number.
///
/// | From Stripe | Here |
/// | --- | --- |
/// | no response, 5xx, 401, 403, any other status | `unavailable`: the outcome is unknown |
/// | a response that cannot be decoded | `malformed`: unknown as well |
/// | 402, `card_error` | `declined`, final |
/// | 409 | `keyInUse` |
/// | `idempotency_error` | `keyReused` |
/// | 429 | `rateLimited`, with the wait of `Retry-After` |
/// | 404 | `unknownPayment` |
/// | any other 400 | `refused` |
package struct StripeGateway<Transport: HTTPTransport>: PaymentGateway {
  private let transport: Transport
  private let endpoint: HTTPEndpoint
  private let key: SecretKey

  /// The version of Stripe's API that this type uses.
  static var version: String { "2024-06-20" }

  /// `endpoint` is Stripe's own by default.
  package init(key: SecretKey, endpoint: HTTPEndpoint? = nil, client: Transport) {
    self.key = key
    transport = client
    if let endpoint {
      self.endpoint = endpoint
    } else {
      guard let stripe = try? HTTPEndpoint("https://api.stripe.com") else {
        preconditionFailure("https://api.stripe.com is a valid address")
      }
      self.endpoint = stripe
    }
  }

  package func create(_ order: PaymentOrder, call: EffectCall) async throws(PaymentError) -> Payment {
    guard !CardNumber.isIn(order.method.token), let amount = StripeAmount.units(of: order.amount) else {
      throw .refused
    }
    let intent: StripeResponse.Intent = try await post(
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
    let intent: StripeResponse.Intent = try await post(
      "v1/payment_intents/\(try name(id))/confirm", [], key: call.key)
    // The traveller is not present to authenticate the payment; the saga cancels it.
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
      let after: StripeResponse.Intent = try await post(
        "v1/payment_intents/\(try name(id))/cancel", [], key: call.key)
      return try payment(after)
    } catch {
      // Another call has cancelled the payment, or it has succeeded since.
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
    let response: StripeResponse.Refund = try await post(
      "v1/refunds", [("payment_intent", name), ("amount", "\(units)"), ("metadata[key]", "\(call.key)")],
      key: call.key)
    return try refund(response)
  }

  // MARK: Queries

  private func intent(_ id: TransactionID) async throws(PaymentError) -> StripeResponse.Intent {
    try await get("v1/payment_intents/\(try name(id))", [("expand[]", "latest_charge")])
  }

  /// The refund made with `key`; nil when there is none. Reads one page, since a payment has at most a hundred refunds
  /// here.
  private func refund(of payment: String, by key: IdempotencyKey) async throws(PaymentError) -> Refund? {
    let list: StripeResponse.RefundList = try await get(
      "v1/refunds", [("payment_intent", payment), ("limit", "100")])
    guard let made = list.data.first(where: { $0.metadata?["key"] == "\(key)" }) else { return nil }
    return try refund(made)
  }

  // MARK: Decoding

  private func payment(_ intent: StripeResponse.Intent) throws(PaymentError) -> Payment {
    guard let amount = StripeAmount.money(intent.amount, currency: intent.currency), !intent.id.isEmpty,
      let status = intent.paymentStatus
    else { throw .malformed }
    return Payment(id: TransactionID(intent.id), amount: amount, status: status)
  }

  private func refund(_ response: StripeResponse.Refund) throws(PaymentError) -> Refund {
    guard let amount = StripeAmount.money(response.amount, currency: response.currency), !response.id.isEmpty,
      let status = response.paymentStatus
    else { throw .malformed }
    return Refund(id: TransactionID(response.id), amount: amount, status: status)
  }

  /// The id as a segment of a path; an id that would need escaping is unknown.
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

  private func get<Response: Decodable>(
    _ path: String, _ query: [(String, String)]
  ) async throws(PaymentError) -> Response {
    try await send(HTTPRequest("GET", endpoint.url(path, query: query), headers: headers))
  }

  private func post<Response: Decodable>(
    _ path: String, _ fields: [(String, String)], key: IdempotencyKey
  ) async throws(PaymentError) -> Response {
    try await send(
      HTTPRequest(
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

  private func send<Response: Decodable>(_ request: HTTPRequest) async throws(PaymentError) -> Response {
    let response: HTTPResponse
    do throws(HTTPFailure) {
      response = try await transport.send(request)
    } catch {
      switch error {
      case .tooLarge: throw .malformed
      case .unreachable, .timedOut, .interrupted, .cancelled: throw .unavailable
      }
    }
    guard response.status == 200 else { throw StripeResponse.error(response) }
    guard let value = try? JSONDecoder().decode(Response.self, from: response.body) else { throw .malformed }
    return value
  }
}
