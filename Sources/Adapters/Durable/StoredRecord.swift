internal import Primitives
internal import TravelPlanner

/// A session or booking as a storage keeps it: the fields that the storage reads itself, and a body that only the
/// record's owner decodes.
struct StoredRecord: Hashable, Sendable {
  /// 1 for the first save.
  var revision: UInt32
  /// The time from which the record counts as never saved; nil for a record that never expires.
  var expires: Timestamp?
  /// True while something is left to do for the record; such records can be listed without knowing their names.
  var isOpen: Bool
  /// JSON.
  var body: [UInt8]

  init(revision: UInt32, expires: Timestamp? = nil, isOpen: Bool = false, body: [UInt8]) {
    self.revision = revision
    self.expires = expires
    self.isOpen = isOpen
    self.body = body
  }

  /// True from exactly `expires` on.
  func isExpired(at now: Timestamp) -> Bool { expires.map { $0 <= now } ?? false }

  /// Returns the checksum of all fields and the name: a record copied to another record's name does not match.
  func checksum(as name: String) -> UInt64 {
    var checksum = Checksum()
    let expiry = expires.map { "\($0.nanosecondsSince1970)" } ?? "never"
    checksum.add("\(name) \(revision) \(expiry) \(isOpen ? "open" : "closed")\n")
    checksum.add(body[...])
    return checksum.value
  }
}

/// The kind of record that a storage keeps.
struct RecordKind: Hashable, Sendable {
  /// Part of the names of files, tables and keys: `session`.
  var name: String
  /// True if a quarantined record stays known: its name remains taken, and loading it throws `corrupt` until the
  /// quarantined copy is removed by hand. Otherwise the record counts as missing once it was reported.
  var isIrreplaceable: Bool

  static let session = RecordKind(name: "session", isIrreplaceable: false)
  /// A booking that counted as missing would be paid for twice.
  static let booking = RecordKind(name: "booking", isIrreplaceable: true)
}
