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
