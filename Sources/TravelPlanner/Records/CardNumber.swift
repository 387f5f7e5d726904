/// Keeps card numbers out of what is written down.
public enum CardNumber {
  /// What stands where a card number stood.
  public static let removed = "[card number removed]"

  /// `text` without the numbers of payment cards in it: runs of 13 to 19 digits, single spaces, dots or
  /// hyphens between them allowed, whose check digit (Luhn, ISO/IEC 7812-1) is right.
  ///
  /// Of a run in groups such a number may be any groups that follow one another; an unbroken run of more than 19
  /// digits is searched for one inside. One run in ten that is no card has a right check digit
  /// by chance and is removed as well; phone numbers have fewer digits. Linear in the length of the text.
  public static func removed(from text: String) -> String {
    guard mayHoldOne(text) else { return text }
    let bytes = Array(text.utf8)
    var kept: [UInt8] = []
    kept.reserveCapacity(bytes.count)
    var index = 0
    var found = false
    while index < bytes.count {
      guard isDigit(bytes[index]) else {
        kept.append(bytes[index])
        index += 1
        continue
      }
      // The run: places of its digits.
      var places = [index]
      var end = index + 1
      while end < bytes.count {
        if isDigit(bytes[end]) {
          places.append(end)
          end += 1
        } else if isSeparator(bytes[end]), end + 1 < bytes.count, isDigit(bytes[end + 1]) {
          end += 1
        } else {
          break
        }
      }
      let (count, removed) = unlisted(places, bytes, into: &kept, until: end)
      precondition(count == places.count, "every digit is looked at")
      found = found || removed
      index = end
    }
    return found ? String(decoding: kept, as: UTF8.self) : text
  }

  /// Whether `removed(from:)` would take something out.
  ///
  /// Costs no allocation for a text of fewer than 13 digits.
  public static func isIn(_ text: String) -> Bool { mayHoldOne(text) && removed(from: text) != text }

  private static func mayHoldOne(_ text: String) -> Bool {
    let bytes = text.utf8.span
    var digits = 0
    for index in bytes.indices where bytes[index] &- 48 < 10 { digits += 1 }
    return digits >= 13
  }

  /// Whether somebody seems to have typed a card's number here: 13 to 19 digits of any script, whatever single
  /// signs stand between them, that begin as the numbers of issuers do (3, 4, 5, 6, 2221…2720) and whose check
  /// digit is right.
  ///
  /// For input that is to be refused. Days are told apart by how they begin; a telephone number with its
  /// country's code, `+49 …`, by having fewer than 14 digits. Text without 13 digits costs one pass over its
  /// bytes.
  public static func isSuspected(in text: String, isPhone: Bool = false) -> Bool {
    let bytes = text.utf8.span
    var digits = 0
    var signs: UInt8 = 0
    for index in bytes.indices {
      digits &+= bytes[index] &- 48 < 10 ? 1 : 0
      signs |= bytes[index]
    }
    let isPlain = signs < 0x80
    if isPlain && digits < 13 { return false }
    let shortest = isPhone && text.first == "+" ? 14 : 13
    // Digits as they follow one another with at most one sign between two.
    var run: [UInt8] = []
    var gap = 0
    for scalar in text.unicodeScalars {
      if let digit = digit(scalar) {
        run.append(digit)
        gap = 0
        if ends(run, shortest) { return true }
      } else {
        gap += 1
        let isLetter = scalar.properties.isAlphabetic
        if gap > 1 || isLetter { run.removeAll(keepingCapacity: true) }
      }
    }
    return false
  }

  private static func digit(_ scalar: Unicode.Scalar) -> UInt8? {
    if scalar.isASCII { return isDigit(UInt8(scalar.value)) ? UInt8(scalar.value) : nil }
    guard scalar.properties.numericType == .decimal, let value = scalar.properties.numericValue else {
      return nil
    }
    return 48 + UInt8(value)
  }

  /// Whether the last 13 to 19 digits of a run are a card's.
  private static func ends(_ run: [UInt8], _ shortest: Int) -> Bool {
    guard run.count >= shortest else { return false }
    for length in shortest...min(19, run.count) {
      let digits = run.suffix(length)
      let first = digits.prefix(4).reduce(0) { $0 * 10 + Int($1) - 48 }
      let isIssuers = (3000...6999).contains(first) || (2221...2720).contains(first)
      if isIssuers, hasRightCheckDigit(Array(digits)) { return true }
    }
    return false
  }

  /// Copies a run, with the mark instead of each card number in it.
  private static func unlisted(
    _ places: [Int], _ bytes: [UInt8], into kept: inout [UInt8], until end: Int
  ) -> (looked: Int, removed: Bool) {
    /// Whether a number may begin at a digit of the run, or end before it: there is a separator, an end, or no
    /// separator far and wide.
    let borders = places.indices.map { $0 == 0 || places[$0] > places[$0 - 1] + 1 } + [true]
    let isUnbroken = places.count > 19 && !borders.dropFirst().dropLast().contains(true)
    var first = 0
    var removed = false
    while first < places.count {
      var length = 1
      if isUnbroken || borders[first] {
        // The longest number that begins here.
        for candidate in stride(from: min(19, places.count - first), through: 13, by: -1)
        where (isUnbroken || borders[first + candidate])
          && hasRightCheckDigit(places[first..<first + candidate].map { bytes[$0] })
        {
          length = candidate
          break
        }
      }
      let next = first + length < places.count ? places[first + length] : end
      if length > 1 {
        kept += Array(self.removed.utf8)
        removed = true
        // What separated the number from the rest of its run stays.
        kept += bytes[(places[first + length - 1] + 1)..<next]
      } else {
        kept += bytes[places[first]..<next]
      }
      first += length
    }
    return (first, removed)
  }

  private static func hasRightCheckDigit(_ digits: [UInt8]) -> Bool {
    var sum = 0
    var differ = false
    for (place, byte) in digits.reversed().enumerated() {
      let digit = Int(byte) - 48
      differ = differ || byte != digits[0]
      let doubled = digit * 2
      sum += place % 2 == 0 ? digit : doubled > 9 ? doubled - 9 : doubled
    }
    // Zeros alone would pass.
    return sum % 10 == 0 && differ
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (48...57).contains(byte) }

  private static func isSeparator(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".")
  }
}
