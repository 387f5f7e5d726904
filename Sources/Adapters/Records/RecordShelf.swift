internal import TravelPlanner

/// Keeps records of one kind by name: the part of a store that knows its medium.
///
/// Every call blocks its thread until the medium has answered. What cannot be read is set aside, noted in
/// `damages`, and thrown as `corrupt`.
protocol RecordShelf: Sendable {
  /// Puts `record` there when it is based on what is there now: `record.revision` is one more than the
  /// revision kept, where a record that is missing, or has expired at `now`, counts as 0.
  ///
  /// When this returns, the record survives the end of the process and of the machine, as far as the medium
  /// can say. Throws `stale` when somebody else was first.
  func save(_ record: KeptRecord, as name: String, at now: Timestamp) throws(StoreError)

  /// The record, expired or not; nil when there is none.
  func load(_ name: String) throws(StoreError) -> KeptRecord?

  /// True when there was such a record, expired or not.
  func delete(_ name: String) throws(StoreError) -> Bool

  /// Names in ascending order. What cannot be read is left out and noted, unless it is irreplaceable: then
  /// its name is listed among the open ones, because nothing says that it is closed.
  func names(_ choice: RecordChoice) throws(StoreError) -> [String]

  /// Puts away what has expired at `now`; the number of records.
  @discardableResult
  func removeExpired(at now: Timestamp) throws(StoreError) -> Int

  /// Puts a record out of the way whose body makes no sense, if it is still there as it was loaded.
  func setAside(_ record: KeptRecord, as name: String, because reason: String) -> StoreDamage

  /// What was found damaged since this shelf was opened, in order.
  var damages: [StoreDamage] { get }
}

/// Which records are listed.
enum RecordChoice: Hashable, Sendable {
  case unexpired(at: Timestamp)
  case open

  func includes(_ record: KeptRecord) -> Bool {
    switch self {
    case .unexpired(let now): !record.isExpired(at: now)
    case .open: record.isOpen
    }
  }
}

extension RecordShelf {
  /// Throws `stale` unless `record` is based on `current`.
  static func check(
    _ record: KeptRecord, isBasedOn current: KeptRecord?, at now: Timestamp
  ) throws(StoreError) {
    var revision: UInt32 = 0
    if let current, !current.isExpired(at: now) { revision = current.revision }
    guard record.revision == revision &+ 1 else { throw .stale(current: revision) }
  }
}
