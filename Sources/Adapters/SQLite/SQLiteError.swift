internal import CSQLite
internal import TravelPlanner

/// A failed call of SQLite.
struct SQLiteError: Error, Hashable {
  /// A verb for the message "cannot ACTION PATH": `save to`.
  var action: String
  var path: String
  /// SQLite's result code, extended.
  var code: Int32
  /// SQLite's message.
  var message: String
  /// The operating system's error number; 0 if the system reported none.
  var systemCode: Int32 = 0

  /// True if the file is not a database, or not a whole one.
  var isCorruption: Bool {
    switch code & 0xFF {
    case SQLITE_CORRUPT, SQLITE_NOTADB: true
    default: false
    }
  }
}

extension SQLiteError: CustomStringConvertible {
  /// `cannot save to trips.db: database or disk is full (No space left on device)`
  var description: String {
    // For other codes, the number is left over from an earlier call.
    let isOfSystem: Bool
    switch code & 0xFF {
    case SQLITE_IOERR, SQLITE_CANTOPEN, SQLITE_FULL: isOfSystem = true
    default: isOfSystem = false
    }
    let system = isOfSystem && systemCode != 0 ? " (\(SystemError.text(systemCode)))" : ""
    return "cannot \(action) \(path): \(message)\(system)"
  }

  var asStoreError: StoreError {
    isCorruption
      ? .corrupt(StoreCorruption(subject: path, reason: message))
      : .unavailable(reason: description)
  }
}
