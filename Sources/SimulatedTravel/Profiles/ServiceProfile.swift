import Primitives
package import SimulatedServices

/// The behavior of all of the planner's dependencies: service models under one name.
///
/// In a file, `"profile": {"name": …, "intent": {…}, "flights": {…}, …}`, all eight services.
package struct ServiceProfile: Hashable, Sendable, Codable {
  package enum Service: String, CaseIterable, Codable, Sendable {
    case intent, flights, hotels, weather, activities, itinerary, pay, book
  }

  package var name: String
  package var intent: ServiceModel
  package var flights: ServiceModel
  package var hotels: ServiceModel
  package var weather: ServiceModel
  package var activities: ServiceModel
  package var itinerary: ServiceModel
  package var pay: ServiceModel
  package var book: ServiceModel
  /// The most calls that the planner's side has in flight; nil for no bound.
  package var pools: PoolLimits?

  package subscript(service: Service) -> ServiceModel {
    get { self[keyPath: Self.path(service)] }
    set { self[keyPath: Self.path(service)] = newValue }
  }

  private static func path(_ service: Service) -> WritableKeyPath<ServiceProfile, ServiceModel> {
    switch service {
    case .intent: \.intent
    case .flights: \.flights
    case .hotels: \.hotels
    case .weather: \.weather
    case .activities: \.activities
    case .itinerary: \.itinerary
    case .pay: \.pay
    case .book: \.book
    }
  }
}

/// Connections that the planner's side opens at most; a call beyond waits for one.
package struct PoolLimits: Hashable, Sendable {
  package var total: Int
  package var perHost: Int

  package init(total: Int, perHost: Int) {
    precondition(total > 0, "a pool needs a connection, had \(total)")
    precondition(perHost > 0, "a host's pool needs a connection, had \(perHost)")
    self.total = total
    self.perHost = perHost
  }
}

extension ServiceProfile {
  /// The profiles that come with Shakedown, by name.
  package static let named: [ServiceProfile] = [.reference, .production, .stressed]

  /// Constant latencies without limits and errors: the documented figures follow from it by addition.
  /// Intent and four searches take 2.11 s one after another, 1.10 s with the searches at once.
  package static let reference = ServiceProfile(
    name: "reference", intent: constant(300), flights: constant(800), hotels: constant(500),
    weather: constant(200), activities: constant(310), itinerary: constant(900), pay: constant(250),
    book: constant(300))

  /// Log-normal latencies, 2 errors in 1,000, and the connection pools of the platform.
  package static let production = ServiceProfile(
    name: "production", intent: logNormal(150, 450), flights: logNormal(210, 700),
    hotels: logNormal(180, 600),
    weather: logNormal(60, 200), activities: logNormal(120, 400), itinerary: logNormal(1200, 3500),
    pay: logNormal(250, 900), book: logNormal(300, 1000), pools: PoolLimits(total: 100, perHost: 30))

  /// Production three times as slow, with 5 % errors and 8 servers each.
  package static let stressed: ServiceProfile = {
    var profile = production
    profile.name = "stressed"
    for service in Service.allCases {
      guard let slower = try? profile[service].latency.multiplied(by: 3) else {
        preconditionFailure("the latency of \(service) in production cannot be three times as long")
      }
      profile[service].latency = slower
      profile[service].errors = "5%"
      profile[service].servers = 8
    }
    return profile
  }()

  private static func constant(_ milliseconds: Int) -> ServiceModel {
    ServiceModel(.constant(.milliseconds(milliseconds)))
  }

  private static func logNormal(_ median: Int, _ p99: Int) -> ServiceModel {
    let form = LatencyDistribution.Specification.logNormal(
      median: .milliseconds(median), p99: .milliseconds(p99))
    guard let latency = try? LatencyDistribution(form) else {
      preconditionFailure("\(form) is no distribution")
    }
    return ServiceModel(latency, errors: "0.2%")
  }
}
