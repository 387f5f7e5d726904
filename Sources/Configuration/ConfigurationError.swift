/// The reason a configuration was refused: the place, and what would have been allowed there.
///
///     targets.flights.breaker.open.waitMs: "soon" is not allowed here; allowed: milliseconds, not negative
///     line 3, column 14: ',' or '}' expected
public struct ConfigurationError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The path of the value, `targets.flights[0].waitMs`; empty for the whole document. For a text that is not
  /// JSON, the line and column.
  public let path: String
  /// The problem, with what is allowed instead.
  public let problem: String
  /// The place in the text where the parser stopped; nil when the text is JSON and a value in it is refused.
  public let position: JSONPosition?

  /// An error about the value at `path`.
  public init(_ path: String, _ problem: String) {
    self.path = path
    self.problem = problem
    position = nil
  }

  /// An error about the text itself.
  public init(_ position: JSONPosition, _ problem: String) {
    path = "\(position)"
    self.problem = problem
    self.position = position
  }

  /// True if the text could not be parsed at all.
  public var isSyntaxError: Bool { position != nil }

  /// `path: problem`.
  public var description: String { path.isEmpty ? problem : "\(path): \(problem)" }

  /// The same error in a document that holds the refused value at `parent`. A syntax error stays as it is.
  public func nested(in parent: String) -> ConfigurationError {
    if isSyntaxError || parent.isEmpty { return self }
    if path.isEmpty { return ConfigurationError(parent, problem) }
    return ConfigurationError(path.first == "[" ? parent + path : "\(parent).\(path)", problem)
  }
}

/// A place in a JSON text.
public struct JSONPosition: Hashable, Sendable, CustomStringConvertible {
  /// The offset in bytes of UTF-8, from 0.
  public let byte: Int
  /// The line, from 1. A line ends with LF, CR, or both.
  public let line: Int
  /// The Unicode scalar in the line, from 1.
  public let column: Int

  /// The position of byte `offset` of a text; beyond the end, the end.
  public init(byte offset: Int, in utf8: [UInt8]) {
    byte = max(0, min(offset, utf8.count))
    var line = 1
    var column = 1
    var previous: UInt8 = 0
    for value in utf8[..<byte] {
      switch value {
      case 0x0A:
        // The second half of CR LF has been counted.
        if previous != 0x0D { line += 1 }
        column = 1
      case 0x0D:
        line += 1
        column = 1
      // A continuation byte belongs to the scalar before it.
      case 0x80..<0xC0: break
      default: column += 1
      }
      previous = value
    }
    self.line = line
    self.column = column
  }

  /// `line 3, column 14`.
  public var description: String { "line \(line), column \(column)" }
}

extension String {
  /// The path of a member of the object at this path.
  func member(_ key: String) -> String { isEmpty ? key : "\(self).\(key)" }

  /// The path of an element of the list at this path.
  func element(_ index: Int) -> String { "\(self)[\(index)]" }
}
