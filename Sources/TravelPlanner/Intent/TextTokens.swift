/// A token of a text: a word, a run of digits, or a mark.
struct TextToken {
  enum Kind { case word, number, mark, end }
  var kind: Kind
  /// The word in lower case without accents and apostrophes; the digits; or the mark.
  var text: String
  var start: String.Index
  var end: String.Index
  /// True if no space is before the token.
  var isGlued = false
  var isCapitalised = false
  var isAllCapitals = false
  var isOrdinal = false
  /// True for a number written as a word.
  var isSpelled = false
  var isLineStart = false
  var value: Int = 0
  var isUsed = false
}

enum TextTokens {
  static let numbers: [String: Int] = [
    "zero": 0, "one": 1, "two": 2, "both": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
    "eight": 8,
    "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "dozen": 12, "thirteen": 13, "fourteen": 14,
    "fifteen": 15,
    "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40,
    "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
  ]
  static let ordinals: [String: Int] = [
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8,
    "ninth": 9,
    "tenth": 10, "eleventh": 11, "twelfth": 12, "thirteenth": 13, "fourteenth": 14, "fifteenth": 15,
    "sixteenth": 16, "seventeenth": 17, "eighteenth": 18, "nineteenth": 19, "twentieth": 20, "thirtieth": 30,
  ]

  static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
    let value = scalar.value
    if value < 0x80 { return value >= 65 && value <= 90 || value >= 97 && value <= 122 }
    if value < 0xC0 { return value == 0xAA || value == 0xB5 || value == 0xBA }
    if value == 0xD7 || value == 0xF7 { return false }
    return scalar.properties.isAlphabetic
      || scalar.properties.generalCategory == .nonspacingMark
      || scalar.properties.generalCategory == .spacingMark
  }

  /// Returns the tokens of a text, ended by one of kind `end`.
  static func tokens(of text: String) -> [TextToken] {
    var tokens: [TextToken] = []
    tokens.reserveCapacity(32)
    let scalars = text.unicodeScalars
    var index = scalars.startIndex
    var glued = false
    var lineStart = true
    while index < scalars.endIndex {
      let scalar = scalars[index]
      let start = index
      if scalar.value <= 32 || scalar.properties.isWhitespace {
        if scalar == "\n" || scalar == "\r" { lineStart = true }
        glued = false
        index = scalars.index(after: index)
        continue
      }
      if scalar.value >= 48, scalar.value <= 57 {
        var value = 0
        while index < scalars.endIndex, scalars[index].value >= 48, scalars[index].value <= 57 {
          value = min(value * 10 + Int(scalars[index].value - 48), 1_000_000_000_000)
          index = scalars.index(after: index)
        }
        var token = TextToken(
          kind: .number, text: String(scalars[start..<index]), start: start, end: index, isGlued: glued)
        token.value = value
        token.isLineStart = lineStart
        tokens.append(token)
      } else if isLetter(scalar) {
        var folded: [UInt8] = []
        var capitals = 0
        var letters = 0
        while index < scalars.endIndex {
          let next = scalars[index]
          if isLetter(next) {
            letters += 1
            if next.properties.isUppercase { capitals += 1 }
          } else if next == "'" || next == "\u{2019}" {
            let after = scalars.index(after: index)
            guard after < scalars.endIndex, isLetter(scalars[after]) else { break }
          } else {
            break
          }
          index = scalars.index(after: index)
        }
        let bytes = Array(text[start..<index].utf8)
        var position = 0
        while position < bytes.count {
          let (byte, length) = Word.fold(bytes.span, at: position)
          if byte != 0 { folded.append(byte) }
          position += length
        }
        var token = TextToken(
          kind: .word, text: String(decoding: folded, as: UTF8.self), start: start, end: index, isGlued: glued
        )
        token.isCapitalised = scalar.properties.isUppercase
        token.isAllCapitals = capitals == letters
        token.isLineStart = lineStart
        if token.isGlued, let last = tokens.last, last.kind == .number, !last.isOrdinal,
          ["st", "nd", "rd", "th"].contains(token.text)
        {
          tokens[tokens.count - 1].isOrdinal = true
          tokens[tokens.count - 1].end = index
        } else {
          if let value = numbers[token.text] {
            token.kind = .number
            token.isSpelled = true
            token.value = value
            if let last = tokens.last, last.isSpelled, last.value >= 20, last.value % 10 == 0,
              last.value < 100,
              value > 0, value < 10
            {
              tokens[tokens.count - 1].value += value
              tokens[tokens.count - 1].end = index
              glued = true
              continue
            }
            if tokens.count >= 2, tokens[tokens.count - 1].text == "-", tokens[tokens.count - 2].isSpelled,
              tokens[tokens.count - 2].value >= 20, value > 0, value < 10
            {
              tokens.removeLast()
              tokens[tokens.count - 1].value += value
              tokens[tokens.count - 1].end = index
              glued = true
              continue
            }
          } else if token.text == "hundred", let last = tokens.last, last.kind == .number, last.value < 100 {
            tokens[tokens.count - 1].value *= 100
            tokens[tokens.count - 1].isSpelled = true
            tokens[tokens.count - 1].end = index
            glued = true
            continue
          }
          tokens.append(token)
        }
      } else {
        index = scalars.index(after: index)
        var mark = String(scalar)
        switch scalar.value {
        case 0x2010...0x2015, 0x2212: mark = "-"
        case 0x2190...0x21FF, 0x2794...0x27BE, 0x27F0...0x27FF, 0x2900...0x297F, 0x2B00...0x2B11: mark = "→"
        case 0x2019, 0x60, 0xB4: mark = "'"
        case 0xFF0C: mark = ","
        default: break
        }
        // ASCII arrows.
        if mark == "-" || mark == "=", index < scalars.endIndex, scalars[index] == ">" {
          index = scalars.index(after: index)
          mark = "→"
        } else if mark == "-", index < scalars.endIndex, scalars[index] == "-" {
          index = scalars.index(after: index)
          if index < scalars.endIndex, scalars[index] == ">" {
            index = scalars.index(after: index)
            mark = "→"
          }
        } else if mark == ">" {
          mark = "→"
        }
        var token = TextToken(kind: .mark, text: mark, start: start, end: index, isGlued: glued)
        token.isLineStart = lineStart
        tokens.append(token)
      }
      glued = true
      lineStart = false
    }
    tokens.append(TextToken(kind: .end, text: "", start: text.endIndex, end: text.endIndex))
    return tokens
  }
}
