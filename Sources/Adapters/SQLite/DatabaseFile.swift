internal import CSQLite
internal import Glibc
internal import TravelPlanner

/// A database file that is ready for use. Opening creates, checks, or quarantines it.
///
/// What does not carry the mark of this program is refused and left exactly as it is: anything but a file, a text, a
/// database of another program. The mark is the application id in the header, written when the file is created and
/// read without SQLite, which would create files beside another program's database.
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
    try DatabaseFile.refuseForeign(path)
    if policy == .inspect, !Folder.contains(path), !Folder.hasQuarantined(path) {
      throw .corrupt(StoreCorruption(subject: path, reason: "there is no such file"))
    }
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
          guard case .corrupt(let corruption) = error, policy != .inspect else { throw error }
          let found = try DatabaseFile.quarantine(path, corruption, lock)
          guard let found else { continue }
          _ = log.record(found)
          guard policy == .startNew, found.quarantinedAs != nil else { throw .corrupt(found) }
        }
      } else if policy != .startNew, Folder.hasQuarantined(path) {
        throw .corrupt(
          StoreCorruption(
            subject: path,
            reason: "it was found damaged before; a new one is created when that file has been moved away",
            quarantinedAs: "\(path).corrupt-1"))
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
    try refuseForeign(path)
    if let reason = try missingPages(path) {
      throw .corrupt(StoreCorruption(subject: path, reason: reason))
    }
    do throws(SQLiteError) {
      let database = try Database(path)
      database.setBusyTimeout(milliseconds: busyTimeoutMilliseconds)
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

  /// Throws `corrupt`, without a quarantined copy, for whatever does not carry the mark. Does nothing for a path where
  /// nothing is.
  private static func refuseForeign(_ path: String) throws(StoreError) {
    guard Folder.contains(path), let reason = try reasonToRefuse(path) else { return }
    throw .corrupt(StoreCorruption(subject: path, reason: "\(reason); it is left as it is"))
  }

  /// The reason for which what is at the path is none of this program's databases; nil for one of them, whole or not.
  private static func reasonToRefuse(_ path: String) throws(StoreError) -> String? {
    do throws(SystemError) {
      // Opening a pipe or a device must not block.
      let file = try OpenFile(path, O_RDONLY | O_NONBLOCK | O_NOCTTY, for: "read")
      guard try file.isRegular() else { return "it is not a file" }
      let head = try file.read(headLength)
      if head.isEmpty { return "it is empty" }
      guard head.count == headLength, head.starts(with: Array("SQLite format 3\0".utf8)) else {
        return "it is not an SQLite database"
      }
      guard number(head[68..<72]) == applicationID else { return "it is a database of another program" }
      return nil
    } catch {
      switch error.code {
      case ENXIO, ENODEV: return "it is not a file"
      // A symbolic link that leads nowhere, or in a circle.
      case ENOENT, ELOOP: return "it is a link without a file"
      default: throw error.asStoreError
      }
    }
  }

  /// The reason to quarantine a file that SQLite would take for a whole one; nil for any other.
  private static func missingPages(_ path: String) throws(StoreError) -> String? {
    do throws(SystemError) {
      // Pages missing in the file may be in the log.
      if try Folder.isNonEmpty("\(path)-wal") { return nil }
      let file = try OpenFile(path, O_RDONLY, for: "read")
      let (size, whole) = (try file.size(), expectedSize(try file.read(headLength)))
      return size < whole ? "it was cut off at \(size) of \(whole) bytes" : nil
    } catch {
      throw error.asStoreError
    }
  }

  /// The length of the header in bytes.
  private static let headLength = 100

  private static func number(_ bytes: ArraySlice<UInt8>) -> Int64 { bytes.reduce(0) { $0 << 8 | Int64($1) } }

  /// The size of a database in bytes according to its header. Layout: sqlite.org/fileformat.html.
  private static func expectedSize(_ head: [UInt8]) -> Int64 {
    // The size 65,536 does not fit and is written as 1.
    let pageSize = number(head[16..<18]) == 1 ? 65_536 : number(head[16..<18])
    return pageSize * number(head[28..<32])
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
    let new = "\(path).being-created"
    // SQLite would apply a log to the new database; and whoever moved the old one away may want it back.
    for suffix in ["-wal", "-journal"] where (try? Folder.isNonEmpty(path + suffix)) == true {
      throw .corrupt(
        StoreCorruption(
          subject: path,
          reason: "it is missing, and its log \(path + suffix) is there: restore it, or move the log away"))
    }
    do throws(SystemError) {
      for suffix in suffixes + ["-journal"] { _ = try Folder.remove(new + suffix) }
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
    guard Folder.contains(path) else { return nil }
    try refuseForeign(path)
    do throws(StoreError) {
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
