public import Primitives

/// The id of a booking: the day of its quote and 32 bits derived from the request.
///
/// A function of the request only, so the same request sent twice has the same id in any process. Two requests of one day
/// have the same id with a probability of 1 in 2^32; the second is recognised by its request key and takes the next of its
/// ids.
@usableFromInline
@frozen
package struct BookingID: Hashable, Comparable, Sendable {
  /// The number of the day in the upper half, so that ids sort by day, and the serial in the lower.
  @usableFromInline package let rawValue: UInt64

  @inlinable package init(rawValue: UInt64) { self.rawValue = rawValue }

  @inlinable package init(day: CalendarDay, serial: UInt32) {
    rawValue = UInt64(UInt32(bitPattern: day.daysSince1970)) << 32 | UInt64(serial)
  }

  /// Creates the id of a request. `choice` counts up while another request has the id before.
  @inlinable package init(request key: UInt64, confirmedOn day: CalendarDay, choice: UInt64 = 0) {
    let mixed = SplitMix64.mix(SplitMix64.mix(key) &+ (choice &+ 1) &* 0x9E37_79B9_7F4A_7C15)
    self.init(day: day, serial: UInt32(truncatingIfNeeded: mixed &>> 32))
  }

  @inlinable package var day: CalendarDay {
    CalendarDay(daysSince1970: Int32(truncatingIfNeeded: rawValue &>> 32))
  }
  @inlinable package var serial: UInt32 { UInt32(truncatingIfNeeded: rawValue) }

  @inlinable package static func < (left: BookingID, right: BookingID) -> Bool {
    left.rawValue < right.rawValue
  }
}

extension BookingID: LosslessStringConvertible {
  /// The form `BK_20260222_03859166`: the day and 8 upper-case hexadecimal digits.
  @usableFromInline package var description: String {
    let (year, month, day) = day.civil
    return "BK_" + Text.padded(year, to: 4) + Text.padded(month, to: 2) + Text.padded(day, to: 2) + "_"
      + Text.hexadecimal(UInt64(serial), digits: 8, uppercase: true)
  }

  /// Parses the form of `description`.
  @usableFromInline package init?(_ text: String) {
    let bytes = Array(text.utf8)
    guard bytes.count == 20, text.hasPrefix("BK_"), bytes[11] == UInt8(ascii: "_") else { return nil }
    var date = 0
    for byte in bytes[3..<11] {
      guard byte.isASCIIDigit else { return nil }
      date = date * 10 + Int(byte) - 48
    }
    var serial: UInt32 = 0
    for byte in bytes[12...] {
      switch byte {
      case 48...57: serial = serial << 4 | UInt32(byte - 48)
      case 65...70: serial = serial << 4 | UInt32(byte - 55)
      default: return nil
      }
    }
    guard let day = CalendarDay(year: date / 10_000, month: date / 100 % 100, day: date % 100) else {
      return nil
    }
    self.init(day: day, serial: serial)
  }
}

extension BookingID: Codable {
  @usableFromInline package init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    guard let id = BookingID(text) else {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: "not a booking id: \(text)")
    }
    self = id
  }

  @usableFromInline package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}

extension BookingID: IDKey {
  @inlinable package var hashBits: UInt64 { rawValue }
}
