import Primitives

/// A date of an HTTP header, in whole seconds since 1970: in the form of today or in either of the two earlier ones,
/// which a reader must know as well. Source: RFC 9110, section 5.6.7.
///
/// | Form | Example |
/// | --- | --- |
/// | IMF-fixdate | `Sun, 06 Nov 1994 08:49:37 GMT` |
/// | RFC 850 | `Sunday, 06-Nov-94 08:49:37 GMT` |
/// | asctime | `Sun Nov  6 08:49:37 1994` |
struct HTTPDate: Hashable, Sendable {
  let seconds: Int64

  /// Nil for any other form, and for a day that does not exist. The day of the week is not compared. A year of two
  /// digits is that of the century that puts it at most 50 years after `now`.
  init?(_ text: some StringProtocol, now: HTTPDate? = nil) {
    let words = text.split { $0 == " " || $0 == "," || $0 == "-" }
    let parts: (day: Substring, month: Substring, year: Substring, time: Substring)
    switch (words.count, words.last) {
    case (6, "GMT"):
      parts = (Substring(words[1]), Substring(words[2]), Substring(words[3]), Substring(words[4]))
    case (5, _): parts = (Substring(words[2]), Substring(words[1]), Substring(words[4]), Substring(words[3]))
    default: return nil
    }
    guard let month = HTTPDate.months.firstIndex(where: { $0 == parts.month }),
      let day = HTTPDate.number(parts.day, 1...2), var year = HTTPDate.number(parts.year, 2...4)
    else { return nil }
    let time = parts.time.split(separator: ":", omittingEmptySubsequences: false).map {
      HTTPDate.number($0, 2...2)
    }
    guard time.count == 3, let hour = time[0], let minute = time[1], let second = time[2], hour < 24,
      minute < 60,
      // A leap second counts as the second before it.
      second <= 60
    else { return nil }
    if parts.year.utf8.count == 2 {
      let latest =
        now.map { CalendarDay(daysSince1970: Int32(clamping: $0.seconds / 86_400)).civil.year + 50 } ?? 2_069
      year += (latest - year) / 100 * 100
    } else if parts.year.utf8.count != 4 {
      return nil
    }
    guard let date = CalendarDay(year: year, month: month + 1, day: day) else { return nil }
    seconds = Int64(date.daysSince1970) * 86_400 + Int64(hour * 3_600 + minute * 60 + min(second, 59))
  }

  private static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]

  private static func number(_ text: some StringProtocol, _ lengths: ClosedRange<Int>) -> Int? {
    lengths.contains(text.utf8.count) && text.utf8.allSatisfy(\.isASCIIDigit) ? Int(text) : nil
  }
}
