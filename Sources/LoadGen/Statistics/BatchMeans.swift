/// The mean of a series whose values depend on their neighbours, with an honest error.
///
/// Latencies in order of arrival are correlated: a queue that is long now is long a moment later. The
/// series is cut into batches long enough to be nearly independent; their means give the error.
public struct BatchMeans: Sendable, Hashable {
  public let mean: Double
  /// Of the mean.
  public let standardError: Double
  /// With 95 % confidence (Student's t over the batches).
  public let interval: Interval
  /// The number of independent values that would pin down the mean as well; at most the count.
  public let effectiveSampleSize: Double

  /// Nil for fewer than two values a batch. Values that do not fill the last batch go to no batch but
  /// count in the mean.
  public init?(_ values: [Double], batches: Int = 30) {
    precondition(batches >= 2, "at least two batches, was \(batches)")
    let size = values.count / batches
    guard size >= 2 else { return nil }
    let means = (0..<batches).map { Sample.mean(Array(values[$0 * size..<($0 + 1) * size])) }
    let between = Sample.variance(means)
    mean = Sample.mean(values)
    standardError = (between / Double(batches)).squareRoot()
    let t = SpecialFunctions.studentQuantile(twoSided: 0.05, degreesOfFreedom: Double(batches - 1))
    interval = Interval(mean - t * standardError, mean + t * standardError)
    let count = Double(values.count)
    effectiveSampleSize =
      between == 0 ? count : min(count, Sample.variance(values) / (between / Double(batches)))
  }
}
