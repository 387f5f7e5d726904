import Primitives
package import Resilience
import SimCore

extension ChaosScenario {
  /// Reads a scenario from JSON or JSON5, strictly: an unknown key, a value out of range, a fault on a target
  /// that is not there, an expectation on what is not measured are refused with the key's path and what is
  /// allowed.
  ///
  ///     {
  ///       name: "slow-hotels", summary: "What if hotels take ten seconds?",
  ///       load: {requests: 20, arrivals: {kind: "spread", over: "10s"}, scope: "fullPlan"},
  ///       profile: "production",
  ///       faults: [{name: "slow", target: "hotels.*", kind: {kind: "addedLatency", by: "10s"},
  ///                 window: {start: "2s", end: "8s"}}],
  ///       expectations: [{kind: "threshold", metric: "served", exactly: "100%"}],
  ///     }
  package init(parsing text: String) throws(PolicyFileError) { try self.init(PolicyValue(parsing: text)) }

  package init(_ value: PolicyValue) throws(PolicyFileError) {
    var scenario = ChaosScenario("", "")
    try Self.form.read(value, "", into: &scenario)
    if scenario.name.isEmpty { throw PolicyFileError("name", "a scenario needs a name") }
    try scenario.check()
    self = scenario
  }

  /// Everything, also what has its default.
  package var value: PolicyValue { Self.form.write(self) }

  package var json: String { value.json }

  /// A JSON Schema of the files `init(parsing:)` takes. What depends on several keys at once it cannot say.
  package static var schema: PolicyValue {
    guard case .object(var schema) = form.schema else { preconditionFailure("a form is an object") }
    schema["$schema"] = .string("https://json-schema.org/draft/2020-12/schema")
    schema["title"] = .string("Chaos scenario")
    schema["required"] = .array([.string("name")])
    return .object(schema)
  }

  static let form = Form<ChaosScenario>()
    .key(
      "name", \.name,
      .word("lower-case words joined by -, at most 60 characters", pattern: "^[a-z0-9]+(-[a-z0-9]+)*$") {
        name in
        name.utf8.count <= 60 && !name.isEmpty && name.first != "-" && name.last != "-"
          && !name.contains("--")
          && name.utf8.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == 45 }
      }
    )
    .key("summary", \.summary, .prose)
    .key("seed", \.seed, .count)
    .key("load", \.load, ChaosLoad.leaf)
    .key("profile", \.profile, ServiceProfile.leaf)
    .optional("policies", \.policies, PolicySet.nested)
    .key("faults", \.faults.faults, .list(Fault.leaf))
    .key("points", \.faults.points, .list(FaultPointRule.leaf))
    .key("knobs", \.faults.knobs, .list(KnobRule.leaf))
    .key("expectations", \.expectations, .list(Expectation.leaf))
    .key("patience", \.patience, .time(atLeast: 1))
}

extension ChaosScenario: Codable {
  package init(from decoder: any Decoder) throws { try self.init(PolicyValue(from: decoder)) }
  package func encode(to encoder: any Encoder) throws { try value.encode(to: encoder) }
}

extension PolicySet {
  /// A policy set inside another file.
  static let nested = Leaf<PolicySet>(
    schema: {
      guard case .object(var schema) = PolicySet.schema else { return PolicySet.schema }
      schema["$schema"] = nil
      return .object(schema)
    }(),
    read: { value, path throws(PolicyFileError) in
      do throws(PolicyFileError) {
        if let name = value.string {
          guard let set = PolicySet(named: name) else {
            throw PolicyFileError("", "no such profile; allowed: \(Profile.names.joined(separator: ", "))")
          }
          return set
        }
        return try PolicySet(value)
      } catch {
        throw PolicyFileError(error.path.isEmpty ? path : "\(path).\(error.path)", error.problem)
      }
    }, write: { $0.value })
}

extension ChaosLoad {
  static let leaf = Leaf<ChaosLoad>.form(
    Form<ChaosLoad>()
      .key("requests", \.requests, .whole(1...1_000_000))
      .key("trips", \.trips, .choice)
      .key("arrivals", \.arrivals, Arrivals.leaf)
      .key("scope", \.scope, .choice)
      .key("savesSessions", \.savesSessions, .flag)
      .key("trade", \.trade, Trade.leaf)
      .key("userRetries", \.userRetries, .whole(0...100)), base: ChaosLoad())
}

extension ChaosLoad.Arrivals {
  private struct Span: Sendable { var time: Int64 = 1_000_000_000 }

  static let leaf = Leaf<Self>.variants(
    "kind",
    [
      Variant(
        "together", Form<Span>(), base: Span(), embed: { _ in .together },
        extract: { $0 == .together ? Span() : nil }),
      Variant(
        "every", Form<Span>().key("gap", \.time, .time()), base: Span(),
        embed: { .every(nanoseconds: $0.time) },
        extract: { if case .every(let gap) = $0 { Span(time: gap) } else { nil } }),
      Variant(
        "spread", Form<Span>().key("over", \.time, .time()), base: Span(),
        embed: { .spread(nanoseconds: $0.time) },
        extract: { if case .spread(let span) = $0 { Span(time: span) } else { nil } }),
    ])
}

extension ChaosLoad.Trade {
  static let leaf = Leaf<Self>.form(
    Form<Self>().key("soldOutFlights", \.soldOutFlights, .share)
      .key("soldOutHotels", \.soldOutHotels, .share).key("dearerHotels", \.dearerHotels, .share)
      .key("declined", \.declined, .share).key("slowPayments", \.slowPayments, .share)
      .key("ignoresKeys", \.ignoresKeys, .flag), base: Self())
}

extension ServiceProfile {
  /// The name of one that comes with Shakedown, or an object: a `base` and what differs from it.
  static let leaf: Leaf<ServiceProfile> = {
    let names = ServiceProfile.named.map(\.name)
    let allowed = "an object, or one of \(names.joined(separator: ", "))"
    let object = Leaf<ServiceProfile>.form(form, base: .production)
    guard case .object(let schema) = object.schema, var properties = schema["properties"]?.object else {
      return object
    }
    let byName = PolicyValue.object(["enum": .array(names.map { .string($0) })])
    properties["base"] = byName
    var described = schema
    described["properties"] = .object(properties)
    return Leaf(
      schema: .object(["anyOf": .array([.object(described), byName])]),
      read: { value, path throws(PolicyFileError) in
        if let name = value.string {
          guard let profile = ServiceProfile.named.first(where: { $0.name == name }) else {
            throw Leaf<ServiceProfile>.refused(value, path, allowed: allowed)
          }
          return profile
        }
        guard case .object(var members) = value else {
          throw Leaf<ServiceProfile>.refused(value, path, allowed: allowed)
        }
        var profile = ServiceProfile.production
        if let base = members.removeValue(forKey: "base") {
          guard let found = ServiceProfile.named.first(where: { $0.name == base.string }) else {
            throw Leaf<ServiceProfile>.refused(
              base, "\(path).base", allowed: names.joined(separator: ", "))
          }
          profile = found
        }
        try form.read(.object(members), path, into: &profile)
        return profile
      },
      write: { profile in
        ServiceProfile.named.contains(profile) ? .string(profile.name) : form.write(profile)
      })
  }()

  private static let form = Form<ServiceProfile>()
    .key("name", \.name, .name).key("intent", \.intent, .coded()).key("flights", \.flights, .coded())
    .key("hotels", \.hotels, .coded()).key("weather", \.weather, .coded())
    .key("activities", \.activities, .coded()).key("itinerary", \.itinerary, .coded())
    .key("pay", \.pay, .coded()).key("book", \.book, .coded()).optional("pools", \.pools, .coded())
}
