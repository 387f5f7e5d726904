extension Duration {
  /// Whole nanoseconds, rounded toward zero; traps beyond 292 years.
  var wholeNanoseconds: Int64 {
    // One hardware division: the general one of 128 bits by 128 costs more than reading a clock.
    let magnitude = attoseconds.magnitude
    let high = UInt64(truncatingIfNeeded: magnitude >> 64)
    precondition(high < 1_000_000_000, "a time beyond 292 years: \(self)")
    let (quotient, _) = UInt64(1_000_000_000)
      .dividingFullWidth((high: high, low: UInt64(truncatingIfNeeded: magnitude)))
    return attoseconds < 0 ? -Int64(quotient) : Int64(quotient)
  }
}
