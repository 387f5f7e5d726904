import Primitives

extension Histogram {
  /// One row of the percentile spectrum.
  public struct SpectrumRow: Sendable, Hashable {
    /// The highest value of the bucket that reaches the level.
    public let value: Int64
    /// The level, 0...100; at least this percentage of the values is counted.
    public let percentile: Double
    /// The number of values at or below `value`.
    public let cumulative: Int64
  }

  /// Returns the distribution at levels that become finer towards 100: `ticks` per halving of the distance.
  public func spectrum(ticksPerHalving ticks: Int = 5) -> [SpectrumRow] {
    precondition(ticks > 0, "ticks must be positive, was \(ticks)")
    var rows: [SpectrumRow] = []
    var level = 0.0
    var seen: Int64 = 0
    scan: for (index, times) in counts.enumerated() where times > 0 {
      seen += times
      while 100 * Double(seen) / Double(count) >= level {
        rows.append(SpectrumRow(value: shape.highest(at: index), percentile: level, cumulative: seen))
        // The exponent of a positive number is the whole part of its binary logarithm.
        let halvings = (100 / (100 - level)).exponent + 1
        level += 100 / (Double(ticks) * Double(UInt64(1) << UInt64(min(62, halvings))))
        if seen == count { break scan }
      }
    }
    if count > 0 { rows.append(SpectrumRow(value: max, percentile: 100, cumulative: count)) }
    return rows
  }

  /// Returns the spectrum as `.hgrm` text, which HdrHistogram's plotter reads; values are divided by `scale`.
  public func spectrumText(ticksPerHalving ticks: Int = 5, scale: Double = 1_000_000) -> String {
    var text = "       Value     Percentile TotalCount 1/(1-Percentile)\n\n"
    for row in spectrum(ticksPerHalving: ticks) {
      let share = row.percentile / 100
      text += Text.padLeft(Text.fixed(Double(row.value) / scale, shape.digits), 12) + " "
      text += Text.fixed(share, 12) + " " + Text.padLeft("\(row.cumulative)", 10)
      if row.percentile < 100 { text += " " + Text.padLeft(Text.fixed(1 / (1 - share), 2), 14) }
      text += "\n"
    }
    func figure(_ value: Double) -> String { Text.padLeft(Text.fixed(value / scale, shape.digits), 12) }
    text += "#[Mean    = \(figure(mean)), StdDeviation   = \(figure(standardDeviation))]\n"
    text += "#[Max     = \(figure(Double(max))), Total count    = \(Text.padLeft("\(count)", 12))]\n"
    text += "#[Buckets = \(Text.padLeft("\(shape.buckets)", 12)), "
    text += "SubBuckets     = \(Text.padLeft("\(shape.subBuckets)", 12))]\n"
    return text
  }
}
