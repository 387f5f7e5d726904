import Primitives
import Testing
import TravelPlanner

@Suite("Changes of a trip")
struct TripChangesTests {
  static func trip() -> Trip {
    let day = CalendarDay("2026-06-15")!
    return Trip(
      origin: City("Berlin"), destination: City("Paris")!, departure: day, returning: day.advanced(by: 5),
      nights: 5, passengers: 1, currency: .usd)
  }

  static let changes: [(TripChanges, @Sendable (inout Trip) -> Void)] = [
    ([], { _ in }),
    (.origin, { $0.origin = City("Munich") }),
    (.origin, { $0.origin = nil }),
    (.destination, { $0.destination = City("Rome")! }),
    (.departure, { $0.departure = $0.departure.advanced(by: 1) }),
    (.returning, { $0.returning = nil }),
    (.nights, { $0.nights = 6 }),
    (.passengers, { $0.passengers = 3 }),
    (.cabin, { $0.cabin = .business }),
    (.maximumStops, { $0.maximumStops = 0 }),
    (.minimumRating, { $0.minimumRating = 40 }),
    (.interests, { $0.interests = ActivityCategories(.museum) }),
    (.currency, { $0.currency = .eur }),
    (.budget, { $0.budget = Money(500, .usd) }),
    ([], { $0.assumed = .departure }),
  ]

  @Test("the table of dependencies matches the queries", arguments: changes.indices)
  func tableMatchesQueries(index: Int) {
    let (expected, change) = Self.changes[index]
    let before = Self.trip()
    var after = before
    change(&after)
    #expect(TripChanges(from: before, to: after) == expected)
    let differs: [(SearchKind, Bool)] = [
      (.flights, before.flightQuery != after.flightQuery), (.hotels, before.hotelQuery != after.hotelQuery),
      (.weather, before.weatherQuery != after.weatherQuery),
      (.activities, before.activityQuery != after.activityQuery),
    ]
    for (kind, isAnother) in differs {
      #expect(!kind.dependsOn.isDisjoint(with: expected) == isAnother, "\(kind) after \(expected.names)")
    }
  }

  @Test func `every change has a name`() {
    for bit in 0..<12 { #expect(TripChanges(rawValue: 1 << UInt16(bit)).names.count == 1) }
    #expect(TripChanges(rawValue: 1 << 12).names.isEmpty)
    #expect(TripChanges([.destination, .nights]).names == ["destination", "number of nights"])
  }
}
