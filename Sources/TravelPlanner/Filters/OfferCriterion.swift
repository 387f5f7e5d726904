/// One condition that an offer meets or does not.
package protocol OfferCriterion: Hashable, Sendable, Codable, CustomStringConvertible {
  associatedtype Offer: Sendable

  func admits(_ offer: Offer) -> Bool
  /// For a report, in the currency the offers are in: `at most 1 stop`.
  func text(in currency: Currency) -> String
}

extension OfferCriterion {
  package var description: String { text(in: .usd) }
}

/// An order to list offers in. What compares equal stays in the provider's order.
package protocol OfferOrder: Hashable, Sendable, Codable {
  associatedtype Offer: Sendable

  /// Less comes first.
  func rank(_ offer: Offer) -> Int64
}

/// Conditions that all must hold, and an order. Filters add up: `hotels + more` has the conditions of both.
package struct OfferFilter<Criterion: OfferCriterion, Order: OfferOrder>: Hashable, Sendable, Codable
where Criterion.Offer == Order.Offer {
  package var criteria: [Criterion]
  /// The keys to sort by, the most important first; none keeps the provider's order.
  package var order: [Order]

  package init(_ criteria: [Criterion] = [], sortedBy order: [Order] = []) {
    self.criteria = criteria
    self.order = order
  }

  package var isEmpty: Bool { criteria.isEmpty && order.isEmpty }

  /// The conditions of both; the right one's order breaks the ties of the left one's.
  package static func + (left: Self, right: Self) -> Self {
    Self(left.criteria + right.criteria, sortedBy: left.order + right.order)
  }

  /// Keeps of `offers` what meets every condition, in order, and says how many each condition removed.
  ///
  /// A condition is charged with what it removes of what the ones before it left, so the numbers add up.
  package func apply(to offers: inout [Criterion.Offer], currency: Currency) -> [FilterNote] {
    var notes: [FilterNote] = []
    notes.reserveCapacity(criteria.count)
    for criterion in criteria {
      let before = offers.count
      offers.removeAll { !criterion.admits($0) }
      notes.append(FilterNote(condition: criterion.text(in: currency), removed: before - offers.count))
    }
    if !order.isEmpty {
      // The place breaks ties: the library's sort does not promise to keep it.
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

/// What one condition of a filter did.
package struct FilterNote: Hashable, Sendable, Codable {
  /// `at most 1 stop`
  package var condition: String
  package var removed: Int

  package init(condition: String, removed: Int) {
    self.condition = condition
    self.removed = removed
  }
}

extension FilterNote: CustomStringConvertible {
  /// `at most 1 stop: 3 removed`
  package var description: String { "\(condition): \(removed) removed" }
}

package typealias FlightFilter = OfferFilter<FlightCriterion, FlightOrder>
package typealias HotelFilter = OfferFilter<HotelCriterion, HotelOrder>
package typealias ActivityFilter = OfferFilter<ActivityCriterion, ActivityOrder>
