internal import Primitives
internal import TravelPlanner

/// A storage for records of one kind, addressed by name: the part of a durable store that depends on the medium.
///
/// Every call blocks its thread until the storage has answered. A record that cannot be read is quarantined, added
/// to `corruptions`, and thrown as `corrupt`.
protocol RecordStorage: Sendable {
  /// Saves `record` if it is based on the stored one: `record.revision` is one more than the stored revision, where
  /// a record that is missing, or has expired at `now`, counts as 0. Throws `stale` otherwise.
  ///
  /// When this returns, the record survives the end of the process and of the machine, as far as the storage
  /// promises.
  func save(_ record: StoredRecord, as name: String, at now: Timestamp) throws(StoreError)

  /// The record, expired or not; nil when there is none.
  func load(_ name: String) throws(StoreError) -> StoredRecord?

  /// Deletes the record. True when there was one, expired or not.
  func delete(_ name: String) throws(StoreError) -> Bool

  /// The names of the matching records, in ascending order.
  ///
  /// Records that cannot be read are quarantined and left out. Irreplaceable ones are listed as open all the same,
  /// because nothing says that they are closed.
  func names(matching filter: RecordFilter) throws(StoreError) -> [String]

  /// Removes the records that have expired at `now`, and returns their number.
  @discardableResult
  func removeExpired(at now: Timestamp) throws(StoreError) -> Int

  /// Quarantines a record whose body cannot be decoded, unless it was replaced since it was loaded.
  func quarantine(_ record: StoredRecord, as name: String, because reason: String) -> StoreCorruption

  /// The corruptions found since the storage was opened, in order.
  var corruptions: [StoreCorruption] { get }
}

/// A condition for records to be listed.
enum RecordFilter: Hashable, Sendable {
  case unexpired(at: Timestamp)
  case open

  func includes(_ record: StoredRecord) -> Bool {
    switch self {
    case .unexpired(let now): !record.isExpired(at: now)
    case .open: record.isOpen
    }
  }
}

extension RecordStorage {
  /// Throws `stale` unless `record` is based on `current`.
  static func check(
    _ record: StoredRecord, isBasedOn current: StoredRecord?, at now: Timestamp
  ) throws(StoreError) {
    var revision: UInt32 = 0
    if let current, !current.isExpired(at: now) { revision = current.revision }
    guard record.revision == revision &+ 1 else { throw .stale(current: revision) }
  }
}
