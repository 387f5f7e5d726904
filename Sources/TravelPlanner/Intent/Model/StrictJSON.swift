/// A JSON value as RFC 8259 has it, from a text that nobody vouches for.
///
/// Stricter than the standard where a reply to us has no business: at most 16 KiB, nested at most eight deep,
/// no key twice, no number with more than two decimals, with an exponent, or beyond 10^15.
indirect enum StrictJSON: Hashable, Sendable {
  case null
  case bool(Bool)
  /// In hundredths; `isWhole` when it was written without a fraction.
  case number(hundredths: Int64, isWhole: Bool)
  case string(String)
  case array([StrictJSON])
  /// In the order they were written.
  case object([Member])

  struct Member: Hashable, Sendable {
    var key: String
    var value: StrictJSON
  }

  enum Limits {
    static let bytes = 16_384
    static let depth = 8
  }

  /// What is wrong, and the byte at which that was seen.
  struct Mistake: Error, Hashable, Sendable {
    var problem: String
    var offset: Int
  }

  init(parsing text: String) throws(Mistake) {
    var reader = StrictJSONReader(text)
    self = try reader.document()
  }
}

private struct StrictJSONReader {
  private let bytes: [UInt8]
  private var position = 0

  init(_ text: String) { bytes = Array(text.utf8) }

  mutating func document() throws(StrictJSON.Mistake) -> StrictJSON {
    if bytes.count > StrictJSON.Limits.bytes { throw problem("longer than \(StrictJSON.Limits.bytes) bytes") }
    let value = try value(depth: 0)
    skipSpace()
    if position < bytes.count { throw problem("text after the value") }
    return value
  }

  private func problem(_ text: String) -> StrictJSON.Mistake {
    StrictJSON.Mistake(problem: text, offset: position)
  }

  private var next: UInt8? { position < bytes.count ? bytes[position] : nil }

  private mutating func skipSpace() {
    while let byte = next, byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D { position += 1 }
  }

  private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
    guard next == UInt8(ascii: scalar) else { return false }
    position += 1
    return true
  }

  private mutating func value(depth: Int) throws(StrictJSON.Mistake) -> StrictJSON {
    if depth > StrictJSON.Limits.depth { throw problem("nested too deeply") }
    skipSpace()
    guard let byte = next else { throw problem("a value is missing") }
    switch byte {
    case UInt8(ascii: "{"): return try object(depth)
    case UInt8(ascii: "["): return try array(depth)
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try number()
    case UInt8(ascii: "t"): return try word("true", .bool(true))
    case UInt8(ascii: "f"): return try word("false", .bool(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    default: throw problem("no value begins so")
    }
  }

  private mutating func word(_ word: String, _ value: StrictJSON) throws(StrictJSON.Mistake) -> StrictJSON {
    guard bytes[position...].starts(with: word.utf8) else { throw problem("no value begins so") }
    position += word.utf8.count
    return value
  }

  private mutating func object(_ depth: Int) throws(StrictJSON.Mistake) -> StrictJSON {
    position += 1
    var members: [StrictJSON.Member] = []
    skipSpace()
    if take("}") { return .object(members) }
    while true {
      skipSpace()
      guard next == UInt8(ascii: "\"") else { throw problem("a key is missing") }
      let key = try string()
      if members.contains(where: { $0.key == key }) { throw problem("a key is given twice") }
      skipSpace()
      guard take(":") else { throw problem("':' expected") }
      members.append(StrictJSON.Member(key: key, value: try value(depth: depth + 1)))
      skipSpace()
      if take("}") { return .object(members) }
      guard take(",") else { throw problem("',' or '}' expected") }
    }
  }

  private mutating func array(_ depth: Int) throws(StrictJSON.Mistake) -> StrictJSON {
    position += 1
    var values: [StrictJSON] = []
    skipSpace()
    if take("]") { return .array(values) }
    while true {
      values.append(try value(depth: depth + 1))
      skipSpace()
      if take("]") { return .array(values) }
      guard take(",") else { throw problem("',' or ']' expected") }
    }
  }

  private mutating func number() throws(StrictJSON.Mistake) -> StrictJSON {
    let isNegative = take("-")
    let start = position
    var value: Int64 = 0
    while let byte = next, byte >= 48, byte <= 57 {
      if position - start >= 15 { throw problem("a number is too large") }
      value = value * 10 + Int64(byte - 48)
      position += 1
    }
    if position == start { throw problem("a digit is missing") }
    if position - start > 1, bytes[start] == UInt8(ascii: "0") { throw problem("a number begins with 0") }
    value *= 100
    var isWhole = true
    if take(".") {
      isWhole = false
      let fraction = position
      var place: Int64 = 10
      while let byte = next, byte >= 48, byte <= 57 {
        if position - fraction >= 2 { throw problem("more than two decimals") }
        value += Int64(byte - 48) * place
        place /= 10
        position += 1
      }
      if position == fraction { throw problem("a digit is missing") }
    }
    if next == UInt8(ascii: "e") || next == UInt8(ascii: "E") { throw problem("a number has an exponent") }
    return .number(hundredths: isNegative ? -value : value, isWhole: isWhole)
  }

  private mutating func string() throws(StrictJSON.Mistake) -> String {
    position += 1
    var text: [UInt8] = []
    while let byte = next {
      if byte < 0x20 { throw problem("a control character in a string") }
      position += 1
      if byte == UInt8(ascii: "\"") { return String(decoding: text, as: UTF8.self) }
      guard byte == UInt8(ascii: "\\") else {
        text.append(byte)
        continue
      }
      guard let escaped = next else { break }
      position += 1
      switch escaped {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(escaped)
      case UInt8(ascii: "b"): text.append(0x08)
      case UInt8(ascii: "f"): text.append(0x0C)
      case UInt8(ascii: "n"): text.append(0x0A)
      case UInt8(ascii: "r"): text.append(0x0D)
      case UInt8(ascii: "t"): text.append(0x09)
      case UInt8(ascii: "u"): text.append(contentsOf: String(try escapedScalar()).utf8)
      default: throw problem("no such escape")
      }
    }
    throw problem("a string does not end")
  }

  private mutating func escapedScalar() throws(StrictJSON.Mistake) -> Character {
    var value = try fourDigits()
    if value >= 0xD800, value < 0xDC00 {
      guard take("\\"), take("u") else { throw problem("half a surrogate pair") }
      let low = try fourDigits()
      guard low >= 0xDC00, low < 0xE000 else { throw problem("half a surrogate pair") }
      value = 0x10000 + (value - 0xD800) << 10 + (low - 0xDC00)
    }
    guard let scalar = Unicode.Scalar(value) else { throw problem("half a surrogate pair") }
    return Character(scalar)
  }

  private mutating func fourDigits() throws(StrictJSON.Mistake) -> UInt32 {
    var value: UInt32 = 0
    for _ in 0..<4 {
      guard let byte = next else { throw problem("a string does not end") }
      let digit: UInt8
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = byte - 48
      case UInt8(ascii: "a")...UInt8(ascii: "f"): digit = byte - 87
      case UInt8(ascii: "A")...UInt8(ascii: "F"): digit = byte - 55
      default: throw problem("four hexadecimal digits expected")
      }
      value = value << 4 | UInt32(digit)
      position += 1
    }
    return value
  }
}

extension StrictJSON {
  /// `text` as a JSON string, quotes included.
  static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      case "\u{0}"..."\u{1F}":
        let digits = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}
