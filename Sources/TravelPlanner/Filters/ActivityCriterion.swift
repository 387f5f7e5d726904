/// A condition on an activity.
package enum ActivityCriterion: OfferCriterion {
  /// One of these categories.
  case categories(ActivityCategories)
  /// The highest price of a ticket, in minor units of the offers' currency; 0 is free.
  case price(atMost: Int64)
  /// The longest duration in minutes.
  case duration(atMost: Int)

  package func admits(_ activity: Activity) -> Bool {
    switch self {
    case .categories(let some): some.contains(activity.category)
    case .price(let most): Int64(activity.price) <= most
    case .duration(let most): Int(activity.durationMinutes) <= most
    }
  }

  package func text(in currency: Currency) -> String {
    switch self {
    case .categories(let some):
      ActivityCategory.allCases.filter { some.contains($0) }.map(\.name).joined(separator: " or ")
    case .price(0): "free"
    case .price(let most): "at most \(Money(minorUnits: most, currency)) a ticket"
    case .duration(let most): "at most \(most) minutes"
    }
  }
}

/// A sort key of activities, ascending.
package enum ActivityOrder: String, OfferOrder, CaseIterable {
  case price, duration, distance

  package func rank(_ activity: Activity) -> Int64 {
    switch self {
    case .price: Int64(activity.price)
    case .duration: Int64(activity.durationMinutes)
    case .distance: Int64(activity.distance)
    }
  }
}
