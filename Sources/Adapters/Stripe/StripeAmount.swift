import TravelPlanner

/// Conversion between `Money` and Stripe's amounts: hundredths of a unit, for some currencies whole units or thousandths.
///
/// They differ from our minor units: Stripe counts hundredths of rupiah and forints, which have no coins of that value,
/// and thousandths of rials. https://docs.stripe.com/currencies
enum StripeAmount {
  /// The amount for Stripe; nil if it is not positive or cannot be expressed exactly.
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
    // Stripe allows eight digits, more for some currencies; its server refuses larger amounts.
    return amount > 0 ? amount : nil
  }

  /// The amount as `Money`; nil for an unknown currency or a fraction that our minor units cannot express.
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
