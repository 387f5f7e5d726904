/// A point in calendar time: nanoseconds since 1970-01-01T00:00:00Z, without leap seconds.
///
/// Covers the years 1678 to 2261 and parts of 1677 and 2262. For records and messages; waits are measured on a
/// clock. Arithmetic that leaves the range stops at its end.
@frozen
public struct Timestamp: Hashable, Comparable, Sendable {
  /// Nanoseconds since 1970-01-01T00:00:00Z, negative before it.
  public let nanosecondsSince1970: Int64

  /// Creates the time `nanosecondsSince1970` nanoseconds after 1970-01-01T00:00:00Z.
  @inlinable public init(nanosecondsSince1970: Int64) { self.nanosecondsSince1970 = nanosecondsSince1970 }

  /// Midnight, UTC, at the start of `day`. Traps for a day outside the range of 64 bits.
  @inlinable public init(startOf day: CalendarDay) {
    nanosecondsSince1970 = Int64(day.daysSince1970) * Timestamp.nanosecondsPerDay
  }

  /// Midnight, UTC, at the start of a day. Traps when there is no such day.
  public init(year: Int, month: Int, day: Int) {
    guard let day = CalendarDay(year: year, month: month, day: day) else {
      preconditionFailure("there is no day \(year)-\(month)-\(day)")
    }
    self.init(startOf: day)
  }

  /// 2026-01-01T00:00:00Z, the calendar time at which simulations begin unless told otherwise.
  public static let simulationEpoch = Timestamp(nanosecondsSince1970: 1_767_225_600_000_000_000)

  @usableFromInline static var nanosecondsPerDay: Int64 { @inlinable get { 86_400_000_000_000 } }

  /// Compares the times.
  @inlinable public static func < (left: Timestamp, right: Timestamp) -> Bool {
    left.nanosecondsSince1970 < right.nanosecondsSince1970
  }

  /// Returns the time `nanoseconds` later, or the end of the range it would leave.
  @inlinable public func advanced(byNanoseconds nanoseconds: Int64) -> Timestamp {
    Timestamp(nanosecondsSince1970: nanosecondsSince1970.addingSaturating(nanoseconds))
  }

  /// Returns the time `duration` later, or the end of the range it would leave.
  public func advanced(by duration: Duration) -> Timestamp {
    advanced(byNanoseconds: duration.wholeNanoseconds)
  }

  /// The day in UTC.
  @inlinable public var day: CalendarDay {
    let (days, rest) = nanosecondsSince1970.quotientAndRemainder(dividingBy: Timestamp.nanosecondsPerDay)
    return CalendarDay(daysSince1970: Int32(rest < 0 ? days - 1 : days))
  }
}

extension Timestamp: LosslessStringConvertible {
  /// The time in ISO 8601, in UTC, with as many fraction digits as it takes, in threes: `2026-01-01T00:00:00.300Z`.
  public var description: String {
    var bytes: [UInt8] = []
    write(to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// A number of bytes that no `description` exceeds.
  package static let longestText = 30

  /// Appends the bytes of `description`.
  package func write(to bytes: inout [UInt8]) {
    bytes.append(addingCapacity: Timestamp.longestText) { write(to: &$0) }
  }

  private func write(to bytes: inout OutputSpan<UInt8>) {
    // Not the difference to the start of the day: the first day of the range begins before the range.
    var rest = nanosecondsSince1970 % Timestamp.nanosecondsPerDay
    if rest < 0 { rest += Timestamp.nanosecondsPerDay }
    let fraction = Int(rest % 1_000_000_000)
    rest /= 1_000_000_000
    day.write(to: &bytes)
    bytes.append(UInt8(ascii: "T"))
    bytes.append(decimal: Int(rest / 3600), width: 2)
    bytes.append(UInt8(ascii: ":"))
    bytes.append(decimal: Int(rest / 60 % 60), width: 2)
    bytes.append(UInt8(ascii: ":"))
    bytes.append(decimal: Int(rest % 60), width: 2)
    if fraction != 0 {
      bytes.append(UInt8(ascii: "."))
      if fraction % 1_000_000 == 0 {
        bytes.append(decimal: fraction / 1_000_000, width: 3)
      } else if fraction % 1000 == 0 {
        bytes.append(decimal: fraction / 1000, width: 6)
      } else {
        bytes.append(decimal: fraction, width: 9)
      }
    }
    bytes.append(UInt8(ascii: "Z"))
  }

  /// Reads what `description` prints, with none to nine fraction digits, in UTC (`Z`) only; nil for any other text.
  public init?(_ text: String) {
    let bytes = Array(text.utf8)
    guard bytes.count >= 20, bytes[10] == UInt8(ascii: "T"), bytes.last == UInt8(ascii: "Z"),
      bytes[13] == UInt8(ascii: ":"), bytes[16] == UInt8(ascii: ":"),
      let day = CalendarDay(String(text.prefix(10))),
      let hours = Timestamp.number(bytes[11..<13]), hours < 24,
      let minutes = Timestamp.number(bytes[14..<16]), minutes < 60,
      let seconds = Timestamp.number(bytes[17..<19]), seconds < 60
    else { return nil }
    var fraction: Int64 = 0
    if bytes.count > 20 {
      let digits = bytes[20..<(bytes.count - 1)]
      guard bytes[19] == UInt8(ascii: "."), (1...9).contains(digits.count),
        let value = Timestamp.number(digits)
      else { return nil }
      fraction = value
      for _ in digits.count..<9 { fraction *= 10 }
    }
    let ofDay = ((hours * 60 + minutes) * 60 + seconds) * 1_000_000_000 + fraction
    // The calendar has more years than 64 bits of nanoseconds.
    let sum = Int128(day.daysSince1970) * Int128(Timestamp.nanosecondsPerDay) + Int128(ofDay)
    guard let nanoseconds = Int64(exactly: sum) else { return nil }
    nanosecondsSince1970 = nanoseconds
  }

  private static func number(_ digits: ArraySlice<UInt8>) -> Int64? {
    var value: Int64 = 0
    for digit in digits {
      guard digit.isASCIIDigit else { return nil }
      value = value * 10 + Int64(digit - 48)
    }
    return value
  }
}

extension Timestamp: Codable {
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    guard let timestamp = Timestamp(text) else {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: "no such time: \(text)")
    }
    self = timestamp
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}
