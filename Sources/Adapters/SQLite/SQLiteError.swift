internal import CSQLite
internal import TravelPlanner

/// A call of SQLite that failed.
struct SQLiteError: Error, Hashable {
  /// For a sentence that begins with "cannot": `save to`.
  var action: String
  /// The database's file.
  var path: String
  /// SQLite's result code, extended.
  var code: Int32
  /// SQLite's words.
  var message: String
  /// The operating system's error number, 0 when it has none to tell.
  var systemCode: Int32 = 0

  /// The file is not a database, or not a whole one.
  var isDamage: Bool {
    switch code & 0xFF {
    case SQLITE_CORRUPT, SQLITE_NOTADB: true
    default: false
    }
  }

  var isBusy: Bool { code & 0xFF == SQLITE_BUSY }
}

extension SQLiteError: CustomStringConvertible {
  /// `cannot save to trips.db: database or disk is full (No space left on device)`
  var description: String {
    // Its number is left over from an earlier call unless it was the medium that failed.
    let isOfSystem: Bool
    switch code & 0xFF {
    case SQLITE_IOERR, SQLITE_CANTOPEN, SQLITE_FULL: isOfSystem = true
    default: isOfSystem = false
    }
    let system = isOfSystem && systemCode != 0 ? " (\(SystemError.text(systemCode)))" : ""
    return "cannot \(action) \(path): \(message)\(system)"
  }

  var asStoreError: StoreError {
    isDamage
      ? .corrupt(StoreDamage(subject: path, reason: message))
      : .unavailable(reason: description)
  }
}
