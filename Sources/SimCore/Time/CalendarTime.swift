/// A moment of the calendar: nanoseconds since 1970-01-01T00:00:00Z, without leap seconds.
@frozen
public struct CalendarTime: Hashable, Comparable, Sendable, Codable {
  public var nanosecondsSince1970: Int64

  @inlinable public init(nanosecondsSince1970: Int64) { self.nanosecondsSince1970 = nanosecondsSince1970 }

  /// Midnight UTC of a day of the proleptic Gregorian calendar.
  public init(year: Int, month: Int, day: Int) {
    precondition((1...12).contains(month), "a month is 1 to 12, was \(month)")
    precondition((1...31).contains(day), "a day is 1 to 31, was \(day)")
    self.init(nanosecondsSince1970: Int64(CalendarTime.days(year, month, day)) * 86_400_000_000_000)
  }

  /// 2026-01-01T00:00:00Z, where worlds begin unless told otherwise.
  public static let epoch2026 = CalendarTime(year: 2026, month: 1, day: 1)

  @inlinable public static func < (a: CalendarTime, b: CalendarTime) -> Bool {
    a.nanosecondsSince1970 < b.nanosecondsSince1970
  }

  @inlinable public func advanced(byNanoseconds delta: Int64) -> CalendarTime {
    let (sum, overflow) = nanosecondsSince1970.addingReportingOverflow(delta)
    return CalendarTime(nanosecondsSince1970: overflow ? (delta > 0 ? .max : .min) : sum)
  }

  /// Days since 1970-01-01, counted down before it.
  public var daysSince1970: Int {
    let (days, rest) = nanosecondsSince1970.quotientAndRemainder(dividingBy: CalendarTime.day)
    return Int(rest < 0 ? days - 1 : days)
  }

  private static let day: Int64 = 86_400_000_000_000

  /// Year, month and day in UTC (Hinnant's days-to-civil).
  public var civil: (year: Int, month: Int, day: Int) {
    let z = daysSince1970 + 719_468
    let era = (z >= 0 ? z : z - 146_096) / 146_097
    let dayOfEra = z - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shifted = (5 * dayOfYear + 2) / 153
    let month = shifted < 10 ? shifted + 3 : shifted - 9
    return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shifted + 2) / 5 + 1)
  }

  /// Days from 1970-01-01 to a civil date (Hinnant's civil-to-days).
  private static func days(_ year: Int, _ month: Int, _ day: Int) -> Int {
    let y = month <= 2 ? year - 1 : year
    let era = (y >= 0 ? y : y - 399) / 400
    let yearOfEra = y - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }
}

extension CalendarTime: CustomStringConvertible {
  /// ISO 8601 in UTC with milliseconds: `2026-01-01T00:00:00.000Z`.
  public var description: String {
    func padded(_ value: Int, _ width: Int) -> String {
      let text = String(value)
      return String(repeating: "0", count: max(0, width - text.count)) + text
    }
    let (year, month, day) = civil
    let rest = nanosecondsSince1970 % CalendarTime.day
    let ofDay = Int(rest < 0 ? rest + CalendarTime.day : rest) / 1_000_000
    return padded(year, 4) + "-" + padded(month, 2) + "-" + padded(day, 2) + "T"
      + padded(ofDay / 3_600_000, 2)
      + ":" + padded(ofDay / 60_000 % 60, 2) + ":" + padded(ofDay / 1_000 % 60, 2) + "."
      + padded(ofDay % 1_000, 3) + "Z"
  }
}
