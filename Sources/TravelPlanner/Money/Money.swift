import Primitives

/// An amount in whole minor units of one currency: cents, pence, paise, yen.
@frozen
public struct Money: Hashable, Sendable, Codable {
  public let minorUnits: Int64
  public let currency: Currency

  @inlinable public init(minorUnits: Int64, _ currency: Currency) {
    self.minorUnits = minorUnits
    self.currency = currency
  }

  /// `major` whole units and nothing after the point.
  @inlinable public init(_ major: Int64, _ currency: Currency) {
    self.init(minorUnits: major * currency.minorPerMajor, currency)
  }
}

extension Money: CustomStringConvertible {
  /// `€1,234.50`, `¥98,000`, `SEK 420.00`, `-$3.00`.
  public var description: String {
    let scale = UInt64(currency.minorPerMajor)
    let (major, minor) = minorUnits.magnitude.quotientAndRemainder(dividingBy: scale)
    var digits = String(major)
    var cut = digits.utf8.count - 3
    while cut > 0 {
      digits.insert(",", at: digits.index(digits.startIndex, offsetBy: cut))
      cut -= 3
    }
    let fraction = currency.fractionDigits == 2 ? "." + Text.padded(Int(minor), to: 2) : ""
    return (minorUnits < 0 ? "-" : "") + currency.prefix + digits + fraction
  }
}
