import Configuration
import Primitives
import Resilience
import SimCore
import TestSupport
import Testing

@Suite("Generated policy files")
struct PolicyFuzzTests {
  /// Every model and kind of a policy in files that are valid; those of the libraries have every key.
  static let samples =
    [
      """
      {deadlineMs: 15000, overall: {limit: 100, queue: 10}, cache: {ttlMs: 60000, staleIfErrorMs: 10},
       default: {
        retry: {maxAttempts: 3, delay: {backoff: {kind: "exponential", baseMs: 1000, maxMs: 30000, multiplier: 2},
          jitter: {kind: "full"}, totalMs: 60000}, retryOn: ["failure", "timeout"]},
        budget: {model: "tokens", maxTokens: 100, tokenRatio: 0.1},
        timeout: {ms: 5000}, bulkhead: {limit: 10, queue: 5, adaptive: {model: "vegas", initial: 20, max: 100}}}}
      """,
      """
      {default: {budget: {model: "ratio", ratio: 0.2, minPerSecond: 10, ttlMs: 10000},
        retry: {maxAttempts: 4, delay: {backoff: {kind: "linear", baseMs: 100, incrementMs: 50},
          hint: {resetsBackoff: true}}, maxDurationMs: 10000}},
       targets: {flights: {breaker: {window: {type: "count", size: 10}, open: {waitMs: 1000, multiplier: 2},
        trip: {failureRate: 0.5, slowRate: 0.5, slowCallMs: 100, minimumCalls: 5},
        halfOpen: {permits: 3, maxWaitMs: 100}}, rateLimiter: {model: "tokenBucket", capacity: 5, permits: 2,
        periodMs: 100}}}}
      """,
      """
      {targets: {"flights.primary": {budget: {model: "quota", capacity: 500, successCredit: 1},
        rateLimiter: {model: "smooth", intervalMs: 10, maxWaitMs: 50}},
        hotels: {budget: {model: "concurrency", maxRate: 0.2, minConcurrency: 3},
        hedge: {delayMs: 50, maxHedges: 2}, breaker: "envoy", rateLimiter: {model: "cycle", permits: 3,
        periodMs: 1000}},
        weather: {retry: {maxAttempts: 5, delay: {backoff: {kind: "schedule", scheduleMs: [5, 25, 500]}}},
        bulkhead: {limit: 3, adaptive: {model: "aimd", min: 1, max: 5}}},
        activities: {retry: {maxAttempts: 5, delay: {backoff: {kind: "decorrelated", baseMs: 5,
        maxMs: 2000}}}, bulkhead: {limit: 3, adaptive: {model: "gradient"}},
        rateLimiter: {model: "slidingWindow", windows: [{permits: 3, periodMs: 100}, {permits: 5, periodMs: 400}]}}}}
      """,
    ] + Profile.libraries.map { JSONValue.object(["default": $0.policy.value]).json }

  @Test func `the samples are valid`() throws {
    for text in Self.samples { _ = try PolicySet(parsing: text) }
  }

  @Test func `are refused with a path, or every call under them ends`() throws {
    var valid = 0
    try InputMutator.each(of: Self.samples) { text in
      guard let policies = try? PolicySet(parsing: text) else { return }
      valid += 1
      // What was read is written so that it reads as the same.
      let written = try PolicySet(parsing: policies.value.json)
      let difference = zip(
        written.value.json.split(separator: "\n"), policies.value.json.split(separator: "\n")
      )
      .first { $0 != $1 }
      #expect(written == policies, "\(text)\n\(String(describing: difference))")
      try Self.call(under: policies)
    }
    #expect(valid > InputMutator.count / 20)
  }

  /// Makes calls that fail, hang and succeed under the policies, across the longest waits.
  private static func call(under policies: PolicySet) throws {
    var simulation = Simulation(seed: 3)
    simulation.allowsLeftovers = false
    simulation.stepBudget = 20_000
    do {
      _ = try simulation.run { world in
        let targets = ["flights.primary", "hotels", "weather", "activities"].enumerated().map { index, name in
          Target(id: UInt32(index), policies.policy(for: name), startingAt: world.clock.nanoseconds)
        }
        for target in targets {
          let pipeline = Pipeline(over: [target], on: world.clock, random: world.random)
          for request in 0..<12 as Range<UInt64> {
            _ = try? await pipeline.call(request: request) { attempt async throws(ProviderError) -> Int in
              if attempt.number > 50 { return 0 }
              if request % 3 == 0 { throw .unavailable }
              if request % 3 == 1 { try? await world.clock.sleep(for: .milliseconds(200)) }
              return 1
            }
          }
        }
      }
    } catch is SimulationError {
      // More attempts than the budget of steps, or times beyond that of the world: said, not hung.
    }
  }
}
