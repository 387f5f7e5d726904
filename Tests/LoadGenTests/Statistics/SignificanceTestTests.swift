import Testing

@testable import LoadGen

@Suite("Significance tests")
struct SignificanceTestTests {
  @Test func `Mann and Whitney's test is exact for small samples`() {
    let apart = SignificanceTest.mannWhitney([1, 2, 3, 4, 5], [6, 7, 8, 9, 10])
    #expect(apart.statistic == 0 && apart.isExact)
    #expect(near(apart.p, 0.00793650794, 1e-9))
    let mixed = SignificanceTest.mannWhitney([1.1, 2.2, 3.3, 4.4, 8.8], [2, 3, 5, 6, 7, 9])
    #expect(mixed.statistic == 10)
    #expect(near(mixed.p, 0.428571429, 1e-9))
  }

  @Test(
    "the smallest p that n against n can reach",
    arguments: [
      (3, 0.1), (4, 0.02857), (5, 0.00794), (6, 0.00216), (7, 0.000583), (8, 0.000155), (10, 1.08e-5),
    ])
  func smallestP(n: Int, p: Double) {
    let test = SignificanceTest.mannWhitney((1...n).map(Double.init), (n + 1...2 * n).map(Double.init))
    #expect((test.p / p - 1).magnitude < 0.005)
  }

  @Test func `with ties, Mann and Whitney's test is the normal one with corrections`() {
    let test = SignificanceTest.mannWhitney([1, 2, 2, 3, 4, 4, 5], [2, 3, 4, 5, 5, 6, 7])
    #expect(!test.isExact)
    // scipy.stats.mannwhitneyu(x, y, method="asymptotic")
    #expect(test.statistic == 11.5)
    #expect(near(test.p, 0.105122916299353, 1e-12))
    #expect(SignificanceTest.mannWhitney([1, 1], [1, 1]).p == 1)
    let nine = SignificanceTest.mannWhitney(
      [101, 103, 99, 102, 100, 98, 104, 97, 105], [106, 108, 107, 110, 103, 109, 111, 105, 112])
    #expect(nine.statistic == 3 && near(nine.p, 0.0010734, 1e-7))
  }

  @Test func `permeability data (Hollander and Wolfe) give the published W and p`() {
    let x = [0.80, 0.83, 1.89, 1.04, 1.45, 1.38, 1.91, 1.64, 0.73, 1.46]
    let y = [1.15, 0.88, 0.90, 0.74, 1.21]
    let test = SignificanceTest.mannWhitney(x, y)
    #expect(test.statistic == 35 && test.isExact)
    #expect(near(test.p, 0.2544123, 1e-7))
    #expect(near(Sample.shift(from: y, to: x), 0.305, 1e-12))
  }

  @Test func `depression data (Hollander and Wolfe) give the published V and p`() {
    let before = [1.83, 0.50, 1.62, 2.48, 1.68, 1.88, 1.55, 3.06, 1.30]
    let after = [0.878, 0.647, 0.598, 2.05, 1.06, 1.29, 1.06, 3.14, 1.29]
    let test = SignificanceTest.wilcoxon(zip(before, after).map { $0 - $1 })
    // The published V is 40 of 45, with the one-sided p 0.01953125.
    #expect(test.statistic == 5 && test.p == 2 * 0.01953125 && test.isExact)
  }

  @Test func `sleep data (Student) show that pairing decides`() {
    let x = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0, 2]
    let y = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4]
    let welch = SignificanceTest.welch(x, y)
    #expect(near(welch.statistic, -1.8608, 1e-4) && near(welch.p, 0.07939, 1e-5))
    #expect(near(welch.degreesOfFreedom ?? 0, 17.776, 1e-4))
    let paired = SignificanceTest.pairedT(zip(x, y).map { $0 - $1 })
    #expect(near(paired.statistic, -4.0621, 1e-4) && near(paired.p, 0.002833, 1e-6))
    #expect(paired.degreesOfFreedom == 9)
  }

  @Test func `Welch's test gives the published t, degrees of freedom and p`() {
    let x = [10.1, 10.3, 9.9, 10.2, 10.0, 10.4, 10.1, 9.8, 10.2, 10.0]
    let y = [10.6, 10.9, 10.4, 10.8, 10.5, 11.0, 10.7, 10.3, 10.6, 10.8]
    let test = SignificanceTest.welch(x, y)
    #expect(near(test.statistic, -6.159178831, 1e-9))
    #expect(near(test.degreesOfFreedom ?? 0, 17.35005, 1e-6))
    #expect((test.p / 9.58987e-6 - 1).magnitude < 1e-5)
    #expect(near(Sample.shift(from: x, to: y), 0.6, 1e-9))
  }

  @Test func `Wilcoxon's and the paired t test agree with the published figures`() {
    let d = [0.5, 0.6, -0.1, 0.7, 0.3, 0.8, 0.2, 0.9]
    let signed = SignificanceTest.wilcoxon(d)
    #expect(signed.statistic == 1 && signed.p == 0.015625 && signed.isExact)
    let paired = SignificanceTest.pairedT(d)
    #expect(near(paired.statistic, 4.107702170, 1e-9))
    #expect(near(paired.p, 0.00452897, 1e-7))
    #expect(SignificanceTest.wilcoxon([0, 0]).p == 1)
  }

  private func near(_ a: Double, _ b: Double, _ tolerance: Double) -> Bool {
    (a - b).magnitude <= tolerance * max(1, b.magnitude)
  }
}
