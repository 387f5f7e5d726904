import Primitives

/// The result of a test of the hypothesis that there is no difference.
public struct SignificanceTest: Sendable, Hashable {
  /// The test statistic.
  public let statistic: Double
  /// The two-sided p value: the probability of a statistic at least as extreme without a difference.
  public let p: Double
  /// The degrees of freedom of a t test; nil for rank tests.
  public let degreesOfFreedom: Double?
  /// True if `p` is computed from all permutations and not from an approximation.
  public let isExact: Bool

  init(_ statistic: Double, p: Double, degreesOfFreedom: Double? = nil, isExact: Bool = false) {
    self.statistic = statistic
    self.p = min(1, max(0, p))
    self.degreesOfFreedom = degreesOfFreedom
    self.isExact = isExact
  }

  /// Tests for a shift between two samples (Mann–Whitney); the statistic is U of `x`.
  ///
  /// Exact for up to 60 values without ties; otherwise the normal approximation with corrections for ties and
  /// continuity. The smallest p that n against n values can reach is 2 / C(2n, n): 0.1 for 3, 0.029 for 4.
  public static func mannWhitney(_ x: [Double], _ y: [Double]) -> SignificanceTest {
    precondition(!x.isEmpty && !y.isEmpty, "both samples need values")
    let (ranks, ties) = Sample.ranks(x + y)
    let m = x.count
    let n = y.count
    let u = ranks[..<m].reduce(0, +) - Double(m * (m + 1)) / 2
    let least = min(u, Double(m * n) - u)
    if ties == 0, m + n <= 60 {
      // ways[i][u]: samples of i among the values so far with statistic u.
      var ways = [[Double]](repeating: [Double](repeating: 0, count: m * n + 1), count: m + 1)
      ways[0][0] = 1
      for value in 0..<(m + n) {
        for i in stride(from: min(m, value + 1), to: 0, by: -1) {
          // The value's rank is value + 1; it beats those of the other sample below it.
          let beaten = value - (i - 1)
          guard beaten <= n, beaten * 1 <= m * n else { continue }
          for total in stride(from: m * n, through: beaten, by: -1) where ways[i - 1][total - beaten] > 0 {
            ways[i][total] += ways[i - 1][total - beaten]
          }
        }
      }
      let all = ways[m].reduce(0, +)
      return SignificanceTest(u, p: 2 * ways[m][...Int(saturating: least)].reduce(0, +) / all, isExact: true)
    }
    let total = Double(m + n)
    let variance = Double(m * n) / 12 * (total + 1 - ties / (total * (total - 1)))
    if variance == 0 { return SignificanceTest(u, p: 1) }
    let z = max(0, (Double(m * n) / 2 - least - 0.5)) / variance.squareRoot()
    return SignificanceTest(u, p: SpecialFunctions.normalTwoSided(z: z))
  }

  /// Tests whether paired differences are symmetric around zero (Wilcoxon's signed-rank test); the statistic
  /// is the smaller rank sum. Zeros are left out.
  ///
  /// Exact for up to 60 differences without ties; otherwise the normal approximation with corrections for
  /// ties and continuity.
  public static func wilcoxon(_ differences: [Double]) -> SignificanceTest {
    let d = differences.filter { $0 != 0 }
    let n = d.count
    if n == 0 { return SignificanceTest(0, p: 1, isExact: true) }
    let (ranks, ties) = Sample.ranks(d.map(\.magnitude))
    let positive = zip(d, ranks).reduce(0) { $1.0 > 0 ? $0 + $1.1 : $0 }
    let sum = n * (n + 1) / 2
    let w = min(positive, Double(sum) - positive)
    if ties == 0, n <= 60 {
      var ways = [Double](repeating: 0, count: sum + 1)
      ways[0] = 1
      for rank in 1...n {
        for total in stride(from: sum, through: rank, by: -1) { ways[total] += ways[total - rank] }
      }
      let all = Double(sign: .plus, exponent: n, significand: 1)
      return SignificanceTest(w, p: 2 * ways[...Int(saturating: w)].reduce(0, +) / all, isExact: true)
    }
    let variance = Double(n * (n + 1) * (2 * n + 1)) / 24 - ties / 48
    let z = max(0, Double(sum) / 2 - w - 0.5) / variance.squareRoot()
    return SignificanceTest(w, p: SpecialFunctions.normalTwoSided(z: z))
  }

  /// Tests for a difference of two means with unequal variances (Welch's t of x against y). Each sample needs
  /// two values.
  public static func welch(_ x: [Double], _ y: [Double]) -> SignificanceTest {
    precondition(x.count > 1 && y.count > 1, "both samples need two values")
    let a = Sample.variance(x) / Double(x.count)
    let b = Sample.variance(y) / Double(y.count)
    let difference = Sample.mean(x) - Sample.mean(y)
    if a + b == 0 { return SignificanceTest(0, p: difference == 0 ? 1 : 0) }
    let t = difference / (a + b).squareRoot()
    let df = (a + b) * (a + b) / (a * a / Double(x.count - 1) + b * b / Double(y.count - 1))
    let p = SpecialFunctions.studentTwoSided(t: t, degreesOfFreedom: df)
    return SignificanceTest(t, p: p, degreesOfFreedom: df)
  }

  /// Tests whether the mean of paired differences is zero (Student's paired t). Needs two differences.
  public static func pairedT(_ differences: [Double]) -> SignificanceTest {
    precondition(differences.count > 1, "a paired test needs two differences")
    let n = Double(differences.count)
    let error = (Sample.variance(differences) / n).squareRoot()
    let mean = Sample.mean(differences)
    if error == 0 { return SignificanceTest(0, p: mean == 0 ? 1 : 0, degreesOfFreedom: n - 1) }
    let t = mean / error
    let p = SpecialFunctions.studentTwoSided(t: t, degreesOfFreedom: n - 1)
    return SignificanceTest(t, p: p, degreesOfFreedom: n - 1)
  }
}
