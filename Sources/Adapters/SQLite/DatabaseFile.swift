internal import CSQLite
internal import Glibc
internal import TravelPlanner

/// A database file that is ready for use: made, checked, or set aside because it cannot be read.
///
/// Beside `FILE` lies `FILE.lock`. Whoever uses the database holds it shared, whoever makes or moves it holds it
/// alone, so that nobody goes on writing into a file that was moved away.
struct DatabaseFile {
  let database: Database
  /// Held as long as the database is in use.
  private let lock: FileLock

  /// "Shak": what the file says it belongs to.
  static let application: Int64 = 0x5368_616B
  /// The version of the tables.
  static let version: Int64 = 1
  /// How long to wait for another process that writes, in milliseconds.
  static let patience: Int32 = 10_000

  init(_ path: String, _ policy: DamagedFile, _ log: DamageLog) throws(StoreError) {
    let lock = try FileLock("\(path).lock")
    for _ in 0..<(DatabaseFile.patience / 5) {
      if Folder.contains(path) {
        try lock.take(.shared)
        if !Folder.contains(path) { continue }
        do throws(StoreError) {
          database = try DatabaseFile.checked(path)
          self.lock = lock
          return
        } catch {
          guard case .corrupt(let damage) = error else { throw error }
          let found = try DatabaseFile.setAside(path, damage, lock)
          guard let found else { continue }
          _ = log.note(found)
          guard policy == .startNew, found.setAside != nil else { throw .corrupt(found) }
        }
      } else if policy == .refuse, Folder.wasSetAside(path) {
        throw .corrupt(
          StoreDamage(subject: path, reason: "it was found damaged before", setAside: "\(path).corrupt-1"))
      } else if try lock.takeAtOnce(.alone) {
        if !Folder.contains(path) { try DatabaseFile.create(path) }
      } else {
        // Somebody else is making it: then it is there in a moment.
        usleep(5_000)
      }
    }
    throw .unavailable(reason: "cannot open \(path): the file is gone, and others still hold \(path).lock")
  }

  // MARK: Opening

  /// The database, when all of it is there and it is one of this program's.
  private static func checked(_ path: String) throws(StoreError) -> Database {
    if let reason = try reasonBeforeOpening(path) {
      throw .corrupt(StoreDamage(subject: path, reason: reason))
    }
    do throws(SQLiteError) {
      let database = try Database(path)
      database.setBusyTimeout(milliseconds: patience)
      guard try database.integer("PRAGMA application_id") == application else {
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
      // Every page, every index; the records' own checksums are compared after this.
      let complaints = try database.texts("PRAGMA integrity_check(3)")
      guard complaints == ["ok"] else {
        throw SQLiteError(
          action: "open", path: path, code: SQLITE_CORRUPT, message: complaints.joined(separator: "; "))
      }
      return database
    } catch {
      throw error.asStoreError
    }
  }

  /// What is wrong with a file that SQLite would take for a new database, or never come back from.
  private static func reasonBeforeOpening(_ path: String) throws(StoreError) -> String? {
    do throws(SystemError) {
      let file = try OpenFile(path, O_RDONLY | O_NONBLOCK, for: "read")
      guard try file.isRegular() else { return "it is not a file" }
      let head = try file.read(100)
      if head.isEmpty { return "it is empty" }
      guard head.count == 100, head.starts(with: Array("SQLite format 3\0".utf8)) else {
        return "it is not an SQLite database"
      }
      // As long as there is a log, pages may be missing that are in there.
      if try !Folder.isFilled("\(path)-wal") {
        let (size, whole) = (try file.size(), wholeSize(head))
        if size < whole { return "it was cut off at \(size) of \(whole) bytes" }
      }
      return nil
    } catch {
      if error.code == ENXIO { return "it is not a file" }
      throw error.asStoreError
    }
  }

  /// How many bytes a database has by its header, whose layout is given at sqlite.org/fileformat.html.
  private static func wholeSize(_ head: [UInt8]) -> Int64 {
    func number(_ range: Range<Int>) -> Int64 { head[range].reduce(0) { $0 << 8 | Int64($1) } }
    // The size 65,536 does not fit and is written as 1.
    let pageSize = number(16..<18) == 1 ? 65_536 : number(16..<18)
    return pageSize * number(28..<32)
  }

  /// What a connection needs that the file does not keep.
  private static func setUp(_ database: Database) throws(SQLiteError) {
    // Every commit is on the medium before it is reported.
    try database.execute("PRAGMA synchronous = FULL", for: "open")
    try database.execute("PRAGMA trusted_schema = OFF", for: "open")
  }

  // MARK: Making

  /// Makes a database beside and puts it in place whole: a half-made one would look like one that lost its data.
  private static func create(_ path: String) throws(StoreError) {
    let new = "\(path).new"
    do throws(SystemError) {
      for suffix in suffixes + ["-journal"] {
        // A log that outlived its database would be played into the new one.
        _ = try Folder.remove(new + suffix)
        if suffix != "" { _ = try Folder.remove(path + suffix) }
      }
      // For its owner's eyes only; SQLite gives its other files the same mode.
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
        \(RecordTable.asideSchema)
        PRAGMA application_id = \(application);
        PRAGMA user_version = \(version);
        COMMIT;
        """, for: "create")
      // What the log holds goes into the file, which is then all there is.
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

  // MARK: Setting aside

  /// Moves the file and its log out of the way. Nil when it turns out to be sound after all; without a place
  /// when others use it, or it cannot be moved.
  private static func setAside(
    _ path: String, _ damage: StoreDamage, _ lock: FileLock
  ) throws(StoreError) -> StoreDamage? {
    guard try lock.takeAtOnce(.alone) else {
      return StoreDamage(
        subject: path, reason: "\(damage.reason); another process uses it, so it stays where it is")
    }
    // Somebody may have done this in between.
    do throws(StoreError) {
      guard Folder.contains(path) else { return nil }
      _ = try checked(path)
      return nil
    } catch {
      guard case .corrupt = error else { throw error }
    }
    do throws(SystemError) {
      let aside = Folder.freeName(asideFrom: path)
      for suffix in suffixes.reversed() where Folder.contains(path + suffix) {
        try Folder.rename(path + suffix, to: aside + suffix)
      }
      try Folder.synchronize(Folder.parent(of: path))
      return StoreDamage(subject: path, reason: damage.reason, setAside: aside)
    } catch {
      return StoreDamage(subject: path, reason: "\(damage.reason); \(error)")
    }
  }
}
