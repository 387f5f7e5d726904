import Configuration
import Foundation
import Primitives
import Resilience
import Scenarios
import SimCore
import SimulatedServices
import SimulatedTravel
import Testing

@Suite("Scenario files")
struct ScenarioFileTests {
  @Test(
    "a scenario written to a file is the same when it is read", arguments: ChaosScenario.catalogue.map(\.name)
  )
  func roundTrip(name: String) throws {
    let scenario = try #require(ChaosScenario.named(name))
    let read = try ChaosScenario(parsing: scenario.json)
    #expect(read == scenario)
    #expect(read.json == scenario.json)
    var chaosCase = scenario.makeCase(seed: 5)
    chaosCase.requests = 4
    #expect(try read.run(chaosCase).digest == scenario.run(chaosCase).digest)
    // As part of another file, a replay's.
    let data = try JSONEncoder().encode([scenario])
    #expect(try JSONDecoder().decode([ChaosScenario].self, from: data) == [scenario])
    let caseData = try JSONEncoder().encode(scenario.makeCase(seed: 5, scheduling: .pct(depth: 3)))
    #expect(
      try JSONDecoder().decode(ChaosCase.self, from: caseData)
        == scenario.makeCase(seed: 5, scheduling: .pct(depth: 3)))
  }

  @Test func `a file is written as people write it`() throws {
    let scenario = try ChaosScenario(parsing: Self.sample)
    #expect(scenario.name == "slow-hotels" && scenario.seed == 1)
    #expect(
      scenario.profile.flights.servers == 4 && scenario.profile.hotels == ServiceProfile.reference.hotels)
    #expect(scenario.faults.faults[0].kind == .addedLatency(.milliseconds(2500)))
    #expect(scenario.faults.faults[0].window == FaultWindow(from: .seconds(2), until: FaultWindow.endless))
    #expect(scenario.faults.faults[1].calls == .keys([1, 2]))
    #expect(
      scenario.expectations[0].kind
        == .threshold(
          Metric(.success), .atLeast, 995_000,
          during: .span(TimeSpan(from: .nanoseconds(0), until: .seconds(1)))))
    #expect(scenario.expectations[1].description == "breaker hotels.primary open within 5s of slow's start")
    #expect(try scenario.run(scenario.makeCase(seed: 1)).measures.requests == 3)
  }

  static let sample = """
    // What if hotels take seconds?
    {
      name: "slow-hotels", summary: 'Hotels take seconds.',
      load: {requests: 3, arrivals: {kind: "every", gap: "100ms"}, scope: "searchOnly"},
      profile: {base: "reference", name: "few flights", flights: {latency: "80ms", servers: 4}},
      policies: {default: {retry: {maxAttempts: 2}}},
      faults: [
        {name: "slow", target: "hotels.*", kind: {kind: "addedLatency", by: "2.5s"}, window: {start: "2s"}},
        {name: "poison", target: "flights.primary", operation: "search", kind: "hang",
         calls: {keys: [1, 2]}, probability: "1/2", side: "after", shape: {kind: "ramp", rise: "1s"}},
      ],
      expectations: [
        {kind: "threshold", metric: "success", atLeast: "99.5%", during: {end: "1s"}},
        {kind: "eventually", condition: {breaker: "hotels.primary", is: "open"}, within: "5s",
         after: "start of slow"},
        {kind: "never", condition: {inFlight: {atLeast: 100}}, after: "start"},
        {kind: "comparedWithControl", metric: "attempts of hotels.primary", atMostPercent: 900},
      ],
    }
    """

  @Test(
    "what is wrong is refused at its path, with what is allowed",
    arguments: [
      ("seed: 1", "sead: 1", "sead", "allowed: expectations"),
      ("seed: 1", "seed: -1", "seed", "a whole number"),
      ("requests: 3", "requests: 0", "load.requests", "1...1000000"),
      ("kind: \"every\"", "kind: \"sometimes\"", "load.arrivals.kind", "together, every, spread"),
      ("gap: \"100ms\"", "gap: 100", "load.arrivals.gap", "a time with its unit"),
      ("scope: \"searchOnly\"", "scope: \"all\"", "load.scope", "searchOnly, fullPlan, booking"),
      ("base: \"reference\"", "base: \"preference\"", "profile.base", "reference, production, stressed"),
      ("latency: \"80ms\"", "latency: \"80\"", "profile.flights.latency", "needs a unit"),
      ("servers: 4", "servers: 0", "profile.flights.servers", "at least 1"),
      ("servers: 4", "serves: 4", "profile.flights.serves", "did you mean servers?"),
      ("{maxAttempts: 2}", "{maxAttempts: 0}", "policies.default.retry.maxAttempts", "at least 1"),
      ("target: \"hotels.*\"", "target: \"trains\"", "faults[0].target", "flights.primary"),
      ("operation: \"search\"", "operation: \"find\"", "faults[1].operation", "there are search"),
      (
        "{kind: \"addedLatency\", by", "{kind: \"slowness\", by", "faults[0].kind.kind",
        "addedLatency, multiplied"
      ),
      ("by: \"2.5s\"", "by: \"2.5\"", "faults[0].kind.by", "a time with its unit"),
      ("kind: \"hang\"", "kind: \"cancel\"", "faults[1].kind", "it is for users"),
      ("kind: \"hang\"", "kind: {kind: \"store\"}", "faults[1].kind", "store and journal"),
      (
        "{start: \"2s\"}", "{start: \"2s\", end: \"1s\"}", "faults[0].window.end",
        "does not come after the start"
      ),
      ("{start: \"2s\"}", "{start: 2}", "faults[0].window.start", "a time with its unit"),
      ("{start: \"2s\"}", "{begin: \"2s\"}", "faults[0].window.begin", "allowed: end, start"),
      ("{keys: [1, 2]}", "{keys: [1], nth: 2}", "faults[1].calls.every", "exactly one of"),
      ("{keys: [1, 2]}", "{nth: 0}", "faults[1].calls.nth", "1..."),
      ("probability: \"1/2\"", "probability: \"3/2\"", "faults[1].probability", "from 0 to 1"),
      ("side: \"after\"", "side: \"beside\"", "faults[1].side", "before, after"),
      ("rise: \"1s\"", "rise: \"0s\"", "faults[1].shape.rise", "longer than none"),
      ("name: \"poison\"", "name: \"slow\"", "faults[1].name", "faults[0] has the same name"),
      ("metric: \"success\"", "metric: \"happiness\"", "expectations[0].metric", "latency.p99"),
      ("metric: \"success\"", "metric: \"success of flights\"", "expectations[0].metric", "not a target's"),
      ("atLeast: \"99.5%\"", "atLeast: \"99.5\"", "expectations[0].atLeast", "a share from 0 to 1"),
      ("atLeast: \"99.5%\"", "atLeast: \"1%\", atMost: \"2%\"", "expectations[0].atLeast", "exactly one"),
      ("{end: \"1s\"}", "{start: \"1s\", end: \"1s\"}", "expectations[0].during.end", "does not come after"),
      ("{end: \"1s\"}", "\"flood\"", "expectations[0].during", "there are \"slow\", \"poison\""),
      ("is: \"open\"", "is: \"ajar\"", "expectations[1].condition.is", "closed, open, halfOpen"),
      ("after: \"start of slow\"", "after: \"start of time\"", "expectations[1].after", "no such fault"),
      ("after: \"start\"", "after: \"later\"", "expectations[2].after", "start of FAULT"),
      ("{atLeast: 100}", "{}", "expectations[2].condition.inFlight.atMost", "exactly one"),
      ("attempts of hotels.primary", "attempts of hostels", "expectations[3].metric", "hotels.primary"),
      ("attempts of hotels.primary", "booked", "expectations[3].metric", "booking"),
      ("name: \"slow-hotels\"", "name: \"Slow hotels\"", "name", "lower-case"),
    ])
  func refused(text: String, by wrong: String, path: String, allowed: String) throws {
    let base = Self.sample.replacingOccurrences(
      of: "name: \"slow-hotels\"", with: "name: \"slow-hotels\", seed: 1")
    #expect(base.contains(text))
    let broken = base.replacingOccurrences(of: text, with: wrong)
    let error = #expect(throws: ConfigurationError.self) { try ChaosScenario(parsing: broken) }
    #expect(error?.path == path, "\(error.map(String.init(describing:)) ?? "")")
    #expect(error?.problem.contains(allowed) == true, "\(error.map(String.init(describing:)) ?? "")")
  }

  @Test func `servers cannot be taken from a service without a bound`() {
    let text = """
      {name: "a", faults: [{name: "f", target: "hotels.primary", kind: {kind: "capacity", removed: 1}}]}
      """
    let error = #expect(throws: ConfigurationError.self) { try ChaosScenario(parsing: text) }
    #expect(error?.path == "faults[0].kind")
  }

  @Test("broken files are refused and never crash, 400 of them", arguments: UInt64(1)...20)
  func broken(seed: UInt64) throws {
    var draws = RandomSource(seed: seed).stream("broken")
    for _ in 0..<20 {
      let scenarios = ChaosScenario.catalogue
      var value = scenarios[Int(draws.next(below: UInt64(scenarios.count)))].value
      for _ in 0...Int(draws.next(below: 3)) { value = Self.damaged(value, &draws) }
      var text = value.json
      if draws.next(below: 4) == 0 {
        // As bytes: cut off, or one of them another.
        var bytes = Array(text.utf8)
        let place = Int(draws.next(below: UInt64(bytes.count)))
        if draws.next(below: 2) == 0 {
          bytes.removeSubrange(place...)
        } else {
          bytes[place] = UInt8(draws.next(below: 256))
        }
        text = String(decoding: bytes, as: UTF8.self)
      }
      do throws(ConfigurationError) {
        let scenario = try ChaosScenario(parsing: text)
        // Damage may leave a scenario, another one: that must run.
        var chaosCase = scenario.makeCase(seed: seed)
        chaosCase.requests = min(3, chaosCase.requests)
        _ = try scenario.run(chaosCase)
      } catch {
        #expect(!error.description.isEmpty)
      }
    }
  }

  /// The value with one thing in it changed, somewhere.
  private static func damaged(_ value: JSONValue, _ draws: inout SplitMix64) -> JSONValue {
    if draws.next(below: 6) > 0 {
      switch value {
      case .object(var members) where !members.isEmpty:
        let keys = members.keys.sorted()
        let key = keys[Int(draws.next(below: UInt64(keys.count)))]
        switch draws.next(below: 12) {
        case 0: members[key] = nil
        case 1: members[key + "x"] = members[key]
        default: members[key] = damaged(members[key] ?? .null, &draws)
        }
        return .object(members)
      case .array(var values) where !values.isEmpty:
        let place = Int(draws.next(below: UInt64(values.count)))
        switch draws.next(below: 8) {
        case 0: values.remove(at: place)
        case 1: values.append(values[place])
        default: values[place] = damaged(values[place], &draws)
        }
        return .array(values)
      default: break
      }
    }
    let others: [JSONValue] = [
      .null, .bool(true), .integer(-1), .integer(0), .integer(.max), .number(1e300), .number(0.5),
      .string(""), .string("everything"), .string("999999999h"), .string("-1s"), .string("100%"), .array([]),
      .object([:]), .object(["kind": .string("hang")]), .array([.integer(1)]),
    ]
    return others[Int(draws.next(below: UInt64(others.count)))]
  }
}
