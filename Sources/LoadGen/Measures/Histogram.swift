/// Counts of values with a bounded relative error: an HDR histogram.
///
/// Values are whole numbers (nanoseconds, bytes, …). With three significant digits any reported value
/// is within 0.1 % of a recorded one. Memory grows with the largest value seen, not with the count:
/// about 8 KiB per factor of two. Histograms of one shape merge exactly.
///
/// Index arithmetic, percentiles, mean and deviation are those of the HdrHistogram family, so exported
/// data read the same in its tools.
public struct Histogram: Sendable, Hashable {
  public let shape: HistogramShape
  /// Counts by index, as long as the largest value needs.
  @usableFromInline var counts: [Int64]
  public private(set) var count: Int64 = 0
  /// The smallest and largest recorded values, exact; 0 when empty.
  public private(set) var minRecorded: Int64 = 0
  public private(set) var maxRecorded: Int64 = 0
  /// Values above the trackable range, counted at its top.
  public private(set) var clamped: Int64 = 0

  /// An empty histogram; `shape` defaults to three digits from 1 ns to one hour.
  public init(_ shape: HistogramShape = .latency) {
    self.shape = shape
    counts = []
  }

  /// Adds `times` occurrences of `value`. Below zero counts as zero; above the range, as its top.
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

  /// Adds `value` and the samples a stalled generator left out: `value - interval`,
  /// `value - 2 interval`, … down to `interval`.
  ///
  /// For data that were measured from the actual start only; never on top of latency from the planned
  /// start, which has the waiting in it already.
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

  /// The value at or below which `percent` percent of the values lie: the highest value its bucket
  /// can stand for. 0 when empty.
  public func value(atPercentile percent: Double) -> Int64 {
    precondition((0...100).contains(percent), "a percentile is 0...100, was \(percent)")
    guard count > 0 else { return 0 }
    // One step down, so that 99.9 % of 1,000 asks for value 999 though 99.9 is not exact in binary.
    let requested = Swift.max(0, percent.nextDown)
    let needed = Swift.max(1, Int64((requested * Double(count) / 100).rounded(.up)))
    var seen: Int64 = 0
    for index in counts.indices {
      seen += counts[index]
      if seen >= needed {
        return percent == 0 ? shape.lowest(at: index) : shape.highest(at: index)
      }
    }
    return max
  }

  /// As `value(atPercentile:)`, or nil when the sample is too small to say (`SampleSize`).
  public func supportedValue(atPercentile percent: Double) -> Int64? {
    count >= SampleSize.needed(forPercentile: percent) ? value(atPercentile: percent) : nil
  }

  /// The highest value that the largest recorded one is equivalent to; 0 when empty.
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

  /// How often values equivalent to `value` were recorded.
  public func count(at value: Int64) -> Int64 {
    let index = shape.index(of: Swift.min(Swift.max(0, value), shape.highest))
    return index < counts.count ? counts[index] : 0
  }

  /// After decoding: the largest value may have been anything up to its bucket's end.
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
