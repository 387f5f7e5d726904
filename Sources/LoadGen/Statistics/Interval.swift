import Primitives

/// An interval that contains the true value with the confidence asked for.
public struct Interval: Sendable, Hashable, Codable {
  /// The lower end.
  public var low: Double
  /// The upper end.
  public var high: Double

  /// Makes an interval from its ends.
  public init(_ low: Double, _ high: Double) {
    self.low = low
    self.high = high
  }

  /// Returns true if `value` lies in the interval or at one of its ends.
  public func contains(_ value: Double) -> Bool { low <= value && value <= high }
}

extension Interval {
  /// Returns the 95 % confidence interval of a share after `hits` of `trials` (Wilson's score interval).
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

  /// Returns the percentile bootstrap interval: the middle `confidence` of `statistic` over resamples of
  /// `values`, of which there must be at least one. Equal generators give equal intervals.
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
    let cut = Int(saturating: (1 - confidence) / 2 * Double(resamples))
    return Interval(results[cut], results[resamples - 1 - cut])
  }
}
