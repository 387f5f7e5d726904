import Foundation
import TravelPlanner

/// The parts of Stripe's responses that the gateway reads.
enum StripeResponse {
  struct Intent: Decodable {
    var id: String
    var amount: Int64
    var currency: String
    var status: String
    var hasError: Bool
    var isRefunded: Bool

    private enum Key: String, CodingKey {
      case id, amount, currency, status
      case lastError = "last_payment_error"
      case latestCharge = "latest_charge"
    }

    private struct Charge: Decodable { var refunded: Bool? }

    init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: Key.self)
      id = try container.decode(String.self, forKey: .id)
      amount = try container.decode(Int64.self, forKey: .amount)
      currency = try container.decode(String.self, forKey: .currency)
      status = try container.decode(String.self, forKey: .status)
      hasError =
        try container.contains(.lastError) && !container.decodeNil(forKey: .lastError)
      // The id of a charge, unless the request asked to expand it.
      isRefunded = (try? container.decodeIfPresent(Charge.self, forKey: .latestCharge))?.refunded ?? false
    }

    /// The status of the payment; nil for an unknown status.
    var paymentStatus: PaymentStatus? {
      switch status {
      case "requires_payment_method": hasError ? .failed : .pending
      case "requires_confirmation", "requires_action": .pending
      case "processing", "requires_capture": .processing
      case "succeeded": isRefunded ? .refunded : .succeeded
      case "canceled": .failed
      default: nil
      }
    }
  }

  struct Refund: Decodable {
    var id: String
    var amount: Int64
    var currency: String
    var status: String?
    var metadata: [String: String]?

    var paymentStatus: PaymentStatus? {
      switch status {
      case "succeeded": .succeeded
      case "pending", "requires_action": .processing
      case "failed", "canceled": .failed
      default: nil
      }
    }
  }

  struct RefundList: Decodable { var data: [Refund] }

  private struct Failure: Decodable {
    struct Details: Decodable {
      var type: String?
      var code: String?
      var declineCode: String?

      private enum CodingKeys: String, CodingKey {
        case type, code
        case declineCode = "decline_code"
      }
    }
    var error: Details
  }

  /// The error for a status other than 200. Stripe's messages are ignored.
  static func error(_ response: HTTPResponse) -> PaymentError {
    let details = (try? JSONDecoder().decode(Failure.self, from: response.body))?.error
    if details?.type == "idempotency_error" { return .keyReused }
    switch response.status {
    case 402: return .declined(reason(details))
    case 404: return .unknownPayment
    case 409: return .keyInUse
    case 429: return .rateLimited(retryAfter: response.retryAfter ?? .seconds(1))
    case 400:
      if details?.type == "card_error" { return .declined(reason(details)) }
      if details?.code == "resource_missing" { return .unknownPayment }
      // A 400 without Stripe's error object is not from Stripe.
      return details == nil ? .malformed : .refused
    default: return response.retryAfter.map { .rateLimited(retryAfter: $0) } ?? .unavailable
    }
  }

  private static func reason(_ details: Failure.Details?) -> DeclineReason {
    switch details?.declineCode ?? details?.code {
    case "insufficient_funds": .insufficientFunds
    case "expired_card": .expiredCard
    case "authentication_required": .authenticationRequired
    case "fraudulent", "lost_card", "stolen_card", "pickup_card", "merchant_blacklist": .suspectedFraud
    default: .cardDeclined
    }
  }
}
