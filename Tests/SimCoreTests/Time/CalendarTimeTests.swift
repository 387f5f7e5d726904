import Foundation
import SimCore
import Testing

@Suite("Calendar time")
struct CalendarTimeTests {
  @Test(
    "knows these days",
    arguments: [
      (1970, 1, 1, 0), (1970, 1, 2, 1), (1969, 12, 31, -1), (2000, 2, 29, 11_016), (2000, 3, 1, 11_017),
      (1900, 3, 1, -25_508), (2024, 2, 29, 19_782), (2026, 1, 1, 20_454), (2100, 3, 1, 47_541),
      (1677, 9, 22, -106_751), (2262, 4, 11, 106_751),
    ])
  func days(year: Int, month: Int, day: Int, days: Int) {
    let time = CalendarTime(year: year, month: month, day: day)
    #expect(time.daysSince1970 == days)
    #expect(time.civil == (year, month, day))
  }

  @Test func `agrees with Foundation on every 37th day it can show`() throws {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = try #require(TimeZone(identifier: "UTC"))
    for day in stride(from: -106_000, through: 106_000, by: 37) {
      let time = CalendarTime(nanosecondsSince1970: Int64(day) * 86_400_000_000_000 + 1)
      let parts = calendar.dateComponents(
        [.year, .month, .day], from: Date(timeIntervalSince1970: Double(day) * 86_400))
      // Foundation's Gregorian calendar is the Julian one before its introduction.
      #expect(time.civil == (parts.year, parts.month, parts.day))
    }
  }

  @Test(
    "prints as ISO 8601",
    arguments: [
      (0, "1970-01-01T00:00:00.000Z"), (-1, "1969-12-31T23:59:59.999Z"),
      (1_999_999, "1970-01-01T00:00:00.001Z"),
      (1_767_225_600_000_000_000, "2026-01-01T00:00:00.000Z"),
      (951_825_599_123_000_000, "2000-02-29T11:59:59.123Z"),
    ])
  func text(nanoseconds: Int64, text: String) {
    #expect("\(CalendarTime(nanosecondsSince1970: nanoseconds))" == text)
  }

  @Test func `stops at the ends of 64 bits`() {
    #expect(CalendarTime.epoch2026.advanced(byNanoseconds: .max).nanosecondsSince1970 == .max)
    #expect(CalendarTime(nanosecondsSince1970: -5).advanced(byNanoseconds: .min).nanosecondsSince1970 == .min)
  }

  @Test func `prints the ends of 64 bits`() {
    #expect("\(CalendarTime(nanosecondsSince1970: .max))" == "2262-04-11T23:47:16.854Z")
    #expect("\(CalendarTime(nanosecondsSince1970: .min))" == "1677-09-21T00:12:43.145Z")
  }

  @Test func `a world's calendar begins at its epoch and follows its time`() throws {
    var simulation = Simulation(seed: 1)
    simulation.epoch = CalendarTime(year: 2024, month: 2, day: 29)
    let outcome = try simulation.run { world in
      try await world.clock.sleep(for: .seconds(86_400))
      return world.calendar
    }
    #expect("\(outcome.value)" == "2024-03-01T00:00:00.000Z")
  }
}
