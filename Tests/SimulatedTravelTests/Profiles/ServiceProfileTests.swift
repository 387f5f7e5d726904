import Configuration
import Foundation
import Primitives
import SimulatedServices
import SimulatedTravel
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

  @Test("a profile in a file is a name, or what differs from one")
  func codec() throws {
    let codec = ServiceProfile.codec
    #expect(try codec.read(.string("stressed")) == .stressed)
    #expect(codec.write(.reference) == .string("reference"))
    let changed = try codec.read(
      JSONValue(parsing: "{base: 'reference', name: 'few', flights: {latency: '80ms', servers: 4}}"))
    #expect(changed.flights.servers == 4 && changed.hotels == ServiceProfile.reference.hotels)
    #expect(try codec.read(codec.write(changed)) == changed)
  }

  @Test(
    "an error names the key and what is allowed",
    arguments: [
      (
        "'productoin'", "profile: \"productoin\" is not allowed here; allowed: an object, or one of reference"
      ),
      ("'productoin'", "did you mean production?"),
      ("{base: 5}", "profile.base: 5 is not allowed here; allowed: reference, production, stressed"),
      ("{flights: {servers: 4}}", "profile.flights.latency: is missing"),
      ("{flight: {}}", "profile.flight: no such key; allowed: activities, "),
      (
        "{pools: {total: 0, perHost: 1}}",
        "profile.pools.total: 0 is not allowed here; allowed: a whole number"
      ),
    ])
  func errors(text: String, message: String) throws {
    let value = try JSONValue(parsing: text)
    let error = try #require(throws: ConfigurationError.self) {
      try ServiceProfile.codec.read(value, at: "profile")
    }
    #expect(error.description.contains(message), "\(error)")
  }
}
