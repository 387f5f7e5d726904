internal import Synchronization

/// Records in memory, for simulation and tests. Nothing survives the process.
public final class MemoryRecordStore: RecordStore {
  /// The versions of each kind, by trip.
  private let shelf = Mutex<[TripID: [TripRecordKind: [TripRecord]]]>([:])

  public init() {}

  public func save(_ records: [TripRecord]) async throws(RecordStoreError) {
    let trip = try TripRecord.checkTogether(records)
    try shelf.withLock { shelf throws(RecordStoreError) in
      var kinds = shelf[trip] ?? [:]
      for record in records where try record.isNew(after: kinds[record.kind] ?? []) {
        kinds[record.kind, default: []].append(record)
      }
      shelf[trip] = kinds
    }
  }

  public func load(_ trip: TripID) async throws(RecordStoreError) -> TripRecords? {
    shelf.withLock { shelf in
      guard let kinds = shelf[trip] else { return nil }
      return TripRecords(TripRecordKind.allCases.compactMap { kinds[$0]?.last })
    }
  }

  public func history(_ kind: TripRecordKind, of trip: TripID) async throws(RecordStoreError) -> [TripRecord]
  {
    shelf.withLock { $0[trip]?[kind] ?? [] }
  }

  public func trips() async throws(RecordStoreError) -> [TripID] { shelf.withLock { $0.keys.sorted() } }
}
