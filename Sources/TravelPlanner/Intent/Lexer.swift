import Primitives

/// A lexer that returns the tokens of a sentence one at a time and stores none.
struct Lexer {
  private var position = 0

  mutating func next(in bytes: Span<UInt8>) -> Token {
    let count = bytes.count
    var sawSpace = position == 0
    while position < count {
      let byte = bytes[position]
      if byte == 0x20 || (byte >= 9 && byte <= 13) {
        sawSpace = true
        position += 1
        continue
      }
      if byte >= 48 && byte <= 57 { return number(in: bytes, isNegative: false) }
      if Lexer.isLetter(byte), !isPunctuation(in: bytes) { return word(in: bytes) }
      if let token = symbol(in: bytes, sawSpace: sawSpace) { return token }
      sawSpace = false
    }
    return Token(kind: .end, start: count, end: count)
  }

  @inline(__always) private static func isLetter(_ byte: UInt8) -> Bool {
    (byte | 0x20) &- 97 < 26 || byte >= 0x80
  }

  /// Returns true for dashes, arrows, currency signs and other non-ASCII characters that are not letters.
  @inline(__always) private func isPunctuation(in bytes: Span<UInt8>) -> Bool {
    let byte = bytes[position]
    guard byte >= 0x80, position + 1 < bytes.count else { return false }
    // U+00A0…U+00BF (£, ¥, no-break space …) and U+2000…U+2BFF (dashes, €, ₹, arrows …).
    return byte == 0xC2 || (byte == 0xE2 && bytes[position + 1] < 0xB0)
  }

  private mutating func word(in bytes: Span<UInt8>) -> Token {
    let start = position
    var hash = Word.emptyHash
    var capitals = 0
    var letters = 0
    while position < bytes.count {
      let byte = bytes[position]
      if byte < 0x80 {
        if byte &- 97 < 26 {
          hash = Word.extend(hash, byte)
        } else if byte &- 65 < 26 {
          hash = Word.extend(hash, byte | 0x20)
          capitals += 1
        } else if byte != UInt8(ascii: "'") {
          break
        }
        letters += 1
        position += 1
        continue
      }
      if byte == 0xE2 {
        // The typographic apostrophe belongs to a word; every other mark ends it.
        guard position + 2 < bytes.count, bytes[position + 1] == 0x80, bytes[position + 2] == 0x99 else {
          if isPunctuation(in: bytes) { break }
          hash = Word.extend(hash, byte)
          position += 1
          continue
        }
      } else if isPunctuation(in: bytes) {
        break
      }
      // A non-ASCII capital, C3 80…C3 9E, counts only at the start of the word.
      if letters == 0, byte == 0xC3, position + 1 < bytes.count, bytes[position + 1] < 0x9F { capitals += 1 }
      let (folded, length) = Word.fold(bytes, at: position)
      if folded != 0 { hash = Word.extend(hash, folded) }
      letters += 1
      position += length
    }
    var token = Token(kind: .word, start: start, end: position)
    token.hash = hash
    let first = bytes[start]
    token.isCapitalised = first &- 65 < 26 || (first >= 0x80 && capitals > 0)
    token.isAllCapitals = capitals == letters
    // The dot belongs to the word in "St. Petersburg" and "U.S.".
    if letters <= 2, position < bytes.count, bytes[position] == UInt8(ascii: ".") { position += 1 }
    if let entry = Lexicon.shared.entry(hash) {
      token.role = entry.role
      token.value = entry.value
      token.firstName = entry.firstName
      token.nameCount = entry.nameCount
    }
    return token
  }

  private mutating func number(in bytes: Span<UInt8>, isNegative: Bool) -> Token {
    let start = position
    var value: Int64 = 0
    var digits = 0
    var isWhole = true
    func digit(_ index: Int) -> Bool { index < bytes.count && bytes[index] >= 48 && bytes[index] <= 57 }
    while position < bytes.count {
      let byte = bytes[position]
      if digit(position) {
        // A number of more than 12 digits is outside every range.
        if digits < 12 { value = value * 10 + Int64(byte - 48) }
        digits += 1
        position += 1
      } else if byte == UInt8(ascii: ",") || byte == UInt8(ascii: "."), digit(position + 1) {
        let groups = digit(position + 2) && digit(position + 3) && !digit(position + 4)
        if groups {
          position += 1
        } else if byte == UInt8(ascii: ".") {
          position += 1
          isWhole = false
          value = value * 100 + Int64(bytes[position] - 48) * 10
          position += 1
          if digit(position) {
            value += Int64(bytes[position] - 48)
            position += 1
          }
          while digit(position) { position += 1 }
          break
        } else {
          break
        }
      } else {
        break
      }
    }
    var token = Token(kind: .number, start: start, end: position)
    token.digits = UInt8(clamping: digits)
    token.isWhole = isWhole
    token.hundredths = isWhole ? value * 100 : value
    if isNegative { token.hundredths = -token.hundredths }
    if isWhole, !isNegative { finishDate(in: bytes, &token) }
    if token.kind == .number { skipOrdinal(in: bytes, &token) }
    return token
  }

  /// Reads the rest of `2026-06-15` after `2026`.
  private mutating func finishDate(in bytes: Span<UInt8>, _ token: inout Token) {
    guard token.digits == 4, token.end - token.start == 4, position + 5 < bytes.count,
      bytes[position] == UInt8(ascii: "-") || bytes[position] == UInt8(ascii: "/"),
      bytes[position + 3] == bytes[position]
    else { return }
    var digits = InlineArray<4, Int>(repeating: 0)
    for index in digits.indices {
      let byte = bytes[position + (index < 2 ? index + 1 : index + 2)]
      guard byte >= 48, byte <= 57 else { return }
      digits[index] = Int(byte - 48)
    }
    position += 6
    token.kind = .date
    token.end = Int32(truncatingIfNeeded: position)
    let day = CalendarDay(
      year: Int(token.hundredths / 100), month: digits[0] * 10 + digits[1], day: digits[2] * 10 + digits[3])
    token.isWhole = day != nil
    token.hundredths = Int64(day?.daysSince1970 ?? 0)
  }

  /// Skips the suffix of `15th`, `1st`, `2nd`, `3rd`.
  private mutating func skipOrdinal(in bytes: Span<UInt8>, _ token: inout Token) {
    guard position + 1 < bytes.count else { return }
    let first = bytes[position] | 0x20
    let second = bytes[position + 1] | 0x20
    guard position + 2 >= bytes.count || !Lexer.isLetter(bytes[position + 2]) else { return }
    switch (first, second) {
    case (0x74, 0x68), (0x73, 0x74), (0x6E, 0x64), (0x72, 0x64):
      position += 2
      token.isOrdinal = true
    default: return
    }
  }

  /// Consumes a punctuation mark. Returns its token, or nil for a mark without a meaning.
  private mutating func symbol(in bytes: Span<UInt8>, sawSpace: Bool) -> Token? {
    let start = position
    func follows(_ offset: Int, _ byte: UInt8) -> Bool {
      start + offset < bytes.count && bytes[start + offset] == byte
    }
    func make(_ kind: Token.Kind, _ length: Int, _ value: Int16 = 0) -> Token {
      var token = Token(kind: kind, start: start, end: start + length)
      token.value = value
      return token
    }
    position += 1
    switch bytes[start] {
    case UInt8(ascii: ","), UInt8(ascii: "&"), UInt8(ascii: "+"): return make(.comma, 1)
    case UInt8(ascii: "."), UInt8(ascii: "!"), UInt8(ascii: "?"), UInt8(ascii: ";"), UInt8(ascii: ":"):
      return make(.stop, 1)
    case UInt8(ascii: "$"): return make(.sign, 1, Int16(Currency.usd.rawValue))
    case UInt8(ascii: ">"): return make(.arrow, 1)
    case UInt8(ascii: "-"):
      if follows(1, UInt8(ascii: ">")) {
        position += 1
        return make(.arrow, 2)
      }
      if position < bytes.count, bytes[position] >= 48, bytes[position] <= 57,
        sawSpace || (start > 0 && bytes[start - 1] == UInt8(ascii: "$"))
      {
        return number(in: bytes, isNegative: true)
      }
      return make(sawSpace ? .comma : .dash, 1)
    case UInt8(ascii: "="):
      guard follows(1, UInt8(ascii: ">")) else { return nil }
      position += 1
      return make(.arrow, 2)
    case 0xC2:
      position += 1
      if follows(1, 0xA3) { return make(.sign, 2, Int16(Currency.gbp.rawValue)) }
      if follows(1, 0xA5) { return make(.sign, 2, Int16(Currency.jpy.rawValue)) }
      return nil
    case 0xE2:
      position = min(start + 3, bytes.count)
      if follows(1, 0x82), follows(2, 0xAC) { return make(.sign, 3, Int16(Currency.eur.rawValue)) }
      if follows(1, 0x82), follows(2, 0xB9) { return make(.sign, 3, Int16(Currency.inr.rawValue)) }
      if follows(1, 0x82), follows(2, 0xBA) { return make(.sign, 3, Int16(Currency.try.rawValue)) }
      if follows(1, 0x80), follows(2, 0x93) || follows(2, 0x94) { return make(.dash, 3) }
      // U+2190…U+21FF and the dingbat arrows of U+279x…U+27Bx.
      if follows(1, 0x86) || follows(1, 0x87) || follows(1, 0x9E) { return make(.arrow, 3) }
      return nil
    default: return nil
    }
  }
}

/// A token of a sentence: its kind, its entry in the lexicon, and its position.
struct Token {
  enum Kind: UInt8 { case end, word, number, date, sign, comma, stop, dash, arrow }

  var kind: Kind
  var role: Role = .none
  var isCapitalised = false
  var isAllCapitals = false
  /// True for a number without decimals, and for a date whose day exists.
  var isWhole = false
  var isOrdinal = false
  var digits: UInt8 = 0
  var value: Int16 = 0
  var firstName: UInt16 = 0
  var nameCount: UInt16 = 0
  /// The range in bytes.
  var start: Int32
  var end: Int32
  var hash: UInt64 = 0
  /// The value of a number in hundredths; for a date, the days since 1970.
  var hundredths: Int64 = 0
  /// A Boolean value that indicates whether the word is "I" or "me".
  var isSelf: Bool { role == .common && value == 1 }

  init(kind: Kind, start: Int, end: Int) {
    self.kind = kind
    self.start = Int32(truncatingIfNeeded: start)
    self.end = Int32(truncatingIfNeeded: end)
  }
}
