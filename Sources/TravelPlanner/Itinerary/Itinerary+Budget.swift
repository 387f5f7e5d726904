import Primitives

extension Itinerary {
  /// The amount by which the plan costs more than its budget; nil for none, and without a budget.
  package var excess: Money? { Money.excess(of: cost, over: budget, in: currency) }
}

extension TourItinerary {
  /// The amount by which the tour costs more than its budget; nil for none, and without a budget.
  package var excess: Money? { Money.excess(of: cost, over: budget, in: currency) }
}

extension Money {
  fileprivate static func excess(of cost: TripCost, over budget: Money?, in currency: Currency) -> Money? {
    guard let budget else { return nil }
    let over = cost.total.subtractingSaturating(budget.converted(to: currency).minorUnits)
    return over > 0 ? Money(minorUnits: over, currency) : nil
  }
}
