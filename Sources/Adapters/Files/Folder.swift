internal import Glibc

/// Operations on names in the file system, which need no open file.
enum Folder {
  /// Creates `path` and missing parent folders, accessible by their owner alone. Does nothing when it exists.
  static func create(_ path: String) throws(SystemError) {
    if make(path) { return try synchronize(parent(of: path)) }
    switch errno {
    case EEXIST:
      guard try isFolder(path) else {
        throw SystemError(action: "use as a folder", path: path, code: ENOTDIR)
      }
    case ENOENT:
      let parent = parent(of: path)
      guard parent != path else { throw .last("create the folder", path) }
      try create(parent)
      guard make(path) || errno == EEXIST else { throw .last("create the folder", path) }
      try synchronize(parent)
    default: throw .last("create the folder", path)
    }
  }

  private static func make(_ path: String) -> Bool {
    // Swift passes a string to C as zero-terminated text, here and below.
    unsafe mkdir(path, 0o700) == 0
  }

  /// The names in a folder, in ascending order, without `.` and `..`.
  static func names(in path: String) throws(SystemError) -> [String] {
    // Open until the defer below; used by this thread alone.
    guard let folder = unsafe opendir(path) else { throw .last("list", path) }
    defer { unsafe closedir(folder) }
    var names: [String] = []
    while true {
      errno = 0
      // The entry is valid until the next call; its name ends in a zero.
      guard let entry = unsafe readdir(folder) else { break }
      let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { bytes in
        unsafe bytes.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
      }
      if name != "." && name != ".." { names.append(name) }
    }
    guard errno == 0 else { throw .last("list", path) }
    return names.sorted()
  }

  /// True if anything has this name; a symbolic link counts and is not followed.
  static func contains(_ path: String) -> Bool {
    var status = stat()
    // Fills the struct it is given.
    return unsafe lstat(path, &status) == 0
  }

  /// True if this is the name of a file itself, not of a link to one.
  static func isRegularFile(_ path: String) -> Bool {
    var status = stat()
    // Fills the struct it is given.
    return unsafe lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
  }

  /// True if the file exists and is not empty.
  static func isNonEmpty(_ path: String) throws(SystemError) -> Bool {
    var status = stat()
    // Fills the struct it is given.
    if unsafe stat(path, &status) == 0 { return status.st_size > 0 }
    guard errno == ENOENT else { throw .last("examine", path) }
    return false
  }

  static func isFolder(_ path: String) throws(SystemError) -> Bool {
    var status = stat()
    // Fills the struct it is given.
    guard unsafe stat(path, &status) == 0 else { throw .last("examine", path) }
    return status.st_mode & S_IFMT == S_IFDIR
  }

  static func rename(_ path: String, to other: String) throws(SystemError) {
    guard unsafe Glibc.rename(path, other) == 0 else { throw .last("rename to \(other)", path) }
  }

  /// Gives a file a second name; fails if that name is taken.
  static func link(_ path: String, to other: String) throws(SystemError) {
    guard unsafe Glibc.link(path, other) == 0 else { throw .last("put in place", other) }
  }

  /// Removes a file. True if it existed.
  static func remove(_ path: String) throws(SystemError) -> Bool {
    if unsafe unlink(path) == 0 { return true }
    guard errno == ENOENT else { throw .last("remove", path) }
    return false
  }

  /// Returns when the names in the folder are on the disk.
  static func synchronize(_ path: String) throws(SystemError) {
    try OpenFile(path, O_RDONLY | O_DIRECTORY, for: "open").synchronize()
  }

  static func parent(of path: String) -> String {
    let trimmed = path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
    guard let slash = trimmed.lastIndex(of: "/") else { return "." }
    return slash == trimmed.startIndex ? "/" : String(trimmed[..<slash])
  }

  /// The first unused name among `PATH.corrupt-1`, `PATH.corrupt-2`, …, unused with a database's suffixes as well.
  ///
  /// The caller holds the lock, so no other process uses the name meanwhile.
  static func unusedQuarantineName(for path: String) -> String {
    var number = 1
    while ["", "-wal", "-shm"].contains(where: { contains("\(path).corrupt-\(number)\($0)") }) { number += 1 }
    return "\(path).corrupt-\(number)"
  }

  /// True if `path` was quarantined and the first quarantined copy still exists.
  static func hasQuarantined(_ path: String) -> Bool { contains("\(path).corrupt-1") }
}
