import Primitives
import Testing
import TravelPlanner

@Suite("Card numbers in texts")
struct CardNumberTests {
  static let texts: [(String, String)] = [
    ("Pay with 4242424242424242 please", "Pay with [card number removed] please"),
    ("4242 4242 4242 4242", "[card number removed]"),
    ("card 5555-5555-5555-4444, 2 people", "card [card number removed], 2 people"),
    ("amex 378282246310005.", "amex [card number removed]."),
    ("6011111111111117 and 3530111333300000", "[card number removed] and [card number removed]"),
    // A number in a longer run of digits is one still.
    ("order 17 4242 4242 4242 4242 9", "order 17 [card number removed] 9"),
    ("000004242424242424242000", "[card number removed]42000"),
    // However its digits are written.
    ("4242/4242/4242/4242", "[card number removed]"),
    ("4242  4242  4242  4242!", "[card number removed]!"),
    ("4242, 4242, 4242, 4242, thanks", "[card number removed], thanks"),
    ("4242\u{A0}4242\u{A0}4242\u{A0}4242", "[card number removed]"),
    ("４２４２４２４２４２４２４２４２ ok", "[card number removed] ok"),
    ("⁴²⁴²⁴²⁴²⁴²⁴²⁴²⁴²", "[card number removed]"),
    ("④②④②④②④②④②④②④②④② ok", "[card number removed] ok"),
    ("4242x4242X4242x4242", "[card number removed]"),
    ("4x2x4x2x4x2x4x2x4x2x4x2x4x2x4x2", "[card number removed]"),
    ("on 2026-06-15 4242 4242 4242 4242", "on 2026-06-15 [card number removed]"),
  ]

  @Test("are removed, whatever separates their digits", arguments: texts)
  func removed(text: String, expected: String) {
    #expect(CardNumber.isIn(text))
    let clean = CardNumber.removed(from: text)
    #expect(!CardNumber.isIn(clean))
    #expect(clean.contains(CardNumber.removed))
    #expect(clean == expected)
  }

  @Test(
    "other numbers stay",
    arguments: [
      "", "+91-9876543210", "from 2026-02-06 to 2026-02-08", "7777777777777777", "1234567890123", "no digits",
      "0000 0000 0000 0000", "₹36,096.00 for 2", "TRIP_F2317E495669", "4242-4242 // 4242-4242",
    ])
  func kept(text: String) { #expect(CardNumber.removed(from: text) == text) }

  @Test func `names of sessions stay`() {
    var draws = SplitMix64(seed: 11)
    for _ in 0..<5_000 {
      let name = (0..<16).map { _ in String(draws.next(in: 0...15), radix: 16) }.joined()
      if name.contains(where: \.isLetter) {
        #expect(!CardNumber.isSuspected(in: "session \(name)"), "\(name)")
      }
    }
  }

  @Test("dates next to each other are no card", arguments: ["-", ".", "/"])
  func dates(sign: String) {
    let start = CalendarDay(year: 2026, month: 1, day: 1)!
    for first in 0..<730 {
      for length in [1, 7, 14] {
        let days = [start.advanced(by: first), start.advanced(by: first + length)].map { day in
          let parts = "\(day)".split(separator: "-")
          return (sign == "-" ? parts : parts.reversed()).joined(separator: sign)
        }
        for between in [" ", "/", " - ", ", "] {
          let text = days.joined(separator: between)
          #expect(!CardNumber.isSuspected(in: text), "\(text)")
          #expect(CardNumber.removed(from: text) == text)
        }
      }
    }
  }

  @Test func `a telephone number with its country's code stays`() {
    // Thirteen digits whose check digit is right.
    let phone = "+49 1512 3456787"
    #expect(CardNumber.isIn(phone))
    #expect(!CardNumber.isIn(phone, isPhone: true))
    #expect(CardNumber.removed(from: phone, isPhone: true) == phone)
  }

  @Test("generated numbers with a valid check digit are always removed")
  func generated() {
    var draws = SplitMix64(seed: 7)
    for _ in 0..<2000 {
      let length = draws.next(in: 13...19)
      var digits = (0..<length - 1).map { _ in draws.next(in: 0...9) }
      digits[0] = draws.next(in: 3...6)
      digits[1] = digits[0] == 3 ? 4 : 3
      var sum = 0
      for (place, digit) in digits.reversed().enumerated() {
        let doubled = digit * 2
        sum += place % 2 == 1 ? digit : doubled > 9 ? doubled - 9 : doubled
      }
      digits.append((10 - sum % 10) % 10)
      let separator = ["", " ", "-"][draws.next(in: 0...2)]
      var text = ""
      for (place, digit) in digits.enumerated() {
        if place > 0, place % 4 == 0 { text += separator }
        text += "\(digit)"
      }
      let before = ["", "card: ", "a1 ", "é"][draws.next(in: 0...3)]
      let after = ["", ".", " x", ", 12"][draws.next(in: 0...3)]
      let clean = CardNumber.removed(from: before + text + after)
      #expect(clean.contains(CardNumber.removed), "\(before + text + after)")
      #expect(!clean.contains(text))
    }
  }
  /// A text is first asked whether it has room for one, by counting bytes: with signs around the number that are
  /// nearly digits, or take several bytes.
  @Test(arguments: ["4222222222222", "4242424242424242"], ["", "x", "/", ":", "é", "٣x", "\u{1F642}"])
  func `are found at every position`(number: String, sign: String) {
    for before in 0..<17 {
      for after in 0..<9 {
        let (head, tail) = (String(repeating: "x", count: before), String(repeating: "y", count: after))
        #expect(CardNumber.isIn(head + sign + number + sign + tail), "\(before) \(after)")
        #expect(!CardNumber.isIn(head + sign + "4222 222 222 22" + sign + tail), "\(before) \(after)")
      }
    }
  }
}
