public import Primitives

/// A booking that is being worked on here.
@usableFromInline
struct BookingRun {
  @usableFromInline private(set) var record: BookingRecord
  /// The prices have been looked at under this claim.
  @usableFromInline var pricesKnown = false
  /// The claim is in the journal.
  private var isClaimed: Bool
  /// The record holds something that the journal has not.
  @usableFromInline private(set) var needsSave: Bool

  /// A new booking, or one that was just loaded.
  @usableFromInline
  init(_ record: BookingRecord) {
    self.record = record
    isClaimed = false
    needsSave = record.revision == 0
  }

  @usableFromInline
  mutating func advance(at now: Timestamp) -> SagaStep {
    let wasUnresolved = record.effects.unresolved != nil
    let status = record.status
    let step = record.advance(at: now, pricesKnown: pricesKnown)
    if record.status != status { needsSave = true }
    if case .ask = step, !wasUnresolved { needsSave = true }
    return step
  }

  @usableFromInline
  mutating func settle(_ effect: Effect, _ outcome: EffectOutcome, at now: Timestamp) {
    record.settle(effect, outcome, at: now)
    needsSave = true
  }

  @usableFromInline
  mutating func fail(_ reason: BookingFailure) {
    record.fail(reason)
    needsSave = true
  }

  @usableFromInline
  mutating func take(holder: UInt64) {
    record.take(holder: holder)
    isClaimed = false
    needsSave = true
  }

  @usableFromInline
  mutating func willSave(at now: Timestamp) { record.updatedAt = now }

  /// Returns true for the first save of this claim.
  @usableFromInline
  mutating func saved(_ revision: UInt32) -> Bool {
    record.revision = revision
    needsSave = false
    defer { isClaimed = true }
    return !isClaimed
  }

  /// Whether what the journal has is what was to be saved.
  @usableFromInline
  func isSame(as there: BookingRecord) -> Bool {
    guard there.revision == record.revision + 1, there.holder == record.holder else { return false }
    var saved = record
    saved.revision = there.revision
    return saved == there
  }

  /// What to tell a provider that is asked for `effect`.
  @usableFromInline
  func order(_ effect: Effect) -> EffectOrder {
    let subject: TransactionID? =
      switch effect.kind {
      case .createPayment, .book: nil
      case .confirmPayment, .cancelPayment, .refund: record.payment
      case .cancelBooking: record.reservation(of: Int(effect.item))
      }
    return EffectOrder(effect, record.terms, claim: record.claim, subject: subject)
  }
}
