import Primitives

/// An amount in whole minor units of one currency: cents, pence, paise, yen.
@usableFromInline
@frozen
package struct Money: Hashable, Sendable, Codable {
  @usableFromInline package let minorUnits: Int64
  @usableFromInline package let currency: Currency

  @inlinable package init(minorUnits: Int64, _ currency: Currency) {
    self.minorUnits = minorUnits
    self.currency = currency
  }

  /// Creates an amount of whole major units.
  @inlinable package init(_ major: Int64, _ currency: Currency) {
    self.init(minorUnits: major * currency.minorPerMajor, currency)
  }
}

extension Money {
  /// Returns the amount in `other`, at the built-in rates.
  package func converted(to other: Currency) -> Money {
    if currency == other { return self }
    return Money(minorUnits: other.rate.fromDollarCents(currency.rate.toDollarCents(minorUnits)), other)
  }
}

extension Money {
  /// The amount in digits without a currency, as `1234.50` or, in a currency without minor units, `98000`.
  package var plainAmount: String {
    let (major, minor) = minorUnits.quotientAndRemainder(dividingBy: currency.minorPerMajor)
    return "\(major)" + (currency.fractionDigits == 2 ? "." + Text.padded(Int(minor), to: 2) : "")
  }
}

extension Money: CustomStringConvertible {
  /// The written form: `€1,234.50`, `¥98,000`, `SEK 420.00`, `-$3.00`.
  @usableFromInline package var description: String {
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
