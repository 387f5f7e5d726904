import Foundation

/// A folder that a command writes its reports to.
struct OutputFolder {
  let path: String

  /// Creates the folder if it does not exist and checks that it is writable, so that a command fails before its work.
  init(_ path: String) throws(CommandError) {
    self.path = path
    do {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    } catch {
      throw .cannotWrite("cannot make the folder \(quoted(path)): \(OutputFolder.reason(error))")
    }
    let probe = "\(path)/.bench-\(getpid())"
    guard FileManager.default.createFile(atPath: probe, contents: Data()) else {
      throw .cannotWrite("cannot write to the folder \(quoted(path)): \(OutputFolder.systemReason(errno))")
    }
    try? FileManager.default.removeItem(atPath: probe)
  }

  /// Writes a file atomically.
  func write(_ text: String, to name: String) throws(CommandError) {
    try OutputFile.write(text, to: "\(path)/\(name)")
  }

  /// Writes a file atomically; creates its folder if it does not exist.
  static func write(_ text: String, toFile path: String) throws(CommandError) {
    if !OutputFile.isSpecial(path) {
      _ = try OutputFolder(URL(fileURLWithPath: path).deletingLastPathComponent().path)
    }
    try OutputFile.write(text, to: path)
  }

  /// Returns the reason of a file error in the words of the operating system.
  static func reason(_ error: any Error) -> String {
    let error = error as NSError
    if let under = error.userInfo[NSUnderlyingErrorKey] as? NSError, under.domain == NSPOSIXErrorDomain {
      return systemReason(Int32(under.code))
    }
    if error.domain == NSPOSIXErrorDomain { return systemReason(Int32(error.code)) }
    // Foundation often has no underlying error, and its own description is a long sentence or a number.
    switch CocoaError.Code(rawValue: error.code) {
    case _ where error.domain != NSCocoaErrorDomain: return "the file system gave no reason"
    case .fileNoSuchFile, .fileReadNoSuchFile: return systemReason(ENOENT)
    case .fileReadNoPermission, .fileWriteNoPermission: return systemReason(EACCES)
    case .fileWriteOutOfSpace: return systemReason(ENOSPC)
    case .fileWriteVolumeReadOnly: return systemReason(EROFS)
    case .fileReadInapplicableStringEncoding, .fileReadCorruptFile: return "is not text in UTF-8"
    case .fileWriteFileExists: return systemReason(EEXIST)
    case .fileReadTooLarge: return systemReason(EFBIG)
    case .fileReadInvalidFileName, .fileWriteInvalidFileName: return systemReason(EINVAL)
    case .fileReadUnknown where isFolder(error): return systemReason(EISDIR)
    case .fileReadUnknown: return systemReason(EIO)
    case .fileWriteUnknown where isFolder(error): return systemReason(EISDIR)
    case .fileWriteUnknown: return systemReason(EIO)
    default: return "the file system gave no reason"
    }
  }

  /// True if the error is about a folder.
  private static func isFolder(_ error: NSError) -> Bool {
    let path = error.userInfo[NSFilePathErrorKey] as? String ?? (error.userInfo[NSURLErrorKey] as? URL)?.path
    let kind = path.flatMap { try? FileManager.default.attributesOfItem(atPath: $0)[.type] }
    return kind as? FileAttributeType == .typeDirectory
  }

  static func systemReason(_ code: Int32) -> String { unsafe String(cString: strerror(code)) }
}
