import Primitives
import Resilience
import SimulatedServices
import SimulatedTravel
import TravelPlanner

// Policy sets that scenarios of the catalogue put to the test.
extension ChaosScenario {
  /// The standard one with room for twelve calls at each provider, and forty waiting.
  static let tightBulkheads: PolicySet = {
    var set = PolicySet.planner
    set.overall = nil
    set.standard.bulkhead = BulkheadPolicy(limit: 12, queue: 40)
    return set
  }()

  /// The standard one without the breakers of those who book: what is asked for again and again is answered in
  /// the end.
  static let patientBookings: PolicySet = {
    var set = PolicySet.planner
    var patient = set.standard
    patient.breaker = nil
    set.targets["payments"] = patient
    set.targets["bookings"] = patient
    return set
  }()

  /// Breakers that trip at half of the last minute's calls failing, of thirty at least: one call in five going
  /// wrong by chance is as many once in ten thousand runs, and twice, for both providers of a search, never.
  static let slowBreakers: PolicySet = {
    var set = rateBreakers
    set.standard.breaker?.trip.minimumCalls = 30
    return set
  }()

  /// Retries, and nothing else that would keep calls away.
  static let retriesAlone: PolicySet = {
    var set = PolicySet.planner
    set.overall = nil
    set.standard.breaker = nil
    set.standard.budget = nil
    set.standard.bulkhead = nil
    return set
  }()
}

extension ServiceProfile {
  /// Production without the errors that always happen. Where a scenario demands something to the second or to the
  /// call, nothing goes wrong but what it says: a probe that fails by chance keeps a breaker open for another
  /// half minute.
  static let calm: ServiceProfile = {
    var profile = production
    profile.name = "production-calm"
    for service in Service.allCases { profile[service].errors = .never }
    return profile
  }()
}
