internal import TravelPlanner

/// A record as a medium keeps it: what the medium looks at, and a body that only its owner reads.
struct KeptRecord: Hashable, Sendable {
  /// 1 for the first save.
  var revision: UInt32
  /// From this moment on it counts as never saved; nil for what never expires.
  var expires: Timestamp?
  /// Something is still to be done about it: it is found without being asked for by name.
  var isOpen: Bool
  /// JSON.
  var body: [UInt8]

  init(revision: UInt32, expires: Timestamp? = nil, isOpen: Bool = false, body: [UInt8]) {
    self.revision = revision
    self.expires = expires
    self.isOpen = isOpen
    self.body = body
  }

  /// At exactly `expires` it has expired.
  func isExpired(at now: Timestamp) -> Bool { expires.map { $0 <= now } ?? false }

  /// Over everything that is kept, the name included: a record under another's name does not match.
  func checksum(as name: String) -> UInt64 {
    var checksum = Checksum()
    let expiry = expires.map { "\($0.nanosecondsSince1970)" } ?? "never"
    checksum.add("\(name) \(revision) \(expiry) \(isOpen ? "open" : "closed")\n")
    checksum.add(body[...])
    return checksum.value
  }
}

/// What kind of record a shelf keeps.
struct RecordKind: Hashable, Sendable {
  /// In names of files, tables and keys: `session`.
  var name: String
  /// Whether a record that could not be read keeps its place: its name stays taken, and whoever asks for it is
  /// told again, until a person has looked after it. Otherwise it counts as missing once it was reported.
  var isIrreplaceable: Bool

  static let session = RecordKind(name: "session", isIrreplaceable: false)
  /// A booking that is taken for missing would be paid for twice.
  static let booking = RecordKind(name: "booking", isIrreplaceable: true)
}
