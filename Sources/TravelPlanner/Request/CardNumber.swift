/// Detection and redaction of payment card numbers in texts.
package enum CardNumber {
  /// The replacement of a card number.
  package static let removed = "[card number removed]"

  /// Returns `text` with payment card numbers replaced.
  ///
  /// Replaces two kinds of numbers: runs of 13 to 19 digits, with single spaces, dots or hyphens between them, whose check
  /// digit (Luhn, ISO/IEC 7812-1) is valid, regardless of the issuer; and every number that `isSuspected(in:)` finds. In a
  /// run of groups, any consecutive groups may be a number; an unbroken run of more than 19 digits is searched for a number
  /// inside. Dates do not belong to a run. One other run in ten has a valid check digit by chance and is replaced as well;
  /// phone numbers have fewer digits. Linear in the length of the text.
  package static func removed(from text: String, isPhone: Bool = false) -> String {
    guard mayHoldOne(text) else { return text }
    var kept = CardNumberRuns(text).withoutRuns(shortest: shortest(text, isPhone)) ?? text
    // Terminates, because each replacement leaves fewer digits.
    while let range = CardNumberRuns(kept).suspected(shortest: shortest(text, isPhone)) {
      var scalars = Array(kept.unicodeScalars)
      scalars.replaceSubrange(range, with: removed.unicodeScalars)
      kept = String(String.UnicodeScalarView(scalars))
    }
    return kept
  }

  /// Returns true if `removed(from:)` would replace a number. Allocates nothing for a text with fewer than 13 digits.
  package static func isIn(_ text: String, isPhone: Bool = false) -> Bool {
    mayHoldOne(text) && removed(from: text, isPhone: isPhone) != text
  }

  /// Returns true if a text contains a possible card number: 13 to 19 digits of any script, with up to three characters
  /// that are not letters between two of them, a prefix of an issuer (3, 4, 5, 6, 2221…2720) and a valid check digit.
  ///
  /// For input that is to be refused. Dates such as `2026-06-15`, `15.06.2026` or `06/15/2026` do not belong to a number; a
  /// telephone number with a country code, `+49 …`, is recognised by having fewer than 14 digits. A text without 13 digits
  /// costs one pass over its bytes.
  package static func isSuspected(in text: String, isPhone: Bool = false) -> Bool {
    mayHoldOne(text) && CardNumberRuns(text).suspected(shortest: shortest(text, isPhone)) != nil
  }

  private static func shortest(_ text: String, _ isPhone: Bool) -> Int {
    isPhone && text.first == "+" ? 14 : 13
  }

  /// Returns true if a text may have 13 digits. Digits of other scripts take at least two bytes.
  private static func mayHoldOne(_ text: String) -> Bool {
    // The number of bytes that may be other characters. Most texts exceed it within their first half.
    var room = text.utf8.count - 13
    var foreign = 0
    let bytes = text.utf8.span
    for index in bytes.indices where bytes[index] &- 48 >= 10 {
      if bytes[index] >= 0x80 { foreign += 1 } else { room -= 1 }
      if room < 0 { return false }
    }
    return room >= (foreign + 1) / 2
  }
}
