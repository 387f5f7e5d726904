/// Keeps card numbers out of what is written down.
package enum CardNumber {
  /// What stands where a card number stood.
  package static let removed = "[card number removed]"

  /// `text` without the numbers of payment cards in it.
  ///
  /// Two kinds are taken out: runs of 13 to 19 digits, single spaces, dots or hyphens between them allowed, whose
  /// check digit (Luhn, ISO/IEC 7812-1) is right, whoever's they are; and whatever `isSuspected(in:)` finds. Of a
  /// run in groups such a number may be any groups that follow one another; an unbroken run of more than 19 digits
  /// is searched for one inside. Dates are no part of a run. One run in ten that is no card has a right check digit
  /// by chance and is removed as well; phone numbers have fewer digits. Linear in the length of the text.
  package static func removed(from text: String, isPhone: Bool = false) -> String {
    guard mayHoldOne(text) else { return text }
    var kept = CardNumberRuns(text).withoutRuns(shortest: shortest(text, isPhone)) ?? text
    // Each removal leaves fewer digits.
    while let range = CardNumberRuns(kept).suspected(shortest: shortest(text, isPhone)) {
      var scalars = Array(kept.unicodeScalars)
      scalars.replaceSubrange(range, with: removed.unicodeScalars)
      kept = String(String.UnicodeScalarView(scalars))
    }
    return kept
  }

  /// Whether `removed(from:)` would take something out.
  ///
  /// Costs no allocation for a text of fewer than 13 digits.
  package static func isIn(_ text: String, isPhone: Bool = false) -> Bool {
    mayHoldOne(text) && removed(from: text, isPhone: isPhone) != text
  }

  /// Whether somebody seems to have typed a card's number here: 13 to 19 digits of any script, up to three signs
  /// that are no letters between two of them, that begin as the numbers of issuers do (3, 4, 5, 6, 2221…2720) and
  /// whose check digit is right.
  ///
  /// For input that is to be refused. Dates such as `2026-06-15`, `15.06.2026` or `06/15/2026` are no part of a
  /// number; a telephone number with its country's code, `+49 …`, is told by having fewer than 14 digits. Text
  /// without 13 digits costs one pass over its bytes.
  package static func isSuspected(in text: String, isPhone: Bool = false) -> Bool {
    mayHoldOne(text) && CardNumberRuns(text).suspected(shortest: shortest(text, isPhone)) != nil
  }

  private static func shortest(_ text: String, _ isPhone: Bool) -> Int {
    isPhone && text.first == "+" ? 14 : 13
  }

  /// Whether there is room for 13 digits: those of other scripts take two bytes at least.
  private static func mayHoldOne(_ text: String) -> Bool {
    // How many bytes may be something else: most texts have more before half of them are looked at.
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
