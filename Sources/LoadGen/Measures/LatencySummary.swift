import Primitives

/// The exact distribution figures of a sample of times; percentiles are values that occurred.
///
/// A percentile that the sample cannot support is nil and prints as `n/a` (`Percentile.samplesNeeded`).
public struct LatencySummary: Sendable, Hashable {
  /// The size of the sample.
  public let count: Int
  /// The smallest time in nanoseconds, as all figures that follow.
  public let min: Int64
  /// The mean, rounded to the nanosecond.
  public let mean: Int64
  /// The population standard deviation.
  public let standardDeviation: Int64
  /// The median; nil below 6 values.
  public let p50: Int64?
  /// The 90th percentile; nil below 36 values.
  public let p90: Int64?
  /// The 95th percentile; nil below 72 values.
  public let p95: Int64?
  /// The 99th percentile; nil below 368 values.
  public let p99: Int64?
  /// The 99.9th percentile; nil below 3,688 values.
  public let p999: Int64?
  /// The largest time.
  public let max: Int64

  /// Computes the figures of `values`, in any order. Without values all figures are zero or nil.
  public init(_ values: [Int64]) {
    let sorted = values.sorted()
    count = sorted.count
    min = sorted.first ?? 0
    max = sorted.last ?? 0
    let total = sorted.reduce(Int128(0)) { $0 + Int128($1) }
    mean = sorted.isEmpty ? 0 : Int64((total + Int128(sorted.count) / 2) / Int128(sorted.count))
    // Deviations from the rounded mean keep the squares small; the rest of the mean is put back.
    let center = mean
    var squares = 0.0
    for value in sorted {
      let deviation = Double(value - center)
      squares += deviation * deviation
    }
    standardDeviation =
      sorted.isEmpty ? 0 : Int64(saturating: (squares / Double(sorted.count)).squareRoot().rounded())
    func percentile(_ percent: Double) -> Int64? {
      guard sorted.count >= Percentile.samplesNeeded(for: percent) else { return nil }
      return Percentile.value(of: percent, in: sorted)
    }
    p50 = percentile(50)
    p90 = percentile(90)
    p95 = percentile(95)
    p99 = percentile(99)
    p999 = percentile(99.9)
  }
}
