/// The properties of a trip that differ between two requests of a session.
@usableFromInline
@frozen
package struct TripChanges: OptionSet, Hashable, Sendable, Codable {
  @usableFromInline package let rawValue: UInt16
  @inlinable package init(rawValue: UInt16) { self.rawValue = rawValue }

  package static let origin = TripChanges(rawValue: 1 << 0)
  package static let destination = TripChanges(rawValue: 1 << 1)
  package static let departure = TripChanges(rawValue: 1 << 2)
  /// The day of the return flight, or its existence.
  package static let returning = TripChanges(rawValue: 1 << 3)
  package static let nights = TripChanges(rawValue: 1 << 4)
  package static let passengers = TripChanges(rawValue: 1 << 5)
  package static let cabin = TripChanges(rawValue: 1 << 6)
  package static let maximumStops = TripChanges(rawValue: 1 << 7)
  package static let minimumRating = TripChanges(rawValue: 1 << 8)
  package static let interests = TripChanges(rawValue: 1 << 9)
  package static let currency = TripChanges(rawValue: 1 << 10)
  package static let budget = TripChanges(rawValue: 1 << 11)

  /// Creates the set of properties that differ. A value that was assumed before and is now given is no difference.
  package init(from before: Trip, to after: Trip) {
    var changes: TripChanges = []
    if before.origin != after.origin { changes.insert(.origin) }
    if before.destination != after.destination { changes.insert(.destination) }
    if before.departure != after.departure { changes.insert(.departure) }
    if before.returning != after.returning { changes.insert(.returning) }
    if before.nights != after.nights { changes.insert(.nights) }
    if before.passengers != after.passengers { changes.insert(.passengers) }
    if before.cabin != after.cabin { changes.insert(.cabin) }
    if before.maximumStops != after.maximumStops { changes.insert(.maximumStops) }
    if before.minimumRating != after.minimumRating { changes.insert(.minimumRating) }
    if before.interests != after.interests { changes.insert(.interests) }
    if before.currency != after.currency { changes.insert(.currency) }
    if before.budget != after.budget { changes.insert(.budget) }
    self = changes
  }

  /// The names for people, in the order of the declarations: `["destination", "number of nights"]`.
  package var names: [String] {
    TripChanges.allNames.indices.filter { rawValue & (1 << UInt16($0)) != 0 }
      .map { TripChanges.allNames[$0] }
  }

  private static let allNames: [String] = [
    "origin", "destination", "departure", "return", "number of nights", "number of travellers", "cabin",
    "number of stops", "hotel rating", "interests", "currency", "budget",
  ]
}

extension SearchKind {
  /// The changes that invalidate the result of this search.
  ///
  /// | | flights | hotels | weather | activities |
  /// | --- | :-: | :-: | :-: | :-: |
  /// | origin | x | | | |
  /// | destination | x | x | x | x |
  /// | departure | x | x | x | x |
  /// | return | x | | | |
  /// | nights | | x | x | x |
  /// | passengers | x | x | | |
  /// | cabin, stops | x | | | |
  /// | rating | | x | | |
  /// | interests | | | | x |
  /// | currency | x | x | | x |
  /// | budget | | | | |
  ///
  /// The budget decides between offers and is not part of any search.
  package var dependsOn: TripChanges {
    switch self {
    case .flights:
      [.origin, .destination, .departure, .returning, .passengers, .cabin, .maximumStops, .currency]
    case .hotels: [.destination, .departure, .nights, .passengers, .minimumRating, .currency]
    case .weather: [.destination, .departure, .nights]
    case .activities: [.destination, .departure, .nights, .interests, .currency]
    }
  }
}

extension SearchResults {
  /// Returns the completed searches that still apply after changes of the trip.
  func applying(after changes: TripChanges) -> SearchNeeds {
    var kept: SearchNeeds = []
    for kind in SearchKind.allCases where searches[kind].status == .completed {
      if kind.dependsOn.isDisjoint(with: changes) { kept.formUnion(kind.need) }
    }
    return kept
  }
}
