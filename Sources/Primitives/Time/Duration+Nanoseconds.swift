extension Duration {
  /// Whole nanoseconds, rounded towards zero; a span that does not fit in 64 bits (292 years) stays at
  /// the end of the range.
  @inlinable public var wholeNanoseconds: Int64 {
    // Below two hours and a half 2^9 attoseconds fit in one machine word, and 10^9 is 2^9 of 5^9. Policies are
    // full of such spans: 6 instructions, where 128 bits divided by 128 take 190.
    if let short = UInt64(exactly: attoseconds >> 9) { return Int64(short / 1_953_125) }
    // One division of 128 bits by 64, as for each reading of a host's clock.
    let magnitude = attoseconds.magnitude
    let high = UInt64(truncatingIfNeeded: magnitude >> 64)
    guard high < 500_000_000 else { return attoseconds < 0 ? .min : .max }
    let (whole, _) = UInt64(1_000_000_000)
      .dividingFullWidth((high: high, low: UInt64(truncatingIfNeeded: magnitude)))
    return attoseconds < 0 ? -Int64(whole) : Int64(whole)
  }
}
