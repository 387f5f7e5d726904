import Foundation
import Primitives
import Testing

@testable import LoadGen

@Suite("Numbers")
struct NumbersTests {
  @Test("ln Γ agrees with the C library's")
  func gamma() {
    for step in 1...400 {
      let x = Double(step) / 7
      #expect(
        (SpecialFunctions.lnGamma(x) - lgamma(x)).magnitude < 1e-12 * max(1, lgamma(x).magnitude), "\(x)")
    }
  }

  @Test(
    "normal tails are the tabulated ones",
    arguments: [
      (0, 1), (1.959963984540054, 0.05), (2.5758293035489, 0.01), (3.290526731, 0.001), (4.8916384757, 1e-6),
    ]
      as [(Double, Double)])
  func normal(z: Double, p: Double) {
    #expect((SpecialFunctions.normalTwoSided(z: z) / p - 1).magnitude < 1e-6)
  }

  @Test(
    "Student quantiles are the tabulated ones",
    arguments: [(0.05, 4, 2.776445), (0.05, 1, 12.706205), (0.01, 30, 2.749996)] as [(Double, Double, Double)]
  )
  func student(alpha: Double, df: Double, t: Double) {
    #expect((SpecialFunctions.studentQuantile(twoSided: alpha, degreesOfFreedom: df) - t).magnitude < 1e-5)
  }

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
}
