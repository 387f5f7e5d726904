import Primitives

extension Interval {
  /// The range of a share after `hits` of `trials`, with 95 % confidence (Wilson's score interval).
  ///
  /// | hits | trials | interval |
  /// | ---: | -----: | :------- |
  /// |    0 |    100 | 0 … 0.037 |
  /// |    1 |    100 | 0.0018 … 0.0545 |
  /// |    5 |    200 | 0.0107 … 0.0572 |
  public static func wilson(_ hits: Int, of trials: Int) -> Interval {
    precondition(trials > 0 && (0...trials).contains(hits), "\(hits) of \(trials) is not a share")
    let z = 1.959963984540054
    let n = Double(trials)
    let p = Double(hits) / n
    let center = (p + z * z / (2 * n)) / (1 + z * z / n)
    let spread = z / (1 + z * z / n) * (p * (1 - p) / n + z * z / (4 * n * n)).squareRoot()
    return Interval(
      hits == 0 ? 0 : max(0, center - spread), hits == trials ? 1 : min(1, center + spread))
  }

  /// The narrowest pair of order statistics around the median that covers it with `confidence`,
  /// whatever the distribution; nil when even the extremes do not (5 values cover 93.75 %).
  public static func median(_ values: [Double], confidence: Double = 0.95) -> Interval? {
    let sorted = values.sorted()
    let n = sorted.count
    // P(X <= k) for X ~ Binomial(n, ½), in logarithms where 2^-n would vanish.
    var tail = 0.0
    var found: Interval?
    for k in 0..<max(0, n / 2) {
      tail += PortableMath.exp(lnChoose(n, k) - Double(n) * 0.6931471805599453)
      guard 1 - 2 * tail >= confidence else { break }
      found = Interval(sorted[k], sorted[n - 1 - k])
    }
    return found
  }

  /// The share of medians that lie between the extremes of `count` values: 1 - 2^(1-n).
  public static func extremesCoverage(count: Int) -> Double {
    1 - Double(sign: .plus, exponent: 1 - count, significand: 1)
  }

  /// The middle `confidence` of `statistic` over resamples of `values` (percentile bootstrap), the same
  /// for the same generator. Needs at least one value.
  public static func bootstrap(
    _ values: [Double], resamples: Int = 10_000, confidence: Double = 0.95,
    using generator: inout some RandomNumberGenerator, _ statistic: ([Double]) -> Double
  ) -> Interval {
    precondition(!values.isEmpty, "a bootstrap needs values")
    precondition(resamples >= 100, "a bootstrap needs at least 100 resamples, was \(resamples)")
    var resample = values
    var results: [Double] = []
    results.reserveCapacity(resamples)
    for _ in 0..<resamples {
      for index in resample.indices {
        resample[index] = values[Int(generator.next(below: UInt64(values.count)))]
      }
      results.append(statistic(resample))
    }
    results.sort()
    let cut = Int((1 - confidence) / 2 * Double(resamples))
    return Interval(results[cut], results[resamples - 1 - cut])
  }

  private static func lnChoose(_ n: Int, _ k: Int) -> Double {
    SpecialFunctions.lnGamma(Double(n + 1)) - SpecialFunctions.lnGamma(Double(k + 1))
      - SpecialFunctions.lnGamma(Double(n - k + 1))
  }
}
