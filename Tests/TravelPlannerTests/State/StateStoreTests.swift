import Foundation
import Primitives
import SimCore
import Testing
import TravelPlanner

@Suite("Session state")
struct StateStoreTests {
  let start = Timestamp("2026-01-14T00:00:00Z")!

  func plan(_ store: MemoryStateStore?, _ request: PlanRequest, saves: PlannerPolicy.Saves = .atEnd) throws
    -> SessionState
  {
    try Simulation(seed: 1).run { world in
      let clock = world.clock
      var policy = PlannerPolicy()
      policy.saves = saves
      let planner = Planner(
        FakeProviders().ports(clock), clock: clock, random: world.random,
        epoch: Timestamp("2026-01-14T00:00:00Z")!,
        policy: policy, store: store)
      return try await planner.plan(request)
    }.value
  }

  let request = PlanRequest(TripRequest(text: PlannerTests.sentence), key: 9, user: "ada")

  @Test(
    "survives being written as JSON",
    arguments: [
      PlannerTests.sentence, "Paris, Rome and Barcelona from London", "Hello", "Plan a trip to Paris",
    ])
  func json(text: String) throws {
    let state = try plan(nil, PlanRequest(TripRequest(text: text), key: 9))
    let data = try JSONEncoder().encode(state)
    #expect(try JSONDecoder().decode(SessionState.self, from: data) == state)
  }

  @Test func `ids are the first digits of a SHA-256`() {
    // sha256("ada:hello:2026-01-14T00:00:00Z"), and one that takes two blocks.
    #expect(SessionID(user: "ada", query: "hello", at: start).description == "ce0bcf442f7a3996")
    #expect(
      SessionID(user: "ada", query: String(repeating: "x", count: 90), at: start).description
        == "c398c6ff975a27fb")
    #expect(SessionID("00000000000000ff")?.rawValue == 255)
    #expect(SessionID("00000000000000f") == nil)
    #expect(SessionID("+0000000000000ff") == nil)
  }

  @Test(
    "is saved after each step or at the end",
    arguments: [(PlannerPolicy.Saves.atEnd, UInt32(1)), (.afterEachStep, 5)])
  func saves(saves: PlannerPolicy.Saves, revision: UInt32) async throws {
    let store = MemoryStateStore()
    let state = try plan(store, request, saves: saves)
    #expect(state.revision == revision)
    #expect(state.id == SessionID(user: "ada", query: PlannerTests.sentence, at: start))
    #expect(try await store.load(state.id, at: state.updatedAt) == .found(state))
  }

  @Test func `of two that save the same revision one wins`() async throws {
    let store = MemoryStateStore()
    var first = SessionState(id: SessionID(rawValue: 1), key: 1, at: start)
    var second = first
    second.query = "second"
    first.revision = try await store.save(first, at: start, timeToLive: .seconds(10))
    await #expect(throws: StoreError.stale(current: 1)) {
      _ = try await store.save(second, at: start, timeToLive: .seconds(10))
    }
    second.revision = 1
    #expect(try await store.save(second, at: start, timeToLive: .seconds(10)) == 2)
    #expect(throws: PlanError.conflict(SessionID(rawValue: 1))) {
      var request = request
      request.session = SessionID(rawValue: 1)
      _ = try plan(store, request)
    }
  }

  @Test func `at exactly its time to live a session has expired`() async throws {
    let store = MemoryStateStore()
    let state = SessionState(id: SessionID(rawValue: 7), key: 1, at: start)
    _ = try await store.save(state, at: start, timeToLive: .seconds(3600))
    let last = start.advanced(byNanoseconds: 3_599_999_999_999)
    let end = start.advanced(byNanoseconds: 3_600_000_000_000)
    #expect(try await store.sessions(at: last) == [state.id])
    #expect(try await store.load(state.id, at: end) == .expired)
    #expect(try await store.sessions(at: end) == [])
    // An expired session counts as never saved.
    #expect(try await store.save(state, at: end, timeToLive: .seconds(1)) == 1)
    #expect(try await store.delete(state.id))
    #expect(try await !store.delete(state.id))
    #expect(try await store.load(state.id, at: end) == .missing)
  }

  @Test func `expired sessions are removed`() async throws {
    let store = MemoryStateStore()
    for number in 0..<3000 {
      let state = SessionState(id: SessionID(rawValue: UInt64(number)), key: 1, at: start)
      _ = try await store.save(
        state, at: start.advanced(byNanoseconds: Int64(number) * 1_000_000_000), timeToLive: .seconds(10))
    }
    #expect(
      try await store.load(SessionID(rawValue: 5), at: start.advanced(byNanoseconds: 3_000_000_000_000))
        == .missing)
  }
}
