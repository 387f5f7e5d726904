import Primitives
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

  @Test(
    "stop at the ends of 64 bits",
    arguments: [
      (Duration.zero, 0), (.nanoseconds(1), 1),
      (Duration(secondsComponent: 0, attosecondsComponent: 999_999_999), 0),
      (Duration(secondsComponent: 18, attosecondsComponent: 446_744_073_709_551_615), 18_446_744_073),
      (.seconds(19), 19_000_000_000), (.nanoseconds(-1), -1), (.seconds(-19), -19_000_000_000),
      (.seconds(9000), 9_000_000_000_000), (.nanoseconds(Int64.max), Int64.max),
      (.nanoseconds(Int64.max) + .nanoseconds(1), Int64.max),
      (.nanoseconds(Int64.min) - .nanoseconds(1), Int64.min),
      (.seconds(Int64.max), Int64.max), (.seconds(Int64.min), Int64.min),
      (.nanoseconds(Int64.min), Int64.min),
    ] as [(Duration, Int64)])
  func knownSpans(duration: Duration, nanoseconds: Int64) {
    #expect(duration.wholeNanoseconds == nanoseconds)
  }
}
