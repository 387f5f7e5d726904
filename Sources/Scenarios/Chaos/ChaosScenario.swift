package import Primitives
package import Resilience
package import SimCore
package import SimulatedTravel

/// A load, service models, resilience policies, a fault plan and expectations.
///
///     let scenario = ChaosScenario.named("blackout")!
///     let result = try scenario.run(scenario.makeCase(seed: 7))
///     for violation in result.violations { print(violation) }
///
/// A value: it can be written to a file, read back, and shrunk by taking parts out.
package struct ChaosScenario: Sendable, Hashable {
  /// Lower case, words joined by `-`.
  package var name: String
  /// A paragraph on its purpose.
  package var summary: String
  /// The first seed of a sweep that names none.
  package var seed: UInt64
  package var load: ChaosLoad
  package var profile: ServiceProfile
  /// Nil for the planner's standard policies, fitted to the profile.
  package var policies: PolicySet?
  /// The faults to inject; each has a name of its own.
  package var faults: FaultPlan
  /// The expectations beyond the invariants of every case.
  package var expectations: [Expectation]
  /// The time after the last request and the last fault by which everything must be terminal.
  package var settleTimeout: Duration

  package init(
    _ name: String, _ summary: String, seed: UInt64 = 1, load: ChaosLoad = ChaosLoad(),
    profile: ServiceProfile = .production, policies: PolicySet? = nil, faults: FaultPlan = FaultPlan(),
    expectations: [Expectation] = [], settleTimeout: Duration = .seconds(600)
  ) {
    self.name = name
    self.summary = summary
    self.seed = seed
    self.load = load
    self.profile = profile
    self.policies = policies
    self.faults = faults
    self.expectations = expectations
    self.settleTimeout = settleTimeout
  }

  /// The whole scenario under one seed.
  package func makeCase(seed: UInt64, scheduling: Scheduling = .random) -> ChaosCase {
    ChaosCase(seed: seed, faults: faults, scheduling: scheduling, requests: load.requests)
  }
}

/// The load of a scenario.
package struct ChaosLoad: Sendable, Hashable {
  /// When requests come. An arrival follows from the request's number and the seed alone, so leaving one
  /// request out moves no other.
  package enum Arrivals: Sendable, Hashable {
    case together
    /// Request `n` after `n` times the gap.
    case every(Duration)
    /// Each at a time drawn uniformly from the interval.
    case spread(over: Duration)
  }

  /// The last step of a request.
  package enum Scope: String, Sendable, Hashable, CaseIterable, Codable {
    case searchOnly
    /// Itinerary and its words as well.
    case fullPlan
    /// And ledgers and pays what was planned.
    case booking
  }

  /// The source of the request texts.
  package enum Trips: String, Sendable, Hashable, CaseIterable, Codable {
    /// Sixteen sentences, drawn by the request's number.
    case mix
    /// The four sample trips, in turn.
    case samples
  }

  package var requests: Int
  package var trips: Trips
  package var arrivals: Arrivals
  package var scope: Scope
  /// True if sessions are saved in a store after each step.
  package var savesSessions: Bool
  /// The outcome rates of bookings without faults.
  package var outcomeRates: BookingOutcomeRates
  /// The number of times a user repeats a request that was not answered in full.
  package var userRetries: Int

  /// Shares of the bookings that meet something other than success.
  package struct BookingOutcomeRates: Sendable, Hashable {
    package var soldOutFlights: Ratio = .never
    package var soldOutHotels: Ratio = .never
    /// The hotel costs more when it is booked than when it was looked at.
    package var hotelPriceIncrease: Ratio = .never
    package var declined: Ratio = .never
    /// The gateway does not know for three seconds.
    package var slowPayments: Ratio = .never
    /// The providers do not look at keys: what comes twice is done twice. No provider worth its name; for
    /// showing what keys are for.
    package var ignoresIdempotencyKeys = false
    package init() {}
  }

  package init(
    requests: Int = 20, arrivals: Arrivals = .spread(over: .seconds(2)), scope: Scope = .fullPlan,
    savesSessions: Bool = true, trips: Trips = .mix,
    outcomeRates: BookingOutcomeRates = BookingOutcomeRates(), userRetries: Int = 0
  ) {
    precondition(requests > 0, "a load needs a request, had \(requests)")
    self.requests = requests
    self.trips = trips
    self.arrivals = arrivals
    self.scope = scope
    self.savesSessions = savesSessions
    self.outcomeRates = outcomeRates
    self.userRetries = userRetries
  }
}

/// One run of a scenario: its seed, and what is left of it after a swarm or a shrinker took parts out.
package struct ChaosCase: Sendable, Hashable, Codable {
  package var seed: UInt64
  /// The faults of this run: all of the scenario's or a part of them.
  package var faults: FaultPlan
  package var scheduling: Scheduling
  /// Requests 0 to this, without those of `omitted`.
  package var requests: Int
  /// Numbers of requests that are not made, ascending.
  package var omitted: [Int]

  package init(
    seed: UInt64, faults: FaultPlan, scheduling: Scheduling = .random, requests: Int, omitted: [Int] = []
  ) {
    self.seed = seed
    self.faults = faults
    self.scheduling = scheduling
    self.requests = requests
    self.omitted = omitted
  }

  /// The same run with nothing going wrong.
  package var control: ChaosCase {
    var control = self
    control.faults = FaultPlan()
    return control
  }
}
