internal import CSQLite

/// A connection to an SQLite database, closed after its last statement was released.
@safe  // The handle is valid until deinit and never escapes. Not Sendable: one thread at a time.
final class Database {
  private let handle: OpaquePointer
  let path: String

  /// Opens a database; `creating` creates an empty one when there is none.
  init(_ path: String, creating: Bool = false) throws(SQLiteError) {
    var handle: OpaquePointer?
    let flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | (creating ? SQLITE_OPEN_CREATE : 0)
    // SQLite gives names that begin with a colon, such as `:memory:`, or with `file:` meanings of their own.
    let file = path.hasPrefix("/") ? path : "./\(path)"
    let code = unsafe sqlite3_open_v2(file, &handle, flags, nil)
    guard code == SQLITE_OK, let opened = unsafe handle else {
      defer { unsafe sqlite3_close(handle) }
      guard let failed = unsafe handle else {
        throw SQLiteError(action: "open", path: path, code: code, message: "out of memory")
      }
      throw unsafe Database.error(failed, path, "open")
    }
    unsafe self.handle = opened
    self.path = path
    unsafe sqlite3_extended_result_codes(opened, 1)
  }

  deinit { unsafe sqlite3_close(handle) }

  /// Sets the time that a call waits for another process to finish writing.
  func setBusyTimeout(milliseconds: Int32) { unsafe sqlite3_busy_timeout(handle, milliseconds) }

  func prepare(_ sql: String, for action: String = "read") throws(SQLiteError) -> Statement {
    var statement: OpaquePointer?
    let code = unsafe sqlite3_prepare_v3(
      handle, sql, Int32(sql.utf8.count), UInt32(SQLITE_PREPARE_PERSISTENT), &statement, nil)
    guard code == SQLITE_OK, let prepared = unsafe statement else {
      throw error(action)
    }
    return unsafe Statement(prepared, self)
  }

  /// Runs statements without parameters, one after another.
  func execute(_ sql: String, for action: String) throws(SQLiteError) {
    guard unsafe sqlite3_exec(handle, sql, nil, nil, nil) == SQLITE_OK else {
      throw error(action)
    }
  }

  /// Returns the first column of the first row, as a number; 0 when there is none.
  func integer(_ sql: String) throws(SQLiteError) -> Int64 {
    var value: Int64 = 0
    try prepare(sql).run(for: "read") { row in
      value = row.integer(0)
      return false
    }
    return value
  }

  /// Returns the first column of every row, as text.
  func texts(_ sql: String) throws(SQLiteError) -> [String] {
    var values: [String] = []
    try prepare(sql).run(for: "read") { row in
      values.append(row.text(0))
      return true
    }
    return values
  }

  /// True while a transaction is open. A full disk can end one early.
  var isInTransaction: Bool { unsafe sqlite3_get_autocommit(handle) == 0 }

  /// The error of the call that failed last on this connection.
  func error(_ action: String) -> SQLiteError { unsafe Database.error(handle, path, action) }

  private static func error(_ handle: OpaquePointer, _ path: String, _ action: String) -> SQLiteError {
    // The message is valid until the next call on this connection, so it is copied.
    unsafe SQLiteError(
      action: action, path: path, code: sqlite3_extended_errcode(handle),
      message: String(cString: sqlite3_errmsg(handle)), systemCode: sqlite3_system_errno(handle))
  }
}
