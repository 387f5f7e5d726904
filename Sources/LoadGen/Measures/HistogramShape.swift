/// The range and the resolution of a histogram, with the mapping between values and indices.
@frozen
public struct HistogramShape: Sendable, Hashable {
  /// The smallest difference that is resolved, at least 1.
  public let lowest: Int64
  /// The largest value of the range, at least twice `lowest`.
  public let highest: Int64
  /// The number of significant decimal digits, 1...5.
  public let digits: Int

  @usableFromInline let unitMagnitude: Int
  @usableFromInline let subHalfMagnitude: Int
  @usableFromInline let subMask: Int64
  /// The number of times the range doubles.
  public let buckets: Int

  /// Makes a shape; traps if the digits and the range need more than 63 bits.
  public init(lowest: Int64 = 1, highest: Int64, digits: Int = 3) {
    precondition(lowest >= 1, "lowest must be at least 1, was \(lowest)")
    precondition(highest / 2 >= lowest, "highest must be at least twice \(lowest), was \(highest)")
    precondition((1...5).contains(digits), "digits must be 1...5, was \(digits)")
    self.lowest = lowest
    self.highest = highest
    self.digits = digits
    var single: Int64 = 2
    for _ in 0..<digits { single *= 10 }
    let subMagnitude = 64 - (single - 1).leadingZeroBitCount
    subHalfMagnitude = subMagnitude - 1
    unitMagnitude = 63 - lowest.leadingZeroBitCount
    precondition(
      unitMagnitude + subMagnitude <= 62, "\(digits) digits from \(lowest) up need more than 63 bits")
    subMask = ((1 << subMagnitude) - 1) << unitMagnitude
    var untrackable: Int64 = 1 << (subMagnitude + unitMagnitude)
    var buckets = 1
    while untrackable <= highest {
      buckets += 1
      if untrackable > .max / 2 { break }
      untrackable <<= 1
    }
    self.buckets = buckets
  }

  /// The shape for times: nanoseconds from 1 to one hour, three digits.
  public static let latency = HistogramShape(highest: 3_600_000_000_000)

  /// The number of equal steps in a bucket.
  public var subBuckets: Int { 2 << subHalfMagnitude }
  /// The number of indices.
  public var countsLength: Int { (buckets + 1) << subHalfMagnitude }
  @inlinable var subHalf: Int { 1 << subHalfMagnitude }

  @inlinable func index(of value: Int64) -> Int {
    let bucket = 63 - unitMagnitude - subHalfMagnitude - (value | subMask).leadingZeroBitCount
    let sub = Int(value >> Int64(bucket + unitMagnitude))
    return ((bucket + 1) << subHalfMagnitude) + sub - subHalf
  }

  /// Returns the lowest value with `index`.
  @inlinable func lowest(at index: Int) -> Int64 {
    var bucket = (index >> subHalfMagnitude) - 1
    var sub = (index & (subHalf - 1)) + subHalf
    if bucket < 0 {
      sub -= subHalf
      bucket = 0
    }
    return Int64(sub) << Int64(bucket + unitMagnitude)
  }

  /// Returns the number of values with `index`.
  @inlinable func width(at index: Int) -> Int64 {
    1 << Int64(Swift.max(0, (index >> subHalfMagnitude) - 1) + unitMagnitude)
  }

  @inlinable func highest(at index: Int) -> Int64 { lowest(at: index) + width(at: index) - 1 }
  @inlinable func middle(at index: Int) -> Int64 { lowest(at: index) + width(at: index) / 2 }
}
