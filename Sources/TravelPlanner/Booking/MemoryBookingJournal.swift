import Mutation
internal import Synchronization

/// A journal in memory, for simulation and tests. Its bookings do not survive the process.
package final class MemoryBookingJournal: BookingJournal {
  // An object for each booking, so that saving again moves one record and not the table.
  private final class Entry {
    var record: BookingRecord
    init(_ record: BookingRecord) { self.record = record }
  }

  private let entries = Mutex(IDTable<BookingID, Entry>())

  package init() {}

  @inline(__always)
  package func save(_ record: consuming BookingRecord) async throws(StoreError) -> UInt32 {
    let record = record
    return try entries.withLock { entries throws(StoreError) in
      let next = record.revision + 1
      if let entry = entries[record.id] {
        guard entry.record.revision == record.revision || isMutated(.staleBookingSaved) else {
          throw .stale(current: entry.record.revision)
        }
        entry.record = record
        entry.record.revision = next
      } else {
        guard record.revision == 0 else { throw .stale(current: 0) }
        let entry = Entry(record)
        entry.record.revision = next
        entries[record.id] = entry
      }
      return next
    }
  }

  package func load(_ id: BookingID) async throws(StoreError) -> BookingRecord? {
    entries.withLock { $0[id]?.record }
  }

  package func unfinished() async throws(StoreError) -> [BookingID] {
    entries.withLock { entries in
      entries.values.filter { !$0.record.isFinished }.map(\.record.id).sorted()
    }
  }

  package func bookings() async throws(StoreError) -> [BookingID] {
    entries.withLock { entries in entries.keys.sorted() }
  }
}
