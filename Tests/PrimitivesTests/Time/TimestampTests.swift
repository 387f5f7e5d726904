import Primitives
import Testing

@Suite("Timestamp")
struct TimestampTests {
  @Test(
    "writes times with as many digits as they need, and reads them back",
    arguments: [
      (Int64(0), "1970-01-01T00:00:00Z"), (1_767_225_600_300_000_000, "2026-01-01T00:00:00.300Z"),
      (-1, "1969-12-31T23:59:59.999999999Z"), (86_399_000_001_000, "1970-01-01T23:59:59.000001Z"),
    ])
  func timestamps(nanoseconds: Int64, text: String) {
    let time = Timestamp(nanosecondsSince1970: nanoseconds)
    #expect(time.description == text)
    #expect(Timestamp(text) == time)
  }

  @Test(
    "refuses what is no time",
    arguments: [
      "1970-01-01", "1970-01-01T24:00:00Z", "1970-01-01T00:60:00Z", "1970-01-01T00:00:00",
      "1970-02-30T00:00:00Z",
      "1970-01-01T00:00:00.Z", "1970-01-01T00:00:00+01:00", "9999-01-01T00:00:00Z",
    ])
  func noTime(text: String) { #expect(Timestamp(text) == nil) }

  @Test func `times of any year survive being written`() {
    var draws = SplitMix64(seed: 5)
    for _ in 0..<2000 {
      let time = Timestamp(nanosecondsSince1970: Int64(bitPattern: draws.next()))
      #expect(Timestamp(time.description) == time)
      #expect(Timestamp(startOf: time.day) <= time)
    }
  }

  @Test func `writes and reads the ends of 64 bits`() {
    let first = Timestamp(nanosecondsSince1970: .min)
    let last = Timestamp(nanosecondsSince1970: .max)
    #expect(first.description == "1677-09-21T00:12:43.145224192Z")
    #expect(last.description == "2262-04-11T23:47:16.854775807Z")
    #expect(Timestamp(first.description) == first)
    #expect(Timestamp(last.description) == last)
    #expect(Timestamp("2262-04-11T23:47:16.854775808Z") == nil)
  }

  @Test func `stops at the ends of 64 bits`() {
    #expect(Timestamp.simulationEpoch.advanced(byNanoseconds: .max).nanosecondsSince1970 == .max)
    #expect(Timestamp(nanosecondsSince1970: -5).advanced(byNanoseconds: .min).nanosecondsSince1970 == .min)
    #expect(Timestamp.simulationEpoch.advanced(by: .seconds(1_000_000_000_000)).nanosecondsSince1970 == .max)
  }

  @Test func `simulations begin in 2026`() {
    #expect(Timestamp.simulationEpoch == Timestamp(year: 2026, month: 1, day: 1))
    #expect(Timestamp.simulationEpoch.description == "2026-01-01T00:00:00Z")
  }
}
