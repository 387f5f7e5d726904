/// A dependency of the planner: the number that resilience events carry and the name that policies, faults and
/// expectations use.
///
/// | Dependency | Name | Number |
/// | --- | --- | ---: |
/// | classifier | `intent` | 0 |
/// | flights, first and second provider | `flights.primary`, `flights.secondary` | 16, 17 |
/// | hotels | `hotels.primary`, `hotels.secondary` | 32, 33 |
/// | weather | `weather.primary`, `weather.secondary` | 48, 49 |
/// | activities | `activities.primary`, `activities.secondary` | 64, 65 |
/// | narrator | `narrator` | 80 |
/// | payment gateway | `payments` | 96 |
/// | flight reservations | `bookings.flights` | 112 |
/// | hotel reservations | `bookings.hotels` | 128 |
@usableFromInline
package enum DependencyID: Hashable, Sendable {
  case classifier
  /// A provider of a search: 0 is the primary, 1 the secondary.
  case search(SearchKind, alternative: Int)
  case narrator
  case payments
  case flightReservations
  case hotelReservations

  /// The number in resilience events: 16 for each kind of dependency, counted up by alternative.
  @usableFromInline package var number: UInt32 {
    switch self {
    case .classifier: 0
    case .search(let kind, let alternative): (UInt32(kind.rawValue) + 1) * 16 + UInt32(alternative)
    case .narrator: 80
    case .payments: 96
    case .flightReservations: 112
    case .hotelReservations: 128
    }
  }

  /// The name in policies, faults and expectations.
  package var name: String {
    switch self {
    case .classifier: "intent"
    case .search(let kind, 0): "\(kind).primary"
    case .search(let kind, 1): "\(kind).secondary"
    case .search(let kind, let alternative): "\(kind).\(alternative + 1)"
    case .narrator: "narrator"
    case .payments: "payments"
    case .flightReservations: "bookings.flights"
    case .hotelReservations: "bookings.hotels"
    }
  }

  /// The dependencies that planning a trip calls, with two providers for each search.
  package static let planning: [DependencyID] =
    [.classifier]
    + SearchKind.allCases.flatMap { [.search($0, alternative: 0), .search($0, alternative: 1)] }
    + [.narrator]

  /// The dependencies that booking a trip calls.
  package static let booking: [DependencyID] = [.payments, .flightReservations, .hotelReservations]

  /// All dependencies, in the order of their numbers.
  package static let all: [DependencyID] = planning + booking

  /// The dependency with a number; nil if there is none among `all`.
  package init?(number: UInt32) {
    guard let match = DependencyID.all.first(where: { $0.number == number }) else { return nil }
    self = match
  }

  /// Returns the name of the dependency with a number, or `target 200` for a number that is not among `all`.
  package static func name(of number: UInt32) -> String {
    DependencyID(number: number)?.name ?? "target \(number)"
  }
}
