/// Elementary functions with the same bits on every machine and in every build.
///
/// The `log` of one system's C library differs from that of another in the last place, and one such bit moves
/// every later event of a simulation. These functions use `+ − × ÷` and square roots only, which IEEE 754
/// defines to the last bit, and no fused multiply-add. Measured against the exact value, `ln` and `exp` are
/// within 1 unit in the last place and `normalQuantile` within 1e-15 relative.
public enum PortableMath {
  /// The natural logarithm; `-infinity` for zero, NaN below.
  ///
  /// `x = 2^k · m` with `m` in `√½ ..< √2`; then `ln m = 2 artanh s`, `s = (m-1)/(m+1)`, whose series
  /// needs ten terms for `|s| < 0.172`.
  public static func ln(_ x: Double) -> Double {
    var bits = x.bitPattern
    var exponent: Int64 = 0
    if bits &- 0x0010_0000_0000_0000 >= 0x7FE0_0000_0000_0000 {
      // Zero, subnormal, infinite, NaN or negative: not on the path of a draw.
      if x == 0 { return -.infinity }
      if x < 0 || x.isNaN { return .nan }
      if x == .infinity { return x }
      bits = (x * 0x1p54).bitPattern
      exponent = -54
    }
    let shift = Int64(bitPattern: bits &- 0x3FE6_A09E_667F_3BCD) &>> 52
    exponent &+= shift
    let m = Double(bitPattern: bits &- UInt64(bitPattern: shift &<< 52))
    let f = m - 1
    let s = f / (2 + f)
    let z = s * s
    let z2 = z * z
    let z4 = z2 * z2
    let low = (1.0 / 3 + z * (1.0 / 5)) + z2 * (1.0 / 7 + z * (1.0 / 9))
    let middle = (1.0 / 11 + z * (1.0 / 13)) + z2 * (1.0 / 15 + z * (1.0 / 17))
    let high = 1.0 / 19 + z * (1.0 / 21)
    let series = 2 * z * (low + z4 * (middle + z4 * high))
    // 2s = f - s·f, and f is exact: what is rounded is small beside it.
    let k = Double(exponent)
    return k * ln2High + (f - (s * (f - series) - k * ln2Low))
  }

  /// e to the power `x`. Infinite above 709.78, zero below -745.13.
  ///
  /// `x = k ln 2 + r` with `|r| ≤ ½ ln 2`; the Taylor series of `e^r` to the 13th power.
  public static func exp(_ x: Double) -> Double {
    if x > 709.782712893384 { return .infinity }
    if x < -745.1332191019412 { return 0 }
    if x.isNaN { return x }
    // Adding 1.5·2^52 leaves the nearest whole number in the last bits.
    let k = (x * 1.4426950408889634 + 0x1.8p52) - 0x1.8p52
    let r = (x - k * ln2High) - k * ln2Low
    let r2 = r * r
    let r4 = r2 * r2
    let low = (1.0 / 2 + r * (1.0 / 6)) + r2 * (1.0 / 24 + r * (1.0 / 120))
    let middle = (1.0 / 720 + r * (1.0 / 5040)) + r2 * (1.0 / 40320 + r * (1.0 / 362880))
    let high =
      (1.0 / 3_628_800 + r * (1.0 / 39_916_800)) + r2 * (1.0 / 479_001_600 + r * (1.0 / 6_227_020_800))
    let value = 1 + (r + r2 * (low + r4 * (middle + r4 * high)))
    let exponent = Int64(saturating: k)
    if exponent >= -1022, exponent <= 1023 { return value * powerOfTwo(exponent) }
    // Near the ends of the range 2^k alone is no number; half of it is.
    let half = exponent / 2
    return value * powerOfTwo(half) * powerOfTwo(exponent - half)
  }

  /// 2 to the power `x`, within 2 units in the last place. Infinite from 1024 on, zero below -1075.
  public static func exp2(_ x: Double) -> Double {
    if x.isNaN { return x }
    if x >= 1024 { return .infinity }
    if x < -1075 { return 0 }
    let whole = x.rounded(.down)
    return Double(sign: .plus, exponent: Int(saturating: whole), significand: exp((x - whole) * ln2))
  }

  /// `base` to the power `exponent`, for a positive base: `exp(exponent · ln base)`, so its relative
  /// error grows with the size of that product.
  public static func power(_ base: Double, _ exponent: Double) -> Double {
    exp(exponent * ln(base))
  }

  /// `base` to a whole power by repeated squaring: exact as long as the result fits in 53 bits, infinite
  /// when it is out of range.
  ///
  /// | base | exponent | result |
  /// | ---: | -------: | -----: |
  /// |    2 |       10 |   1024 |
  /// |  1.5 |        2 |   2.25 |
  /// |    7 |        0 |      1 |
  public static func integerPower(_ base: Double, _ exponent: UInt64) -> Double {
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

  /// The cube root, by Newton's method from a power of two near it: within 3 units in the last place.
  public static func cubeRoot(_ x: Double) -> Double {
    if x == 0 || !x.isFinite { return x }
    if x < 0 { return -cubeRoot(-x) }
    var root = Double(
      sign: .plus, exponent: Int(saturating: (Double(x.exponent) / 3).rounded()), significand: 1)
    for _ in 0..<64 {
      let next = root - (root - x / (root * root)) / 3
      if next == root { break }
      root = next
    }
    return root
  }

  /// The hyperbolic tangent of a number that is not negative, within 1e-15 of the exact value.
  public static func tanh(_ x: Double) -> Double {
    x < 1e-9 ? x : 1 - 2 / (exp(2 * x) + 1)
  }

  /// The number of decimal digits of the whole part, less one: 0 below 10, 1 below 100.
  public static func floorLog10(_ x: Double) -> Int {
    var digits = 0
    var power = 10.0
    while power <= x, power.isFinite {
      digits += 1
      power *= 10
    }
    return digits
  }

  /// `(e^x - 1) / x`, without the cancellation near zero, where it is 1.
  public static func expRatio(_ x: Double) -> Double {
    if x < -0.5 || x > 0.5 { return (exp(x) - 1) / x }
    var sum = 1.0
    var term = 1.0
    for n in 2...18 {
      term *= x / Double(n)
      sum += term
    }
    return sum
  }

  @inline(__always) static func powerOfTwo(_ exponent: Int64) -> Double {
    Double(bitPattern: UInt64(bitPattern: (exponent &+ 1023) &<< 52))
  }

  /// The first 42 bits of ln 2: exact when multiplied by any exponent. `ln2Low` is the rest.
  private static let ln2High = 0x1.62E42FEFA38p-1
  private static let ln2Low = 0x1.EF35793C7673p-45
  private static let ln2 = 0.693_147_180_559_945_3
}
