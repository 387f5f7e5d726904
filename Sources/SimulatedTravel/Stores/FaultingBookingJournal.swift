import Synchronization
package import TravelPlanner

/// Bookings in a journal that is not always there.
///
/// Faults know it as `journal`, with the operations `save`, `load` and `list`. A save that is torn is not
/// kept: what a journal has once said is safe stays so.
package final class FaultingBookingJournal: BookingJournal {
  private struct State {
    /// The state stored before the last save.
    var earlier: [BookingID: BookingRecord] = [:]
    var latest: [BookingID: BookingRecord] = [:]
    var operations: UInt64 = 0
  }

  private let base: any BookingJournal
  private let faults: StoreFaults
  private let stored = Mutex(State())

  package init(_ base: any BookingJournal, faults: StoreFaults) {
    self.base = base
    self.faults = faults
  }

  package func save(_ record: BookingRecord) async throws(StoreError) -> UInt32 {
    let outcome = await faults.apply("save", key: record.requestKey, attempt: nextOperation())
    guard outcome.isDone, !outcome.isTorn else {
      throw outcome.error ?? .unavailable(reason: "the journal failed")
    }
    let revision = try await base.save(record)
    stored.withLock { stored in
      var saved = record
      saved.revision = revision
      stored.earlier[record.id] = stored.latest[record.id]
      stored.latest[record.id] = saved
    }
    if outcome.isDuplicated { return try await base.save(record) }
    if let error = outcome.error { throw error }
    return revision
  }

  package func load(_ id: BookingID) async throws(StoreError) -> BookingRecord? {
    let outcome = await faults.apply("load", key: id.rawValue, attempt: nextOperation())
    if let error = outcome.error { throw error }
    if outcome.isStale, let earlier = stored.withLock({ $0.earlier[id] }) { return earlier }
    return try await base.load(id)
  }

  package func unfinished() async throws(StoreError) -> [BookingID] {
    let outcome = await faults.apply("list", key: 0, attempt: nextOperation())
    if let error = outcome.error { throw error }
    return try await base.unfinished()
  }

  package func bookings() async throws(StoreError) -> [BookingID] {
    let outcome = await faults.apply("list", key: 0, attempt: nextOperation())
    if let error = outcome.error { throw error }
    return try await base.bookings()
  }

  private func nextOperation() -> UInt64 {
    stored.withLock { stored in
      stored.operations += 1
      return stored.operations
    }
  }
}
