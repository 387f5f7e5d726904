import Foundation
import Testing

@testable import LoadGen

@Suite("Special functions")
struct SpecialFunctionsTests {
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
    "tails of Student's distribution are the tabulated ones",
    arguments: [(2.776445, 4, 0.05), (12.706205, 1, 0.05), (2.749996, 30, 0.01)] as [(Double, Double, Double)]
  )
  func student(t: Double, df: Double, p: Double) {
    #expect((SpecialFunctions.studentTwoSided(t: t, degreesOfFreedom: df) / p - 1).magnitude < 1e-6)
  }
}
