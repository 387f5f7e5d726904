import Configuration
import Foundation
import Primitives
import SimulatedServices
import Testing

@Suite("Service models in files")
struct ServiceModelTests {
  static let full = ServiceModel(
    .constant(.milliseconds(20)), errors: Ratio(1, outOf: 50), servers: 3, queueLimit: 0,
    quota: Quota(5, per: .seconds(2)), classes: 2, abandonment: .stopsWork)

  private func read(_ text: String) throws(ConfigurationError) -> ServiceModel {
    try ServiceModel.codec.read(JSONValue(parsing: text))
  }

  @Test func `a file says everything, or the latency alone`() throws {
    let text = """
      {"latency": "20ms", "errors": "1/50", "servers": 3, "queueLimit": 0,
       "quota": {"requests": 5, "window": "2s"}, "classes": 2, "abandonment": "stopsWork"}
      """
    #expect(try read(text) == Self.full)
    #expect(try read("{latency: '20ms'}") == ServiceModel(.constant(.milliseconds(20))))
    #expect(try read("{latency: {kind: 'uniform', low: '1ms', high: '2ms'}, errors: 0.02}").errors == "2%")
  }

  @Test(
    "what is written is read as the same, without what is as by default",
    arguments: [full, ServiceModel(.constant(.milliseconds(20)))])
  func roundTrip(model: ServiceModel) throws {
    #expect(try ServiceModel.codec.read(ServiceModel.codec.write(model)) == model)
    #expect(try JSONDecoder().decode(ServiceModel.self, from: JSONEncoder().encode(model)) == model)
    #expect(JSONValue(encoding: model) == ServiceModel.codec.write(model))
    #expect(
      ServiceModel.codec.write(ServiceModel(.constant(.milliseconds(20)))).object?.keys.sorted() == [
        "latency"
      ])
  }

  @Test(
    "an error names the key and what is allowed",
    arguments: [
      ("{}", "latency: is missing"),
      ("{latency: '20'}", "latency: a time needs a unit (ns, us, ms, s, m, h)"),
      ("{latency: {kind: 'uniform', low: '1ms'}}", "latency.high: is missing"),
      ("{latency: {kind: 'square'}}", "latency.kind: unknown distribution \"square\"; known are constant, "),
      (
        "{latency: '20ms', server: 3}",
        "server: no such key; allowed: abandonment, classes, errors, latency, queueLimit, quota, servers; did you mean servers?"
      ),
      (
        "{latency: '20ms', servers: 0}", "servers: 0 is not allowed here; allowed: a whole number, at least 1"
      ),
      (
        "{latency: '20ms', queueLimit: -1}",
        "queueLimit: -1 is not allowed here; allowed: a whole number, at least 0"
      ),
      (
        "{latency: '20ms', quota: {requests: 5, window: '2'}}",
        "quota.window: \"2\" is not allowed here; allowed: a time"
      ),
      ("{latency: '20ms', quota: {requests: 5}}", "quota.window: is missing"),
      ("{latency: '20ms', errors: 2}", "errors: a share is from 0 to 1"),
      ("{latency: '20ms', abandonment: 'stopWork'}", "did you mean stopsWork?"),
    ])
  func errors(text: String, message: String) throws {
    let error = try #require(throws: ConfigurationError.self) { try read(text) }
    #expect(error.description.contains(message), "\(error)")
  }
}
