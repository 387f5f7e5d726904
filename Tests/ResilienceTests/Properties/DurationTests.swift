import Randomness
import Resilience
import Testing

@Suite("Whole nanoseconds")
struct DurationTests {
  @Test("are the span without its fraction, for spans of any length", arguments: 0...90)
  func roundsTowardsZero(bits: Int) {
    var draws = SplitMix64(seed: UInt64(bits))
    for _ in 0..<200 {
      let bound = Int128(1) << Int128(bits)
      let drawn = (Int128(draws.next() >> 1) << 64 | Int128(draws.next())) % bound
      for span in [bound - 1 - drawn % 1000, drawn, -drawn, bound] {
        let whole = span / 1_000_000_000
        let expected = Int64(exactly: whole) ?? (whole < 0 ? .min : .max)
        #expect(Duration(attoseconds: span).wholeNanoseconds == expected)
      }
    }
  }
}
