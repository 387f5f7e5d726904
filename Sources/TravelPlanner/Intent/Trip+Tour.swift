import Primitives

extension Trip {
  /// Returns the trips to the cities of a tour in order: one-way flights, consecutive dates, each city with its share of the
  /// budget.
  ///
  /// If the nights of the cities do not add up to those of the tour, those of the tour are divided evenly, the remainder
  /// going to the first cities. Without both, a city has three nights.
  static func tour(
    _ intent: Intent, currency: Currency?, today: CalendarDay, assuming departure: CalendarDay? = nil,
    share: BudgetShare
  ) -> [Trip] {
    guard var trip = Trip(intent, currency: currency, today: today, assuming: departure) else { return [] }
    let lengths = nights(of: intent)
    let shares = intent.budget.map { budget in
      share.split(budget.minorUnits, over: lengths.map { Int64($0 ?? Defaults.nightsPerCity) })
    }
    return intent.segments.indices.map { index in
      let segment = intent.segments[index]
      trip.destination = segment.destination
      trip.returning = nil
      trip.nights = lengths[index] ?? Defaults.nightsPerCity
      if lengths[index] == nil {
        trip.assumed.insert(.nights)
      } else {
        trip.assumed.remove(.nights)
      }
      if let shares, let budget = intent.budget {
        trip.budget = Money(minorUnits: shares[index], budget.currency)
      }
      defer {
        trip.origin = trip.destination
        trip.departure = trip.departure.advanced(by: Int(trip.nights))
      }
      return trip
    }
  }

  /// Returns the nights of each city; nil where none were given.
  private static func nights(of intent: Intent) -> [Int16?] {
    let named = intent.segments.map(\.nights)
    guard let whole = intent.nights, Int(whole) >= named.count,
      named.contains(nil) || named.reduce(0, { $0 + Int($1 ?? 0) }) != Int(whole)
    else { return named }
    let (each, rest) = Int(whole).quotientAndRemainder(dividingBy: named.count)
    return named.indices.map { Int16($0 < rest ? each + 1 : each) }
  }
}

/// The rule for dividing the budget of a tour among its cities.
@frozen
package enum BudgetShare: UInt8, Hashable, Sendable, Codable, CaseIterable {
  /// Equal shares; the remainder goes to the first cities.
  case evenly
  /// Shares in proportion to the nights, rounded down; the last city gets the remainder.
  case byNights
}

extension BudgetShare {
  /// Returns the shares of the cities, which add up to `budget`.
  func split(_ budget: Int64, over nights: [Int64]) -> [Int64] {
    switch self {
    case .evenly:
      let (each, rest) = budget.quotientAndRemainder(dividingBy: Int64(nights.count))
      return nights.indices.map { Int64($0) < rest ? each + 1 : each }
    case .byNights:
      let total = nights.reduce(0, +)
      // At most 10^8 minor units times 365 nights.
      var parts = nights.map { budget * $0 / total }
      parts[parts.count - 1] += budget - parts.reduce(0, +)
      return parts
    }
  }
}
