import TravelPlanner

/// Amounts as Stripe counts them: hundredths of a unit, but for some currencies whole units or thousandths.
///
/// Not the same as our minor units: rupiah and forints have no coins and Stripe counts their hundredths all the
/// same, rials have thousandths. https://docs.stripe.com/currencies
enum StripeAmount {
  /// Nil when Stripe could not tell the amount from another.
  static func units(of money: Money) -> Int64? {
    let (ours, theirs) = (Int64(money.currency.fractionDigits), digits(of: money.currency))
    var amount = money.minorUnits
    for _ in ours..<max(ours, theirs) {
      let (product, overflow) = amount.multipliedReportingOverflow(by: 10)
      guard !overflow else { return nil }
      amount = product
    }
    for _ in theirs..<max(ours, theirs) {
      guard amount % 10 == 0 else { return nil }
      amount /= 10
    }
    // Eight digits at most, but for currencies of many units to the dollar: their server says no itself.
    return amount > 0 ? amount : nil
  }

  /// Nil for a fraction that our minor units cannot hold, or an unknown currency.
  static func money(_ units: Int64, currency code: String) -> Money? {
    guard let currency = Currency(code: code), units >= 0 else { return nil }
    let (ours, theirs) = (Int64(currency.fractionDigits), digits(of: currency))
    var amount = units
    for _ in theirs..<max(ours, theirs) {
      let (product, overflow) = amount.multipliedReportingOverflow(by: 10)
      guard !overflow else { return nil }
      amount = product
    }
    for _ in ours..<max(ours, theirs) {
      guard amount % 10 == 0 else { return nil }
      amount /= 10
    }
    return Money(minorUnits: amount, currency)
  }

  private static func digits(of currency: Currency) -> Int64 {
    switch currency {
    case .jpy, .krw, .clp, .vnd: 0
    case .jod, .omr: 3
    default: 2
    }
  }
}
