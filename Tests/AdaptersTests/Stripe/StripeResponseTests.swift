import Foundation
import Primitives
import Resilience
import Testing
import TravelPlanner

@testable import Adapters

@Suite("Stripe's responses and amounts")
struct StripeResponseTests {
  /// Status, body, and the resulting error.
  static let errors: [(Int, String, PaymentError)] = [
    (
      402, #"{"error":{"type":"card_error","code":"card_declined","decline_code":"insufficient_funds"}}"#,
      .declined(.insufficientFunds)
    ),
    (402, #"{"error":{"type":"card_error","code":"expired_card"}}"#, .declined(.expiredCard)),
    (
      402, #"{"error":{"type":"card_error","code":"card_declined","decline_code":"fraudulent"}}"#,
      .declined(.suspectedFraud)
    ),
    (
      402, #"{"error":{"type":"card_error","code":"authentication_required"}}"#,
      .declined(.authenticationRequired)
    ),
    (
      402, #"{"error":{"type":"card_error","code":"card_declined","decline_code":"generic_decline"}}"#,
      .declined(.cardDeclined)
    ),
    (402, "<html>", .declined(.cardDeclined)),
    (400, #"{"error":{"type":"card_error","code":"incorrect_cvc"}}"#, .declined(.cardDeclined)),
    (400, #"{"error":{"type":"idempotency_error"}}"#, .keyReused),
    (409, #"{"error":{"type":"idempotency_error"}}"#, .keyReused),
    (409, #"{"error":{"type":"invalid_request_error","code":"idempotency_key_in_use"}}"#, .keyInUse),
    (400, #"{"error":{"type":"invalid_request_error","code":"payment_intent_unexpected_state"}}"#, .refused),
    (400, #"{"error":{"type":"invalid_request_error","code":"charge_already_refunded"}}"#, .refused),
    (400, #"{"error":{"type":"invalid_request_error","code":"resource_missing"}}"#, .unknownPayment),
    (404, #"{"error":{"type":"invalid_request_error","code":"resource_missing"}}"#, .unknownPayment),
    (400, "<html>bad request</html>", .malformed),
    (429, "", .rateLimited(retryAfter: .seconds(1))),
    (401, "", .unavailable), (403, "", .unavailable), (500, "", .unavailable), (502, "<html>", .unavailable),
    (503, "", .unavailable), (302, "", .unavailable), (418, "", .unavailable),
  ]

  @Test("every error has its meaning", arguments: errors)
  func error(status: Int, body: String, meaning: PaymentError) {
    #expect(StripeResponse.error(HTTPResponse(status: status, body: Data(body.utf8))) == meaning)
  }

  static let intents: [(String, PaymentStatus?)] = [
    (#""status":"requires_payment_method""#, .pending),
    (#""status":"requires_payment_method","last_payment_error":null"#, .pending),
    (#""status":"requires_payment_method","last_payment_error":{"code":"card_declined"}"#, .failed),
    (#""status":"requires_confirmation""#, .pending), (#""status":"requires_action""#, .pending),
    (#""status":"processing""#, .processing), (#""status":"requires_capture""#, .processing),
    (#""status":"succeeded""#, .succeeded), (#""status":"succeeded","latest_charge":"ch_1""#, .succeeded),
    (#""status":"succeeded","latest_charge":{"refunded":false}"#, .succeeded),
    (#""status":"succeeded","latest_charge":{"refunded":true}"#, .refunded),
    (#""status":"canceled""#, .failed), (#""status":"something new""#, nil),
  ]

  @Test("every status of a payment has its meaning", arguments: intents)
  func intent(fields: String, status: PaymentStatus?) throws {
    let text = #"{"id":"pi_1","amount":100,"currency":"eur",\#(fields)}"#
    let intent = try JSONDecoder().decode(StripeResponse.Intent.self, from: Data(text.utf8))
    #expect(intent.paymentStatus == status)
  }

  static let amounts: [(Currency, Int64, Int64)] = [
    (.eur, 12_345, 12_345), (.jpy, 500, 500), (.krw, 9_000, 9_000), (.idr, 150_000, 15_000_000),
    (.huf, 36_000, 3_600_000), (.jod, 710, 7_100), (.omr, 385, 3_850), (.inr, 3_609_600, 3_609_600),
  ]

  @Test("amounts are counted as Stripe counts them, there and back", arguments: amounts)
  func amount(currency: Currency, minorUnits: Int64, units: Int64) {
    let money = Money(minorUnits: minorUnits, currency)
    #expect(StripeAmount.units(of: money) == units)
    #expect(StripeAmount.money(units, currency: currency.code.lowercased()) == money)
  }

  @Test("an amount that cannot be converted exactly is nil")
  func noAmount() {
    #expect(StripeAmount.units(of: Money(minorUnits: .max, .idr)) == nil)
    #expect(StripeAmount.units(of: Money(minorUnits: 0, .eur)) == nil)
    #expect(StripeAmount.units(of: Money(minorUnits: -5, .eur)) == nil)
    #expect(StripeAmount.money(3_851, currency: "omr") == nil)
    #expect(StripeAmount.money(1, currency: "idr") == nil)
    #expect(StripeAmount.money(1, currency: "xxx") == nil)
    for currency in Currency.allCases {
      for minorUnits in [Int64(1), 99, 100, 12_345_670] {
        let money = Money(minorUnits: minorUnits, currency)
        #expect(
          StripeAmount.units(of: money).flatMap { StripeAmount.money($0, currency: currency.code) } == money)
      }
    }
  }

  @Test("a payment that requires authentication is declined at once")
  func authentication() async throws {
    let gateway = StripeGateway(
      key: try #require(SecretKey("sk_test_1")),
      client: FakeTransport(
        body: Data(#"{"id":"pi_1","amount":100,"currency":"eur","status":"requires_action"}"#.utf8)))
    let key = IdempotencyKey(BookingID(rawValue: 1), Effect(.confirmPayment))
    await #expect(throws: PaymentError.declined(.authenticationRequired)) {
      try await gateway.confirm(
        TransactionID("pi_1"),
        call: EffectCall(
          key: key, claim: 1, attempt: Attempt(request: 1, target: 0, number: 1, deadline: .none)))
    }
  }

  @Test("a response of generated bytes is a payment or an error")
  func generated() async throws {
    let whole = [UInt8](
      #"{"id":"pi_1","amount":100,"currency":"eur","status":"succeeded","latest_charge":{"refunded":true}}"#
        .utf8)
    var random = SplitMix64(seed: 9)
    var malformed = 0
    for _ in 0..<500 {
      let bytes = random.corrupted(whole)
      let gateway = StripeGateway(
        key: try #require(SecretKey("sk_test_1")), client: FakeTransport(body: Data(bytes)))
      do {
        _ = try await gateway.payment(
          TransactionID("pi_1"), call: Attempt(request: 1, target: 0, number: 1, deadline: .none))
      } catch {
        #expect(error == .malformed)
        malformed += 1
      }
    }
    #expect(malformed > 200)
  }
}
