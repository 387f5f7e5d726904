import Primitives

/// How many values a percentile needs before it means anything.
public enum SampleSize {
  /// The smallest sample whose maximum bounds the percentile with 97.5 % confidence: the least `n` with
  /// `(percent / 100)^n <= 0.025`.
  ///
  /// | percentile | values |
  /// | ---------: | -----: |
  /// |         50 |      6 |
  /// |         90 |     36 |
  /// |         95 |     72 |
  /// |         99 |    368 |
  /// |       99.9 |  3,688 |
  public static func needed(forPercentile percent: Double) -> Int64 {
    precondition((0...100).contains(percent), "a percentile is 0...100, was \(percent)")
    if percent == 0 || percent == 100 { return 1 }
    return Int64((PortableMath.ln(0.025) / PortableMath.ln(percent / 100)).rounded(.up))
  }
}
