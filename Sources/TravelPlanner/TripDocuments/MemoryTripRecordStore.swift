internal import Synchronization

/// A store in memory, for simulation and tests. Its records do not survive the process.
package final class MemoryTripRecordStore: TripRecordStore {
  /// The versions of each kind, by trip.
  private let stored = Mutex<[TripID: [TripRecordKind: [TripRecord]]]>([:])

  package init() {}

  package func save(_ records: [TripRecord]) async throws(TripRecordStoreError) {
    let trip = try TripRecord.checkTogether(records)
    try stored.withLock { stored throws(TripRecordStoreError) in
      var kinds = stored[trip] ?? [:]
      for record in records where try record.isNew(after: kinds[record.kind] ?? []) {
        kinds[record.kind, default: []].append(record)
      }
      stored[trip] = kinds
    }
  }

  package func load(_ trip: TripID) async throws(TripRecordStoreError) -> TripRecords? {
    stored.withLock { stored in
      guard let kinds = stored[trip] else { return nil }
      return TripRecords(TripRecordKind.allCases.compactMap { kinds[$0]?.last })
    }
  }

  package func history(_ kind: TripRecordKind, of trip: TripID) async throws(TripRecordStoreError)
    -> [TripRecord]
  {
    stored.withLock { $0[trip]?[kind] ?? [] }
  }

  package func trips() async throws(TripRecordStoreError) -> [TripID] { stored.withLock { $0.keys.sorted() } }
}
