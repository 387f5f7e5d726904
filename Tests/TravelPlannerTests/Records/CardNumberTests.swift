import Randomness
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
  ]

  @Test("are taken out, whatever separates their digits", arguments: texts)
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
      "", "+91-9876543210", "from 2026-02-06 to 2026-02-08", "4242424242424241", "1234567890123", "no digits",
      "0000 0000 0000 0000", "₹36,096.00 for 2", "TRIP_F2317E495669", "4242-4242 // 4242-4242",
    ])
  func kept(text: String) { #expect(CardNumber.removed(from: text) == text) }

  @Test("generated numbers with a right check digit never survive, wherever they stand")
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
}
