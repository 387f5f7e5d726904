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
      ("0s", 0),
    ] as [(String, Int64)])
  func reads(text: String, nanoseconds: Int64) {
    #expect(DurationText.nanoseconds(text) == nanoseconds)
  }

  @Test(
    "refuses what has no unit, no number or no whole nanoseconds",
    arguments: [
      "", "5", "ms", "-5ms", "+5ms", "5 sec", "1.5ns", "0.0000000001s", "1..5s", ".5s", "5.s", "1e3s",
      "9999999h", "0.00000000000001h",
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
}
