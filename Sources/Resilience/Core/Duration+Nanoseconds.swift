extension Duration {
  /// Whole nanoseconds, rounded towards zero; a span that does not fit in 64 bits (292 years) stays at
  /// the end of the range.
  @inlinable public var wholeNanoseconds: Int64 {
    // Below two hours and a half 2^9 attoseconds fit in one machine word, and 10^9 is 2^9 of 5^9. Policies are
    // full of such spans: 6 instructions instead of 190.
    if let short = UInt64(exactly: attoseconds >> 9) { return Int64(short / 1_953_125) }
    return Int64(clamping: attoseconds / 1_000_000_000)
  }
}

extension Int64 {
  /// The sum, or the end of the range it would leave.
  @inlinable package func addingSaturating(_ other: Int64) -> Int64 {
    let (sum, overflow) = addingReportingOverflow(other)
    if overflow { return other < 0 ? .min : .max }
    return sum
  }

  /// `value` without its fraction, or the end of the range it would leave. NaN is 0.
  @inlinable package init(saturating value: Double) {
    if value >= 9.223_372_036_854_775_8e18 {
      self = .max
    } else if value <= -9.223_372_036_854_775_8e18 {
      self = .min
    } else {
      self = value.isNaN ? 0 : Int64(value)
    }
  }
}
