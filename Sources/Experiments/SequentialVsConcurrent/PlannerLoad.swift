package import LoadGen
package import Primitives
package import Resilience
package import SimCore
package import SimulatedServices
package import SimulatedTravel
package import TravelPlanner

/// One way to serve a set of requests: how they come, how a request searches, on which services.
package struct PlannerLoad: Sendable {
  package var profile: ServiceProfile
  package var model: LoadModel
  package var searchMode: SearchMode
  package var scope: PlanRequest.Scope
  package var seed: UInt64
  /// Nil for the standard one, fitted to the profile.
  package var policy: PlannerPolicy?
  /// Sessions are saved in memory, as the policy says when.
  package var keepsSessions: Bool
  /// True if every trip is booked and paid for, with the journal in memory.
  package var books = false

  package init(
    _ profile: ServiceProfile, _ model: LoadModel, searchMode: SearchMode,
    scope: PlanRequest.Scope = .searchOnly, seed: UInt64, policy: PlannerPolicy? = nil,
    keepsSessions: Bool = false
  ) {
    self.profile = profile
    self.model = model
    self.searchMode = searchMode
    self.scope = scope
    self.seed = seed
    self.policy = policy
    self.keepsSessions = keepsSessions
  }

  /// The result of a run.
  package struct Result: Sendable {
    package var run: LoadRun
    package var services: [ServiceReport]
    /// The times of each step of each request, if they were asked for.
    package var steps: [RequestSteps]
    package var digest: Digest
    /// Scheduling steps and timers of the world; 0 on the host's clock.
    package var events: UInt64
  }

  /// Runs on a clock of a world of its own.
  package func simulate(
    keepingSteps: Bool = false, scheduling: Scheduling = .fifo, observed: Bool = true
  ) throws -> Result {
    var simulation = Simulation(seed: seed, scheduling: scheduling).interruptible
    simulation.allowsLeftovers = false
    let outcome = try simulation.run { world in
      let epoch = world.calendar
      if observed {
        let observer = WorldObserver(world)
        let result = await perform(
          on: world.clock, random: world.random, epoch: epoch, keepingSteps: keepingSteps,
          observer: observer, resilienceObserver: observer)
        await world.endCancelledCalls(of: policy)
        return result
      }
      let result = await perform(
        on: world.clock, random: world.random, epoch: epoch, keepingSteps: keepingSteps)
      await world.endCancelledCalls(of: policy)
      return result
    }
    var result = outcome.value
    result.digest = outcome.digest
    result.events = outcome.steps + outcome.timersFired
    return result
  }

  /// Every decision of a run in a world of its own.
  package func trace(scheduling: Scheduling = .fifo) throws -> Trace {
    var simulation = Simulation(seed: seed, scheduling: scheduling).interruptible
    simulation.keepsTrace = true
    return try simulation.run { world in
      let observer = WorldObserver(world)
      let epoch = world.calendar
      _ = await perform(
        on: world.clock, random: world.random, epoch: epoch, observer: observer, resilienceObserver: observer)
      await world.endCancelledCalls(of: policy)
    }.trace
  }

  /// Runs on any clock; the requests and their draws are those of the simulation.
  package func perform<Clock: NanosecondClock>(
    on clock: Clock, random: RandomSource, epoch: Timestamp, keepingSteps: Bool = false,
    observer: (any PlannerObserver)? = nil, resilienceObserver: (any ResilienceObserver)? = nil
  ) async -> Result {
    let tally =
      keepingSteps || resilienceObserver != nil ? CallCounters(passingOnTo: resilienceObserver) : nil
    let planner = PlannerTestbed(
      profile, clock: clock, random: random, epoch: epoch, policy: policy,
      store: keepsSessions ? MemoryStateStore() : nil, bookings: books ? PlannerLoad.bookings : nil,
      observer: observer, resilienceObserver: tally)
    let mix = RequestMix(random: random)
    let keepsSessions = keepsSessions
    let example = PlanRequest(
      TripRequest(text: ""), key: 0, scope: scope, searchMode: searchMode,
      options: books ? PlannerLoad.booking : nil)
    let journal = StepJournal()
    let runner = LoadRunner(clock: clock, random: random.child("load"))
    let run = await runner.run(model) { index, planned in
      do throws(PlanError) {
        var request = mix.request(index, like: example)
        // Kept sessions are named by traveller, words and time: two travellers who say the same at once must
        // not share one.
        if keepsSessions { request.user = String(index) }
        let state = try await planner.plan(request)
        if keepingSteps { journal.add(RequestSteps(index, state, epoch: epoch, planned: planned)) }
        return state.isPartial ? .degraded : .success
      } catch {
        return .failure(PlannerFailure(error).kind)
      }
    }
    let services = planner.services.map { service in
      ServiceReport(service.name, service.station.measures, tally?[service.target] ?? CallCounters.Counts())
    }
    return Result(run: run, services: services, steps: journal.steps, digest: Digest(), events: 0)
  }
}

extension PlannerLoad {
  private static var bookings: SimulatedBookingConfiguration {
    var setup = SimulatedBookingConfiguration()
    setup.storesLedgers = false
    return setup
  }

  /// The contact and payment method of every traveller of a load.
  private static var booking: PlanOptions {
    var options = PlanOptions()
    options.booking = BookingOption(
      contact: .example,
      method: PaymentMethod(token: "pm_card_visa"), agreed: .any)
    return options
  }
}

/// The measures of one service in a run.
package struct ServiceReport: Sendable {
  package let name: String
  package let measures: StationMeasures
  /// The decisions of its resilience policies; all 0 without an observer.
  let counts: CallCounters.Counts

  init(_ name: String, _ measures: StationMeasures, _ counts: CallCounters.Counts) {
    self.name = name
    self.measures = measures
    self.counts = counts
  }
}

/// The reason of a failed plan, as a number for the load generator.
package enum PlannerFailure: UInt8, Sendable, CaseIterable {
  case invalid, conflict, cancelled

  init(_ error: PlanError) {
    switch error {
    case .invalid: self = .invalid
    case .conflict: self = .conflict
    case .cancelled: self = .cancelled
    }
  }

  package var kind: ErrorKind { ErrorKind(rawValue: rawValue) }

  /// The reason behind a number.
  package static func name(_ kind: ErrorKind) -> String {
    PlannerFailure(rawValue: kind.rawValue).map { "\($0)" } ?? "failure \(kind.rawValue)"
  }
}
