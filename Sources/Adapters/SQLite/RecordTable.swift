internal import CSQLite
internal import Primitives
internal import TravelPlanner

/// The table of one kind of record, with its prepared statements.
struct RecordTable {
  let kind: RecordKind
  private let select: Statement
  private let replace: Statement
  private let deletion: Statement
  private let unexpired: Statement
  private let open: Statement
  private let all: Statement
  private let expired: Statement
  private let copyToQuarantine: Statement
  private let quarantinedRow: Statement
  private let quarantined: Statement

  /// `record` is JSON. `checksum` covers all the other columns, the name included.
  static func schema(_ kind: RecordKind) -> String {
    """
    CREATE TABLE \(kind.name) (
      name TEXT NOT NULL PRIMARY KEY,
      revision INTEGER NOT NULL,
      expires INTEGER, -- nanoseconds since 1970; never when null
      open INTEGER NOT NULL,
      checksum INTEGER NOT NULL,
      record TEXT NOT NULL
    ) STRICT;
    CREATE INDEX \(kind.name)_expiry ON \(kind.name) (expires) WHERE expires IS NOT NULL;
    CREATE INDEX \(kind.name)_open ON \(kind.name) (name) WHERE open <> 0;
    """
  }

  /// The table of quarantined records, whose columns are copied as they were found.
  static let quarantineSchema = """
    CREATE TABLE set_aside (
      number INTEGER PRIMARY KEY AUTOINCREMENT,
      kind TEXT NOT NULL,
      name TEXT NOT NULL,
      reason TEXT NOT NULL,
      revision ANY, expires ANY, open ANY, checksum ANY, record ANY
    ) STRICT;
    """

  init(_ database: Database, _ kind: RecordKind) throws(SQLiteError) {
    self.kind = kind
    let table = kind.name
    select = try database.prepare(
      "SELECT revision, expires, open, checksum, record FROM \(table) WHERE name = ?1")
    replace = try database.prepare("INSERT OR REPLACE INTO \(table) VALUES (?1, ?2, ?3, ?4, ?5, ?6)")
    deletion = try database.prepare("DELETE FROM \(table) WHERE name = ?1 RETURNING 1")
    unexpired = try database.prepare(
      "SELECT name FROM \(table) WHERE expires IS NULL OR expires > ?1 ORDER BY name")
    open = try database.prepare("SELECT name FROM \(table) WHERE open <> 0 ORDER BY name")
    all = try database.prepare("SELECT name FROM \(table) ORDER BY name")
    expired = try database.prepare("DELETE FROM \(table) WHERE expires <= ?1 RETURNING 1")
    copyToQuarantine = try database.prepare(
      """
      INSERT INTO set_aside (kind, name, reason, revision, expires, open, checksum, record)
      SELECT ?2, name, ?3, revision, expires, open, checksum, record FROM \(table) WHERE name = ?1
      RETURNING number
      """)
    quarantinedRow = try database.prepare(
      "SELECT number FROM set_aside WHERE kind = ?1 AND name = ?2 LIMIT 1")
    quarantined = try database.prepare(
      """
      SELECT DISTINCT name FROM set_aside WHERE kind = ?1
      AND NOT EXISTS (SELECT 1 FROM \(table) WHERE \(table).name = set_aside.name)
      """)
  }

  /// The content of a row.
  enum ReadResult {
    case found(StoredRecord)
    case missing
    /// With the reason.
    case corrupt(String)
  }

  func read(_ name: String) throws(StoreError) -> ReadResult {
    var result = ReadResult.missing
    try run(select, [.text(name)], for: "read") { row in
      let record = StoredRecord(
        revision: UInt32(truncatingIfNeeded: row.integer(0)),
        expires: row.isNull(1) ? nil : Timestamp(nanosecondsSince1970: row.integer(1)),
        isOpen: row.integer(2) != 0, body: row.bytes(4))
      result =
        record.checksum(as: name) == UInt64(bitPattern: row.integer(3))
        ? .found(record) : .corrupt("its checksum does not match")
      return false
    }
    return result
  }

  func replace(_ name: String, _ record: StoredRecord) throws(StoreError) {
    try run(
      replace,
      [
        .text(name), .integer(Int64(record.revision)),
        record.expires.map { .integer($0.nanosecondsSince1970) } ?? .null, .integer(record.isOpen ? 1 : 0),
        .integer(Int64(bitPattern: record.checksum(as: name))),
        .text(String(decoding: record.body, as: UTF8.self)),
      ], for: "save to")
  }

  /// Deletes a row. True if it existed.
  func delete(_ name: String) throws(StoreError) -> Bool {
    var found = false
    try run(deletion, [.text(name)], for: "delete from") { _ in
      found = true
      return true
    }
    return found
  }

  /// The names of the matching records, in ascending order.
  func names(matching filter: RecordFilter) throws(StoreError) -> [String] {
    var names: [String] = []
    switch filter {
    case .unexpired(let now):
      try run(unexpired, [.integer(now.nanosecondsSince1970)], for: "read") { row in
        names.append(row.text(0))
        return true
      }
    case .open:
      try run(open, [], for: "read") { row in
        names.append(row.text(0))
        return true
      }
    }
    return names
  }

  /// The names of all rows, in ascending order.
  func allNames() throws(StoreError) -> [String] {
    var names: [String] = []
    try run(all, [], for: "read") { row in
      names.append(row.text(0))
      return true
    }
    return names
  }

  /// Deletes the expired rows, and returns their number.
  func deleteExpired(at now: Timestamp) throws(StoreError) -> Int {
    var count = 0
    try run(expired, [.integer(now.nanosecondsSince1970)], for: "delete from") { _ in
      count += 1
      return true
    }
    return count
  }

  /// Moves a row to the quarantine table, and returns its number there.
  func quarantine(_ name: String, _ reason: String) throws(StoreError) -> Int64 {
    var number: Int64 = 0
    try run(copyToQuarantine, [.text(name), .text(kind.name), .text(reason)], for: "set aside in") { row in
      number = row.integer(0)
      return true
    }
    _ = try delete(name)
    return number
  }

  /// The number of a quarantined record of this name; nil when there is none.
  func quarantinedNumber(_ name: String) throws(StoreError) -> Int64? {
    var number: Int64?
    try run(quarantinedRow, [.text(kind.name), .text(name)], for: "read") { row in
      number = row.integer(0)
      return false
    }
    return number
  }

  /// The names of quarantined records that have no successor.
  func quarantinedNames() throws(StoreError) -> [String] {
    var names: [String] = []
    try run(quarantined, [.text(kind.name)], for: "read") { row in
      names.append(row.text(0))
      return true
    }
    return names
  }

  private func run(
    _ statement: Statement, _ values: [SQLiteValue], for action: String,
    _ row: (borrowing Statement.Row) -> Bool = { _ in true }
  ) throws(StoreError) {
    do throws(SQLiteError) {
      try statement.run(values, for: action, row)
    } catch {
      throw error.asStoreError
    }
  }
}
