/// Why a policy file was refused: where, and what would have been allowed.
public struct PolicyFileError: Error, Hashable, Sendable, CustomStringConvertible {
  /// `targets.flights[0].breaker.open.waitMs`, or `line 3` of a text that is no JSON.
  public let path: String
  public let problem: String

  public init(_ path: String, _ problem: String) {
    self.path = path
    self.problem = problem
  }

  public var description: String { path.isEmpty ? problem : "\(path): \(problem)" }
}

extension PolicyValue {
  /// Reads JSON, or JSON5 as far as people write it by hand: comments, unquoted keys, single quotes,
  /// trailing commas, a leading `+` or `.`, hexadecimal. A key given twice is refused.
  public init(parsing text: String) throws(PolicyFileError) {
    var parser = PolicyText(text)
    self = try parser.document()
  }
}

/// A reader of JSON5 over UTF-8.
private struct PolicyText {
  private let bytes: [UInt8]
  private var position = 0
  private var depth = 0

  init(_ text: String) { bytes = Array(text.utf8) }

  mutating func document() throws(PolicyFileError) -> PolicyValue {
    let value = try value()
    try skipSpace()
    if position < bytes.count { throw problem("unexpected text after the value") }
    return value
  }

  private func problem(_ text: String) -> PolicyFileError {
    let line = 1 + bytes[..<min(position, bytes.count)].count { $0 == UInt8(ascii: "\n") }
    return PolicyFileError("line \(line)", text)
  }

  private var next: UInt8? { position < bytes.count ? bytes[position] : nil }

  private mutating func take(_ byte: Unicode.Scalar) -> Bool {
    guard next == UInt8(ascii: byte) else { return false }
    position += 1
    return true
  }

  private mutating func skipSpace() throws(PolicyFileError) {
    while let byte = next {
      switch byte {
      case 0x20, 0x09, 0x0A, 0x0D: position += 1
      case UInt8(ascii: "/"):
        let second = position + 1 < bytes.count ? bytes[position + 1] : 0
        if second == UInt8(ascii: "/") {
          while next != nil, next != 0x0A { position += 1 }
        } else if second == UInt8(ascii: "*") {
          position += 2
          while true {
            guard position + 1 < bytes.count else { throw problem("a comment does not end") }
            if bytes[position] == UInt8(ascii: "*"), bytes[position + 1] == UInt8(ascii: "/") { break }
            position += 1
          }
          position += 2
        } else {
          return
        }
      default: return
      }
    }
  }

  private mutating func value() throws(PolicyFileError) -> PolicyValue {
    try skipSpace()
    guard let byte = next else { throw problem("a value is missing") }
    depth += 1
    defer { depth -= 1 }
    if depth > 100 { throw problem("nested too deeply") }
    switch byte {
    case UInt8(ascii: "{"): return try object()
    case UInt8(ascii: "["): return try array()
    case UInt8(ascii: "\""), UInt8(ascii: "'"): return .string(try string())
    default: return try word()
    }
  }

  private mutating func object() throws(PolicyFileError) -> PolicyValue {
    position += 1
    var members: [String: PolicyValue] = [:]
    while true {
      try skipSpace()
      if take("}") { return .object(members) }
      let key: String
      if next == UInt8(ascii: "\"") || next == UInt8(ascii: "'") {
        key = try string()
      } else {
        key = bareWord()
        if key.isEmpty { throw problem("a key is missing") }
      }
      try skipSpace()
      guard take(":") else { throw problem("':' expected after key '\(key)'") }
      let value = try value()
      if members.updateValue(value, forKey: key) != nil { throw problem("key '\(key)' is given twice") }
      try skipSpace()
      if take(",") { continue }
      guard next == UInt8(ascii: "}") else { throw problem("',' or '}' expected") }
    }
  }

  private mutating func array() throws(PolicyFileError) -> PolicyValue {
    position += 1
    var values: [PolicyValue] = []
    while true {
      try skipSpace()
      if take("]") { return .array(values) }
      values.append(try value())
      try skipSpace()
      if take(",") { continue }
      guard next == UInt8(ascii: "]") else { throw problem("',' or ']' expected") }
    }
  }

  private mutating func bareWord() -> String {
    let start = position
    while let byte = next {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "$"), UInt8(ascii: "+"),
        UInt8(ascii: "-"), UInt8(ascii: "."), 0x80...:
        position += 1
      default: return String(decoding: bytes[start..<position], as: UTF8.self)
      }
    }
    return String(decoding: bytes[start..<position], as: UTF8.self)
  }

  private mutating func word() throws(PolicyFileError) -> PolicyValue {
    let word = bareWord()
    switch word {
    case "null": return .null
    case "true": return .bool(true)
    case "false": return .bool(false)
    case "": throw problem("a value is missing")
    default: break
    }
    var digits = word
    if digits.hasPrefix("+") { digits.removeFirst() }
    if let value = Int64(digits) { return .integer(value) }
    let sign: Int64 = digits.hasPrefix("-") ? -1 : 1
    let unsigned = sign < 0 ? String(digits.dropFirst()) : digits
    if unsigned.lowercased().hasPrefix("0x"), let value = Int64(unsigned.dropFirst(2), radix: 16) {
      return .integer(sign * value)
    }
    let first = unsigned.utf8.first ?? 0
    let isNumber = first == UInt8(ascii: ".") || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(first)
    if isNumber, !unsigned.lowercased().contains("x"), let value = Double(digits), value.isFinite {
      return .number(value)
    }
    throw problem("'\(word)' is no value")
  }

  private mutating func string() throws(PolicyFileError) -> String {
    let quote = bytes[position]
    position += 1
    var text: [UInt8] = []
    while let byte = next {
      position += 1
      if byte == quote { return String(decoding: text, as: UTF8.self) }
      if byte == 0x0A { break }
      guard byte == UInt8(ascii: "\\") else {
        text.append(byte)
        continue
      }
      guard let escaped = next else { break }
      position += 1
      switch escaped {
      case UInt8(ascii: "n"): text.append(0x0A)
      case UInt8(ascii: "t"): text.append(0x09)
      case UInt8(ascii: "r"): text.append(0x0D)
      case UInt8(ascii: "b"): text.append(0x08)
      case UInt8(ascii: "f"): text.append(0x0C)
      case 0x0A: break
      case UInt8(ascii: "u"): text.append(contentsOf: String(try unicodeEscape()).utf8)
      default: text.append(escaped)
      }
    }
    throw problem("a string does not end")
  }

  private mutating func unicodeEscape() throws(PolicyFileError) -> Character {
    let first = try fourDigits()
    if (0xD800..<0xDC00).contains(first) {
      guard take("\\"), take("u") else { throw problem("half a surrogate pair") }
      let low = try fourDigits()
      guard (0xDC00..<0xE000).contains(low),
        let scalar = Unicode.Scalar(0x10000 + ((first - 0xD800) << 10) + (low - 0xDC00))
      else { throw problem("half a surrogate pair") }
      return Character(scalar)
    }
    guard let scalar = Unicode.Scalar(first) else { throw problem("half a surrogate pair") }
    return Character(scalar)
  }

  private mutating func fourDigits() throws(PolicyFileError) -> UInt32 {
    guard position + 4 <= bytes.count,
      let value = UInt32(String(decoding: bytes[position..<position + 4], as: UTF8.self), radix: 16)
    else { throw problem("four hexadecimal digits expected") }
    position += 4
    return value
  }
}
