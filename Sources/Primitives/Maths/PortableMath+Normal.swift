extension PortableMath {
  /// The value a standard normal variable stays below with probability `p`; ±infinity at 1 and 0.
  ///
  /// | p     | value        |
  /// | ----: | -----------: |
  /// | 0.5   | 0            |
  /// | 0.975 | 1.9599639845 |
  /// | 0.99  | 2.3263478740 |
  ///
  /// Wichura's rational approximations (algorithm AS 241, PPND16): one for the middle 85 %, two for
  /// the tails.
  public static func normalQuantile(_ p: Double) -> Double {
    let q = p - 0.5
    if q >= -0.425, q <= 0.425 {
      let r = 0.180625 - q * q
      let r2 = r * r
      let r4 = r2 * r2
      let numerator =
        ((3.3871328727963666080e0 + r * 1.3314166789178437745e2)
          + r2 * (1.9715909503065514427e3 + r * 1.3731693765509461125e4))
        + r4
        * ((4.5921953931549871457e4 + r * 6.7265770927008700853e4)
          + r2 * (3.3430575583588128105e4 + r * 2.5090809287301226727e3))
      let denominator =
        ((1 + r * 4.2313330701600911252e1)
          + r2 * (6.8718700749205790830e2 + r * 5.3941960214247511077e3))
        + r4
        * ((2.1213794301586595867e4 + r * 3.9307895800092710610e4)
          + r2 * (2.8729085735721942674e4 + r * 5.2264952788528545610e3))
      return q * numerator / denominator
    }
    let tail = q < 0 ? p : 1 - p
    if !(tail > 0) {
      if tail < 0 || tail.isNaN { return .nan }
      return q < 0 ? -.infinity : .infinity
    }
    let root = (-ln(tail)).squareRoot()
    let distance = root <= 5 ? nearTail(root - 1.6) : farTail(root - 5)
    return q < 0 ? -distance : distance
  }

  private static func nearTail(_ r: Double) -> Double {
    let r2 = r * r
    let r4 = r2 * r2
    let numerator =
      ((1.42343711074968357734e0 + r * 4.63033784615654529590e0)
        + r2 * (5.76949722146069140550e0 + r * 3.64784832476320460504e0))
      + r4
      * ((1.27045825245236838258e0 + r * 2.41780725177450611770e-1)
        + r2 * (2.27238449892691845833e-2 + r * 7.74545014278341407640e-4))
    let denominator =
      ((1 + r * 2.05319162663775882187e0)
        + r2 * (1.67638483018380384940e0 + r * 6.89767334985100004550e-1))
      + r4
      * ((1.48103976427480074590e-1 + r * 1.51986665636164571966e-2)
        + r2 * (5.47593808499534494600e-4 + r * 1.05075007164441684324e-9))
    return numerator / denominator
  }

  private static func farTail(_ r: Double) -> Double {
    let r2 = r * r
    let r4 = r2 * r2
    let numerator =
      ((6.65790464350110377720e0 + r * 5.46378491116411436990e0)
        + r2 * (1.78482653991729133580e0 + r * 2.96560571828504891230e-1))
      + r4
      * ((2.65321895265761230930e-2 + r * 1.24266094738807843860e-3)
        + r2 * (2.71155556874348757815e-5 + r * 2.01033439929228813265e-7))
    let denominator =
      ((1 + r * 5.99832206555887937690e-1)
        + r2 * (1.36929880922735805310e-1 + r * 1.48753612908506148525e-2))
      + r4
      * ((7.86869131145613259100e-4 + r * 1.84631831751005468180e-5)
        + r2 * (1.42151175831644588870e-7 + r * 2.04426310338993978564e-15))
    return numerator / denominator
  }

  /// The density of the standard normal distribution.
  public static func normalDensity(_ x: Double) -> Double {
    exp(-0.5 * x * x) * 0.3989422804014327
  }

  /// The probability that a standard normal variable is at most `x`; within 1e-14 relative down to
  /// `x = -37`. Made for setting parameters up, not for the path of a draw: up to 200 steps.
  public static func normalProbability(atMost x: Double) -> Double {
    if x > 0 { return 1 - normalProbability(atMost: -x) }
    if x < -38.5 { return 0 }
    let distance = -x
    if distance < 1.5 {
      // Φ(x) = ½ + φ(x)·(x + x³/3 + x⁵/15 + …)
      var term = distance
      var sum = term
      var n = 1.0
      while term > sum * 1e-17 {
        n += 2
        term *= distance * distance / n
        sum += term
      }
      return 0.5 - normalDensity(x) * sum
    }
    // Laplace's continued fraction, from the inside out.
    var fraction = distance
    for n in stride(from: 200.0, through: 1, by: -1) { fraction = distance + n / fraction }
    return normalDensity(x) / fraction
  }
}
