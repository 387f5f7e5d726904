/// A booking that is being worked on here: on the heap, because the steps hand it on.
@usableFromInline
final class BookingRun {
  @usableFromInline private(set) var record: BookingRecord
  /// The prices have been looked at under this claim.
  @usableFromInline var pricesKnown = false
  /// The claim is in the journal.
  private(set) var isClaimed: Bool
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
  func advance(at now: Timestamp) -> SagaStep {
    let (step, isNews) = BookingRun.advance(&record, at: now, pricesKnown: pricesKnown)
    if isNews { needsSave = true }
    return step
  }

  // On the record alone: each access through the run is looked up by the runtime.
  private static func advance(
    _ record: inout BookingRecord, at now: Timestamp, pricesKnown: Bool
  ) -> (step: SagaStep, isNews: Bool) {
    let wasUnresolved = record.effects.unresolved != nil
    let status = record.status
    let step = record.advance(at: now, pricesKnown: pricesKnown)
    var isNews = record.status != status
    if case .ask = step, !wasUnresolved { isNews = true }
    return (step, isNews)
  }

  @usableFromInline
  func settle(_ effect: Effect, _ outcome: EffectOutcome, at now: Timestamp) {
    record.settle(effect, outcome, at: now)
    needsSave = true
  }

  @usableFromInline
  func fail(_ reason: BookingFailure) {
    record.fail(reason)
    needsSave = true
  }

  @usableFromInline
  func take(holder: UInt64) {
    record.take(holder: holder)
    isClaimed = false
    needsSave = true
  }

  @usableFromInline
  func willSave(at now: Timestamp) { record.updatedAt = now }

  /// Returns true for the first save of this claim.
  @usableFromInline
  func saved(_ revision: UInt32) -> Bool {
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
}
