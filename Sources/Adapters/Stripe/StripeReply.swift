import Foundation
import TravelPlanner

/// What Stripe answers, as far as it is used.
enum StripeReply {
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
      // The name of a charge unless it was asked for whole.
      isRefunded = (try? container.decodeIfPresent(Charge.self, forKey: .latestCharge))?.refunded ?? false
    }

    /// Nil for a status that is not known.
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

  /// What a status other than 200 means. The words of the reply are not read.
  static func error(_ reply: HTTPReply) -> PaymentError {
    let details = (try? JSONDecoder().decode(Failure.self, from: reply.body))?.error
    if details?.type == "idempotency_error" { return .keyReused }
    switch reply.status {
    case 402: return .declined(reason(details))
    case 404: return .unknownPayment
    case 409: return .keyInUse
    case 429: return .rateLimited(retryAfter: reply.retryAfter ?? .seconds(1))
    case 400:
      if details?.type == "card_error" { return .declined(reason(details)) }
      if details?.code == "resource_missing" { return .unknownPayment }
      // A 400 that is not Stripe's says nothing.
      return details == nil ? .malformed : .refused
    default: return .unavailable
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
