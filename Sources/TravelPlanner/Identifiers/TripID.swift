package import Primitives

/// The id of a trip in its records: `TRIP_` and 12 upper-case hexadecimal digits.
@usableFromInline
@frozen
package struct TripID: Hashable, Comparable, Sendable {
  /// The id as a number below 2^48.
  @usableFromInline package let rawValue: UInt64

  /// Creates an id from the lower 48 bits of `rawValue`.
  @inlinable package init(rawValue: UInt64) { self.rawValue = rawValue & 0xFFFF_FFFF_FFFF }

  /// Draws the id of a plan: the same source and key give the same id.
  package init(for key: UInt64, from random: RandomSource) {
    var draws = random.draw("records.trip", key)
    self.init(rawValue: draws.next() &>> 16)
  }

  @inlinable package static func < (left: TripID, right: TripID) -> Bool { left.rawValue < right.rawValue }
}

/// The number of a confirmation: `CONF_`, its second in UTC, and 6 upper-case hexadecimal digits.
@frozen
package struct ConfirmationNumber: Hashable, Sendable {
  /// The time of the confirmation in whole seconds.
  package let time: Timestamp
  /// The serial number, below 2^24.
  package let serial: UInt32

  /// Creates a number. Drops the fraction of a second of `time`.
  package init(time: Timestamp, serial: UInt32) {
    let second: Int64 = 1_000_000_000
    let rest = time.nanosecondsSince1970 % second
    self.time = time.advanced(byNanoseconds: rest < 0 ? -rest - second : -rest)
    self.serial = serial & 0xFF_FFFF
  }

  /// Creates the number of a booking that was confirmed at `time`. A function of both.
  package init(of booking: BookingID, at time: Timestamp) {
    let mixed = SplitMix64.mix(booking.rawValue ^ 0x636F_6E66_6972_6D)
    self.init(time: time, serial: UInt32(truncatingIfNeeded: mixed &>> 40))
  }
}

// MARK: As text

extension TripID: LosslessStringConvertible, CodableAsText {
  /// The form `TRIP_F2317E495669`.
  @usableFromInline
  package var description: String { "TRIP_" + Text.hexadecimal(rawValue, digits: 12, uppercase: true) }

  /// Parses the form of `description`.
  @usableFromInline package init?(_ text: String) {
    guard let value = number(after: "TRIP_", digits: 12, in: text) else { return nil }
    rawValue = value
  }
}

extension ConfirmationNumber: LosslessStringConvertible, CodableAsText {
  /// The form `CONF_20260222184305_14C7D0`.
  package var description: String {
    let time = "\(time)".utf8.filter(\.isASCIIDigit)
    return "CONF_" + String(decoding: time, as: UTF8.self) + "_"
      + Text.hexadecimal(UInt64(serial), digits: 6, uppercase: true)
  }

  /// Parses the form of `description`.
  package init?(_ text: String) {
    guard text.utf8.count == 26, text.hasPrefix("CONF_"),
      let day = CalendarDay(compact: text.dropFirst(5).prefix(8)),
      let serial = number(after: "_", digits: 6, in: String(text.dropFirst(19)))
    else { return nil }
    let clock = text.dropFirst(13).prefix(6)
    func part(_ index: Int) -> Substring { clock.dropFirst(index * 2).prefix(2) }
    guard let time = Timestamp("\(day)T\(part(0)):\(part(1)):\(part(2))Z") else { return nil }
    self.init(time: time, serial: UInt32(serial))
  }
}

extension CalendarDay {
  /// Parses the form `20260222`.
  fileprivate init?(compact text: Substring) {
    self.init("\(text.prefix(4))-\(text.dropFirst(4).prefix(2))-\(text.dropFirst(6))")
  }
}

/// Parses a text of `prefix` and a number of upper-case hexadecimal digits. Returns nil for any other text.
private func number(after prefix: String, digits: Int, in text: String) -> UInt64? {
  guard text.hasPrefix(prefix), text.utf8.count == prefix.utf8.count + digits else { return nil }
  var value: UInt64 = 0
  for byte in text.utf8.dropFirst(prefix.utf8.count) {
    switch byte {
    case 48...57: value = value << 4 | UInt64(byte - 48)
    case 65...70: value = value << 4 | UInt64(byte - 55)
    default: return nil
    }
  }
  return value
}
