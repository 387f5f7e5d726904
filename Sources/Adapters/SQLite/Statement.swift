internal import CSQLite

/// A prepared statement, which can be run repeatedly with different values.
@safe  // The handle is valid until deinit and never escapes. Not Sendable: one thread at a time.
final class Statement {
  private let handle: OpaquePointer
  /// Kept open by its statements.
  private let database: Database

  init(_ handle: OpaquePointer, _ database: Database) {
    unsafe self.handle = handle
    self.database = database
  }

  deinit { unsafe sqlite3_finalize(handle) }

  /// Runs the statement with `values` for its parameters, in order, and calls `row` for each row of the result; false
  /// from `row` stops it early. `action` is for the message of an error: "cannot ACTION PATH".
  func run(
    _ values: [SQLiteValue] = [], for action: String, _ row: (borrowing Row) -> Bool = { _ in true }
  ) throws(SQLiteError) {
    // Resetting returns the error of the last step again, which was thrown already.
    defer { unsafe sqlite3_reset(handle) }
    for (index, value) in values.enumerated() { try bind(value, at: Int32(index + 1), for: action) }
    while true {
      switch unsafe sqlite3_step(handle) {
      case SQLITE_ROW: guard row(unsafe Row(handle)) else { return }
      case SQLITE_DONE: return
      default: throw database.error(action)
      }
    }
  }

  private func bind(_ value: SQLiteValue, at index: Int32, for action: String) throws(SQLiteError) {
    // A destructor of -1 makes SQLite copy the value before the call returns.
    let copied = unsafe unsafeBitCast(-1, to: sqlite3_destructor_type.self)
    let code: Int32
    switch value {
    case .null: code = unsafe sqlite3_bind_null(handle, index)
    case .integer(let number): code = unsafe sqlite3_bind_int64(handle, index, number)
    case .text(let text):
      code = unsafe sqlite3_bind_text64(
        handle, index, text, UInt64(text.utf8.count), copied, UInt8(SQLITE_UTF8))
    }
    guard code == SQLITE_OK else { throw database.error(action) }
  }

  /// The current row of a statement, valid until its next step.
  @safe  // Borrowed by a closure between two steps; cannot be kept.
  struct Row: ~Copyable {
    private let handle: OpaquePointer

    fileprivate init(_ handle: OpaquePointer) { unsafe self.handle = handle }

    /// The column as a number; 0 if it holds something else.
    func integer(_ column: Int32) -> Int64 { unsafe sqlite3_column_int64(handle, column) }

    func isNull(_ column: Int32) -> Bool { unsafe sqlite3_column_type(handle, column) == SQLITE_NULL }

    /// The column as text; empty for null.
    func text(_ column: Int32) -> String { String(decoding: bytes(column), as: UTF8.self) }

    /// The bytes of a text or blob.
    func bytes(_ column: Int32) -> [UInt8] {
      // Valid until the next call for this column, so it is copied. The count must be asked for after the pointer.
      guard let start = unsafe sqlite3_column_blob(handle, column) else { return [] }
      let count = Int(unsafe sqlite3_column_bytes(handle, column))
      return unsafe [UInt8](UnsafeRawBufferPointer(start: start, count: count))
    }
  }
}

/// The value of a column or parameter.
enum SQLiteValue: Hashable, Sendable {
  case null
  case integer(Int64)
  case text(String)
}
