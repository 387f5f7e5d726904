import Primitives
public import Resilience

/// A request to a provider for an effect. The same request is repeated until the outcome is known.
@usableFromInline
struct EffectRequest: Sendable {
  @usableFromInline let effect: Effect
  @usableFromInline let terms: BookingTerms
  @usableFromInline let claim: UInt32
  private let reference: TransactionID?

  /// Creates a request. `reference` is the provider's id of the payment or reservation that the effect changes; nil for
  /// an effect that creates one.
  init(_ effect: Effect, _ terms: BookingTerms, claim: UInt32, reference: TransactionID?) {
    self.effect = effect
    self.terms = terms
    self.claim = claim
    self.reference = reference
  }

  @usableFromInline var key: IdempotencyKey { IdempotencyKey(terms.id, effect) }

  /// The provider's id of the payment or reservation that the effect changes.
  @usableFromInline var subject: TransactionID {
    guard let reference else {
      preconditionFailure("\(terms.id) has no payment or reservation for \(effect)")
    }
    return reference
  }

  /// The item that the effect books or cancels.
  @usableFromInline var item: QuotedItem { terms.quote.items[Int(effect.item)] }

  /// Returns the key of a round of attempts, for jitter and for the draws of a simulated provider.
  @usableFromInline
  func callKey(round: UInt64) -> UInt64 {
    let step = UInt64(effect.kind.rawValue &+ 1) &<< 8 | UInt64(effect.item)
    let turn = SplitMix64.mix(step &<< 32 | UInt64(claim)) &+ SplitMix64.mix(round)
    return SplitMix64.mix(terms.id.rawValue ^ turn)
  }

  /// Returns the call that an attempt makes.
  @inlinable
  func call(_ attempt: Attempt) -> EffectCall { EffectCall(key: key, claim: claim, attempt: attempt) }

  /// Returns the status in a reply; throws `malformed` for a reply about another payment or amount.
  @usableFromInline
  func status(in payment: Payment) throws(PaymentError) -> PaymentStatus {
    guard payment.amount == terms.lock.amount, payment.id == subject else { throw .malformed }
    return payment.status
  }
}
