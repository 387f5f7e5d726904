import Primitives

/// The distribution functions behind significance tests, computed with `PortableMath`.
enum SpecialFunctions {
  /// Returns ln Γ(x) for x > 0 (Lanczos, g = 7, nine terms; about 15 digits).
  static func lnGamma(_ x: Double) -> Double {
    let terms = [
      0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313,
      -176.61502916214059, 12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6,
      1.5056327351493116e-7,
    ]
    if x < 0.5 { return lnGamma(x + 1) - PortableMath.ln(x) }
    let z = x - 1
    var sum = terms[0]
    for k in 1..<terms.count { sum += terms[k] / (z + Double(k)) }
    let t = z + 7.5
    return 0.9189385332046727 + (z + 0.5) * PortableMath.ln(t) - t + PortableMath.ln(sum)
  }

  /// Returns the regularised incomplete beta function I_x(a, b), by Lentz's continued fraction.
  static func incompleteBeta(_ x: Double, _ a: Double, _ b: Double) -> Double {
    if x <= 0 { return 0 }
    if x >= 1 { return 1 }
    // The fraction converges fast on one side of the mean only; the other side follows by symmetry.
    if x > (a + 1) / (a + b + 2) { return 1 - incompleteBeta(1 - x, b, a) }
    let lnFront =
      a * PortableMath.ln(x) + b * PortableMath.ln(1 - x) + lnGamma(a + b) - lnGamma(a) - lnGamma(b)
    let tiny = 1e-300
    var c = 1.0
    var d = 1 / nonzero(1 - (a + b) * x / (a + 1), tiny)
    var fraction = d
    for m in 1...500 {
      let m = Double(m)
      let even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
      d = 1 / nonzero(1 + even * d, tiny)
      c = nonzero(1 + even / c, tiny)
      fraction *= d * c
      let odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
      d = 1 / nonzero(1 + odd * d, tiny)
      c = nonzero(1 + odd / c, tiny)
      let step = d * c
      fraction *= step
      if (step - 1).magnitude < 1e-15 { break }
    }
    return PortableMath.exp(lnFront) * fraction / a
  }

  /// Returns the probability that |T| exceeds |t| under Student's distribution.
  static func studentTwoSided(t: Double, degreesOfFreedom df: Double) -> Double {
    incompleteBeta(df / (df + t * t), df / 2, 0.5)
  }

  /// Returns the probability that |Z| exceeds |z| under the standard normal distribution.
  static func normalTwoSided(z: Double) -> Double {
    2 * PortableMath.normalProbability(atMost: -z.magnitude)
  }

  private static func nonzero(_ x: Double, _ tiny: Double) -> Double { x.magnitude < tiny ? tiny : x }
}
