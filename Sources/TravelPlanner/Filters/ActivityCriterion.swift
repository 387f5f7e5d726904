/// What an activity may have to be like.
public enum ActivityCriterion: OfferCriterion {
  /// One of these.
  case categories(ActivityCategories)
  /// A person's ticket in minor units of the offers' currency, at most; 0 is free.
  case price(atMost: Int64)
  /// Minutes, at most.
  case duration(atMost: Int)

  public func admits(_ activity: Activity) -> Bool {
    switch self {
    case .categories(let some): some.contains(activity.category)
    case .price(let most): Int64(activity.price) <= most
    case .duration(let most): Int(activity.durationMinutes) <= most
    }
  }

  public func text(in currency: Currency) -> String {
    switch self {
    case .categories(let some):
      ActivityCategory.allCases.filter { some.contains($0) }.map(\.name).joined(separator: " or ")
    case .price(0): "free"
    case .price(let most): "at most \(Money(minorUnits: most, currency)) a ticket"
    case .duration(let most): "at most \(most) minutes"
    }
  }
}

/// What activities are sorted by, ascending.
public enum ActivityOrder: String, OfferOrder, CaseIterable {
  case price, duration, distance

  public func rank(_ activity: Activity) -> Int64 {
    switch self {
    case .price: Int64(activity.price)
    case .duration: Int64(activity.durationMinutes)
    case .distance: Int64(activity.distance)
    }
  }
}
