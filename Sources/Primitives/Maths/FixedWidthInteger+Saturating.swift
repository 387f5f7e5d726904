extension FixedWidthInteger {
  /// Creates `value` without its fraction, or the end of the range that it would leave; 0 for NaN.
  @inlinable @inline(__always)
  package init(saturating value: Double) {
    if let value = Self(exactly: value.rounded(.towardZero)) {
      self = value
    } else {
      self = value.isNaN ? 0 : value < 0 ? .min : .max
    }
  }
}

extension FixedWidthInteger {
  /// Adds `other`, up to the end of the range.
  @inlinable package mutating func addSaturating(_ other: Self) {
    let (sum, overflow) = addingReportingOverflow(other)
    self = overflow ? (other < 0 ? .min : .max) : sum
  }
}

// The standard library's conversions from floating point trap on NaN and outside the range, and what a file or an
// option says can bring about both. These shadow them, so that a use does not compile.

extension Int {
  @available(*, deprecated, message: "traps outside the range; use init(saturating:) or init(exactly:)")
  @inlinable package init(_ source: Double) { self.init(saturating: source) }
}

extension Int64 {
  @available(*, deprecated, message: "traps outside the range; use init(saturating:) or init(exactly:)")
  @inlinable package init(_ source: Double) { self.init(saturating: source) }
}

extension Int32 {
  @available(*, deprecated, message: "traps outside the range; use init(saturating:) or init(exactly:)")
  @inlinable package init(_ source: Double) { self.init(saturating: source) }
}

extension Int16 {
  @available(*, deprecated, message: "traps outside the range; use init(saturating:) or init(exactly:)")
  @inlinable package init(_ source: Double) { self.init(saturating: source) }
}

extension Int8 {
  @available(*, deprecated, message: "traps outside the range; use init(saturating:) or init(exactly:)")
  @inlinable package init(_ source: Double) { self.init(saturating: source) }
}

extension UInt {
  @available(*, deprecated, message: "traps outside the range; use init(saturating:) or init(exactly:)")
  @inlinable package init(_ source: Double) { self.init(saturating: source) }
}

extension UInt64 {
  @available(*, deprecated, message: "traps outside the range; use init(saturating:) or init(exactly:)")
  @inlinable package init(_ source: Double) { self.init(saturating: source) }
}

extension UInt32 {
  @available(*, deprecated, message: "traps outside the range; use init(saturating:) or init(exactly:)")
  @inlinable package init(_ source: Double) { self.init(saturating: source) }
}

extension UInt16 {
  @available(*, deprecated, message: "traps outside the range; use init(saturating:) or init(exactly:)")
  @inlinable package init(_ source: Double) { self.init(saturating: source) }
}

extension UInt8 {
  @available(*, deprecated, message: "traps outside the range; use init(saturating:) or init(exactly:)")
  @inlinable package init(_ source: Double) { self.init(saturating: source) }
}

extension Int128 {
  @available(*, deprecated, message: "traps outside the range; use init(saturating:) or init(exactly:)")
  @inlinable package init(_ source: Double) { self.init(saturating: source) }
}
