package import Configuration
import Primitives
import Resilience
import SimCore
import SimulatedTravel
import TravelPlanner

extension ChaosScenario {
  /// Reads a scenario from JSON or JSON5, strictly: an unknown key, a value out of range, a fault on a target
  /// that does not exist and an expectation on a value that is not measured are refused, with the path of the key
  /// and what is allowed.
  ///
  ///     {
  ///       name: "slow-hotels", summary: "What if hotels take ten seconds?",
  ///       load: {requests: 20, arrivals: {kind: "spread", over: "10s"}, scope: "fullPlan"},
  ///       profile: "production",
  ///       faults: [{name: "slow", target: "hotels.*", kind: {kind: "addedLatency", by: "10s"},
  ///                 window: {start: "2s", end: "8s"}}],
  ///       expectations: [{kind: "threshold", metric: "served", exactly: "100%"}],
  ///     }
  package init(parsing text: String) throws(ConfigurationError) { try self.init(JSONValue(parsing: text)) }

  /// Reads the value of a scenario file.
  package init(_ value: JSONValue) throws(ConfigurationError) {
    var scenario = ChaosScenario("", "")
    try Self.fields.read(value, at: "", into: &scenario)
    if scenario.name.isEmpty { throw ConfigurationError("name", "a scenario needs a name") }
    try scenario.check()
    self = scenario
  }

  /// The scenario as a file with every key, also those with their default.
  package var value: JSONValue { Self.fields.write(self) }

  /// `value` as text.
  package var json: String { value.json }

  /// A JSON Schema of the files that `init(parsing:)` reads. It does not express rules over several keys.
  package static var schema: JSONValue {
    guard case .object(var schema) = fields.schema else {
      preconditionFailure("an object is described by one")
    }
    schema["$schema"] = .string("https://json-schema.org/draft/2020-12/schema")
    schema["title"] = .string("Chaos scenario")
    schema["required"] = .array([.string("name")])
    return .object(schema)
  }

  static let fields = ObjectCodec<ChaosScenario>()
    .field(
      "name", \.name,
      .string("lower-case words joined by -, at most 60 characters", pattern: "^[a-z0-9]+(-[a-z0-9]+)*$") {
        name in
        name.utf8.count <= 60 && !name.isEmpty && name.first != "-" && name.last != "-"
          && !name.contains("--")
          && name.utf8.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == 45 }
      }
    )
    .field("summary", \.summary, .prose)
    .field("seed", \.seed, .integer(0...UInt64.max))
    .field("load", \.load, ChaosLoad.codec)
    .field("profile", \.profile, ServiceProfile.codec)
    .optional("policies", \.policies, PolicySet.nested)
    .field("faults", \.faults.faults, .list(Fault.codec))
    .field("points", \.faults.points, .list(FaultPointRule.codec))
    .field("knobs", \.faults.knobs, .list(KnobRule.codec))
    .field("expectations", \.expectations, .list(Expectation.codec))
    .field("patience", \.settleTimeout, .time(atLeast: .nanoseconds(1)))
}

extension ChaosScenario: Codable {
  package init(from decoder: any Decoder) throws { try self.init(JSONValue(from: decoder)) }
  package func encode(to encoder: any Encoder) throws { try value.encode(to: encoder) }
}

extension PolicySet {
  /// The form of a policy set inside a scenario: as in a file of its own, or the name of a profile.
  static let nested = FieldCodec<PolicySet>(
    schema: {
      guard case .object(var schema) = PolicySet.schema else { return PolicySet.schema }
      schema["$schema"] = nil
      return .object(schema)
    }(),
    read: { value, path throws(ConfigurationError) in
      let defaults = PolicyDefaults.planner
      if let name = value.string {
        if let set = defaults.set(named: name) { return set }
        throw FieldCodec<PolicySet>.refused(value, at: path, oneOf: defaults.names, or: "an object")
      }
      do throws(ConfigurationError) {
        return try PolicySet(value, defaults: defaults)
      } catch {
        throw error.nested(in: path)
      }
    }, write: { $0.value })
}

extension ChaosLoad {
  static let codec = FieldCodec<ChaosLoad>.object(
    ObjectCodec<ChaosLoad>()
      .field("requests", \.requests, .integer(1...1_000_000))
      .field("trips", \.trips, .choice)
      .field("arrivals", \.arrivals, Arrivals.codec)
      .field("scope", \.scope, .choice)
      .field("savesSessions", \.savesSessions, .boolean)
      .field("trade", \.outcomeRates, BookingOutcomeRates.codec)
      .field("userRetries", \.userRetries, .integer(0...100)), base: ChaosLoad())
}

extension ChaosLoad.Arrivals {
  private struct Span: Sendable { var time = Duration.seconds(1) }

  static let codec = FieldCodec<Self>.union(
    "kind",
    [
      UnionCase("together", .together),
      UnionCase(
        "every", ObjectCodec<Span>().field("gap", \.time, .time()), base: Span(),
        embed: { .every($0.time) },
        extract: { if case .every(let gap) = $0 { Span(time: gap) } else { nil } }),
      UnionCase(
        "spread", ObjectCodec<Span>().field("over", \.time, .time()), base: Span(),
        embed: { .spread(over: $0.time) },
        extract: { if case .spread(let span) = $0 { Span(time: span) } else { nil } }),
    ])
}

extension ChaosLoad.BookingOutcomeRates {
  static let codec = FieldCodec<Self>.object(
    ObjectCodec<Self>().field("soldOutFlights", \.soldOutFlights, .share)
      .field("soldOutHotels", \.soldOutHotels, .share).field("dearerHotels", \.hotelPriceIncrease, .share)
      .field("declined", \.declined, .share).field("slowPayments", \.slowPayments, .share)
      .field("ignoresKeys", \.ignoresIdempotencyKeys, .boolean), base: Self())
}
