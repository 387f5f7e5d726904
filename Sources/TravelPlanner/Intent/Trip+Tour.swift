import Primitives

extension Trip {
  /// The trips to each city of a tour, in order: one-way flights, dates one after another, each city with its
  /// share of the budget.
  ///
  /// Nights that were named stand. When they do not add up to those of the whole trip, the whole is divided
  /// evenly, the first cities getting what is left over; without either it is three nights a city.
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

  /// Nights of each city; nil where nobody said.
  private static func nights(of intent: Intent) -> [Int16?] {
    let named = intent.segments.map(\.nights)
    guard let whole = intent.nights, Int(whole) >= named.count,
      named.contains(nil) || named.reduce(0, { $0 + Int($1 ?? 0) }) != Int(whole)
    else { return named }
    let (each, rest) = Int(whole).quotientAndRemainder(dividingBy: named.count)
    return named.indices.map { Int16($0 < rest ? each + 1 : each) }
  }
}

/// How a tour's budget is shared between its cities.
@frozen
package enum BudgetShare: UInt8, Hashable, Sendable, Codable, CaseIterable {
  /// The same for each; the first cities get what does not divide.
  case evenly
  /// In proportion to the nights spent there, rounded down; the last city gets the rest.
  case byNights
}

extension BudgetShare {
  /// `budget` in parts that add up to it, one for each city with its nights.
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
