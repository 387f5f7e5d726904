import Primitives

/// An effect that a provider is asked for, until its outcome is known.
@usableFromInline
struct EffectOrder: Sendable {
  @usableFromInline let effect: Effect
  @usableFromInline let terms: BookingTerms
  @usableFromInline let claim: UInt32
  private let subject: TransactionID?

  init(_ effect: Effect, _ terms: BookingTerms, claim: UInt32, subject: TransactionID?) {
    self.effect = effect
    self.terms = terms
    self.claim = claim
    self.subject = subject
  }

  @usableFromInline var key: IdempotencyKey { IdempotencyKey(terms.id, effect) }

  /// What the provider calls the payment or the reservation that the effect is about.
  @usableFromInline var about: TransactionID {
    guard let subject else { preconditionFailure("\(terms.id) has nothing that \(effect) could be about") }
    return subject
  }

  /// The item that it books, or takes back.
  @usableFromInline var item: QuotedItem { terms.quote.items[Int(effect.item)] }

  /// Tells one round of attempts from all others, for jitter and for a simulated provider's chance.
  @usableFromInline
  func request(_ round: UInt64) -> UInt64 {
    let step = UInt64(effect.kind.rawValue &+ 1) &<< 8 | UInt64(effect.item)
    let turn = SplitMix64.mix(step &<< 32 | UInt64(claim)) &+ SplitMix64.mix(round)
    return SplitMix64.mix(terms.id.rawValue ^ turn)
  }
}
