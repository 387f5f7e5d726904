import Primitives
import Resilience
import SimCore
import Synchronization
import Testing
import TravelPlanner

@Suite("Resuming a session")
struct ResumeTests {
  static let id = SessionID("00000000000000aa")!
  typealias Ports = TravelPlanner.Ports<
    FakeClassifier, FakeFlights, FakeHotels, FakeWeather, FakeActivities, FakeNarrator
  >

  /// One answer of a conversation, and the calls it took.
  struct Answer: Sendable {
    var state: SessionState
    /// Of flights, hotels, weather, activities and the narrator.
    var calls: [Int]
  }

  static func calls(_ ports: Ports) -> [Int] {
    [
      ports.flights[0].service.calls, ports.hotels[0].service.calls, ports.weather[0].service.calls,
      ports.activities[0].service.calls, ports.narrator.service.calls,
    ]
  }

  /// The requests of one session, one after another, each but the first resuming it.
  func converse(
    _ trips: [TripRequest], scripts: FakeProviders = FakeProviders(),
    store: any StateStore = MemoryStateStore(),
    observer: EventLog = EventLog(), mode: SearchMode = .parallel
  ) throws -> [Answer] {
    try Simulation(seed: 1).run { world in
      let clock = world.clock
      let ports = scripts.ports(clock)
      let planner = Planner(
        ports, clock: clock, random: world.random, epoch: Timestamp("2026-01-14T00:00:00Z")!, store: store,
        observer: observer)
      var answers: [Answer] = []
      for (index, trip) in trips.enumerated() {
        let before = Self.calls(ports)
        let state = try await planner.plan(
          PlanRequest(trip, key: 7, session: Self.id, resume: index > 0, searchMode: mode))
        answers.append(Answer(state: state, calls: zip(Self.calls(ports), before).map { $0 - $1 }))
      }
      return answers
    }.value
  }

  func converse(_ texts: String..., scripts: FakeProviders = FakeProviders()) throws -> [Answer] {
    try converse(texts.map { TripRequest(text: $0) }, scripts: scripts)
  }

  // MARK: The example

  @Test func `flights, then hotels, then an itinerary of both`() throws {
    let answers = try converse(
      "find flights from Berlin to Paris on 2026-06-15", "now find hotels in Paris for 5 nights",
      "generate the itinerary")
    #expect(answers.map(\.calls) == [[1, 0, 0, 0, 0], [0, 1, 0, 0, 0], [0, 0, 1, 1, 1]])

    let second = answers[1].state
    #expect(second.resumeReport?.kept == .flights)
    #expect(second.resumeReport?.dropped == [])
    #expect(second.found == .hotels)
    #expect(second.flights == answers[0].state.flights)
    #expect(second.trip?.departure == CalendarDay("2026-06-15"))
    #expect(second.trip?.nights == 5)
    #expect(second.response.hasPrefix("Continued: kept flights; new hotels.\n"))
    #expect(second.response.contains("Flights from Berlin to Paris on Mon 15 Jun 2026: 3"))
    #expect(second.response.contains("Hotels in Paris for 5 nights: 3"))
    #expect(second.itinerary == nil)

    let third = answers[2].state
    #expect(third.resumeReport?.kept == [.flights, .hotels])
    #expect(third.found == [.weather, .activities])
    #expect(
      third.completedSteps == [
        .intent, .flightSearchKept, .hotelSearchKept, .weatherSearch, .activitySearch, .parallelSearch,
        .itinerary, .narrative, .response,
      ])
    let itinerary = try #require(third.itinerary)
    #expect(itinerary.flight.map { third.flights.options.contains($0) } == true)
    #expect(itinerary.hotel.map { third.hotels.options.contains($0) } == true)
    #expect(itinerary.days.count == 6)
    #expect(third.response.contains("Continued: kept flights and hotels; new weather and activities."))
    #expect(!third.isPartial)
    #expect(third.createdAt == answers[0].state.createdAt)
  }

  // MARK: What stays and what goes

  static let plan = "Plan a trip from Berlin to Paris from June 15 to June 20 for two"

  static let changes: [(text: String, calls: [Int], dropped: SearchNeeds, says: String)] = [
    ("make it Rome instead of Paris", [1, 1, 1, 1, 1], .all, "because the destination changed"),
    ("find hotels in Lisbon", [1, 1, 1, 1, 1], .all, "because the destination changed"),
    ("for 3 people", [1, 1, 0, 0, 1], [.flights, .hotels], "because the number of travellers changed"),
    ("find flights from Munich", [1, 0, 0, 0, 1], .flights, "because the origin changed"),
    ("leaving on June 16", [1, 1, 1, 1, 1], .all, "departure and return changed"),
    ("for 6 nights", [1, 1, 1, 1, 1], .all, "return and number of nights changed"),
    ("returning June 21", [1, 1, 1, 1, 1], .all, "return and number of nights changed"),
    ("business class please", [1, 0, 0, 0, 1], .flights, "because the cabin changed"),
    ("direct flights only", [1, 0, 0, 0, 1], .flights, "because the number of stops changed"),
    ("a 4 star hotel", [0, 1, 0, 0, 1], .hotels, "because the hotel rating changed"),
    ("museums and food", [0, 0, 0, 1, 1], .activities, "because the interests changed"),
    ("our budget is $900", [0, 0, 0, 0, 1], [], "Continued: kept flights, hotels, weather and activities."),
    ("our budget is 900 EUR", [1, 1, 0, 1, 1], [.flights, .hotels, .activities], "the currency changed"),
    ("go on", [0, 0, 0, 0, 0], [], "the itinerary is unchanged"),
    (plan, [0, 0, 0, 0, 0], [], "the itinerary is unchanged"),
  ]

  @Test("repeats the searches that a change affects, and no others", arguments: changes.indices)
  func dropsWhatNoLongerApplies(index: Int) throws {
    let change = Self.changes[index]
    let answers = try converse(Self.plan, change.text)
    #expect(answers[1].calls == change.calls, "\(change.text)")
    let state = answers[1].state
    #expect(state.resumeReport?.dropped == change.dropped, "\(change.text)")
    #expect(state.resumeReport?.kept == SearchNeeds.all.subtracting(change.dropped), "\(change.text)")
    #expect(state.response.contains(change.says), "\(change.text): \(state.response.prefix(200))")
    #expect(state.itinerary != nil)
    #expect(!state.isPartial)
    // What was found anew is what a fresh plan of the merged trip would have found.
    #expect(state.flights.options == state.trip?.flightQuery.map { Fixtures.flights($0) })
  }

  @Test func `fields alone change the trip too`() throws {
    let answers = try converse([TripRequest(text: Self.plan), TripRequest(passengers: 4)])
    #expect(answers[1].state.trip?.passengers == 4)
    #expect(answers[1].calls == [1, 1, 0, 0, 1])
    // And a request that says nothing at all finishes what is there.
    let silent = try converse([TripRequest(text: Self.plan), TripRequest()])
    #expect(silent[1].calls == [0, 0, 0, 0, 0])
    #expect(silent[1].state.itinerary == silent[0].state.itinerary)
  }

  @Test func `a flight stays one way until a request names a return`() throws {
    let answers = try converse(
      "find flights from Berlin to Paris on 2026-06-15", "hotels for 5 nights", "flights back on June 20")
    #expect(answers[1].state.trip?.returning == nil)
    #expect(answers[1].calls == [0, 1, 0, 0, 0])
    #expect(answers[2].state.trip?.returning == CalendarDay("2026-06-20"))
    #expect(answers[2].calls == [1, 0, 0, 0, 0])
  }

  @Test func `a city that was the origin leaves the origin open`() throws {
    let answers = try converse("find flights from Berlin to Paris on 2026-06-15", "find hotels in Berlin")
    #expect(answers[1].state.trip?.origin == nil)
    #expect(answers[1].state.trip?.destination == City("Berlin"))
    #expect(answers[1].state.nextActions.contains(.nameOrigin))
  }

  @Test func `only failed searches are repeated`() throws {
    let scripts = FakeProviders(weather: [Script(milliseconds: 10, failures: 1, error: .refused)])
    let answers = try converse([TripRequest(text: Self.plan), TripRequest()], scripts: scripts)
    #expect(answers[0].state.isPartial)
    #expect(answers[1].calls == [0, 0, 1, 0, 1])
    #expect(!answers[1].state.isPartial)
    #expect(answers[1].state.errors.isEmpty)
    #expect(answers[1].state.itinerary?.days[0].forecast != nil)
    #expect(answers[1].state.response.contains("kept flights, hotels and activities; new weather."))
  }

  @Test("contradictions between session and request are refused with the name of the field")
  func contradictions() throws {
    for (text, field) in [
      ("returning June 10", ValidationIssue.Field.return), ("flights from Paris", .destination),
    ] {
      let error = #expect(throws: PlanError.self) { _ = try converse(Self.plan, text) }
      guard case .invalid(let issues)? = error else {
        Issue.record("\(text): \(String(describing: error))")
        continue
      }
      #expect(issues.issues.map(\.field) == [field])
    }
  }

  @Test("the two ways of searching find the same when resumed")
  func modesAgree() throws {
    let texts = ["find flights from Berlin to Paris on 2026-06-15", "generate the itinerary"]
    let requests = texts.map { TripRequest(text: $0) }
    let parallel = try converse(requests, mode: .parallel)[1].state
    let sequential = try converse(requests, mode: .sequential)[1].state
    #expect(parallel.results.activities == sequential.results.activities)
    #expect(parallel.itinerary == sequential.itinerary)
    #expect(sequential.completedSteps.contains(.sequentialSearch))
  }

  // MARK: Starting anew

  /// A store that has something else to say when it is asked.
  struct OddStore: StateStore {
    let base = MemoryStateStore()
    let answer: @Sendable () throws(StoreError) -> StoredSession

    func save(
      _ state: SessionState, at now: Timestamp, timeToLive: Duration
    ) async throws(StoreError) -> UInt32 {
      try await base.save(state, at: now, timeToLive: timeToLive)
    }
    func load(_ id: SessionID, at now: Timestamp) async throws(StoreError) -> StoredSession { try answer() }
    func delete(_ id: SessionID) async throws(StoreError) -> Bool { try await base.delete(id) }
    func sessions(at now: Timestamp) async throws(StoreError) -> [SessionID] {
      try await base.sessions(at: now)
    }
  }

  static let oddities: [(ResumeResult, String, @Sendable () throws(StoreError) -> StoredSession)] = [
    (
      .missing, "Started a new session: there is no session 00000000000000aa.",
      { () throws(StoreError) in .missing }
    ),
    (.expired, "session 00000000000000aa has expired.", { () throws(StoreError) in .expired }),
    (
      .corrupt, "cannot be read.\nx.json cannot be read (torn)",
      { () throws(StoreError) in throw .corrupt(StoreCorruption(subject: "x.json", reason: "torn")) }
    ),
    (
      .unavailable, "the store of session 00000000000000aa is unavailable.\nno such disk",
      { () throws(StoreError) in throw .unavailable(reason: "no such disk") }
    ),
  ]

  @Test("a session that cannot be loaded starts a new one and gives the reason", arguments: oddities.indices)
  func startsAnew(index: Int) async throws {
    let (start, says, answer) = Self.oddities[index]
    let store = OddStore(answer: answer)
    let log = EventLog()
    let outcome = try Simulation(seed: 1).run { world in
      let clock = world.clock
      let planner = Planner(
        FakeProviders().ports(clock), clock: clock, random: world.random,
        epoch: Timestamp("2026-01-14T00:00:00Z")!, store: store, observer: log)
      return try await planner.plan(
        PlanRequest(TripRequest(text: Self.plan), key: 7, session: Self.id, resume: true))
    }
    let state = outcome.value
    #expect(state.resumeReport == ResumeReport(start, detail: state.resumeReport?.detail))
    #expect(state.response.contains(says))
    #expect(log.all.contains(.sessionLoaded(start)))
    #expect(state.id == Self.id)
    #expect(state.itinerary != nil)
    #expect(try await store.base.load(Self.id, at: state.updatedAt) == .found(state))
  }

  @Test func `a new session without a text or destination is refused`() throws {
    let error = #expect(throws: PlanError.self) {
      _ = try Simulation(seed: 1).run { world in
        let clock = world.clock
        let planner = Planner(
          FakeProviders().ports(clock), clock: clock, random: world.random,
          epoch: Timestamp("2026-01-14T00:00:00Z")!, store: MemoryStateStore())
        return try await planner.plan(PlanRequest(TripRequest(), key: 7, session: Self.id, resume: true))
      }
    }
    #expect(error == .invalid(ValidationError([ValidationIssue(.text, "", .required)])))
  }

  // MARK: Two at once, and crashes

  @Test("of two that resume the same session at once one wins", arguments: UInt64(0)..<10)
  func twoResumers(seed: UInt64) throws {
    let (results, saved) = try Simulation(seed: seed, scheduling: .random).run { world in
      let clock = world.clock
      let store = MemoryStateStore()
      let planner = Planner(
        FakeProviders().ports(clock), clock: clock, random: world.random,
        epoch: Timestamp("2026-01-14T00:00:00Z")!, store: store)
      _ = try await planner.plan(PlanRequest(TripRequest(text: Self.plan), key: 1, session: Self.id))
      @Sendable func resume(_ text: String) async -> Result<SessionState, PlanError> {
        do throws(PlanError) {
          return .success(
            try await planner.plan(
              PlanRequest(TripRequest(text: text), key: 2, session: Self.id, resume: true)))
        } catch {
          return .failure(error)
        }
      }
      async let first = resume("for 3 people")
      async let second = resume("for 4 people")
      let results = await [first, second]
      return (results, try await store.load(Self.id, at: Timestamp("2026-01-14T00:01:00Z")!))
    }.value
    let won = results.compactMap { try? $0.get() }
    #expect(won.count == 1)
    #expect(saved == won.first.map { .found($0) })
    #expect(results.contains(.failure(.conflict(Self.id))))
  }

  /// Keeps every state that was ever saved.
  final class Archive: StateStore {
    let base = MemoryStateStore()
    private let kept = Mutex<[SessionState]>([])
    var all: [SessionState] { kept.withLock { $0 } }

    func save(
      _ state: SessionState, at now: Timestamp, timeToLive: Duration
    ) async throws(StoreError) -> UInt32 {
      let revision = try await base.save(state, at: now, timeToLive: timeToLive)
      var saved = state
      saved.revision = revision
      kept.withLock { $0.append(saved) }
      return revision
    }
    func load(_ id: SessionID, at now: Timestamp) async throws(StoreError) -> StoredSession {
      try await base.load(id, at: now)
    }
    func delete(_ id: SessionID) async throws(StoreError) -> Bool { try await base.delete(id) }
    func sessions(at now: Timestamp) async throws(StoreError) -> [SessionID] {
      try await base.sessions(at: now)
    }
  }

  @Test(
    "whatever was saved last, going on from it ends where an undisturbed plan ends",
    arguments: [plan, "From Berlin: Paris for 2 nights, Rome for 3 nights, from June 15"])
  func resumesFromEverySave(text: String) throws {
    let archive = Archive()
    let whole = try converse([TripRequest(text: text)], store: archive)[0].state
    #expect(archive.all.count == 5)
    for saved in archive.all {
      let store = OddStore(answer: { .found(saved) })
      let resumed = try Simulation(seed: 2).run { world in
        let clock = world.clock
        // The store has it as it was saved.
        var first = saved
        first.revision = 0
        for _ in 0..<saved.revision {
          first.revision = try await store.save(first, at: saved.updatedAt, timeToLive: .seconds(3600))
        }
        let planner = Planner(
          FakeProviders().ports(clock), clock: clock, random: world.random,
          epoch: Timestamp("2026-01-14T00:00:10Z")!, store: store)
        return try await planner.plan(PlanRequest(TripRequest(), key: 7, session: Self.id, resume: true))
      }.value
      #expect(resumed.itinerary == whole.itinerary)
      #expect(resumed.tour == whole.tour)
      #expect(resumed.results.flights == whole.results.flights)
      #expect(resumed.narrative == whole.narrative)
      #expect(resumed.nextActions == whole.nextActions)
    }
  }

  // MARK: Breakers

  @Test("breakers go along when the policy asks for it", arguments: [false, true])
  func breakers(saves: Bool) throws {
    let store = MemoryStateStore()
    var asked = PlannerPolicy()
    asked.savesBreakers = saves
    let policy = asked
    /// A process of its own, an hour of the calendar after the epoch.
    func process(_ text: String, seconds: Int64, resume: Bool) throws -> (SessionState, Int) {
      try Simulation(seed: 1).run { world in
        let clock = world.clock
        let ports = FakeProviders(hotels: [.fails(after: 10)]).ports(clock)
        let planner = Planner(
          ports, clock: clock, random: world.random,
          epoch: Timestamp("2026-01-14T00:00:00Z")!.advanced(byNanoseconds: seconds * 1_000_000_000),
          policy: policy, store: store)
        let state = try await planner.plan(
          PlanRequest(TripRequest(text: text), key: 7, session: Self.id, resume: resume))
        return (state, ports.hotels[0].service.calls)
      }.value
    }
    let (first, firstCalls) = try process(Self.plan, seconds: 0, resume: false)
    #expect(firstCalls == 3)
    #expect((first.breakers != nil) == saves)
    // Three failures opened it for 30 seconds: a new process knows when it was told.
    let (second, secondCalls) = try process("go on", seconds: 10, resume: true)
    #expect(secondCalls == (saves ? 0 : 3))
    #expect(second.errors.map(\.cause) == [saves ? .breakerOpen : .unavailable])
    // The time between the processes counts.
    let (_, thirdCalls) = try process("go on", seconds: 100, resume: true)
    #expect(thirdCalls >= 1)
  }
}
