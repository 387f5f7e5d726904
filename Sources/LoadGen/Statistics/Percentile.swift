import Primitives

/// Percentiles of a sample: their ranks, and the sample size they need.
public enum Percentile {
  /// Returns the rank, from 1, of the percentile in a sorted sample of `count` values: the smallest rank
  /// with at least `percent` percent of the values at or below it (nearest rank).
  ///
  /// | percent | count | rank |
  /// | ------: | ----: | ---: |
  /// |      50 |     4 |    2 |
  /// |      90 |     4 |    4 |
  /// |    99.9 | 1,000 |  999 |
  /// |       0 |    10 |    1 |
  public static func rank(of percent: Double, count: Int64) -> Int64 {
    precondition((0...100).contains(percent), "a percentile is 0...100, was \(percent)")
    // One step down, so that 99.9 % of 1,000 is rank 999 although 99.9 is not exact in binary.
    return max(1, Int64(saturating: (max(0, percent.nextDown) * Double(count) / 100).rounded(.up)))
  }

  /// Returns the value at the percentile of `sorted`, which is in ascending order; nil when it is empty.
  public static func value(of percent: Double, in sorted: [Int64]) -> Int64? {
    sorted.isEmpty ? nil : sorted[Int(rank(of: percent, count: Int64(sorted.count))) - 1]
  }

  /// Returns the smallest sample whose maximum bounds the percentile with 97.5 % confidence: the least `n`
  /// with `(percent / 100)^n <= 0.025`.
  ///
  /// | percent | samples |
  /// | ------: | ------: |
  /// |      50 |       6 |
  /// |      90 |      36 |
  /// |      95 |      72 |
  /// |      99 |     368 |
  /// |    99.9 |   3,688 |
  public static func samplesNeeded(for percent: Double) -> Int64 {
    precondition((0...100).contains(percent), "a percentile is 0...100, was \(percent)")
    if percent == 0 || percent == 100 { return 1 }
    return Int64(saturating: (PortableMath.ln(0.025) / PortableMath.ln(percent / 100)).rounded(.up))
  }
}
