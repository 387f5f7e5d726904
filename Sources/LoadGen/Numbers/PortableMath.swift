/// Elementary functions from `+ - * /` and square roots, so that every machine gets the same bits.
///
/// The C library's `log`, `exp` and `sin` differ in the last place between versions; a figure that is
/// compared byte for byte, or that decides an arrival, cannot come from them. Accurate to a few units
/// in the last place over the ranges named.
enum PortableMath {
  /// The natural logarithm of a positive, normal number.
  ///
  /// `ln x = e ln 2 + 2 artanh((m - 1) / (m + 1))` with `m` in [√½, √2).
  static func ln(_ x: Double) -> Double {
    guard x > 0, x.isFinite else { return x == 0 ? -.infinity : (x > 0 ? x : .nan) }
    var exponent = Double(x.exponent)
    var m = x.significand
    if m >= 1.4142135623730951 {
      m *= 0.5
      exponent += 1
    }
    let s = (m - 1) / (m + 1)
    let z = s * s
    var series = 1.0 / 23
    for odd in stride(from: 21.0, through: 1.0, by: -2) { series = series * z + 1 / odd }
    return exponent * ln2High + (exponent * ln2Low + 2 * s * series)
  }

  /// `e` to the power `x`; 0 below -745, infinity above 709.7.
  static func exp(_ x: Double) -> Double {
    if x < -745 { return 0 }
    if x > 709.7 { return .infinity }
    let k = (x * 1.4426950408889634).rounded()
    let r = (x - k * ln2High) - k * ln2Low
    var series = 1.0
    for n in stride(from: 14.0, through: 1.0, by: -1) { series = 1 + r / n * series }
    // In two steps, so that a result below the normal range is rounded once and not lost.
    let half = Int(k) / 2
    return series * power2(half) * power2(Int(k) - half)
  }

  /// The sine of a fraction of a full turn.
  static func sineOfTurns(_ turns: Double) -> Double {
    var t = turns - turns.rounded()
    if t > 0.25 { t = 0.5 - t }
    if t < -0.25 { t = -0.5 - t }
    let x = t * 6.283185307179586
    let z = x * x
    var series = 1.0
    for n in stride(from: 22.0, through: 2.0, by: -2) { series = 1 - z / (n * (n + 1)) * series }
    return x * series
  }

  private static func power2(_ k: Int) -> Double { Double(sign: .plus, exponent: k, significand: 1) }
  private static let ln2High = 0x1.62e42feep-1
  private static let ln2Low = 0x1.a39ef35793c76p-33
}
