import Primitives
import Testing

@Suite("Durations as text")
struct DurationTextTests {
  @Test(
    "reads what people type",
    arguments: [
      ("210ms", 210_000_000), ("1.5s", 1_500_000_000), ("80us", 80_000), ("80µs", 80_000), ("7ns", 7),
      ("2 m", 120_000_000_000),
      ("1h", 3_600_000_000_000), ("0.000000001s", 1), ("0.5m", 30_000_000_000), ("1.000s", 1_000_000_000),
      ("1.0ns", 1),
      ("0s", 0), ("1m30s", 90_000_000_000), ("1d", 86_400_000_000_000), ("1h 30m", 5_400_000_000_000),
      ("2d12h30m1.5s", 217_801_500_000_000), ("5min", 300_000_000_000), ("1s1ns", 1_000_000_001),
    ] as [(String, Int64)])
  func reads(text: String, nanoseconds: Int64) {
    #expect(DurationText.nanoseconds(text) == nanoseconds)
  }

  @Test(
    "refuses what has no unit, no number or no whole nanoseconds",
    arguments: [
      "", "5", "ms", "-5ms", "+5ms", "5 sec", "1.5ns", "0.0000000001s", "1..5s", ".5s", "5.s", "1e3s",
      "9999999h", "0.00000000000001h", "1s1m", "1m1m", "1.5m30s", "1m30", "1 s ", "1m ", "1w",
      "200000d99999999h", "١s", "1²s",
    ])
  func refuses(text: String) {
    #expect(DurationText.nanoseconds(text) == nil)
  }

  @Test(
    "writes the exact value in the largest unit",
    arguments: [
      (0, "0s"), (1, "1ns"), (999, "999ns"), (1_000, "1us"), (1_500_000, "1.5ms"), (1_234_567, "1.234567ms"),
      (90_000_000_000, "90s"), (-1_050_000_000, "-1.05s"), (.max, "9223372036.854775807s"),
    ] as [(Int64, String)])
  func writes(nanoseconds: Int64, text: String) {
    #expect(DurationText.text(nanoseconds) == text)
    if nanoseconds >= 0 { #expect(DurationText.nanoseconds(text) == nanoseconds) }
  }

  @Test("reads what it writes, at any length, whole or in parts")
  func roundTrip() {
    let random = RandomSource(seed: 7)
    for index in 0..<20_000 {
      var draws = random.draw("duration", UInt64(index))
      // All magnitudes alike, and values that end in zeros.
      var value = Int64(draws.next() >> 1) >> Int64(draws.next(in: 0...62))
      if draws.next(in: 0...1) == 1 { value -= value % 1_000_000 }
      #expect(DurationText.nanoseconds(DurationText.text(value)) == value)
      var (rest, parts) = (value, "")
      for (unit, size) in [("d", 86_400_000_000_000), ("h", 3_600_000_000_000), ("m", 60_000_000_000)]
        as [(String, Int64)]
      where rest >= size {
        parts += "\(rest / size)\(unit)"
        rest %= size
      }
      parts += rest > 0 || parts.isEmpty ? DurationText.text(rest) : ""
      #expect(DurationText.nanoseconds(parts) == value, "\(parts)")
    }
  }
}
