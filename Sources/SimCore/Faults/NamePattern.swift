/// A name, or with `*` for any run of characters a pattern of names.
public struct NamePattern: Sendable, Hashable, Codable, ExpressibleByStringLiteral, CustomStringConvertible {
  /// The pattern as it is written.
  public var text: String

  /// Creates a pattern; without `*` it matches its own text.
  public init(_ text: String) { self.text = text }
  /// Creates a pattern from a literal.
  public init(stringLiteral text: String) { self.text = text }
  /// Decodes the text.
  public init(from decoder: any Decoder) throws {
    text = try decoder.singleValueContainer().decode(String.self)
  }
  /// Encodes the text.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(text)
  }

  /// The pattern as it is written.
  public var description: String { text }

  /// Returns true when the whole of `name` fits the pattern.
  public func matches(_ name: String) -> Bool {
    let pattern = Array(text.utf8)
    let name = Array(name.utf8)
    var (p, n, star, retry) = (0, 0, -1, 0)
    while n < name.count {
      if p < pattern.count && pattern[p] == UInt8(ascii: "*") {
        (star, retry) = (p, n)
        p += 1
      } else if p < pattern.count && pattern[p] == name[n] {
        p += 1
        n += 1
      } else if star >= 0 {
        retry += 1
        (p, n) = (star + 1, retry)
      } else {
        return false
      }
    }
    return pattern[p...].allSatisfy { $0 == UInt8(ascii: "*") }
  }
}
