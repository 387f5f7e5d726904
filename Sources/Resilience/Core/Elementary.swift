/// Exponentials and logarithms from basic IEEE operations alone, so that a decision made with them is
/// the same on every machine. Relative error below 1e-15 in the ranges the policies use.
package enum Elementary {
  private static let ln2High = 6.931_471_803_691_238_164_90e-01
  private static let ln2Low = 1.908_214_929_270_587_700_02e-10
  private static let ln2 = 0.693_147_180_559_945_309_417_232

  /// e to the `x`; 0 and infinity beyond the range of a Double.
  package static func exp(_ x: Double) -> Double {
    if x.isNaN { return x }
    if x > 709.8 { return .infinity }
    if x < -745.2 { return 0 }
    let steps = (x / ln2).rounded()
    let rest = (x - steps * ln2High) - steps * ln2Low
    // |rest| <= ln2 / 2: eighteen terms reach the last bit.
    var sum = 1.0
    for k in stride(from: 18.0, through: 1, by: -1) { sum = 1 + rest / k * sum }
    return scaled(sum, by: Int(steps))
  }

  /// 2 to the `x`.
  package static func exp2(_ x: Double) -> Double {
    if x.isNaN { return x }
    if x >= 1024 { return .infinity }
    if x < -1075 { return 0 }
    let whole = x.rounded(.down)
    return scaled(exp((x - whole) * ln2), by: Int(whole))
  }

  /// The hyperbolic tangent, for `x` not negative.
  package static func tanh(_ x: Double) -> Double {
    x < 1e-9 ? x : 1 - 2 / (exp(2 * x) + 1)
  }

  /// The cube root, by Newton's method on the exponent's third.
  package static func cubeRoot(_ x: Double) -> Double {
    if x == 0 || !x.isFinite { return x }
    if x < 0 { return -cubeRoot(-x) }
    var root = scaled(1, by: Int((Double(x.exponent) / 3).rounded()))
    for _ in 0..<64 {
      let next = root - (root - x / (root * root)) / 3
      if next == root { break }
      root = next
    }
    return root
  }

  /// How often `x` can be divided by ten before it is below ten; 0 below ten.
  package static func floorLog10(_ x: Double) -> Int {
    var digits = 0
    var power = 10.0
    while power <= x, power.isFinite {
      digits += 1
      power *= 10
    }
    return digits
  }

  /// `base` to a whole power, by squaring; infinity when it does not fit.
  package static func power(_ base: Double, _ exponent: UInt64) -> Double {
    var result = 1.0
    var square = base
    var left = exponent
    while left > 0 {
      if left & 1 == 1 { result *= square }
      left >>= 1
      if left > 0 { square *= square }
    }
    return result
  }

  private static func scaled(_ value: Double, by exponent: Int) -> Double {
    Double(sign: .plus, exponent: exponent, significand: value)
  }
}
