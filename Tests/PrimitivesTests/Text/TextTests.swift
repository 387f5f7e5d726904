import Foundation
import Testing

@testable import Primitives

@Suite("Text")
struct TextTests {
  @Test(
    "decimals are the C library's",
    arguments: [
      0, 0.5, 1.5, 2.5, 0.125, 99.99, 0.9890625, 106.6666666, 1e-9, 123_456_789.987654, -1.005, 0.9999999,
    ])
  func fixed(value: Double) {
    for digits in [0, 1, 2, 3, 6, 12] {
      #expect(Text.fixed(value, digits) == String(format: "%.\(digits)f", value))
    }
  }

  @Test(
    arguments: [
      (0, "0 s"), (12, "12 ns"), (999, "999 ns"), (37_500, "37.5 µs"), (999_499, "999 µs"),
      (999_500, "1.00 ms"),
      (210_000_000, "210 ms"), (999_500_000, "1.00 s"), (2_110_000_000, "2.11 s"), (6_330_000_000, "6.33 s"),
      (104_000_000_000, "104 s"), (-5_000_000, "-5.00 ms"),
    ] as [(Int64, String)])
  func `times read in the unit that suits them`(nanoseconds: Int64, text: String) {
    #expect(Text.duration(nanoseconds) == text)
  }

  @Test(arguments: [(0, "0"), (999, "999"), (1000, "1,000"), (-1_234_567, "-1,234,567")])
  func `thousands are apart`(value: Int, text: String) { #expect(Text.grouped(value) == text) }

  @Test(
    "significant digits need no exponent",
    arguments: [
      (0, "0"), (6.333, "6.33"), (9.999, "10.0"), (0.02184, "0.0218"), (1234.5, "1234"), (.nan, "n/a"),
    ]
      as [(Double, String)])
  func significant(value: Double, text: String) { #expect(Text.significant(value) == text) }

  @Test(
    "zeros at the end of a fraction are trimmed",
    arguments: [("500.0", "500"), ("0.50", "0.5"), ("500", "500")])
  func trimming(decimal: String, text: String) { #expect(Text.trimmingZeros(decimal) == text) }

  @Test(arguments: [(1023, "1023 B"), (1024, "1.00 KiB"), (12_900_000, "12.3 MiB")] as [(Int64, String)])
  func `bytes have binary units`(count: Int64, text: String) { #expect(Text.bytes(count) == text) }

  @Test func `a count has its noun in the plural unless it is one`() {
    #expect(Text.count(1, "user") == "1 user")
    #expect(Text.count(1000, "user") == "1,000 users")
  }

  @Test func `padding fills up to the width and never cuts`() {
    #expect(Text.padLeft("7", 3) == "  7" && Text.padLeft("7", 2, fill: "0") == "07")
    #expect(Text.padRight("ab", 3) == "ab " && Text.padRight("abcd", 3) == "abcd")
  }

  @Test func `lines are broken at blanks`() {
    #expect(Text.wrapped("one two three", 7) == ["one two", "three"])
    #expect(Text.wrapped("overlong", 3) == ["overlong"])
    #expect(Text.wrapped("", 3).isEmpty)
  }
}
