import Foundation
import Primitives
import Testing

/// A distribution with what is known of it from elsewhere. Times in milliseconds.
struct KnownDistribution: CustomTestStringConvertible, Sendable {
  let specification: LatencyDistribution.Specification
  let mean: Double
  let variance: Double
  /// The probability of at most `x` milliseconds; nil where values come in lumps.
  let probability: (@Sendable (_ x: Double) -> Double)?
  /// Digest of 1,000 draws from seed 2026.
  let digest: UInt64
  let text: String

  var testDescription: String { text }
}

private func phi(_ x: Double) -> Double { 0.5 * erfc(-x / 2.0.squareRoot()) }

/// The regularised lower incomplete gamma function, by its series.
private func gammaProbability(_ shape: Double, _ x: Double) -> Double {
  if x <= 0 { return 0 }
  var term = 1 / shape
  var sum = term
  var n = shape
  while term > sum * 1e-16 {
    n += 1
    term *= x / n
    sum += term
  }
  return min(1, sum * exp(-x + shape * log(x) - lgamma(shape)))
}

private let sigma = log(700.0 / 210) / 2.3263478740408408
private let logNormalMean = 210 * exp(sigma * sigma / 2)
private let paretoShape = log(50.0) / log(700.0 / 210)
private let paretoMinimum = 210 * pow(2, -1 / paretoShape)

let knownDistributions: [KnownDistribution] = {
  var all: [KnownDistribution] = []
  all.append(
    KnownDistribution(
      specification: .constant(.milliseconds(300)), mean: 300, variance: 0, probability: nil,
      digest: 13_885_091_936_970_213_139, text: "constant 300ms"))
  all.append(
    KnownDistribution(
      specification: .uniform(low: .milliseconds(50), high: .milliseconds(150)), mean: 100,
      variance: 10_000.0 / 12, probability: { (x: Double) -> Double in min(max((x - 50) / 100, 0), 1) },
      digest: 1_897_145_034_926_610_033, text: "uniform 50ms…150ms"))
  all.append(
    KnownDistribution(
      specification: .exponential(mean: .milliseconds(80)), mean: 80, variance: 6_400,
      probability: { (x: Double) -> Double in 1 - exp(-x / 80) },
      digest: 2_140_038_726_840_632_884, text: "exponential mean 80ms"))
  all.append(
    KnownDistribution(
      // A cut at one deviation below the mean: φ(1)/Φ(1) = 0.287599970939178…
      specification: .normal(mean: .milliseconds(50), standardDeviation: .milliseconds(50)),
      mean: 50 + 50 * 0.28759997093917833, variance: 2_500 * (1 - 0.28759997093917833 - 0.08271374328422286),
      probability: { (x: Double) -> Double in (phi((x - 50) / 50) - phi(-1)) / phi(1) },
      digest: 14_850_396_868_735_490_258, text: "normal mean 50ms standard deviation 50ms"))
  all.append(
    KnownDistribution(
      specification: .logNormal(median: .milliseconds(210), p99: .milliseconds(700)), mean: logNormalMean,
      variance: logNormalMean * logNormalMean * expm1(sigma * sigma),
      probability: { (x: Double) -> Double in x <= 0 ? 0 : phi(log(x / 210) / sigma) },
      digest: 11_258_658_783_847_104_026, text: "log-normal median 210ms p99 700ms"))
  all.append(
    KnownDistribution(
      specification: .logNormalMoments(mean: .milliseconds(100), standardDeviation: .milliseconds(50)),
      mean: 100, variance: 2_500,
      probability: { (x: Double) -> Double in
        x <= 0 ? 0 : phi(log(x / (100 / 1.25.squareRoot())) / log(1.25).squareRoot())
      },
      digest: 1_108_104_521_306_387_310, text: "log-normal mean 100ms standard deviation 50ms"))
  all.append(
    KnownDistribution(
      specification: .pareto(minimum: .milliseconds(10), shape: 5), mean: 12.5,
      variance: 100 * 5.0 / (16 * 3),
      probability: { (x: Double) -> Double in x <= 10 ? 0 : 1 - pow(10 / x, 5) },
      digest: 7_990_659_718_088_604_577, text: "pareto minimum 10ms shape 5.0"))
  all.append(
    KnownDistribution(
      specification: .paretoMean(mean: .milliseconds(100), shape: 4), mean: 100,
      variance: 75 * 75 * 4.0 / (9 * 2),
      probability: { (x: Double) -> Double in x <= 75 ? 0 : 1 - pow(75 / x, 4) },
      digest: 15_138_015_221_570_458_396, text: "pareto mean 100ms shape 4.0"))
  all.append(
    KnownDistribution(
      specification: .paretoQuantiles(median: .milliseconds(210), p99: .milliseconds(700)),
      mean: paretoMinimum * paretoShape / (paretoShape - 1),
      variance: paretoMinimum * paretoMinimum * paretoShape
        / ((paretoShape - 1) * (paretoShape - 1) * (paretoShape - 2)),
      probability: { (x: Double) -> Double in x <= paretoMinimum ? 0 : 1 - pow(paretoMinimum / x, paretoShape)
      },
      digest: 18_386_699_520_975_248_548, text: "pareto median 210ms p99 700ms"))
  all.append(
    KnownDistribution(
      specification: .gamma(mean: .milliseconds(100), shape: 2.5), mean: 100, variance: 4_000,
      probability: { (x: Double) -> Double in gammaProbability(2.5, x / 40) },
      digest: 6_394_044_069_757_634_522, text: "gamma mean 100ms shape 2.5"))
  all.append(
    KnownDistribution(
      specification: .gammaMoments(mean: .milliseconds(100), standardDeviation: .milliseconds(200)),
      mean: 100,
      variance: 40_000, probability: { (x: Double) -> Double in gammaProbability(0.25, x / 400) },
      digest: 7_192_925_780_961_043_437, text: "gamma mean 100ms standard deviation 200ms"))
  all.append(
    KnownDistribution(
      specification: .erlang(mean: .milliseconds(100), stages: 4), mean: 100, variance: 2_500,
      probability: { (x: Double) -> Double in gammaProbability(4, x / 25) },
      digest: 9_003_094_106_950_001_422, text: "erlang mean 100ms stages 4"))
  all.append(
    KnownDistribution(
      specification: .erlang(mean: .milliseconds(100), stages: 20), mean: 100, variance: 500,
      probability: { (x: Double) -> Double in gammaProbability(20, x / 5) },
      digest: 4_962_598_986_827_320_622, text: "erlang mean 100ms stages 20"))
  all.append(
    KnownDistribution(
      specification: .bimodal(
        fast: .constant(.milliseconds(20)),
        slow: try! LatencyDistribution(.uniform(low: .milliseconds(200), high: .milliseconds(400))),
        slowShare: Ratio(1, outOf: 10)), mean: 48, variance: 0.9 * 784 + 0.1 * (252 * 252 + 40_000.0 / 12),
      probability: nil,
      digest: 12_705_062_953_778_414_996, text: "bimodal (constant 20ms) or 1/10 (uniform 200ms…400ms)"))
  all.append(
    KnownDistribution(
      specification: .mixture(
        weights: [3, 0, 1],
        of: [
          try! LatencyDistribution(.exponential(mean: .milliseconds(10))), .constant(.seconds(9)),
          try! LatencyDistribution(.uniform(low: .zero, high: .milliseconds(100))),
        ]), mean: 20, variance: 0.75 * 200 + 0.25 * 10_000 / 3 - 400,
      probability: { (x: Double) -> Double in 0.75 * (1 - exp(-x / 10)) + 0.25 * min(x / 100, 1) },
      digest: 8_355_605_273_476_724_575,
      text: "mixture 3.0 (exponential mean 10ms), 0.0 (constant 9s), 1.0 (uniform 0s…100ms)"))
  all.append(
    KnownDistribution(
      specification: .hyperexponential(
        weights: [0.9, 0.1], means: [.microseconds(500), .microseconds(5_500)]),
      mean: 1, variance: 5.5,
      probability: { (x: Double) -> Double in 1 - 0.9 * exp(-x / 0.5) - 0.1 * exp(-x / 5.5) },
      digest: 17_002_431_108_769_891_478, text: "hyperexponential weights 0.9,0.1 means 500us,5.5ms"))
  all.append(
    KnownDistribution(
      specification: .quantiles([
        .init("0%", .milliseconds(10)), .init("50%", .milliseconds(20)), .init("99.9%", .milliseconds(120)),
      ]),
      mean: 42.55, variance: 1_181.4975,
      probability: { (x: Double) -> Double in
        if x < 20 { return max((x - 10) / 20, 0) }
        return x < 120 ? 0.5 + 0.499 * (x - 20) / 100 : 1
      },
      digest: 5_857_695_916_231_971_759, text: "quantiles min 10ms p50 20ms p99.9 120ms"))
  all.append(
    KnownDistribution(
      specification: .histogram(
        upperBounds: [.milliseconds(10), .milliseconds(20), .milliseconds(30), .milliseconds(90)],
        counts: [20, 70, 0, 10]), mean: 17.5, variance: 253.75,
      probability: { (x: Double) -> Double in
        if x < 10 { return 0.02 * x }
        if x < 20 { return 0.2 + 0.07 * (x - 10) }
        return x < 30 ? 0.9 : min(0.9 + (x - 30) / 600, 1)
      },
      digest: 16_576_323_328_370_973_637, text: "histogram of 100 in 4 buckets up to 90ms"))
  return all
}()

@Suite("Latency distributions")
struct LatencyDistributionTests {
  @Test("a seed names the same draws for ever", arguments: knownDistributions)
  func golden(known: KnownDistribution) throws {
    let distribution = try LatencyDistribution(known.specification)
    var generator = SplitMix64(seed: 2026)
    var digest: UInt64 = 0
    for _ in 0..<1_000 { digest = SplitMix64.mix(digest ^ UInt64(distribution.draw(using: &generator))) }
    #expect(digest == known.digest)
  }

  @Test("says in the field's terms what it is", arguments: knownDistributions)
  func describes(known: KnownDistribution) throws {
    #expect("\(try LatencyDistribution(known.specification))" == known.text)
  }

  @Test("knows its mean and variance exactly", arguments: knownDistributions)
  func exactMoments(known: KnownDistribution) throws {
    let distribution = try LatencyDistribution(known.specification)
    #expect(abs(distribution.mean / 1e6 - known.mean) <= known.mean * 1e-9)
    #expect(abs(distribution.variance / 1e12 - known.variance) <= known.variance * 1e-7)
    let scv = known.variance / (known.mean * known.mean)
    #expect(abs(distribution.squaredCoefficientOfVariation - scv) <= scv * 1e-7)
  }

  @Test("the mean of many draws is its mean, over seeds", arguments: knownDistributions)
  func sampleMean(known: KnownDistribution) throws {
    let distribution = try LatencyDistribution(known.specification)
    for seed in 0..<5 as Range<UInt64> {
      var generator = SplitMix64(seed: seed)
      let count = 40_000
      var sum = 0.0
      for _ in 0..<count { sum += Double(distribution.draw(using: &generator)) / 1e6 }
      let standardError = (known.variance / Double(count)).squareRoot()
      #expect(abs(sum / Double(count) - known.mean) <= 4.5 * standardError + 1e-6, "seed \(seed)")
    }
  }

  @Test("draws follow the distribution (Kolmogorov-Smirnov, over seeds)", arguments: knownDistributions)
  func kolmogorovSmirnov(known: KnownDistribution) throws {
    guard let probability = known.probability else { return }
    let distribution = try LatencyDistribution(known.specification)
    for seed in 10..<15 as Range<UInt64> {
      var generator = SplitMix64(seed: seed)
      let count = 20_000
      let draws = (0..<count).map { _ in distribution.draw(using: &generator) }.sorted()
      var worst = 0.0
      for (index, draw) in draws.enumerated() {
        let p = probability(Double(draw) / 1e6)
        // The last quantile of an empirical distribution is a lump.
        if p == 1 { break }
        worst = max(worst, abs(p - Double(index) / Double(count)), abs(p - Double(index + 1) / Double(count)))
      }
      // The statistic exceeds 2.2 / √n with probability 1.3e-4.
      #expect(worst < 2.2 / Double(count).squareRoot(), "seed \(seed)")
    }
  }

  @Test("one uniform draw makes one latency, monotonically", arguments: knownDistributions)
  func monotone(known: KnownDistribution) throws {
    switch known.specification {
    case .gamma, .gammaMoments, .erlang, .bimodal, .mixture, .hyperexponential: return
    default: break
    }
    let distribution = try LatencyDistribution(known.specification)
    let latencies = (0..<1_000).map { (index: Int) -> Int64 in
      var fixed = Fixed([UInt64.max / 1_000 * UInt64(index) + 12_345])
      let latency = distribution.draw(using: &fixed)
      #expect(fixed.taken <= 1)
      return latency
    }
    #expect(latencies == latencies.sorted() || latencies == latencies.sorted(by: >))
  }

  @Test("the extreme draws stay within limits", arguments: knownDistributions)
  func extremes(known: KnownDistribution) throws {
    // Gamma rejects some draws, so it never ends on one that is always the same.
    switch known.specification {
    case .gamma, .gammaMoments: return
    case .erlang(_, let stages) where stages > 16: return
    default: break
    }
    let distribution = try LatencyDistribution(known.specification)
    for draws in [[0, .max], [.max, 0], [.max, .max], [0, 0, 1 << 63, 1 << 62]] as [[UInt64]] {
      var fixed = Fixed(draws)
      #expect((0...LatencyDistribution.longestDraw).contains(distribution.draw(using: &fixed)))
    }
  }

  @Test("a tail longer than the cap ends at the cap, and the mean counts it")
  func capped() throws {
    let distribution = try LatencyDistribution(.pareto(minimum: .seconds(86_400), shape: 0.5))
    var fixed = Fixed([0])
    #expect(distribution.draw(using: &fixed) == LatencyDistribution.longestDraw)
    // E[min(X, c)] for shape ½ and c = 1000 m: m·(2·√1000 − 1).
    let expected = 86_400e9 * (2 * 1_000.0.squareRoot() - 1)
    #expect(abs(distribution.mean - expected) < expected * 1e-12)
    let wide = try LatencyDistribution(
      .logNormal(median: .seconds(86_400), p99: .seconds(86_400)))
    #expect(wide.mean == 86_400e9)
    #expect(wide.variance == 0)
  }

  @Test("multiplying multiplies every draw", arguments: knownDistributions)
  func multiplied(known: KnownDistribution) throws {
    let distribution = try LatencyDistribution(known.specification)
    let slower = try distribution.multiplied(by: 3)
    #expect(abs(slower.mean - 3 * distribution.mean) < 3 + slower.mean * 1e-9)
    if known.variance == 0 { #expect(slower == .constant(.milliseconds(900))) }
    #expect(
      throws: DistributionError.notPositive(
        kind: slower.specification.kindName, parameter: "factor", value: "0")
    ) {
      try distribution.multiplied(by: 0)
    }
  }
}

extension LatencyDistribution.Specification {
  /// The first word of the description.
  var kindName: String { String(description.prefix { $0 != " " }) }
}
