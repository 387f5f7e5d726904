import Foundation
import Primitives
import Testing

@Suite("Portable mathematics")
struct PortableMathTests {
  /// The distance in units in the last place of `truth`.
  private func ulps(_ value: Double, _ truth: Double) -> Double {
    value == truth ? 0 : abs(value - truth) / truth.ulp
  }

  @Test("ln is within 1 unit in the last place of the system's", arguments: 0..<8 as Range<UInt64>)
  func lnAccuracy(seed: UInt64) {
    var generator = SplitMix64(seed: seed)
    var worst = 0.0
    for _ in 0..<50_000 {
      let unit = generator.nextPositiveUnit()
      let any = Double(bitPattern: generator.next() & 0x7FEF_FFFF_FFFF_FFFF)
      for x in [unit, 0.5 + unit, 1 - unit * 1e-6, 1 + unit * 1e-3, any] where x > 0 {
        worst = max(worst, ulps(PortableMath.ln(x), log(x)))
      }
    }
    #expect(worst <= 1, "\(worst) ulp")
  }

  @Test("exp is within 1 unit in the last place of the system's", arguments: 0..<8 as Range<UInt64>)
  func expAccuracy(seed: UInt64) {
    var generator = SplitMix64(seed: seed)
    var worst = 0.0
    for _ in 0..<50_000 {
      let unit = generator.nextUnit() * 2 - 1
      for x in [unit * 1e-3, unit, unit * 30, unit * 708] {
        worst = max(worst, ulps(PortableMath.exp(x), exp(x)))
      }
    }
    #expect(worst <= 1, "\(worst) ulp")
  }

  @Test("ln and exp keep their edges")
  func edges() {
    #expect(PortableMath.ln(1) == 0)
    #expect(PortableMath.ln(0) == -.infinity)
    #expect(PortableMath.ln(-1).isNaN)
    #expect(PortableMath.ln(.nan).isNaN)
    #expect(PortableMath.ln(.infinity) == .infinity)
    #expect(ulps(PortableMath.ln(.leastNonzeroMagnitude), log(Double.leastNonzeroMagnitude)) <= 1)
    #expect(ulps(PortableMath.ln(.greatestFiniteMagnitude), log(Double.greatestFiniteMagnitude)) <= 1)
    #expect(PortableMath.exp(0) == 1)
    #expect(PortableMath.exp(710) == .infinity)
    #expect(PortableMath.exp(-746) == 0)
    #expect(PortableMath.exp(-.infinity) == 0)
    #expect(PortableMath.exp(.nan).isNaN)
    #expect(ulps(PortableMath.exp(709.7), exp(709.7)) <= 1)
    #expect(ulps(PortableMath.exp(-745), exp(-745)) <= 1)
    #expect(ulps(PortableMath.exp(-708.5), exp(-708.5)) <= 1)
  }

  @Test("the normal quantile undoes the system's normal probability", arguments: 0..<4 as Range<UInt64>)
  func normalQuantile(seed: UInt64) {
    var generator = SplitMix64(seed: seed)
    for index in 0..<20_000 {
      // Half of them far out in the lower tail, where the probability has full precision.
      let p = index % 2 == 0 ? generator.nextOpenUnit() / 2 : pow(10, -300 * generator.nextOpenUnit())
      let z = PortableMath.normalQuantile(p)
      let back = 0.5 * erfc(-z / 2.0.squareRoot())
      // An error of one unit in the last place of z moves p by about z² units.
      #expect(abs(back - p) <= p * (2e-15 + 1e-15 * z * z), "p \(p) z \(z)")
      if p > 1e-8 { #expect(abs(PortableMath.normalQuantile(1 - p) + z) <= 4e-16 / p + 1e-14) }
    }
    #expect(PortableMath.normalQuantile(0.5) == 0)
    #expect(PortableMath.normalQuantile(0) == -.infinity)
    #expect(PortableMath.normalQuantile(1) == .infinity)
    #expect(PortableMath.normalQuantile(1.5).isNaN)
    #expect(abs(PortableMath.normalQuantile(0.99) - 2.3263478740408408) < 1e-15)
  }

  @Test("the normal probability agrees with the system's")
  func normalProbability() {
    for x in stride(from: -37.0, through: 37, by: 0.03) {
      let truth = 0.5 * erfc(-x / 2.0.squareRoot())
      #expect(
        abs(PortableMath.normalProbability(atMost: x) - truth) <= truth * (1e-14 + 4e-16 * x * x), "\(x)")
    }
    #expect(PortableMath.normalProbability(atMost: -40) == 0)
    #expect(PortableMath.normalProbability(atMost: 40) == 1)
  }

  @Test("exp(x) - 1 over x does not cancel")
  func expRatio() {
    for x in [1e-300, 1e-12, -1e-9, 0.1, -0.5, 0.5, 0.500001, 3, -20] {
      #expect(abs(PortableMath.expRatio(x) - expm1(x) / x) <= abs(expm1(x) / x) * 1e-15, "\(x)")
    }
    #expect(PortableMath.expRatio(0) == 1)
  }

  @Test("exp2 agrees with the system's", arguments: 0..<4 as Range<UInt64>)
  func exp2Accuracy(seed: UInt64) {
    var generator = SplitMix64(seed: seed)
    var worst = 0.0
    for _ in 0..<50_000 {
      let unit = generator.nextUnit() * 2 - 1
      for x in [unit, unit * 30, unit * 1020] { worst = max(worst, ulps(PortableMath.exp2(x), exp2(x))) }
    }
    #expect(worst <= 2, "\(worst) ulp")
    for power in -1074...1023 { #expect(PortableMath.exp2(Double(power)) == exp2(Double(power)), "\(power)") }
    #expect(PortableMath.exp2(1024) == .infinity)
    #expect(PortableMath.exp2(-1076) == 0)
    #expect(PortableMath.exp2(.nan).isNaN)
  }

  @Test("tanh and the cube root agree with the system's")
  func tanhAndCubeRoot() {
    for x in stride(from: 0.0, through: 40, by: 0.01) {
      #expect(abs(PortableMath.tanh(x) - tanh(x)) <= 1e-15, "\(x)")
      #expect(ulps(PortableMath.cubeRoot(x), cbrt(x)) <= 3, "\(x)")
      #expect(PortableMath.cubeRoot(-x) == -PortableMath.cubeRoot(x), "\(x)")
    }
    #expect(PortableMath.tanh(1e-12) == 1e-12)
    #expect(PortableMath.cubeRoot(27) == 3)
    #expect(PortableMath.cubeRoot(.infinity) == .infinity)
    for exponent in [-1000, -3, 200, 1000] {
      let x = Double(sign: .plus, exponent: exponent, significand: 1.3)
      #expect(ulps(PortableMath.cubeRoot(x), cbrt(x)) <= 3, "\(x)")
    }
  }

  @Test("a whole power is exact while it fits")
  func integerPower() {
    #expect(PortableMath.integerPower(7, 0) == 1)
    #expect(PortableMath.integerPower(3, 33) == 5_559_060_566_555_523)
    #expect(PortableMath.integerPower(1.5, 2) == 2.25)
    #expect(PortableMath.integerPower(2, 1023) == 0x1p1023)
    #expect(PortableMath.integerPower(2, 1024) == .infinity)
    #expect(PortableMath.integerPower(0.5, .max) == 0)
  }

  @Test("the whole decimal logarithm counts digits")
  func floorLog10() {
    for (x, digits) in [(0, 0), (9.99, 0), (10, 1), (99, 1), (1e15, 15), (-5, 0)] as [(Double, Int)] {
      #expect(PortableMath.floorLog10(x) == digits, "\(x)")
    }
    #expect(PortableMath.floorLog10(.infinity) == 308)
  }

  @Test("sine and cosine agree with the C library's, over several turns")
  func sineAndCosine() {
    for step in -300...300 {
      let turns = Double(step) / 100
      #expect((PortableMath.sine(ofTurns: turns) - sin(2 * .pi * turns)).magnitude < 1e-14, "\(turns)")
      #expect((PortableMath.cosine(ofTurns: turns) - cos(2 * .pi * turns)).magnitude < 1e-14, "\(turns)")
    }
  }

  @Test("the arc sine is within 1e-5 of the C library's")
  func arcSine() {
    for step in 0...1000 {
      let value = Double(step) / 1000
      #expect((PortableMath.approximateArcSine(value) - asin(value)).magnitude < 1e-5, "\(value)")
    }
    #expect(PortableMath.approximateArcSine(1.1) == PortableMath.approximateArcSine(1))
  }

  @Test("gives the same bits everywhere")
  func golden() {
    var generator = SplitMix64(seed: 99)
    var digest: UInt64 = 0
    for _ in 0..<10_000 {
      let u = generator.nextOpenUnit()
      for value in [
        PortableMath.ln(u), PortableMath.exp(20 * u - 10), PortableMath.normalQuantile(u),
        PortableMath.normalProbability(atMost: 6 * u - 3),
      ] {
        digest = SplitMix64.mix(digest ^ value.bitPattern)
      }
    }
    #expect(digest == 2_020_710_935_770_902_275)
  }
}
