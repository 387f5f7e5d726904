extension Int64 {
  /// Returns the sum, or the end of the range that it would leave.
  @inlinable package func addingSaturating(_ other: Int64) -> Int64 {
    let (sum, overflow) = addingReportingOverflow(other)
    if overflow { return other < 0 ? .min : .max }
    return sum
  }

  /// Returns the difference, or the end of the range that it would leave.
  @inlinable package func subtractingSaturating(_ other: Int64) -> Int64 {
    let (difference, overflow) = subtractingReportingOverflow(other)
    if overflow { return other < 0 ? .max : .min }
    return difference
  }

  /// Returns the product, or the end of the range that it would leave.
  @inlinable package func multipliedSaturating(by other: Int64) -> Int64 {
    let (product, overflow) = multipliedReportingOverflow(by: other)
    if overflow { return (self < 0) == (other < 0) ? .max : .min }
    return product
  }
}
