/// A day of the proleptic Gregorian calendar, four bytes, without time of day or zone.
///
/// Arithmetic is on whole days; the civil date is computed on demand. A day made from a date or a text is in
/// the years 1 to 9999, which have four digits.
@frozen
public struct CalendarDay: Hashable, Comparable, Sendable {
  /// Days since 1970-01-01, negative before it.
  public let daysSince1970: Int32

  /// Creates the day that is `daysSince1970` days after 1970-01-01.
  @inlinable public init(daysSince1970: Int32) { self.daysSince1970 = daysSince1970 }

  /// Creates the day of a civil date (Hinnant's `days_from_civil`); nil when there is no such day:
  /// `(2026, 2, 29)`, `(2026, 13, 1)`, a year outside 1…9999.
  public init?(year: Int, month: Int, day: Int) {
    guard (1...9999).contains(year), (1...12).contains(month), day >= 1,
      day <= CalendarDay.length(ofMonth: month, year: year)
    else { return nil }
    // The year starts in March, so the leap day comes last; eras are 400 years.
    let shifted = month <= 2 ? year - 1 : year
    let era = shifted / 400
    let yearOfEra = shifted - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    daysSince1970 = Int32(era * 146_097 + dayOfEra - 719_468)
  }

  /// Compares the days by time.
  @inlinable public static func < (left: CalendarDay, right: CalendarDay) -> Bool {
    left.daysSince1970 < right.daysSince1970
  }

  /// Returns the day `days` days later, or earlier when negative.
  @inlinable public func advanced(by days: Int) -> CalendarDay {
    CalendarDay(daysSince1970: daysSince1970 + Int32(days))
  }

  /// Returns the whole days from this day to `other`; negative when `other` is earlier.
  @inlinable public func days(until other: CalendarDay) -> Int {
    Int(other.daysSince1970) - Int(daysSince1970)
  }

  /// The year, the month 1…12 and the day 1…31 (Hinnant's `civil_from_days`).
  public var civil: (year: Int, month: Int, day: Int) {
    let shifted = Int(daysSince1970) + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let marchMonth = (5 * dayOfYear + 2) / 153
    let day = dayOfYear - (153 * marchMonth + 2) / 5 + 1
    let month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
    return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
  }

  /// The day of the week.
  public var weekday: Weekday {
    // 1970-01-01 was a Thursday.
    let shifted = (Int(daysSince1970) + 3) % 7
    return Weekday(rawValue: UInt8(shifted < 0 ? shifted + 7 : shifted))!
  }

  /// Returns the number of days in a month, 28…31.
  public static func length(ofMonth month: Int, year: Int) -> Int {
    switch month {
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }
}

/// A day of the week, Monday first as in ISO 8601.
@frozen
public enum Weekday: UInt8, Sendable, CaseIterable {
  case monday, tuesday, wednesday, thursday, friday, saturday, sunday

  /// The English abbreviation: `Mon`, `Tue`, …
  public var abbreviation: String {
    ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"][Int(rawValue)]
  }
}

extension CalendarDay: LosslessStringConvertible {
  /// The day in ISO 8601: `2026-06-15`.
  public var description: String {
    var bytes: [UInt8] = []
    bytes.append(addingCapacity: CalendarDay.longestText) { write(to: &$0) }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// A number of bytes that no `description` exceeds.
  static let longestText = 16

  /// Appends the bytes of `description`.
  package func write(to bytes: inout OutputSpan<UInt8>) {
    let (year, month, day) = civil
    if (0...9999).contains(year) {
      bytes.append(decimal: year, width: 4)
    } else {
      for byte in Text.padded(year, to: 4).utf8 { bytes.append(byte) }
    }
    bytes.append(UInt8(ascii: "-"))
    bytes.append(decimal: month, width: 2)
    bytes.append(UInt8(ascii: "-"))
    bytes.append(decimal: day, width: 2)
  }

  /// Reads exactly `yyyy-mm-dd`; nil for any other form and for a day that does not exist.
  public init?(_ text: String) {
    var digits = 0
    var parts = (year: 0, month: 0, day: 0)
    for byte in text.utf8 {
      if digits == 4 || digits == 7 {
        guard byte == UInt8(ascii: "-") else { return nil }
      } else {
        guard byte.isASCIIDigit, digits < 10 else { return nil }
        let digit = Int(byte) - 48
        switch digits {
        case ..<4: parts.year = parts.year * 10 + digit
        case ..<7: parts.month = parts.month * 10 + digit
        default: parts.day = parts.day * 10 + digit
        }
      }
      digits += 1
    }
    guard digits == 10 else { return nil }
    self.init(year: parts.year, month: parts.month, day: parts.day)
  }

  /// The day as a traveller reads it: `Mon 15 Jun 2026`.
  package var longDescription: String {
    let (year, month, day) = civil
    return "\(weekday.abbreviation) \(day) \(CalendarDay.monthAbbreviations[month - 1]) \(year)"
  }

  package static let monthAbbreviations: [String] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]
}

extension CalendarDay: Codable {
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    guard let day = CalendarDay(text) else {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: "no such day: \(text)")
    }
    self = day
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}

extension OutputSpan<UInt8> {
  /// Appends exactly `width` decimal digits of a number that is not negative and has no more.
  ///
  /// Inlined into its caller, where the width is a constant, so that every divisor is one too.
  @inlinable @inline(__always)
  package mutating func append(decimal number: Int, width: Int) {
    var scale = 1
    for _ in 1..<width { scale *= 10 }
    while scale > 0 {
      append(UInt8(truncatingIfNeeded: 48 + number / scale % 10))
      scale /= 10
    }
  }
}
