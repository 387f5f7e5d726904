public import Primitives

/// A booking that this process is working on.
@usableFromInline
struct BookingInProgress {
  @usableFromInline private(set) var record: BookingRecord
  /// True once the prices have been checked under the current claim.
  @usableFromInline var pricesKnown = false
  /// True once the claim is in the journal.
  private var isClaimed: Bool
  /// True if the record has changes that the journal does not have.
  @usableFromInline private(set) var needsSave: Bool

  /// Creates the work on a new booking or on one that was just loaded.
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
    if case .perform = step, !wasUnresolved { needsSave = true }
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
  mutating func claim(by holder: UInt64) {
    record.claim(by: holder)
    isClaimed = false
    needsSave = true
  }

  @usableFromInline
  mutating func willSave(at now: Timestamp) { record.updatedAt = now }

  /// Records a save. Returns true for the first save of the current claim.
  @usableFromInline
  mutating func saved(_ revision: UInt32) -> Bool {
    record.revision = revision
    needsSave = false
    defer { isClaimed = true }
    return !isClaimed
  }

  /// Returns true if `stored` is the record that was to be saved.
  @usableFromInline
  func isSame(as stored: BookingRecord) -> Bool {
    guard stored.revision == record.revision + 1, stored.holder == record.holder else { return false }
    var saved = record
    saved.revision = stored.revision
    return saved == stored
  }

  /// Returns the request for an effect.
  @usableFromInline
  func request(_ effect: Effect) -> EffectRequest {
    let reference: TransactionID? =
      switch effect.kind {
      case .createPayment, .book: nil
      case .confirmPayment, .cancelPayment, .refund: record.payment
      case .cancelBooking: record.reservation(of: Int(effect.item))
      }
    return EffectRequest(effect, record.terms, claim: record.claim, reference: reference)
  }
}
