/// A condition on an offer.
package protocol OfferCriterion: Hashable, Sendable, Codable, CustomStringConvertible {
  associatedtype Offer: Sendable

  func admits(_ offer: Offer) -> Bool
  /// Returns a description with prices in the currency of the offers: `at most 1 stop`.
  func text(in currency: Currency) -> String
}

extension OfferCriterion {
  package var description: String { text(in: .usd) }
}

/// A sort key of offers. Equal offers stay in the order of the provider.
package protocol OfferOrder: Hashable, Sendable, Codable {
  associatedtype Offer: Sendable

  /// Returns the rank of an offer. Lower ranks come first.
  func rank(_ offer: Offer) -> Int64
}

/// Conditions that must all hold, and sort keys. The sum of two filters has the conditions of both.
package struct OfferFilter<Criterion: OfferCriterion, Order: OfferOrder>: Hashable, Sendable, Codable
where Criterion.Offer == Order.Offer {
  package var criteria: [Criterion]
  /// The sort keys, the most important first; empty for the order of the provider.
  package var order: [Order]

  package init(_ criteria: [Criterion] = [], sortedBy order: [Order] = []) {
    self.criteria = criteria
    self.order = order
  }

  package var isEmpty: Bool { criteria.isEmpty && order.isEmpty }

  /// Returns a filter with the conditions of both. The sort keys of the right one follow those of the left one.
  package static func + (left: Self, right: Self) -> Self {
    Self(left.criteria + right.criteria, sortedBy: left.order + right.order)
  }

  /// Removes offers that fail a condition, sorts the rest, and returns the number of removals for each condition.
  ///
  /// An offer counts for the first condition it fails, so the numbers add up.
  package func apply(to offers: inout [Criterion.Offer], currency: Currency) -> [FilterNote] {
    var notes: [FilterNote] = []
    notes.reserveCapacity(criteria.count)
    for criterion in criteria {
      let before = offers.count
      offers.removeAll { !criterion.admits($0) }
      notes.append(FilterNote(condition: criterion.text(in: currency), removed: before - offers.count))
    }
    if !order.isEmpty {
      // The index breaks ties, because the standard library's sort is not guaranteed to be stable.
      let ranked = offers.enumerated().map { place, offer in
        (ranks: order.map { $0.rank(offer) }, place: place, offer: offer)
      }
      offers = ranked.sorted { left, right in
        for (a, b) in zip(left.ranks, right.ranks) where a != b { return a < b }
        return left.place < right.place
      }.map(\.offer)
    }
    return notes
  }
}

/// The effect of one condition of a filter.
package struct FilterNote: Hashable, Sendable, Codable {
  /// The condition: `at most 1 stop`.
  package var condition: String
  package var removed: Int

  package init(condition: String, removed: Int) {
    self.condition = condition
    self.removed = removed
  }
}

extension FilterNote: CustomStringConvertible {
  /// The form `at most 1 stop: 3 removed`.
  package var description: String { "\(condition): \(removed) removed" }
}

package typealias FlightFilter = OfferFilter<FlightCriterion, FlightOrder>
package typealias HotelFilter = OfferFilter<HotelCriterion, HotelOrder>
package typealias ActivityFilter = OfferFilter<ActivityCriterion, ActivityOrder>
