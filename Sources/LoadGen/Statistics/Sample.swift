/// Elementary statistics of a sample.
public enum Sample {
  /// Returns the arithmetic mean; 0 for no values.
  public static func mean(_ values: [Double]) -> Double {
    values.isEmpty ? 0 : values.reduce(0, +) / Double(values.count)
  }

  /// Returns the unbiased variance (divided by n - 1); 0 for fewer than two values.
  public static func variance(_ values: [Double]) -> Double {
    guard values.count > 1 else { return 0 }
    let mean = mean(values)
    return values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count - 1)
  }

  /// Returns the middle value, or the mean of the middle two; 0 for no values.
  public static func median(_ values: [Double]) -> Double {
    let sorted = values.sorted()
    guard !sorted.isEmpty else { return 0 }
    let middle = sorted.count / 2
    return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
  }

  /// Returns the Hodges–Lehmann estimate of the shift between two samples: the median of all differences
  /// y - x, which is robust against outliers.
  public static func shift(from x: [Double], to y: [Double]) -> Double {
    median(x.flatMap { a in y.map { $0 - a } })
  }

  /// Returns the ranks from 1, where equal values share their mean rank, and the tie correction: Σ(t³ - t)
  /// over groups of t equal values.
  static func ranks(_ values: [Double]) -> (ranks: [Double], ties: Double) {
    let order = values.indices.sorted { (values[$0], $0) < (values[$1], $1) }
    var ranks = [Double](repeating: 0, count: values.count)
    var ties = 0.0
    var start = 0
    while start < order.count {
      var end = start
      while end + 1 < order.count, values[order[end + 1]] == values[order[start]] { end += 1 }
      for position in start...end { ranks[order[position]] = Double(start + end) / 2 + 1 }
      let group = Double(end - start + 1)
      ties += group * group * group - group
      start = end + 1
    }
    return (ranks, ties)
  }
}
