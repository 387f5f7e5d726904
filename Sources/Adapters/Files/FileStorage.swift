internal import Glibc
internal import Primitives
package import TravelPlanner

/// Records as files in a folder, one each: `NAME.KIND.json`, readable by their owner alone.
///
/// A save writes `.saving.KIND.json`, flushes it to the disk, renames it and flushes the folder: at any moment there is
/// either the old record or the new one, whole. A file that a dead process left half written is removed by the next
/// save.
///
/// Writers take turns through one lock file for the folder, `.KIND.lock`, which is never removed: a lock file per
/// session would be removed with its session, and a writer could then hold a lock on a file that others no longer
/// see. Writers of different sessions would wait for the same disk anyway. The lock, of flock(2), ends with its process. Readers need no lock.
///
/// Files of other names are left alone and unread.
final class FileStorage: RecordStorage {
  let path: String
  private let kind: RecordKind
  private let log = CorruptionLog()
  private let isReadOnly: Bool

  /// Creates the folder when there is none. With `isReadOnly` nothing is created, and corrupt files stay where they are.
  init(_ path: String, _ kind: RecordKind, isReadOnly: Bool = false) throws(StoreError) {
    self.path = path
    self.kind = kind
    self.isReadOnly = isReadOnly
    if isReadOnly { return }
    do throws(SystemError) {
      try Folder.create(path)
    } catch {
      throw error.asStoreError
    }
  }

  var corruptions: [StoreCorruption] { log.all }

  func save(_ record: StoredRecord, as name: String, at now: Timestamp) throws(StoreError) {
    try withLock { () throws(StoreError) in
      try FileStorage.check(record, isBasedOn: try lockedRecord(name), at: now)
      do throws(SystemError) {
        try replace(file(name), with: RecordFileFormat.encode(record, kind))
      } catch {
        throw error.asStoreError
      }
    }
  }

  func load(_ name: String) throws(StoreError) -> StoredRecord? {
    switch read(name) {
    case .found(let record): return record
    case .missing:
      try checkNotQuarantined(name)
      return nil
    case .corrupt(let reason):
      do throws(StoreError) {
        // Another process may have replaced the file since.
        return try withLock { () throws(StoreError) in try lockedRecord(name) }
      } catch {
        guard case .unavailable(let obstacle) = error else { throw error }
        throw .corrupt(log.record(StoreCorruption(subject: file(name), reason: "\(reason); \(obstacle)")))
      }
    case .failed(let error): throw error
    }
  }

  func delete(_ name: String) throws(StoreError) -> Bool {
    try withLock { () throws(StoreError) in
      do throws(SystemError) {
        guard try Folder.remove(file(name)) else { return false }
        try Folder.synchronize(path)
        return true
      } catch {
        throw error.asStoreError
      }
    }
  }

  func names(matching filter: RecordFilter) throws(StoreError) -> [String] {
    var names: [String] = []
    for name in try allNames() {
      do throws(StoreError) {
        if let record = try load(name), filter.includes(record) { names.append(name) }
      } catch {
        guard case .corrupt = error else { throw error }
        if kind.isIrreplaceable { names.append(name) }
      }
    }
    return names
  }

  func removeExpired(at now: Timestamp) throws(StoreError) -> Int {
    var removed = 0
    for name in try allNames() {
      guard case .found(let seen) = read(name), seen.isExpired(at: now) else { continue }
      try withLock { () throws(StoreError) in
        guard case .found(let record) = read(name), record.isExpired(at: now) else { return }
        do throws(SystemError) {
          if try Folder.remove(file(name)) { removed += 1 }
        } catch {
          throw error.asStoreError
        }
      }
    }
    return removed
  }

  func quarantine(_ record: StoredRecord, as name: String, because reason: String) -> StoreCorruption {
    do throws(StoreError) {
      return try withLock { () throws(StoreError) in
        guard case .found(let current) = read(name), current == record else {
          return log.record(
            StoreCorruption(subject: file(name), reason: "\(reason); it has been replaced since"))
        }
        return quarantine(name, because: reason)
      }
    } catch {
      return log.record(StoreCorruption(subject: file(name), reason: "\(reason); \(error)"))
    }
  }

  // MARK: Files

  private var suffix: String { ".\(kind.name).json" }
  private func file(_ name: String) -> String { "\(path)/\(name)\(suffix)" }

  /// The content of a record's file at one moment.
  private enum ReadResult {
    case found(StoredRecord)
    case missing
    /// With the reason.
    case corrupt(String)
    case failed(StoreError)
  }

  private func read(_ name: String) -> ReadResult {
    let path = file(name)
    let bytes: [UInt8]
    do throws(SystemError) {
      // Opening a pipe must not block, and a symbolic link may lead to a file of another user.
      let file = try OpenFile(path, O_RDONLY | O_NONBLOCK | O_NOFOLLOW, for: "read")
      guard try file.isRegular() else { return .corrupt("it is not a file") }
      bytes = try file.readToEnd()
    } catch {
      switch error.code {
      case ENOENT: return .missing
      case ELOOP, ENXIO: return .corrupt("it is not a file")
      default: return .failed(error.asStoreError)
      }
    }
    do throws(RecordFileFormat.Failure) {
      return .found(try RecordFileFormat.decode(bytes, kind))
    } catch {
      switch error {
      case .corrupt(let reason): return .corrupt(reason)
      case .newer(let version):
        return .failed(
          .unavailable(
            reason:
              "\(path) has format version \(version); this program reads up to \(RecordFileFormat.version)"
          ))
      }
    }
  }

  /// The record, read while the lock is held; quarantines it if it cannot be read.
  private func lockedRecord(_ name: String) throws(StoreError) -> StoredRecord? {
    switch read(name) {
    case .found(let record): return record
    case .missing:
      try checkNotQuarantined(name)
      return nil
    case .corrupt(let reason): throw .corrupt(quarantine(name, because: reason))
    case .failed(let error): throw error
    }
  }

  private func quarantine(_ name: String, because reason: String) -> StoreCorruption {
    if isReadOnly { return log.record(StoreCorruption(subject: file(name), reason: reason)) }
    // A folder, a link or a pipe was never written by this program.
    guard Folder.isRegularFile(file(name)) else {
      return log.record(StoreCorruption(subject: file(name), reason: "\(reason); it is left as it is"))
    }
    do throws(SystemError) {
      let copy = Folder.unusedQuarantineName(for: file(name))
      try Folder.rename(file(name), to: copy)
      try Folder.synchronize(path)
      return log.record(StoreCorruption(subject: file(name), reason: reason, quarantinedAs: copy))
    } catch {
      return log.record(StoreCorruption(subject: file(name), reason: "\(reason); \(error)"))
    }
  }

  /// Throws `corrupt` for an irreplaceable record that was quarantined: it must not count as missing.
  private func checkNotQuarantined(_ name: String) throws(StoreError) {
    guard kind.isIrreplaceable, Folder.hasQuarantined(file(name)) else { return }
    throw .corrupt(
      StoreCorruption(
        subject: file(name), reason: "it was found damaged before", quarantinedAs: file(name) + ".corrupt-1"))
  }

  private func replace(_ path: String, with bytes: [UInt8]) throws(SystemError) {
    let saving = "\(self.path)/.saving\(suffix)"
    _ = try Folder.remove(saving)
    do throws(SystemError) {
      let file = try OpenFile(saving, O_WRONLY | O_CREAT | O_EXCL, for: "write")
      try file.write(bytes)
      try file.synchronize()
    } catch {
      _ = try? Folder.remove(saving)
      throw SystemError(action: error.action, path: path, code: error.code)
    }
    try Folder.rename(saving, to: path)
    try Folder.synchronize(self.path)
  }

  private func allNames() throws(StoreError) -> [String] {
    let files: [String]
    do throws(SystemError) {
      files = try Folder.names(in: path)
    } catch {
      if isReadOnly, error.code == ENOENT { return [] }
      throw error.asStoreError
    }
    var names: [String] = []
    for file in files where !file.hasPrefix(".") {
      if file.hasSuffix(suffix) {
        names.append(String(file.dropLast(suffix.count)))
      } else if kind.isIrreplaceable, file.hasSuffix("\(suffix).corrupt-1") {
        let name = String(file.dropLast("\(suffix).corrupt-1".count))
        if !files.contains(name + suffix) { names.append(name) }
      }
    }
    return names.sorted()
  }

  private func withLock<Result>(
    _ body: () throws(StoreError) -> Result
  ) throws(StoreError) -> Result {
    if isReadOnly { return try body() }
    let lock = try FileLock("\(path)/.\(kind.name).lock")
    try lock.acquire(.exclusive)
    defer { lock.release() }
    return try body()
  }
}

extension DurableStateStore {
  /// Returns a store that keeps each session in a file `ID.session.json` of the folder, which is created when there is
  /// none. A corrupt file is renamed to `ID.session.json.corrupt-1`.
  ///
  /// A save makes two writes to the disk, a few milliseconds on most machines.
  package static func files(in folder: String, isReadOnly: Bool = false) throws(StoreError)
    -> DurableStateStore
  {
    DurableStateStore(try FileStorage(folder, .session, isReadOnly: isReadOnly))
  }
}

extension DurableBookingJournal {
  /// Returns a journal that keeps each booking in a file `ID.booking.json` of the folder, which is created when there
  /// is none. A corrupt file is renamed to `ID.booking.json.corrupt-1`.
  package static func files(in folder: String, isReadOnly: Bool = false) throws(StoreError)
    -> DurableBookingJournal
  {
    DurableBookingJournal(try FileStorage(folder, .booking, isReadOnly: isReadOnly))
  }
}
