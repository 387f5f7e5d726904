import Primitives

/// A recursive descent over the bytes of one text.
struct JSONReader {
  let bytes: [UInt8]
  let isStrict: Bool
  private let maximumDepth: Int
  var position = 0
  private var depth = 0

  init(_ bytes: [UInt8], _ dialect: JSONParser.Dialect, depth: Int) {
    self.bytes = bytes
    isStrict = dialect == .strict
    maximumDepth = depth
  }

  mutating func document() throws(ConfigurationError) -> JSONValue {
    let value = try value()
    try skipSpace()
    if position < bytes.count { throw problem("text after the value") }
    return value
  }

  func problem(_ text: String, at place: Int? = nil) -> ConfigurationError {
    ConfigurationError(JSONPosition(byte: place ?? position, in: bytes), text)
  }

  // MARK: Bytes

  var next: UInt8? { position < bytes.count ? bytes[position] : nil }

  func peek(_ distance: Int) -> UInt8? {
    position + distance < bytes.count ? bytes[position + distance] : nil
  }

  mutating func take(_ scalar: Unicode.Scalar) -> Bool {
    guard next == UInt8(ascii: scalar) else { return false }
    position += 1
    return true
  }

  func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

  /// The scalar that begins at the position, and its length. The bytes are those of a `String`, so they are
  /// valid UTF-8.
  var nextScalar: (scalar: Unicode.Scalar, length: Int)? {
    guard let first = next else { return nil }
    let length = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
    var value = UInt32(length == 1 ? first : first & (0x7F >> UInt8(length)))
    for distance in 1..<max(length, 1) { value = value << 6 | UInt32((peek(distance) ?? 0) & 0x3F) }
    return Unicode.Scalar(value).map { ($0, length) }
  }

  // MARK: White space

  private mutating func skipSpace() throws(ConfigurationError) {
    while let byte = next {
      switch byte {
      case 0x20, 0x09, 0x0A, 0x0D: position += 1
      case 0x0B, 0x0C:
        if isStrict { return }
        position += 1
      case UInt8(ascii: "/"):
        if isStrict { return }
        guard try skipComment() else { return }
      case 0x80...:
        guard !isStrict, let (scalar, length) = nextScalar, JSONReader.isSpace(scalar) else { return }
        position += length
      default: return
      }
    }
  }

  private static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "\u{FEFF}", "\u{2028}", "\u{2029}": true
    default: scalar.properties.generalCategory == .spaceSeparator
    }
  }

  /// False when the slash begins no comment.
  private mutating func skipComment() throws(ConfigurationError) -> Bool {
    let start = position
    switch peek(1) {
    case UInt8(ascii: "/"):
      while let byte = next, byte != 0x0A, byte != 0x0D { position += 1 }
      return true
    case UInt8(ascii: "*"):
      position += 2
      while let byte = next {
        position += 1
        if byte == UInt8(ascii: "*"), take("/") { return true }
      }
      throw problem("a comment does not end", at: start)
    default: return false
    }
  }

  // MARK: Values

  private mutating func value() throws(ConfigurationError) -> JSONValue {
    try skipSpace()
    guard let byte = next else { throw problem("a value is missing") }
    switch byte {
    case UInt8(ascii: "{"):
      try descend()
      defer { depth -= 1 }
      return try object()
    case UInt8(ascii: "["):
      try descend()
      defer { depth -= 1 }
      return try array()
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "'") where !isStrict: return .string(try string())
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try number()
    case UInt8(ascii: "+") where !isStrict: return try number()
    case UInt8(ascii: ".") where !isStrict: return try number()
    default: return try word()
    }
  }

  private mutating func descend() throws(ConfigurationError) {
    guard depth < maximumDepth else { throw problem("nested more than \(maximumDepth) deep") }
    depth += 1
  }

  private mutating func object() throws(ConfigurationError) -> JSONValue {
    position += 1
    var members: [String: JSONValue] = [:]
    var isFirst = true
    while true {
      try skipSpace()
      if isFirst || !isStrict, take("}") { return .object(members) }
      isFirst = false
      let start = position
      let key = try name()
      if members[key] != nil { throw problem("the name \(JSONReader.shown(key)) is given twice", at: start) }
      try skipSpace()
      guard take(":") else { throw problem("':' expected after the name \(JSONReader.shown(key))") }
      members[key] = try value()
      try skipSpace()
      if take(",") { continue }
      guard take("}") else { throw problem("',' or '}' expected") }
      return .object(members)
    }
  }

  private mutating func array() throws(ConfigurationError) -> JSONValue {
    position += 1
    var values: [JSONValue] = []
    while true {
      try skipSpace()
      if values.isEmpty || !isStrict, take("]") { return .array(values) }
      values.append(try value())
      try skipSpace()
      if take(",") { continue }
      guard take("]") else { throw problem("',' or ']' expected") }
      return .array(values)
    }
  }

  /// A name in quotation marks, and a message that stays short whatever the text.
  static func shown(_ key: String) -> String {
    let start = key.prefix(40)
    return Text.quoted(start.endIndex == key.endIndex ? key : start + "…")
  }

  // MARK: Words

  private mutating func name() throws(ConfigurationError) -> String {
    if next == UInt8(ascii: "\"") || (!isStrict && next == UInt8(ascii: "'")) { return try string() }
    if isStrict { throw problem("a name in quotation marks is missing") }
    let start = position
    let name = try identifier()
    if name.isEmpty {
      let isDigit = next.map { $0.isASCIIDigit } ?? false
      throw problem(isDigit ? "a name that begins with a digit needs quotation marks" : "a name is missing")
    }
    if next == UInt8(ascii: "-") || next == UInt8(ascii: ".") {
      throw problem("a name with '-' or '.' needs quotation marks", at: start)
    }
    return name
  }

  /// An ECMAScript 5.1 identifier; empty where none begins.
  private mutating func identifier() throws(ConfigurationError) -> String {
    var name = String.UnicodeScalarView()
    while let (scalar, length) = nextScalar {
      if scalar == "\\" {
        let start = position
        position += 1
        guard take("u") else { throw problem("no such escape", at: start) }
        let escaped = try escapedScalar(start)
        guard JSONReader.isIdentifier(escaped, first: name.isEmpty) else {
          throw problem("not a letter of a name", at: start)
        }
        name.append(escaped)
      } else if JSONReader.isIdentifier(scalar, first: name.isEmpty) {
        position += length
        name.append(scalar)
      } else {
        break
      }
    }
    return String(name)
  }

  static func isIdentifier(_ scalar: Unicode.Scalar, first: Bool) -> Bool {
    switch scalar {
    case "a"..."z", "A"..."Z", "$", "_": return true
    case "0"..."9": return !first
    case "\u{200C}", "\u{200D}": return !first
    case "\u{0}"..."\u{7F}": return false
    default: break
    }
    switch scalar.properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .letterNumber:
      return true
    case .nonspacingMark, .spacingMark, .decimalNumber, .connectorPunctuation: return !first
    default: return false
    }
  }

  private mutating func word() throws(ConfigurationError) -> JSONValue {
    let start = position
    // Escapes are not for words: `\u0074rue` is no value.
    while let (scalar, length) = nextScalar,
      JSONReader.isIdentifier(scalar, first: position == start)
    { position += length }
    switch text(start..<position) {
    case "null": return .null
    case "true": return .bool(true)
    case "false": return .bool(false)
    case "Infinity", "NaN": throw problem("infinity and NaN are not allowed", at: start)
    case "":
      let character = nextScalar.map { String(Character($0.scalar)) } ?? ""
      throw problem("no value begins with \(JSONReader.shown(character))")
    case let word:
      throw problem("\(JSONReader.shown(word)) is not a value; a text needs quotation marks", at: start)
    }
  }
}
