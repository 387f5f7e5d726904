import Configuration
import Resilience
import TravelPlanner

/// A scenario's guards, for who plans and who ledgers.
struct ChaosPolicies: Sendable {
  /// Nil for the standard ones.
  var planner: PlannerPolicy?
  var booking: BookingPolicy?
  /// Of a cache before each provider of the four searches.
  var cache: CachePolicy?

  /// The planner's targets, and those of bookings: `payments`, `bookings`.
  static let targetNames = PlannerPolicy.targetNames + bookingNames
  private static let bookingNames = ["payments", "bookings"]

  init(_ set: PolicySet?) throws(ConfigurationError) {
    guard var set else { return }
    let names = set.targets.keys.sorted()
    for name in names where !ChaosPolicies.targetNames.contains(name) {
      let allowed = ChaosPolicies.targetNames
      throw ConfigurationError(
        "targets.\(name)",
        "no such target; allowed: \(allowed.joined(separator: ", "))"
          + Suggestion.hint(for: name, among: allowed))
    }
    if names.contains(where: ChaosPolicies.bookingNames.contains) {
      var booking = BookingPolicy()
      if set.targets["payments"] != nil { booking.payments = set.policy(for: "payments") }
      if set.targets["bookings"] != nil { booking.reservations = set.policy(for: "bookings") }
      self.booking = booking
      for name in ChaosPolicies.bookingNames { set.targets[name] = nil }
    }
    cache = set.cache
    set.cache = nil
    planner = try PlannerPolicy(set)
  }
}
