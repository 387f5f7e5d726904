import Primitives
import Resilience
import SimCore
import Testing
import TravelPlanner

@Suite("Planner")
struct PlannerTests {
  static let sentence = "Plan a trip from London to Paris from June 15 to June 18 for two"

  /// One plan in a world of its own.
  func plan(
    _ scripts: FakeProviders = FakeProviders(), _ trip: TripRequest = TripRequest(text: sentence),
    mode: SearchMode = .parallel, scope: PlanRequest.Scope = .full, seed: UInt64 = 1,
    observer: EventLog = EventLog()
  ) throws -> (state: SessionState, milliseconds: Int64) {
    let outcome = try Simulation(seed: seed).run { world in
      let clock = world.clock
      let planner = Planner(
        scripts.ports(clock), clock: clock, random: world.random,
        epoch: Timestamp("2026-01-14T00:00:00Z")!, observer: observer)
      return try await planner.plan(PlanRequest(trip, key: 7, scope: scope, searchMode: mode))
    }
    return (outcome.value, outcome.endedAt.nanoseconds / 1_000_000)
  }

  // MARK: Time

  @Test(
    "takes the longest search in parallel and the sum in sequence",
    arguments: [
      (SearchMode.parallel, PlanRequest.Scope.searchOnly, Int64(1100)), (.sequential, .searchOnly, 2110),
      (.parallel, .full, 2000), (.sequential, .full, 3010),
    ])
  func duration(mode: SearchMode, scope: PlanRequest.Scope, milliseconds: Int64) throws {
    let plan = try plan(mode: mode, scope: scope)
    #expect(plan.milliseconds == milliseconds)
    #expect(plan.state.searchNanoseconds == (mode == .parallel ? 800 : 1810) * 1_000_000)
  }

  @Test("finds the same one after another and all at once")
  func modesAgree() throws {
    let parallel = try plan(mode: .parallel).state
    let sequential = try plan(mode: .sequential).state
    #expect(parallel.flights == sequential.flights)
    #expect(parallel.hotels == sequential.hotels)
    #expect(parallel.itinerary == sequential.itinerary)
  }

  @Test("is the same plan when run again")
  func repeats() throws { #expect(try plan().state == plan().state) }

  // MARK: Records

  @Test func `every search records its times, its provider and its attempts`() throws {
    let state = try plan().state
    for kind in SearchKind.allCases {
      let record = state.searches[kind]
      #expect(record.status == .completed)
      #expect(record.startedAt == Timestamp("2026-01-14T00:00:00.300Z"))
      #expect(record.provider == 0)
      #expect(record.attempts == 1)
    }
    #expect(state.searches.flights.completedAt == Timestamp("2026-01-14T00:00:01.100Z"))
    #expect(state.searches.weather.completedAt == Timestamp("2026-01-14T00:00:00.500Z"))
    #expect(state.searches.hotels.duration == .milliseconds(500))
    #expect(
      state.completedSteps == [
        .intent, .flightSearch, .hotelSearch, .weatherSearch, .activitySearch, .parallelSearch, .itinerary,
        .narrative, .response,
      ])
    #expect(!state.isPartial)
    #expect(state.errors.isEmpty)
    #expect(state.retryCount == 0)
  }

  @Test func `a search that is not needed is skipped and reported as skipped`() throws {
    let log = EventLog()
    let state = try plan(
      FakeProviders(), TripRequest(text: "Find hotels in Rome for 3 nights"), observer: log
    )
    .state
    #expect(state.searches.hotels.status == .completed)
    for kind in [SearchKind.flights, .weather, .activities] {
      #expect(state.searches[kind] == SearchRecord(.skipped))
      #expect(state.completedSteps.contains(kind.skippedStep))
      #expect(log.all.contains(.searchSkipped(kind)))
    }
    #expect(state.flights.options.isEmpty)
    #expect(!state.isPartial)
    #expect(state.itinerary == nil)
    #expect(state.completedSteps.contains(.itinerarySkipped))
  }

  @Test(
    "searches nothing without a need or a destination",
    arguments: [
      ("Hello there", Int64(300), [NextAction]()), ("Find me a flight", 300, [.nameDestination]),
    ])
  func nothingToSearch(text: String, milliseconds: Int64, next: [NextAction]) throws {
    let plan = try plan(FakeProviders(), TripRequest(text: text))
    #expect(plan.milliseconds == milliseconds)
    #expect(plan.state.completedSteps.contains(.searchSkipped))
    #expect(plan.state.searches.all(.skipped) == .all)
    #expect(plan.state.nextActions == next)
  }

  @Test func `without an origin the flights are missing and the plan asks for one`() throws {
    let state = try plan(FakeProviders(), TripRequest(text: "Plan a trip to Paris")).state
    #expect(state.searches.flights.status == .failed)
    #expect(state.errors == [StepError(.flightSearch, .missingOrigin)])
    #expect(state.isPartial)
    #expect(state.nextActions.first == .nameOrigin)
    #expect(state.itinerary?.flight == nil)
    #expect(state.itinerary?.hotel != nil)
  }

  // MARK: Failure

  @Test(
    "one failed search leaves an error and an empty result, and the others are kept",
    arguments: SearchKind.allCases)
  func partial(failing kind: SearchKind) throws {
    var scripts = FakeProviders()
    switch kind {
    case .flights: scripts.flights = [.fails(.refused)]
    case .hotels: scripts.hotels = [.fails(.refused)]
    case .weather: scripts.weather = [.fails(.refused)]
    case .activities: scripts.activities = [.fails(.refused)]
    }
    let log = EventLog()
    let state = try plan(scripts, observer: log).state
    #expect(state.errors == [StepError(kind.step, .refused)])
    #expect(state.searches[kind].status == .failed)
    #expect(state.searches[kind].provider == nil)
    #expect(state.searches[kind].attempts == 1)
    #expect(state.searches.all(.completed) == SearchNeeds.all.subtracting(kind.need))
    #expect(state.flights.options.isEmpty == (kind == .flights))
    #expect(state.hotels.options.isEmpty == (kind == .hotels))
    #expect(state.forecast.days.isEmpty == (kind == .weather))
    #expect(state.activities.options.isEmpty == (kind == .activities))
    #expect(state.isPartial)
    #expect(log.all.contains(.partial(kind.need)))
    #expect(state.response.contains("This plan is partial."))
    #expect(state.itinerary?.days.count == 4)
  }

  @Test func `all searches can fail and there is still an answer`() throws {
    let scripts = FakeProviders(
      flights: [.fails(.refused)], hotels: [.fails(.refused)], weather: [.fails(.refused)],
      activities: [.fails(.refused)])
    let state = try plan(scripts).state
    #expect(state.errors.count == 4)
    #expect(state.itinerary?.reason == .noChoice)
    #expect(state.itinerary?.days.allSatisfy { $0.kind == .free } == true)
  }

  @Test("a provider that recovers is served by a retry", arguments: 0...3)
  func retries(failures: Int) throws {
    let scripts = FakeProviders(hotels: [Script(milliseconds: 10, failures: failures)])
    let state = try plan(scripts).state
    let record = state.searches.hotels
    #expect(record.status == (failures < 3 ? .completed : .failed))
    #expect(Int(record.attempts) == min(failures + 1, 3))
    #expect(Int(state.retryCount) == min(failures, 2))
    #expect(state.errors == (failures < 3 ? [] : [StepError(.hotelSearch, .unavailable)]))
  }

  @Test func `the secondary answers at once when the primary refuses`() throws {
    let scripts = FakeProviders(flights: [.fails(.refused, after: 10), .answers(after: 700)])
    let plan = try plan(scripts, scope: .searchOnly)
    #expect(plan.state.searches.flights.provider == 1)
    #expect(plan.state.searches.flights.attempts == 2)
    #expect(plan.milliseconds == 300 + 10 + 700)
    #expect(!plan.state.isPartial)
  }

  @Test func `if every provider fails, all causes are recorded`() throws {
    let scripts = FakeProviders(weather: [.fails(.malformed), .fails(.refused)])
    let state = try plan(scripts).state
    #expect(state.errors == [StepError(.weatherSearch, .refused, earlierCauses: [.malformed])])
    #expect(
      state.errors[0].description
        == "weather_search: refused by the provider (before that: invalid response)")
  }

  @Test func `an attempt is cut off after five seconds, and the search by its deadline`() throws {
    let scripts = FakeProviders(activities: [.answers(after: 60_000)])
    let plan = try plan(scripts, scope: .searchOnly)
    #expect(plan.state.searches.activities.status == .failed)
    #expect(plan.state.errors.map(\.cause) == [.deadlineExceeded])
    #expect(plan.milliseconds == 300 + 15_000)
  }

  @Test func `an open breaker sends later plans to the secondary without a call`() throws {
    let outcome = try Simulation(seed: 3).run { world in
      let clock = world.clock
      let scripts = FakeProviders(hotels: [.fails(), .answers(after: 20)])
      let ports = scripts.ports(clock)
      let planner = Planner(
        ports, clock: clock, random: world.random, epoch: Timestamp("2026-01-14T00:00:00Z")!)
      var attempts: [UInt16] = []
      for key in 1...3 {
        let state = try await planner.plan(
          PlanRequest(TripRequest(text: PlannerTests.sentence), key: UInt64(key)))
        #expect(state.searches.hotels.provider == 1)
        attempts.append(state.searches.hotels.attempts)
      }
      return (attempts, ports.hotels[0].service.calls)
    }
    // Three failures open the breaker; then one refused attempt and one that serves.
    #expect(outcome.value.0 == [4, 2, 2])
    #expect(outcome.value.1 == 3)
  }

  @Test func `when the classifier is down the rules answer`() throws {
    let state = try plan(FakeProviders(intent: .fails(.malformed, after: 1))).state
    #expect(state.intent?.destination == City("Paris"))
    #expect(state.errors == [StepError(.intent, .malformed)])
    #expect(state.retryCount == 1)
    #expect(!state.isPartial)
  }

  @Test func `when the narrator is down the template serves`() throws {
    #expect(try plan().state.narrative == .text("Have a good trip."))
    let state = try plan(FakeProviders(narrator: .fails(.refused))).state
    #expect(state.narrative == .template)
    #expect(state.errors == [StepError(.narrative, .refused)])
    #expect(state.response.contains("Day 1"))
  }

  // MARK: Refusal

  @Test func `an impossible sentence ends the plan with every rule it breaks`() throws {
    do {
      _ = try plan(FakeProviders(), TripRequest(text: "Trip to Mordor for 60 people"))
      Issue.record("planned a trip to Mordor")
    } catch PlanError.invalid(let error) {
      #expect(error.issues.map(\.field) == [.destination, .passengers])
    }
  }

  @Test func `invalid fields are refused before anybody is called`() throws {
    #expect(throws: PlanError.self) {
      _ = try plan(FakeProviders(), TripRequest(text: "Plan a trip to Paris", passengers: 0))
    }
  }

  @Test func `a field wins over the text`() throws {
    let trip = TripRequest(
      text: PlannerTests.sentence, destination: "Rome", returning: "2026-06-20", passengers: 5,
      currency: "EUR")
    let state = try plan(FakeProviders(), trip).state
    #expect(state.trip?.destination == City("Rome"))
    #expect(state.trip?.nights == 5)
    #expect(state.trip?.passengers == 5)
    #expect(state.flights.currency == .eur)
  }

  @Test func `fields alone make a plan, without asking the classifier`() throws {
    let trip = TripRequest(
      origin: "LHR", destination: "Nice", departure: "2026-03-01", returning: "2026-03-04")
    let plan = try plan(FakeProviders(), trip, scope: .searchOnly)
    #expect(plan.milliseconds == 800)
    #expect(plan.state.trip?.origin == City("London"))
    #expect(plan.state.trip?.nights == 3)
  }

  @Test func `a cancelled plan ends as cancelled`() throws {
    let outcome = try Simulation(seed: 1).run { world in
      let clock = world.clock
      let planner = Planner(
        FakeProviders().ports(clock), clock: clock, random: world.random,
        epoch: Timestamp("2026-01-14T00:00:00Z")!)
      let task = Task {
        do throws(PlanError) {
          _ = try await planner.plan(PlanRequest(TripRequest(text: PlannerTests.sentence), key: 1))
          return nil as PlanError?
        } catch {
          return error
        }
      }
      try await world.clock.sleep(for: .milliseconds(600))
      task.cancel()
      return await task.value
    }
    #expect(outcome.value == .cancelled)
    #expect(outcome.endedAt.nanoseconds == 600_000_000)
  }
}
