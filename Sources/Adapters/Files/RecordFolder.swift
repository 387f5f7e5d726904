internal import Glibc
internal import TravelPlanner

/// Records as files of a folder, one each: `NAME.KIND.json`.
///
/// A save writes `.saving.json`, brings it to the medium, renames it and brings the folder to the medium: at any
/// moment there is the old record or the new one, whole. What a dead process left half written is cleared away by
/// the next save. Writers take turns through one lock file for the
/// folder, `.KIND.lock`. It is never removed, so nobody can hold a lock on a file that others no longer see, as
/// happens with a lock file per session once sessions are deleted; and writers of different sessions would wait
/// for the same disk anyway. flock(2) ends with its process, however that ends. Readers need no lock.
///
/// Files of other names are left alone and unread.
final class RecordFolder: RecordShelf {
  let path: String
  private let kind: RecordKind
  private let log = DamageLog()

  /// Creates the folder when there is none.
  init(_ path: String, _ kind: RecordKind) throws(StoreError) {
    self.path = path
    self.kind = kind
    do throws(SystemError) {
      try Folder.create(path)
    } catch {
      throw error.asStoreError
    }
  }

  var damages: [StoreDamage] { log.all }

  func save(_ record: KeptRecord, as name: String, at now: Timestamp) throws(StoreError) {
    try withLock { () throws(StoreError) in
      try RecordFolder.check(record, isBasedOn: try lockedRecord(name), at: now)
      do throws(SystemError) {
        try replace(file(name), with: RecordFile.bytes(record, kind))
      } catch {
        throw error.asStoreError
      }
    }
  }

  func load(_ name: String) throws(StoreError) -> KeptRecord? {
    switch look(name) {
    case .found(let record): return record
    case .missing:
      try checkPlace(name)
      return nil
    case .damaged(let reason):
      do throws(StoreError) {
        // Somebody may have put another there meanwhile.
        return try withLock { () throws(StoreError) in try lockedRecord(name) }
      } catch {
        guard case .unavailable(let obstacle) = error else { throw error }
        throw .corrupt(log.note(StoreDamage(subject: file(name), reason: "\(reason); \(obstacle)")))
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

  func names(_ choice: RecordChoice) throws(StoreError) -> [String] {
    var names: [String] = []
    for name in try allNames() {
      do throws(StoreError) {
        if let record = try load(name), choice.includes(record) { names.append(name) }
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
      guard case .found(let seen) = look(name), seen.isExpired(at: now) else { continue }
      try withLock { () throws(StoreError) in
        guard case .found(let record) = look(name), record.isExpired(at: now) else { return }
        do throws(SystemError) {
          if try Folder.remove(file(name)) { removed += 1 }
        } catch {
          throw error.asStoreError
        }
      }
    }
    return removed
  }

  func setAside(_ record: KeptRecord, as name: String, because reason: String) -> StoreDamage {
    do throws(StoreError) {
      return try withLock { () throws(StoreError) in
        guard case .found(let current) = look(name), current == record else {
          return log.note(StoreDamage(subject: file(name), reason: "\(reason); it has been replaced since"))
        }
        return setAside(name, because: reason)
      }
    } catch {
      return log.note(StoreDamage(subject: file(name), reason: "\(reason); \(error)"))
    }
  }

  // MARK: Files

  private var suffix: String { ".\(kind.name).json" }
  private func file(_ name: String) -> String { "\(path)/\(name)\(suffix)" }

  /// What is under a name at this moment.
  private enum Look {
    case found(KeptRecord)
    case missing
    case damaged(String)
    case failed(StoreError)
  }

  private func look(_ name: String) -> Look {
    let path = file(name)
    let bytes: [UInt8]
    do throws(SystemError) {
      // A pipe must not block, a link leads to somebody else's file.
      let file = try OpenFile(path, O_RDONLY | O_NONBLOCK | O_NOFOLLOW, for: "read")
      guard try file.isRegular() else { return .damaged("it is not a file") }
      bytes = try file.readToEnd()
    } catch {
      switch error.code {
      case ENOENT: return .missing
      case ELOOP, ENXIO: return .damaged("it is not a file")
      default: return .failed(error.asStoreError)
      }
    }
    do throws(RecordFile.Failure) {
      return .found(try RecordFile.record(bytes, kind))
    } catch {
      switch error {
      case .damaged(let reason): return .damaged(reason)
      case .newer(let version):
        return .failed(
          .unavailable(
            reason: "\(path) has format version \(version); this program reads up to \(RecordFile.version)"))
      }
    }
  }

  /// What is under a name while the lock is held; sets aside what cannot be read.
  private func lockedRecord(_ name: String) throws(StoreError) -> KeptRecord? {
    switch look(name) {
    case .found(let record): return record
    case .missing:
      try checkPlace(name)
      return nil
    case .damaged(let reason): throw .corrupt(setAside(name, because: reason))
    case .failed(let error): throw error
    }
  }

  private func setAside(_ name: String, because reason: String) -> StoreDamage {
    do throws(SystemError) {
      let aside = Folder.freeName(asideFrom: file(name))
      try Folder.rename(file(name), to: aside)
      try Folder.synchronize(path)
      return log.note(StoreDamage(subject: file(name), reason: reason, setAside: aside))
    } catch {
      return log.note(StoreDamage(subject: file(name), reason: "\(reason); \(error)"))
    }
  }

  /// A missing file is a damaged one when it is irreplaceable and was set aside.
  private func checkPlace(_ name: String) throws(StoreError) {
    guard kind.isIrreplaceable, Folder.wasSetAside(file(name)) else { return }
    throw .corrupt(
      StoreDamage(
        subject: file(name), reason: "it was found damaged before", setAside: file(name) + ".corrupt-1"))
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
    let lock = try FileLock("\(path)/.\(kind.name).lock")
    try lock.take(.alone)
    defer { lock.release() }
    return try body()
  }
}
