import Primitives
internal import Resilience

/// A moment on the calendar's time line: nanoseconds since 1970-01-01T00:00:00Z.
///
/// Covers the years 1678 to 2262. For records and messages; waits are measured on the clock.
@frozen
public struct Timestamp: Hashable, Comparable, Sendable {
  public let nanosecondsSince1970: Int64

  @inlinable public init(nanosecondsSince1970: Int64) { self.nanosecondsSince1970 = nanosecondsSince1970 }

  /// Midnight, UTC, at the start of `day`.
  @inlinable public init(startOf day: CalendarDay) {
    nanosecondsSince1970 = Int64(day.daysSince1970) * 86_400_000_000_000
  }

  @inlinable public static func < (left: Timestamp, right: Timestamp) -> Bool {
    left.nanosecondsSince1970 < right.nanosecondsSince1970
  }

  @inlinable public func advanced(byNanoseconds nanoseconds: Int64) -> Timestamp {
    Timestamp(nanosecondsSince1970: nanosecondsSince1970 + nanoseconds)
  }

  /// The moment `duration` later, or the end of the range it would leave.
  public func saturatingAdvanced(by duration: Duration) -> Timestamp {
    Timestamp(nanosecondsSince1970: nanosecondsSince1970.addingSaturating(duration.wholeNanoseconds))
  }

  /// The day in UTC.
  @inlinable public var day: CalendarDay {
    let perDay: Int64 = 86_400_000_000_000
    let (days, rest) = nanosecondsSince1970.quotientAndRemainder(dividingBy: perDay)
    return CalendarDay(daysSince1970: Int32(rest < 0 ? days - 1 : days))
  }
}

extension Timestamp: LosslessStringConvertible {
  /// ISO 8601 in UTC with as many fraction digits as it takes, in threes: `2026-01-01T00:00:00.300Z`.
  public var description: String {
    var bytes: [UInt8] = []
    write(to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// As many bytes as `description` has at most.
  static let longestText = 30

  /// Appends the bytes of `description`.
  func write(to bytes: inout [UInt8]) {
    bytes.append(addingCapacity: Timestamp.longestText) { write(to: &$0) }
  }

  private func write(to bytes: inout OutputSpan<UInt8>) {
    var rest = nanosecondsSince1970 - Timestamp(startOf: day).nanosecondsSince1970
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

  /// What `description` prints; one to nine fraction digits; only UTC (`Z`).
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
    // The calendar knows more years than 64 bits of nanoseconds do.
    let (start, overflow) = Int64(day.daysSince1970).multipliedReportingOverflow(by: 86_400_000_000_000)
    let (sum, carry) = start.addingReportingOverflow(
      ((hours * 60 + minutes) * 60 + seconds) * 1_000_000_000 + fraction)
    guard !overflow, !carry else { return nil }
    nanosecondsSince1970 = sum
  }

  private static func number(_ digits: ArraySlice<UInt8>) -> Int64? {
    var value: Int64 = 0
    for digit in digits {
      guard digit >= 48, digit <= 57 else { return nil }
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
