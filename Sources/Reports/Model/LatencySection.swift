package import LoadGen

/// The distribution of times in nanoseconds; a percentile that the sample cannot support is null.
package struct LatencySection: Sendable, Hashable, Codable {
  package var mean: Int64
  package var standardDeviation: Int64
  package var p50: Int64?
  package var p90: Int64?
  package var p95: Int64?
  package var p99: Int64?
  package var p999: Int64?
  package var max: Int64

  package init(
    mean: Int64, standardDeviation: Int64, p50: Int64?, p90: Int64?, p95: Int64?, p99: Int64?, p999: Int64?,
    max: Int64
  ) {
    self.mean = mean
    self.standardDeviation = standardDeviation
    self.p50 = p50
    self.p90 = p90
    self.p95 = p95
    self.p99 = p99
    self.p999 = p999
    self.max = max
  }

  package init(_ figures: LatencySummary) {
    self.init(
      mean: figures.mean, standardDeviation: figures.standardDeviation, p50: figures.p50, p90: figures.p90,
      p95: figures.p95, p99: figures.p99, p999: figures.p999, max: figures.max)
  }

  enum CodingKeys: String, CodingKey {
    case mean = "mean_ns"
    case standardDeviation = "stddev_ns"
    case p50 = "p50_ns"
    case p90 = "p90_ns"
    case p95 = "p95_ns"
    case p99 = "p99_ns"
    case p999 = "p99.9_ns"
    case max = "max_ns"
  }

  /// Encodes all fields; an unsupported percentile is written as null instead of being left out.
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(mean, forKey: .mean)
    try container.encode(standardDeviation, forKey: .standardDeviation)
    try container.encode(p50, forKey: .p50)
    try container.encode(p90, forKey: .p90)
    try container.encode(p95, forKey: .p95)
    try container.encode(p99, forKey: .p99)
    try container.encode(p999, forKey: .p999)
    try container.encode(max, forKey: .max)
  }
}
