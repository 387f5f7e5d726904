import Foundation
import Primitives
import Testing

@Suite("Calendar day")
struct CalendarDayTests {
  @Test(
    "knows a day's number, date and weekday",
    arguments: [
      ("1970-01-01", 0, Weekday.thursday), ("1969-12-31", -1, .wednesday), ("2000-02-29", 11_016, .tuesday),
      ("2026-01-14", 20_467, .wednesday), ("1600-03-01", -135_080, .wednesday),
      ("9999-12-31", 2_932_896, .friday),
      ("0001-01-01", -719_162, .monday),
    ])
  func knownDays(text: String, number: Int32, weekday: Weekday) throws {
    let day = try #require(CalendarDay(text))
    #expect(day.daysSince1970 == number)
    #expect(day.weekday == weekday)
    #expect(day.description == text)
  }

  @Test func `every day of four centuries follows the one before`() {
    var day = CalendarDay(year: 1900, month: 1, day: 1)!
    var (year, month, number) = (1900, 1, 1)
    while year < 2300 {
      #expect(day.civil == (year, month, number))
      #expect(CalendarDay(year: year, month: month, day: number) == day)
      day = day.advanced(by: 1)
      number += 1
      if number > CalendarDay.length(ofMonth: month, year: year) { (month, number) = (month + 1, 1) }
      if month > 12 { (year, month) = (year + 1, 1) }
    }
  }

  @Test(
    "refuses what is no day",
    arguments: [
      "2026-02-29", "1900-02-29", "2026-13-01", "2026-00-10", "2026-04-31", "2026-01-00", "0000-01-01",
      "2026-1-1",
      "2026-01-1", "26-01-01", "2026-01-011", "2026/01/01", "", "yyyy-mm-dd", "2026-01-01T",
    ])
  func noDay(text: String) { #expect(CalendarDay(text) == nil) }

  @Test func `days of any year survive being written`() {
    var draws = SplitMix64(seed: 5)
    for _ in 0..<2000 {
      let day = CalendarDay(daysSince1970: Int32(draws.next(in: -700_000...2_900_000)))
      #expect(CalendarDay(day.description) == day)
    }
  }

  @Test func `agrees with Foundation on every 37th day`() throws {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = try #require(TimeZone(identifier: "UTC"))
    for number in stride(from: Int32(-106_000), through: 106_000, by: 37) {
      let parts = calendar.dateComponents(
        [.year, .month, .day], from: Date(timeIntervalSince1970: Double(number) * 86_400))
      #expect(CalendarDay(daysSince1970: number).civil == (parts.year, parts.month, parts.day))
    }
  }
}
