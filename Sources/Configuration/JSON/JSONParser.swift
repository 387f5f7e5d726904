/// A reader of JSON text that accepts nothing it would have to guess about.
///
/// Both dialects refuse a name given twice in one object, text after the value, half a surrogate pair, infinity
/// and not-a-number, and a number beyond the range of a double.
///
///     let value = try JSONParser(.json5).parse("{deadlineMs: 15000, /* of a call */}")
///
/// The time is linear in the length of the text. The parser never traps, whatever the text.
public struct JSONParser: Sendable {
  /// The grammar of a text.
  public enum Dialect: Sendable, CaseIterable {
    /// RFC 8259.
    case strict
    /// JSON5: also comments, names without quotation marks, single quotes, trailing commas, hexadecimal
    /// numbers, a leading `+`, a leading or trailing `.`, strings over several lines.
    case json5
  }

  /// The largest document to accept; for text from a source that is not trusted, as small as it may be.
  public struct Limits: Hashable, Sendable {
    /// The longest text, in bytes of UTF-8.
    public var bytes: Int
    /// The most lists and objects inside one another, the outermost included; from 1 to 500, because the parser
    /// takes a stack frame for each.
    public var depth: Int

    /// 64 MiB, nested 100 deep.
    public init(bytes: Int = 64 << 20, depth: Int = 100) {
      precondition(bytes >= 0, "a limit of bytes must not be negative, was \(bytes)")
      precondition((1...500).contains(depth), "a limit of depth is 1 to 500, was \(depth)")
      self.bytes = bytes
      self.depth = depth
    }
  }

  /// The grammar to accept.
  public var dialect: Dialect
  /// The largest document to accept.
  public var limits: Limits

  /// A parser of `dialect`.
  public init(_ dialect: Dialect = .strict, limits: Limits = Limits()) {
    self.dialect = dialect
    self.limits = limits
  }

  /// Returns the one value of `text`. An error has the exact place.
  public func parse(_ text: String) throws(ConfigurationError) -> JSONValue {
    let bytes = Array(text.utf8)
    guard bytes.count <= limits.bytes else {
      throw ConfigurationError(
        JSONPosition(byte: limits.bytes, in: bytes), "the text is longer than \(limits.bytes) bytes")
    }
    var reader = JSONReader(bytes, dialect, depth: limits.depth)
    return try reader.document()
  }
}

extension JSONValue {
  /// The value of a text. A file that people write is best read as `.json5`, which includes JSON.
  public init(parsing text: String, _ dialect: JSONParser.Dialect = .json5) throws(ConfigurationError) {
    self = try JSONParser(dialect).parse(text)
  }
}
