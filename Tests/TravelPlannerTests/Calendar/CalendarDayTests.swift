import Primitives
import Testing
import TravelPlanner

@Suite("Calendar")
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

  @Test func `days and times of any year survive being written`() {
    var draws = SplitMix64(seed: 5)
    for _ in 0..<2000 {
      let day = CalendarDay(daysSince1970: Int32(draws.next(in: -700_000...2_900_000)))
      #expect(CalendarDay(day.description) == day)
      let time = Timestamp(nanosecondsSince1970: Int64(bitPattern: draws.next()))
      #expect(Timestamp(time.description) == time)
      #expect(Timestamp(startOf: time.day) <= time)
    }
  }
}
