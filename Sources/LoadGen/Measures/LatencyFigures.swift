/// The figures of a sample of times, exact: percentiles are values that occurred.
///
/// A percentile that the sample cannot support is nil and prints as `n/a` (`SampleSize`).
public struct LatencyFigures: Sendable, Hashable {
  public let count: Int
  /// Nanoseconds, like all that follow.
  public let min: Int64
  public let mean: Int64
  public let standardDeviation: Int64
  public let p50: Int64?
  public let p90: Int64?
  public let p95: Int64?
  public let p99: Int64?
  public let p999: Int64?
  public let max: Int64

  /// All zero and unsupported for no values. The order of `values` does not matter.
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
      sorted.isEmpty ? 0 : Int64((squares / Double(sorted.count)).squareRoot().rounded())
    func percentile(_ perMille: Int) -> Int64? {
      guard sorted.count >= SampleSize.needed(forPercentile: Double(perMille) / 10) else { return nil }
      return sorted[(sorted.count * perMille + 999) / 1000 - 1]
    }
    p50 = percentile(500)
    p90 = percentile(900)
    p95 = percentile(950)
    p99 = percentile(990)
    p999 = percentile(999)
  }
}
