import TravelPlanner

/// The dependencies of the planner, by the names that faults and expectations use and the ids that events carry.
package enum PlannerTargets {
  /// Every dependency.
  package static let all = planner + bookings

  /// The dependencies that planning a trip calls.
  package static let planner: [(name: String, id: UInt32)] =
    [("intent", 0)]
    + SearchKind.allCases.flatMap { kind in
      let base = (UInt32(kind.rawValue) + 1) * 16
      return [("\(kind).primary", base), ("\(kind).secondary", base + 1)]
    } + [("narrator", 80)]

  /// The dependencies that booking a trip calls.
  package static let bookings: [(name: String, id: UInt32)] = [
    ("payments", 96), ("bookings.flights", 112), ("bookings.hotels", 128),
  ]

  /// The smallest id of those that a booking calls.
  package static let firstOfBookings: UInt32 = 96

  package static func id(of name: String) -> UInt32? { all.first { $0.name == name }?.id }
  package static func name(of id: UInt32) -> String { all.first { $0.id == id }?.name ?? "target \(id)" }
}
