public import Randomness
public import Resilience
public import SimCore

/// A situation to put the planner in, and what must be true of how it takes it.
///
///     let scenario = ChaosScenario.named("blackout")!
///     let result = try scenario.run(scenario.makeCase(seed: 7))
///     for violation in result.violations { print(violation) }
///
/// A value: it can be written to a file, read back, and shrunk by taking parts out.
public struct ChaosScenario: Sendable, Hashable {
  /// Lower case, words joined by `-`.
  public var name: String
  /// A paragraph: what it shows.
  public var summary: String
  /// The first seed of a sweep that names none.
  public var seed: UInt64
  public var load: ChaosLoad
  public var profile: ServiceProfile
  /// Nil for the planner's standard guards, fitted to the profile.
  public var policies: PolicySet?
  /// What goes wrong; each fault by its own name.
  public var faults: FaultPlan
  /// What must hold beyond what must hold always.
  public var expectations: [Expectation]
  /// Nanoseconds after the last request and the last fault by which everything must have come to rest.
  public var patience: Int64

  public init(
    _ name: String, _ summary: String, seed: UInt64 = 1, load: ChaosLoad = ChaosLoad(),
    profile: ServiceProfile = .production, policies: PolicySet? = nil, faults: FaultPlan = FaultPlan(),
    expectations: [Expectation] = [], patience: Int64 = 600_000_000_000
  ) {
    self.name = name
    self.summary = summary
    self.seed = seed
    self.load = load
    self.profile = profile
    self.policies = policies
    self.faults = faults
    self.expectations = expectations
    self.patience = patience
  }

  /// The whole scenario under one seed.
  public func makeCase(seed: UInt64, scheduling: Scheduling = .random) -> ChaosCase {
    ChaosCase(seed: seed, faults: faults, scheduling: scheduling, requests: load.requests)
  }
}

/// What travellers ask of the planner in a scenario.
public struct ChaosLoad: Sendable, Hashable {
  /// When requests come. An arrival follows from the request's number and the seed alone, so leaving one
  /// request out moves no other.
  public enum Arrivals: Sendable, Hashable {
    case together
    /// Request `n` after `n` times so many nanoseconds.
    case every(nanoseconds: Int64)
    /// Each at a moment drawn from so many nanoseconds, all equally likely.
    case spread(nanoseconds: Int64)
  }

  /// How far a request goes.
  public enum Scope: String, Sendable, Hashable, CaseIterable, Codable {
    case searchOnly
    /// Itinerary and its words as well.
    case fullPlan
    /// And books and pays what was planned.
    case booking
  }

  /// What is asked for.
  public enum Trips: String, Sendable, Hashable, CaseIterable, Codable {
    /// Sixteen sentences, drawn by the request's number.
    case mix
    /// The four sample trips, in turn.
    case samples
  }

  public var requests: Int
  public var trips: Trips
  public var arrivals: Arrivals
  public var scope: Scope
  /// Whether sessions are kept in a store, saved after each step.
  public var savesSessions: Bool
  /// How bookings turn out when nothing is broken.
  public var trade: Trade
  /// How often a user asks again who got less than was asked for.
  public var userRetries: Int

  /// Shares of the bookings that meet something other than success.
  public struct Trade: Sendable, Hashable {
    public var soldOutFlights: Ratio = .never
    public var soldOutHotels: Ratio = .never
    /// The hotel costs more when it is booked than when it was looked at.
    public var dearerHotels: Ratio = .never
    public var declined: Ratio = .never
    /// The gateway does not know for three seconds.
    public var slowPayments: Ratio = .never
    /// The providers do not look at keys: what comes twice is done twice. No provider worth its name; for
    /// showing what keys are for.
    public var ignoresKeys = false
    public init() {}
  }

  public init(
    requests: Int = 20, arrivals: Arrivals = .spread(nanoseconds: 2_000_000_000), scope: Scope = .fullPlan,
    savesSessions: Bool = true, trips: Trips = .mix, trade: Trade = Trade(), userRetries: Int = 0
  ) {
    precondition(requests > 0, "a load needs a request, had \(requests)")
    self.requests = requests
    self.trips = trips
    self.arrivals = arrivals
    self.scope = scope
    self.savesSessions = savesSessions
    self.trade = trade
    self.userRetries = userRetries
  }
}

/// One run of a scenario: its seed, and what is left of it after a swarm or a shrinker took parts out.
public struct ChaosCase: Sendable, Hashable, Codable {
  public var seed: UInt64
  /// What goes wrong in this run: the scenario's faults, or some of them.
  public var faults: FaultPlan
  public var scheduling: Scheduling
  /// Requests 0 to this, without those of `omitted`.
  public var requests: Int
  /// Numbers of requests that are not made, ascending.
  public var omitted: [Int]

  public init(
    seed: UInt64, faults: FaultPlan, scheduling: Scheduling = .random, requests: Int, omitted: [Int] = []
  ) {
    self.seed = seed
    self.faults = faults
    self.scheduling = scheduling
    self.requests = requests
    self.omitted = omitted
  }

  /// The same run with nothing going wrong.
  public var control: ChaosCase {
    var control = self
    control.faults = FaultPlan()
    return control
  }
}
