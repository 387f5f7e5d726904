/// The four searches of a trip.
@usableFromInline
@frozen
package enum SearchKind: UInt8, Sendable, CaseIterable, Codable {
  case flights, hotels, weather, activities

  @inlinable package var need: SearchNeeds { SearchNeeds(rawValue: 1 << rawValue) }
}

/// The searches that a request needs.
@usableFromInline
@frozen
package struct SearchNeeds: OptionSet, Hashable, Sendable, Codable {
  @usableFromInline package let rawValue: UInt8
  @inlinable package init(rawValue: UInt8) { self.rawValue = rawValue }

  @usableFromInline package static let flights = SearchNeeds(rawValue: 1)
  @usableFromInline package static let hotels = SearchNeeds(rawValue: 2)
  @usableFromInline package static let weather = SearchNeeds(rawValue: 4)
  @usableFromInline package static let activities = SearchNeeds(rawValue: 8)
  package static let all: SearchNeeds = [.flights, .hotels, .weather, .activities]
}
