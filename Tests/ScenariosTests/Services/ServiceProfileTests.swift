import Foundation
import Primitives
import Scenarios
import Testing

@Suite("Service models and profiles")
struct ServiceProfileTests {
  @Test("the reference profile adds up to the documented figures")
  func reference() {
    let profile = ServiceProfile.reference
    let searches = [ServiceProfile.Service.flights, .hotels, .weather, .activities]
      .map { profile[$0].latency.mean / 1e6 }
    #expect(profile.intent.latency.mean / 1e6 + searches.reduce(0, +) == 2_110)
    #expect(profile.intent.latency.mean / 1e6 + (searches.max() ?? 0) == 1_100)
    #expect(profile.pools == nil)
    for service in ServiceProfile.Service.allCases {
      #expect(profile[service].errors == .never)
      #expect(profile[service].servers == nil)
      #expect(profile[service].latency.variance == 0)
    }
  }

  @Test("production is log-normal with 0.2 % errors and the platform's pools")
  func production() {
    let profile = ServiceProfile.production
    #expect(profile.flights.description == "log-normal median 210ms p99 700ms, errors 0.2%")
    #expect(profile.itinerary.description == "log-normal median 1.2s p99 3.5s, errors 0.2%")
    #expect(profile.pools == PoolLimits(total: 100, perHost: 30))
  }

  @Test("stressed is production three times as slow with 5 % errors and 8 servers")
  func stressed() {
    #expect(
      ServiceProfile.stressed.flights.description == "log-normal median 630ms p99 2.1s, 8 servers, errors 5%")
    for service in ServiceProfile.Service.allCases {
      let ratio =
        ServiceProfile.stressed[service].latency.mean / ServiceProfile.production[service].latency.mean
      #expect(abs(ratio - 3) < 1e-6)
    }
  }

  @Test("profiles come back from JSON as they were", arguments: ServiceProfile.named)
  func coding(profile: ServiceProfile) throws {
    let again = try JSONDecoder().decode(ServiceProfile.self, from: JSONEncoder().encode(profile))
    #expect(again == profile)
  }

  @Test("a model reads what a file says")
  func model() throws {
    let json = """
      {"latency": "20ms", "errors": "1/50", "servers": 3, "queueLimit": 0,
       "quota": {"requests": 5, "window": "2s"}, "classes": 2, "abandonment": "stopsWork"}
      """
    let model = try JSONDecoder().decode(ServiceModel.self, from: Data(json.utf8))
    #expect(
      model
        == ServiceModel(
          .constant(.milliseconds(20)), errors: Ratio(1, outOf: 50), servers: 3, queueLimit: 0,
          quota: Quota(5, per: .seconds(2)), classes: 2, abandonment: .stopsWork))
  }

  @Test(
    "errors name the key and what is allowed",
    arguments: [
      (#"{"latency": "20ms", "server": 3}"#, #"unknown key "server"; allowed are latency, errors, servers,"#),
      (#"{"latency": "20ms", "servers": 0}"#, "must be at least 1, was 0"),
      (#"{"latency": "20ms", "queueLimit": -1}"#, "must be at least 0, was -1"),
      (
        #"{"latency": "20ms", "quota": {"requests": 5, "window": "2"}}"#,
        "a window is a positive time with a unit"
      ),
      (#"{"latency": "20ms", "errors": 2}"#, "a share is from 0 to 1"),
    ])
  func errors(json: String, message: String) {
    let error = #expect(throws: DecodingError.self) {
      try JSONDecoder().decode(ServiceModel.self, from: Data(json.utf8))
    }
    guard case .dataCorrupted(let context)? = error else {
      Issue.record("expected corrupted data, was \(String(describing: error))")
      return
    }
    #expect(context.debugDescription.hasPrefix(message))
  }
}
