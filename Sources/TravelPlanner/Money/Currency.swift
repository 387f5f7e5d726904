/// The currencies of prices and budgets, by ISO 4217 code.
@usableFromInline
@frozen
package enum Currency: UInt8, Sendable, CaseIterable {
  case usd, eur, gbp, inr, jpy, cny, chf, aud, cad, nzd, sek, nok, dkk, isk, pln, czk, huf, ron, bgn, `try`
  case aed, qar, sar, ils, egp, mad, zar, kes, ngn, ghs, etb, tzs
  case thb, sgd, myr, idr, vnd, php, krw, hkd, twd, lkr, npr, pkr, bdt, kzt, gel, mxn, brl, ars, clp, cop
  case pen, uyu, cup, jod, omr, khr, mvr, mur

  /// The code of three capital letters: `EUR`.
  package var code: String { Currency.table[Int(rawValue)].code }

  /// The number of digits after the point of a written amount: 2, or 0 if no coin is smaller than one unit.
  @inlinable package var fractionDigits: Int {
    switch self {
    case .jpy, .krw, .isk, .clp, .vnd, .idr, .huf, .ngn, .tzs, .khr, .cop, .pkr, .lkr: 0
    default: 2
    }
  }

  /// The number of minor units in a major unit: 100 or 1.
  @inlinable package var minorPerMajor: Int64 { fractionDigits == 2 ? 100 : 1 }

  /// The text before a written amount: a currency sign if it is unambiguous, else the code.
  package var prefix: String {
    switch self {
    case .usd: "$"
    case .eur: "€"
    case .gbp: "£"
    case .inr: "₹"
    case .jpy: "¥"
    default: code + " "
    }
  }

  /// Finds a currency by its ISO code, ignoring case.
  package init?(code: String) {
    let upper = code.uppercased()
    guard let index = Currency.table.firstIndex(where: { $0.code == upper }) else { return nil }
    self.init(rawValue: UInt8(index))
  }

  /// The exchange rate to US cents.
  ///
  /// Rates are rounded figures of 2025, for simulated prices only.
  package var rate: Rate { Rate(minorPer10000Cents: Currency.table[Int(rawValue)].minorPer10000Cents) }

  /// An exchange rate between US cents and minor units. Look it up once for many prices.
  @frozen
  @usableFromInline
  package struct Rate: Hashable, Sendable {
    @usableFromInline package let minorPer10000Cents: Int64

    @inlinable init(minorPer10000Cents: Int64) { self.minorPer10000Cents = minorPer10000Cents }

    /// Converts US cents to minor units, rounded down.
    @inlinable package func fromDollarCents(_ cents: Int64) -> Int64 { cents * minorPer10000Cents / 10_000 }

    /// Converts minor units to US cents, rounded down.
    @inlinable package func toDollarCents(_ minorUnits: Int64) -> Int64 {
      minorUnits * 10_000 / minorPer10000Cents
    }
  }

  private static let table: [(code: String, minorPer10000Cents: Int64)] = [
    ("USD", 10_000), ("EUR", 9_200), ("GBP", 7_800), ("INR", 840_000), ("JPY", 15_000),
    ("CNY", 72_000), ("CHF", 8_800), ("AUD", 15_200), ("CAD", 13_700), ("NZD", 16_500),
    ("SEK", 105_000), ("NOK", 107_000), ("DKK", 68_600), ("ISK", 13_800), ("PLN", 39_500),
    ("CZK", 231_000), ("HUF", 36_000), ("RON", 46_000), ("BGN", 18_000), ("TRY", 340_000),
    ("AED", 36_700), ("QAR", 36_400), ("SAR", 37_500), ("ILS", 37_000), ("EGP", 480_000),
    ("MAD", 99_000), ("ZAR", 182_000), ("KES", 1_290_000), ("NGN", 150_000), ("GHS", 150_000),
    ("ETB", 1_200_000), ("TZS", 260_000),
    ("THB", 350_000), ("SGD", 13_400), ("MYR", 44_000), ("IDR", 1_600_000), ("VND", 2_500_000),
    ("PHP", 570_000), ("KRW", 135_000), ("HKD", 78_000), ("TWD", 322_000), ("LKR", 30_000),
    ("NPR", 1_340_000), ("PKR", 28_000), ("BDT", 1_190_000), ("KZT", 4_800_000), ("GEL", 27_000),
    ("MXN", 182_000), ("BRL", 54_000), ("ARS", 10_000_000), ("CLP", 93_000), ("COP", 410_000),
    ("PEN", 37_500), ("UYU", 400_000), ("CUP", 240_000), ("JOD", 7_100), ("OMR", 3_850),
    ("KHR", 410_000), ("MVR", 154_000), ("MUR", 460_000),
  ]
}

extension Currency: Codable {
  @usableFromInline package init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let code = try container.decode(String.self)
    guard let currency = Currency(code: code) else {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: "no such currency: \(code)")
    }
    self = currency
  }

  @usableFromInline package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(code)
  }
}
