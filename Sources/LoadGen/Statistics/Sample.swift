/// Elementary figures of a sample.
public enum Sample {
  /// 0 for no values.
  public static func mean(_ values: [Double]) -> Double {
    values.isEmpty ? 0 : values.reduce(0, +) / Double(values.count)
  }

  /// The unbiased variance (divided by n - 1); 0 for fewer than two values.
  public static func variance(_ values: [Double]) -> Double {
    guard values.count > 1 else { return 0 }
    let mean = mean(values)
    return values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count - 1)
  }

  /// The middle value, or the mean of the middle two; 0 for no values.
  public static func median(_ values: [Double]) -> Double {
    let sorted = values.sorted()
    guard !sorted.isEmpty else { return 0 }
    let middle = sorted.count / 2
    return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
  }

  /// The median of all differences y - x: the shift between two samples that outliers do not move
  /// (Hodges and Lehmann).
  public static func shift(from x: [Double], to y: [Double]) -> Double {
    median(x.flatMap { a in y.map { $0 - a } })
  }

  /// Ranks from 1, equal values sharing the mean of theirs, and Σ(t³ - t) over groups of t equals.
  static func ranks(_ values: [Double]) -> (ranks: [Double], ties: Double) {
    let order = values.indices.sorted { (values[$0], $0) < (values[$1], $1) }
    var ranks = [Double](repeating: 0, count: values.count)
    var ties = 0.0
    var start = 0
    while start < order.count {
      var end = start
      while end + 1 < order.count, values[order[end + 1]] == values[order[start]] { end += 1 }
      for place in start...end { ranks[order[place]] = Double(start + end) / 2 + 1 }
      let group = Double(end - start + 1)
      ties += group * group * group - group
      start = end + 1
    }
    return (ranks, ties)
  }
}

/// A figure with the range in which the truth lies with the confidence asked for.
public struct Interval: Sendable, Hashable, Codable {
  public var low: Double
  public var high: Double

  public init(_ low: Double, _ high: Double) {
    self.low = low
    self.high = high
  }

  public func contains(_ value: Double) -> Bool { low <= value && value <= high }
}
