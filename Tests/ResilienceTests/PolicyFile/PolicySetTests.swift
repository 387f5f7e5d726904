import Configuration
import Foundation
import Resilience
import Testing

@Suite("Policy files")
struct PolicySetTests {
  @Test(
    "a wrong file is refused with the path and what is allowed",
    arguments: [
      ("{", "line 1, column 2", "a name is missing"), ("[]", "", "an object"),
      ("{dedline: 1}", "dedline", "deadlineMs"),
      ("{deadlineMs: \"15\"}", "deadlineMs", "milliseconds"),
      ("{deadlineMs: -1}", "deadlineMs", "at least 1"),
      ("{default: {retry: {maxAttempts: 0}}}", "default.retry.maxAttempts", "at least 1"),
      ("{default: {retry: {maxAttempts: 1.5}}}", "default.retry.maxAttempts", "a whole number"),
      ("{default: {retry: {maxAttempts: null}}}", "default.retry.maxAttempts", "for ever"),
      (
        "{default: {retry: {delay: {backoff: {kind: 'random'}}}}}", "default.retry.delay.backoff.kind",
        "constant, linear, exponential"
      ),
      (
        "{default: {retry: {delay: {backoff: {kind: 'schedule'}}}}}",
        "default.retry.delay.backoff.scheduleMs", "needs a delay"
      ),
      ("{default: {retry: {retryOn: ['failures']}}}", "default.retry.retryOn[0]", "failure, timeout"),
      (
        "{targets: {flights: {breaker: {trip: {failureRate: 2}}}}}",
        "targets.flights.breaker.trip.failureRate", "0.0...1.0"
      ),
      (
        "{targets: {flights: {breaker: {trip: {slowRate: 1}}}}}", "targets.flights.breaker.trip.slowRate",
        "slowCallMs"
      ),
      ("{targets: {flights: {breaker: 'histrix'}}}", "targets.flights.breaker", "did you mean hystrix?"),
      (
        "{targets: {flights: {breaker: {halfOpen: {permits: 1, permitModel: 'total', successes: 2}}}}}",
        "targets.flights.breaker.halfOpen.permits", "never give 2"
      ),
      ("{default: {budget: {model: 'token'}}}", "default.budget.model", "tokens, quota, ratio, concurrency"),
      ("{default: {budget: {model: 'ratio', ttlMs: 500}}}", "default.budget.ttlMs", "1000 to 60000"),
      ("{default: {rateLimiter: {model: 'smooth'}}}", "default.rateLimiter.intervalMs", "positive"),
      ("{default: {timeout: {ms: 0}}}", "default.timeout.ms", "at least 1"),
      ("{overall: {limit: 0}}", "overall.limit", "1...1000000"),
      ("{cache: {ttlMs: true}}", "cache.ttlMs", "milliseconds"),
      ("{overall: {limit: 1, limit: 2}}", "line 1, column 22", "twice"),
    ])
  func refused(text: String, path: String, allowed: String) {
    do {
      _ = try PolicySet(parsing: text)
      Issue.record("accepted: \(text)")
    } catch {
      #expect(error.path == path)
      #expect(error.problem.contains(allowed), "\(error)")
    }
  }

  /// The defaults of a program with policies of its own.
  private static let defaults = PolicyDefaults(
    base: PolicySet(deadline: .seconds(15), standard: .typical),
    profiles: [Profile(name: "mine", policy: .typical)])

  @Test func `an empty file is the base`() throws {
    #expect(try PolicySet(parsing: "{}") == PolicySet())
    #expect(PolicySet().standard == TargetPolicy())
    #expect(try PolicySet(parsing: "{}", defaults: Self.defaults) == Self.defaults.base)
  }

  @Test func `a file may name the profiles it is given`() throws {
    #expect(
      try PolicySet(parsing: "{default: {breaker: 'mine'}}", defaults: Self.defaults).standard == .typical)
    let error = #expect(throws: ConfigurationError.self) {
      try PolicySet(parsing: "{default: {breaker: 'polly'}}", defaults: Self.defaults)
    }
    #expect(
      error?.description
        == "default.breaker: \"polly\" is not allowed here; allowed: an object, or one of mine")
    #expect(Self.defaults.names == ["mine"] && Self.defaults.set(named: "polly") == nil)
    let named = try #require(Self.defaults.set(named: "mine"))
    #expect(named.deadline == .seconds(15) && named.standard == .typical)
  }

  @Test func `a file by hand may have comments, bare keys and trailing commas`() throws {
    let set = try PolicySet(
      parsing: """
        {
          // of a search
          deadlineMs: 10_000,
        }
        """.replacing("_", with: ""))
    #expect(set.deadline == .seconds(10))
  }

  @Test func `a target has its own policy, or that of the longest part of its name`() throws {
    let set = try PolicySet(
      parsing: """
        {default: {retry: {maxAttempts: 4}}, targets: {
          flights: {retry: {maxAttempts: 2}}, 'flights.secondary': {breaker: null, timeout: {ms: 250.5}}}}
        """, defaults: Self.defaults)
    #expect(set.policy(for: "hotels.primary").retry?.maxAttempts == 4)
    #expect(set.policy(for: "flights.primary").retry?.maxAttempts == 2)
    #expect(set.policy(for: "flights").breaker != nil)
    #expect(set.policy(for: "flights.secondary").breaker == nil)
    #expect(set.policy(for: "flights.secondary").retry?.maxAttempts == 4)
    #expect(set.policy(for: "flights.secondary").timeout?.after == .microseconds(250_500))
  }

  @Test("what is written is read as the same", arguments: PolicyDefaults().names + ["default", "mixed"])
  func roundTrip(name: String) throws {
    let set =
      switch name {
      case "default": PolicySet()
      case "mixed":
        try PolicySet(
          parsing: """
            {deadlineMs: null, overall: null, cache: {ttlMs: 5, negativeMs: 1}, targets: {a: {breaker: 'polly', budget: null,
             hedge: {delayMs: -1, quantile: 0.9}, bulkhead: {limit: 4, adaptive: {model: 'vegas'}},
             rateLimiter: {model: 'slidingWindow', windows: [{permits: 60, periodMs: 60000}]}}}}
            """)
      default: try #require(PolicyDefaults().set(named: name))
      }
    #expect(try PolicySet(parsing: set.json) == set)
    let coded = try JSONDecoder().decode(PolicySet.self, from: JSONEncoder().encode(set))
    #expect(coded == set)
  }

  @Test func `the schema names every key that is written`() throws {
    let schema = PolicySet.schema
    var set = PolicySet()
    set.cache = CachePolicy()
    for key in (set.value.object ?? [:]).keys { #expect(schema["properties"]?[key] != nil, "\(key)") }
    #expect(schema["additionalProperties"]?.bool == false)
    #expect(try JSONValue(parsing: schema.json).json == schema.json)
    let breaker = schema["properties"]?["default"]?["properties"]?["breaker"]
    #expect(breaker?.json.contains("\"consecutiveFailures\"") == true)
  }

  @Test func `the published schema file is the one in the code`() throws {
    let file = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../../schema/policy.schema.json").standardized
    #expect(try String(contentsOf: file, encoding: .utf8) == PolicySet.schema.json + "\n")
  }

  @Test(
    "a profile has the rules of its library",
    arguments: [
      ("resilience4j", 0.5, 100, 60), ("polly", 0.1, 100, 5), ("hystrix", 0.5, 20, 5),
      ("gobreaker-rate", 0.6, 3, 60),
      ("sentinel-error", 0.5, 5, 10), ("finagle-rate", 0.2, 100, 5),
    ] as [(String, Double, Int, Int)])
  func profile(name: String, rate: Double, minimum: Int, wait: Int) throws {
    let breaker = try #require(Profile(named: name)?.policy.breaker)
    #expect(breaker.trip.failureRate == rate)
    #expect(breaker.trip.minimumCalls == minimum)
    #expect(breaker.open.wait == .seconds(wait))
  }

  @Test func `there is a profile for every library`() {
    let families = Set(PolicyDefaults().names.map { $0.split(separator: "-")[0] })
    #expect(
      families == [
        "resilience4j", "polly", "failsafe", "gobreaker", "hystrix", "sentinel", "finagle", "envoy",
      ])
    #expect(Profile(named: "unknown") == nil)
  }

  @Test func `there is no advice on the default policies`() {
    #expect(PolicySet().advice == [] && Self.defaults.base.advice == [])
  }

  @Test func `settings that misbehave are named by path`() throws {
    let set = try PolicySet(
      parsing: """
        {targets: {a: {budget: null, timeout: null}, b: {retry: {retryOn: ['failure', 'open']}, timeout: {ms: 15000}},
          c: {budget: null, retry: null, hedge: {delayMs: 5}}}}
        """, defaults: Self.defaults)
    #expect(
      set.advice.map(\.path) == [
        "targets.a.budget", "targets.a.timeout", "targets.b.retry.retryOn", "targets.b.timeout.ms",
        "targets.c.budget",
      ])
  }
}
