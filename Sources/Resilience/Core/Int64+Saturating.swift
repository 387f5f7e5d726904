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
