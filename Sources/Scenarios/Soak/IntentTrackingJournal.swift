import Synchronization
import TravelPlanner

/// A journal that knows the intents it has saved, so that a provider can check each effect against them.
final class IntentTrackingJournal: BookingJournal {
  private let base: any BookingJournal
  private let saved = Mutex<[BookingID: BookingRecord]>([:])

  init(_ base: any BookingJournal) { self.base = base }

  /// Returns true if the intent of an effect was in the journal before the effect was requested.
  func hasIntent(_ key: IdempotencyKey) -> Bool {
    switch saved.withLock({ $0[key.booking] })?.effects.state(of: key.effect) {
    case .intended, .done, .refused: true
    case .registered, .dropped, nil: false
    }
  }

  func save(_ record: BookingRecord) async throws(StoreError) -> UInt32 {
    let revision = try await base.save(record)
    saved.withLock { $0[record.id] = record }
    return revision
  }

  func load(_ id: BookingID) async throws(StoreError) -> BookingRecord? {
    let record = try await base.load(id)
    if let record { saved.withLock { $0[id] = record } }
    return record
  }

  func unfinished() async throws(StoreError) -> [BookingID] { try await base.unfinished() }
  func bookings() async throws(StoreError) -> [BookingID] { try await base.bookings() }
}
