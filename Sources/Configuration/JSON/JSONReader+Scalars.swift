import Primitives

// Numbers and strings.

extension JSONReader {
  // MARK: Numbers

  mutating func number() throws(ConfigurationError) -> JSONValue {
    let start = position
    let isNegative = take("-")
    if !isNegative { _ = take("+") }
    if !isStrict {
      if next == UInt8(ascii: "I") || next == UInt8(ascii: "N") {
        throw problem("infinity and NaN are not allowed", at: start)
      }
      if next == UInt8(ascii: "0"), peek(1) == UInt8(ascii: "x") || peek(1) == UInt8(ascii: "X") {
        position += 2
        return .integer(try hexadecimal(isNegative, start))
      }
    }
    let whole = skipDigits()
    if whole.count > 1, bytes[whole.lowerBound] == UInt8(ascii: "0") {
      throw problem("a number begins with 0", at: start)
    }
    if whole.isEmpty, isStrict || next != UInt8(ascii: ".") { throw problem("a digit is missing") }
    var fraction = 0..<0
    var isInteger = true
    if take(".") {
      isInteger = false
      fraction = skipDigits()
      if fraction.isEmpty, isStrict || whole.isEmpty { throw problem("a digit is missing") }
    }
    let exponent = position
    if take("e") || take("E") {
      isInteger = false
      if !take("-") { _ = take("+") }
      if skipDigits().isEmpty { throw problem("a digit is missing") }
    }
    try endNumber(start)
    // In the one form that all of Swift's initialisers take: `.5` and `5.` get their zero.
    var text = isNegative ? "-" : ""
    text += whole.isEmpty ? "0" : self.text(whole)
    if isInteger, let value = Int64(text) { return .integer(value) }
    if !fraction.isEmpty { text += "." + self.text(fraction) }
    text += self.text(exponent..<position)
    guard let value = Double(text), value.isFinite else { throw problem("a number is too large", at: start) }
    return .number(value)
  }

  private mutating func skipDigits() -> Range<Int> {
    let start = position
    while let byte = next, byte.isASCIIDigit { position += 1 }
    return start..<position
  }

  private mutating func hexadecimal(_ isNegative: Bool, _ start: Int) throws(ConfigurationError) -> Int64 {
    var magnitude: UInt64 = 0
    let first = position
    while let digit = next.flatMap(JSONReader.hexadecimalDigit) {
      guard magnitude >> 60 == 0 else { throw problem("a number is too large", at: start) }
      magnitude = magnitude << 4 | UInt64(digit)
      position += 1
    }
    if position == first { throw problem("a hexadecimal digit is missing") }
    try endNumber(start)
    let limit = UInt64(Int64.max) + (isNegative ? 1 : 0)
    guard magnitude <= limit else { throw problem("a number is too large", at: start) }
    return isNegative ? Int64(truncatingIfNeeded: 0 &- magnitude) : Int64(magnitude)
  }

  /// Refuses `12px`, `1_000` and `0x1G`.
  private func endNumber(_ start: Int) throws(ConfigurationError) {
    guard let (scalar, _) = nextScalar else { return }
    if JSONReader.isIdentifier(scalar, first: false) || scalar == "." {
      throw problem("a number is followed by \(JSONReader.shown(String(Character(scalar))))", at: position)
    }
  }

  private static func hexadecimalDigit(_ byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
    default: nil
    }
  }

  // MARK: Strings

  mutating func string() throws(ConfigurationError) -> String {
    let start = position
    let quote = bytes[position]
    position += 1
    var text: [UInt8] = []
    while let byte = next {
      if byte < 0x20 {
        if byte == 0x0A || byte == 0x0D { throw problem("a string does not end on its line", at: start) }
        if isStrict { throw problem("a control character in a string") }
      }
      if byte == quote {
        position += 1
        return String(decoding: text, as: UTF8.self)
      }
      if byte == UInt8(ascii: "\\") {
        try escape(into: &text)
      } else {
        position += 1
        text.append(byte)
      }
    }
    throw problem("a string does not end", at: start)
  }

  private mutating func escape(into text: inout [UInt8]) throws(ConfigurationError) {
    let start = position
    position += 1
    guard let escaped = next else { return }
    position += 1
    switch escaped {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(escaped)
    case UInt8(ascii: "b"): text.append(0x08)
    case UInt8(ascii: "f"): text.append(0x0C)
    case UInt8(ascii: "n"): text.append(0x0A)
    case UInt8(ascii: "r"): text.append(0x0D)
    case UInt8(ascii: "t"): text.append(0x09)
    case UInt8(ascii: "u"): text.append(contentsOf: Array(String(Character(try escapedScalar(start))).utf8))
    case _ where isStrict: throw problem("no such escape", at: start)
    case UInt8(ascii: "v"): text.append(0x0B)
    case UInt8(ascii: "x"):
      let scalar = Unicode.Scalar(UInt8(truncatingIfNeeded: try hexadecimalDigits(2, start)))
      text.append(contentsOf: Array(String(Character(scalar)).utf8))
    case UInt8(ascii: "0"):
      if let byte = next, byte.isASCIIDigit {
        throw problem("no such escape", at: start)
      }
      text.append(0)
    case UInt8(ascii: "1")...UInt8(ascii: "9"): throw problem("no such escape", at: start)
    // A line that goes on in the next.
    case 0x0A: break
    case 0x0D: _ = take("\n")
    // The line separators of Unicode are three bytes, E2 80 A8 or A9.
    case 0xE2 where next == 0x80 && (peek(1) == 0xA8 || peek(1) == 0xA9): position += 2
    default: text.append(escaped)
    }
  }

  /// The scalar of `\uXXXX`, or of two that form a surrogate pair. The position is behind the `u`.
  mutating func escapedScalar(_ start: Int) throws(ConfigurationError) -> Unicode.Scalar {
    var value = try hexadecimalDigits(4, start)
    if value >= 0xD800, value < 0xDC00 {
      guard take("\\"), take("u") else { throw problem("half a surrogate pair", at: start) }
      let low = try hexadecimalDigits(4, start)
      guard low >= 0xDC00, low < 0xE000 else { throw problem("half a surrogate pair", at: start) }
      value = 0x10000 + (value - 0xD800) << 10 + (low - 0xDC00)
    }
    guard let scalar = Unicode.Scalar(value) else { throw problem("half a surrogate pair", at: start) }
    return scalar
  }

  private mutating func hexadecimalDigits(_ count: Int, _ start: Int) throws(ConfigurationError) -> UInt32 {
    var value: UInt32 = 0
    for _ in 0..<count {
      guard let digit = next.flatMap(JSONReader.hexadecimalDigit) else {
        throw problem("\(count) hexadecimal digits expected", at: start)
      }
      value = value << 4 | UInt32(digit)
      position += 1
    }
    return value
  }
}
