/// An HDR histogram: counts of integers with a bounded relative error.
///
/// With three significant digits a reported value is within 0.1 % of a recorded one. Memory grows with the
/// largest value and not with the count: about 8 KiB per factor of two. Histograms of one shape merge
/// exactly.
///
/// Index arithmetic, percentiles, mean and deviation are those of the HdrHistogram family, so its tools read
/// exported data alike.
public struct Histogram: Sendable, Hashable {
  /// The range and the resolution.
  public let shape: HistogramShape
  /// The counts by index, as long as the largest value needs.
  @usableFromInline var counts: [Int64]
  /// The number of recorded values.
  public private(set) var count: Int64 = 0
  /// The smallest recorded value, exact; 0 when empty.
  public private(set) var minRecorded: Int64 = 0
  /// The largest recorded value, exact; 0 when empty.
  public private(set) var maxRecorded: Int64 = 0
  /// The number of values above the range, which are counted at its top.
  public private(set) var clamped: Int64 = 0

  /// Makes an empty histogram; `shape` defaults to three digits from 1 ns to one hour.
  public init(_ shape: HistogramShape = .latency) {
    self.shape = shape
    counts = []
  }

  /// Adds `times` occurrences of `value`. A negative value counts as zero, one above the range as its top.
  public mutating func record(_ value: Int64, times: Int64 = 1) {
    precondition(times >= 0, "times must not be negative, was \(times)")
    if times == 0 { return }
    var value = Swift.max(0, value)
    if value > shape.highest {
      value = shape.highest
      clamped += times
    }
    let index = shape.index(of: value)
    if index >= counts.count { grow(toHold: index) }
    counts[index] += times
    minRecorded = count == 0 ? value : Swift.min(minRecorded, value)
    maxRecorded = Swift.max(maxRecorded, value)
    count += times
  }

  /// Adds `value` and the samples that a stalled generator left out: `value - interval`,
  /// `value - 2 interval`, … down to `interval`.
  ///
  /// For times measured from the actual start only. Latency from the planned start includes the wait, and
  /// must not be corrected again.
  public mutating func record(_ value: Int64, expectedInterval interval: Int64) {
    record(value)
    guard interval > 0 else { return }
    var missing = value - interval
    while missing >= interval {
      record(missing)
      missing -= interval
    }
  }

  /// Adds every count of `other`, which must have the same shape.
  public mutating func merge(_ other: Histogram) {
    precondition(shape == other.shape, "only histograms of one shape merge: \(shape), \(other.shape)")
    guard other.count > 0 else { return }
    if other.counts.count > counts.count { grow(toHold: other.counts.count - 1) }
    for (index, times) in other.counts.enumerated() { counts[index] += times }
    minRecorded = count == 0 ? other.minRecorded : Swift.min(minRecorded, other.minRecorded)
    maxRecorded = Swift.max(maxRecorded, other.maxRecorded)
    count += other.count
    clamped += other.clamped
  }

  /// Returns the value at or below which `percent` percent of the values lie: the highest value of its
  /// bucket. 0 when empty.
  public func value(atPercentile percent: Double) -> Int64 {
    precondition((0...100).contains(percent), "a percentile is 0...100, was \(percent)")
    guard count > 0 else { return 0 }
    let needed = Percentile.rank(of: percent, count: count)
    var seen: Int64 = 0
    for index in counts.indices {
      seen += counts[index]
      if seen >= needed {
        return percent == 0 ? shape.lowest(at: index) : shape.highest(at: index)
      }
    }
    return max
  }

  /// Returns `value(atPercentile:)`, or nil when the sample is too small for it
  /// (`Percentile.samplesNeeded(for:)`).
  public func supportedValue(atPercentile percent: Double) -> Int64? {
    count >= Percentile.samplesNeeded(for: percent) ? value(atPercentile: percent) : nil
  }

  /// The highest value of the bucket of the largest recorded one; 0 when empty.
  public var max: Int64 { count == 0 ? 0 : shape.highest(at: shape.index(of: maxRecorded)) }

  /// The mean of bucket middles; 0 when empty.
  public var mean: Double {
    guard count > 0 else { return 0 }
    var total = 0.0
    for (index, times) in counts.enumerated() where times > 0 {
      total += Double(shape.middle(at: index)) * Double(times)
    }
    return total / Double(count)
  }

  /// The population standard deviation over bucket middles; 0 when empty.
  public var standardDeviation: Double {
    guard count > 0 else { return 0 }
    let mean = mean
    var total = 0.0
    for (index, times) in counts.enumerated() where times > 0 {
      let deviation = Double(shape.middle(at: index)) - mean
      total += deviation * deviation * Double(times)
    }
    return (total / Double(count)).squareRoot()
  }

  /// Returns the count of the bucket of `value`.
  public func count(at value: Int64) -> Int64 {
    let index = shape.index(of: Swift.min(Swift.max(0, value), shape.highest))
    return index < counts.count ? counts[index] : 0
  }

  /// Moves the largest value to the end of its bucket. A decoded histogram does not know the exact one.
  mutating func widenMax() {
    maxRecorded = Swift.min(shape.highest(at: shape.index(of: maxRecorded)), shape.highest)
  }

  private mutating func grow(toHold index: Int) {
    // To the end of the index's half bucket: a later value of the same size then fits.
    let length = Swift.min(shape.countsLength, (index / shape.subHalf + 1) * shape.subHalf)
    counts.reserveCapacity(length)
    counts.append(contentsOf: repeatElement(0, count: length - counts.count))
  }
}
