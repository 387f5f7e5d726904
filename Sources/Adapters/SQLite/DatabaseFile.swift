internal import CSQLite
internal import Glibc
internal import TravelPlanner

/// A database file that is ready for use. Opening creates, checks, or quarantines it.
///
/// Users of the database hold a shared lock on `FILE.lock`. Creating or moving the file needs the exclusive lock, so
/// that no process goes on writing into a file that was moved away.
struct DatabaseFile {
  let database: Database
  /// Held while the database is in use.
  private let lock: FileLock

  /// "Shak": the application id in the header of the file.
  static let applicationID: Int64 = 0x5368_616B
  /// The version of the tables.
  static let version: Int64 = 1
  /// The wait for another process that writes, at most.
  static let busyTimeoutMilliseconds: Int32 = 10_000

  init(_ path: String, _ policy: CorruptFilePolicy, _ log: CorruptionLog) throws(StoreError) {
    let lock = try FileLock("\(path).lock")
    for _ in 0..<(DatabaseFile.busyTimeoutMilliseconds / 5) {
      if Folder.contains(path) {
        try lock.acquire(.shared)
        if !Folder.contains(path) { continue }
        do throws(StoreError) {
          database = try DatabaseFile.checked(path)
          self.lock = lock
          return
        } catch {
          guard case .corrupt(let corruption) = error else { throw error }
          let found = try DatabaseFile.quarantine(path, corruption, lock)
          guard let found else { continue }
          _ = log.record(found)
          guard policy == .startNew, found.quarantinedAs != nil else { throw .corrupt(found) }
        }
      } else if policy == .refuse, Folder.hasQuarantined(path) {
        throw .corrupt(
          StoreCorruption(
            subject: path, reason: "it was found damaged before", quarantinedAs: "\(path).corrupt-1"))
      } else if try lock.tryAcquire(.exclusive) {
        if !Folder.contains(path) { try DatabaseFile.create(path) }
      } else {
        // Another process is creating the file.
        usleep(5_000)
      }
    }
    throw .unavailable(reason: "cannot open \(path): the file is gone, and others still hold \(path).lock")
  }

  // MARK: Opening

  /// Opens the database, and checks that it is whole and one of this program's.
  private static func checked(_ path: String) throws(StoreError) -> Database {
    if let reason = try problemBeforeOpening(path) {
      throw .corrupt(StoreCorruption(subject: path, reason: reason))
    }
    do throws(SQLiteError) {
      let database = try Database(path)
      database.setBusyTimeout(milliseconds: busyTimeoutMilliseconds)
      guard try database.integer("PRAGMA application_id") == applicationID else {
        throw SQLiteError(
          action: "open", path: path, code: SQLITE_NOTADB, message: "it is a database of another program")
      }
      let found = try database.integer("PRAGMA user_version")
      guard found <= version else {
        throw SQLiteError(
          action: "open", path: path, code: SQLITE_ERROR,
          message: "it has format version \(found); this program reads up to \(version)")
      }
      try setUp(database)
      // Checks every page and index. The records' own checksums are compared later.
      let problems = try database.texts("PRAGMA integrity_check(3)")
      guard problems == ["ok"] else {
        throw SQLiteError(
          action: "open", path: path, code: SQLITE_CORRUPT, message: problems.joined(separator: "; "))
      }
      return database
    } catch {
      throw error.asStoreError
    }
  }

  /// The reason to refuse a file that SQLite would treat as a new database, or block on; nil for any other.
  private static func problemBeforeOpening(_ path: String) throws(StoreError) -> String? {
    do throws(SystemError) {
      let file = try OpenFile(path, O_RDONLY | O_NONBLOCK, for: "read")
      guard try file.isRegular() else { return "it is not a file" }
      let head = try file.read(100)
      if head.isEmpty { return "it is empty" }
      guard head.count == 100, head.starts(with: Array("SQLite format 3\0".utf8)) else {
        return "it is not an SQLite database"
      }
      // Pages missing in the file may be in the log.
      if try !Folder.isNonEmpty("\(path)-wal") {
        let (size, whole) = (try file.size(), expectedSize(head))
        if size < whole { return "it was cut off at \(size) of \(whole) bytes" }
      }
      return nil
    } catch {
      if error.code == ENXIO { return "it is not a file" }
      throw error.asStoreError
    }
  }

  /// The size of a database in bytes according to its header. Layout: sqlite.org/fileformat.html.
  private static func expectedSize(_ head: [UInt8]) -> Int64 {
    func number(_ range: Range<Int>) -> Int64 { head[range].reduce(0) { $0 << 8 | Int64($1) } }
    // The size 65,536 does not fit and is written as 1.
    let pageSize = number(16..<18) == 1 ? 65_536 : number(16..<18)
    return pageSize * number(28..<32)
  }

  /// Applies the settings that a connection needs and the file does not keep.
  private static func setUp(_ database: Database) throws(SQLiteError) {
    // A commit is on the disk before it returns.
    try database.execute("PRAGMA synchronous = FULL", for: "open")
    try database.execute("PRAGMA trusted_schema = OFF", for: "open")
  }

  // MARK: Creating

  /// Creates a database under another name and links it in place when it is complete: an incomplete one would look
  /// like one that lost its data.
  private static func create(_ path: String) throws(StoreError) {
    let new = "\(path).new"
    do throws(SystemError) {
      for suffix in suffixes + ["-journal"] {
        // SQLite would apply a log left over from a lost database to the new one.
        _ = try Folder.remove(new + suffix)
        if suffix != "" { _ = try Folder.remove(path + suffix) }
      }
      // Accessible by its owner alone; SQLite gives its other files the same mode.
      _ = try OpenFile(new, O_WRONLY | O_CREAT | O_EXCL, for: "create")
    } catch {
      throw error.asStoreError
    }
    do throws(SQLiteError) {
      let database = try Database(new)
      try database.execute("PRAGMA synchronous = FULL", for: "create")
      guard try database.texts("PRAGMA journal_mode = WAL") == ["wal"] else {
        throw SQLiteError(
          action: "create", path: path, code: SQLITE_ERROR,
          message: "no write-ahead log is possible there; is it on a network file system?")
      }
      try database.execute(
        """
        BEGIN;
        \(RecordTable.schema(.session))
        \(RecordTable.schema(.booking))
        \(RecordTable.quarantineSchema)
        PRAGMA application_id = \(applicationID);
        PRAGMA user_version = \(version);
        COMMIT;
        """, for: "create")
      // Moves the content of the log into the file.
      try database.execute("PRAGMA wal_checkpoint(TRUNCATE)", for: "create")
    } catch {
      var error = error
      error.path = path
      for suffix in suffixes { _ = try? Folder.remove(new + suffix) }
      throw error.asStoreError
    }
    do throws(SystemError) {
      try Folder.link(new, to: path)
      for suffix in suffixes { _ = try Folder.remove(new + suffix) }
      try Folder.synchronize(Folder.parent(of: path))
    } catch {
      throw error.asStoreError
    }
  }

  /// The file and those that SQLite keeps beside it.
  private static let suffixes = ["", "-wal", "-shm"]

  // MARK: Quarantine

  /// Moves the file and its log to a quarantine name. Nil if the file turns out to be sound after all. Leaves it in
  /// place if another process uses it or it cannot be moved.
  private static func quarantine(
    _ path: String, _ corruption: StoreCorruption, _ lock: FileLock
  ) throws(StoreError) -> StoreCorruption? {
    guard try lock.tryAcquire(.exclusive) else {
      return StoreCorruption(
        subject: path, reason: "\(corruption.reason); another process uses it, so it stays where it is")
    }
    // Another process may have replaced the file since.
    do throws(StoreError) {
      guard Folder.contains(path) else { return nil }
      _ = try checked(path)
      return nil
    } catch {
      guard case .corrupt = error else { throw error }
    }
    do throws(SystemError) {
      let copy = Folder.unusedQuarantineName(for: path)
      for suffix in suffixes.reversed() where Folder.contains(path + suffix) {
        try Folder.rename(path + suffix, to: copy + suffix)
      }
      try Folder.synchronize(Folder.parent(of: path))
      return StoreCorruption(subject: path, reason: corruption.reason, quarantinedAs: copy)
    } catch {
      return StoreCorruption(subject: path, reason: "\(corruption.reason); \(error)")
    }
  }
}
