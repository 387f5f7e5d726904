import Primitives
import Resilience
import SimCore
import SimulatedServices
import SimulatedTravel
import Testing
import TravelPlanner

@testable import Scenarios

@Suite("Faults of stores and servers")
struct WorldFaultTests {
  private static let second: Int64 = 1_000_000_000

  private func inWorld<Value: Sendable>(
    _ faults: [Fault], _ body: @escaping @Sendable (World) async throws -> Value
  ) throws -> Value {
    var simulation = Simulation(seed: 4)
    simulation.faults = FaultPlan(faults)
    return try simulation.run { world in try await body(world) }.value
  }

  // MARK: The store

  private static func fault(
    _ kind: FaultKind, _ operation: NamePattern = "save", _ calls: CallSelector = .nth(2),
    _ side: FaultSide = .before
  ) -> Fault {
    Fault("trouble", target: "store", operation: operation, kind: kind, calls: calls, side: side)
  }

  /// Returns the results of a session's second save and of the loads after it.
  struct Kept: Sendable, Equatable {
    var saved: Bool
    var seconds: Int64
    var revision: UInt32?
    var isCorrupt = false
  }

  @Test(
    "a store fails in each of its ways",
    arguments: [
      (nil, Kept(saved: true, seconds: 0, revision: 2)),
      (fault(.store(.failedSave)), Kept(saved: false, seconds: 0, revision: 1)),
      (fault(.store(.failedSave), "save", .nth(2), .after), Kept(saved: false, seconds: 0, revision: 2)),
      (fault(.store(.fullDisk)), Kept(saved: false, seconds: 0, revision: 1)),
      (fault(.store(.slowSave)), Kept(saved: false, seconds: 5, revision: 1)),
      (fault(.store(.slowSave), "save", .nth(2), .after), Kept(saved: false, seconds: 5, revision: 2)),
      (fault(.replyLost), Kept(saved: false, seconds: 5, revision: 2)),
      (fault(.hang), Kept(saved: false, seconds: 5, revision: 1)),
      (fault(.transientError(code: 1)), Kept(saved: false, seconds: 0, revision: 1)),
      (fault(.addedLatency(.seconds(2))), Kept(saved: true, seconds: 2, revision: 2)),
      (fault(.store(.tornSave)), Kept(saved: false, seconds: 0, revision: nil, isCorrupt: true)),
      (fault(.store(.staleRead), "load", .nth(1)), Kept(saved: true, seconds: 0, revision: 1)),
      (fault(.connectionRefused, "load", .nth(1)), Kept(saved: true, seconds: 0, revision: nil)),
    ] as [(Fault?, Kept)])
  func store(fault: Fault?, kept: Kept) throws {
    let found = try inWorld(fault.map { [$0] } ?? []) { world in
      let base = MemoryStateStore()
      let store: any StateStore =
        StoreFaults(world, target: "store").map { FaultingStateStore(base, faults: $0) } ?? base
      let now = Timestamp(nanosecondsSince1970: 0)
      var state = SessionState(id: SessionID(rawValue: 7), key: 7, at: now)
      state.revision = try await store.save(state, at: now, timeToLive: .seconds(60))
      let start = world.clock.nanoseconds
      var result = Kept(saved: true, seconds: 0, revision: nil)
      do throws(StoreError) {
        _ = try await store.save(state, at: now, timeToLive: .seconds(60))
      } catch {
        result.saved = false
      }
      result.seconds = (world.clock.nanoseconds - start) / Self.second
      do throws(StoreError) {
        if case .found(let kept) = try await store.load(state.id, at: now) { result.revision = kept.revision }
      } catch {
        if case .corrupt = error { result.isCorrupt = true }
      }
      return result
    }
    #expect(found == kept)
  }

  @Test func `a plan goes on when a save was kept and its reply lost`() throws {
    func plan(_ faults: [Fault]) throws -> SessionState {
      try inWorld(faults) { world in
        let base = MemoryStateStore()
        let store: any StateStore =
          StoreFaults(world, target: "store").map { FaultingStateStore(base, faults: $0) } ?? base
        let planner = PlannerTestbed(
          .reference, clock: world.clock, random: world.random,
          epoch: world.calendar,
          store: store)
        return try await planner.plan(PlanRequest(TripRequest(text: "a week in Rome from Paris"), key: 3))
      }
    }
    let state = try plan([Self.fault(.replyLost)])
    #expect(state.errors.map(\.cause) == [.notSaved])
    // Each step's save was kept once, as if nothing had been lost.
    let untroubled = try plan([])
    #expect(untroubled.errors.isEmpty)
    #expect(state.revision == untroubled.revision && state.revision > 2)
  }

  @Test func `a plan whose session somebody else saved meanwhile is a conflict all the same`() throws {
    let error = try inWorld([Self.fault(.hang)]) { world -> PlanError? in
      let base = MemoryStateStore()
      let faults = try #require(StoreFaults(world, target: "store"))
      let epoch = world.calendar
      let planner = PlannerTestbed(
        .reference, clock: world.clock, random: world.random, epoch: epoch,
        store: FaultingStateStore(base, faults: faults))
      let id = SessionID(rawValue: 9)
      // While the second save hangs, another takes the session on.
      Task {
        try await world.clock.sleep(for: .seconds(2))
        if case .found(var state)? = try? await base.load(id, at: epoch) {
          state.query = "somebody else's"
          _ = try? await base.save(state, at: epoch, timeToLive: .seconds(3600))
        }
      }
      do throws(PlanError) {
        _ = try await planner.plan(
          PlanRequest(TripRequest(text: "a week in Rome from Paris"), key: 3, session: id))
        return nil
      } catch {
        return error
      }
    }
    #expect(error == .conflict(SessionID(rawValue: 9)))
  }

  // MARK: Servers

  /// The servers there are each half second, of four.
  private func servers(_ kind: FaultKind, _ shape: FaultShape = .step, until: Int64 = 4) throws -> [Int] {
    let fault = Fault(
      "servers", target: "hotels.*", kind: kind,
      window: FaultWindow(from: .seconds(1), until: .seconds(until)), shape: shape)
    return try inWorld([fault]) { world in
      let model = ServiceModel(.constant(.seconds(1)), servers: 4)
      let station = ServiceStation("hotels", model, clock: world.clock, random: world.random)
      let other = ServiceStation("flights", model, clock: world.clock, random: world.random)
      ScheduledFaults(
        world: world,
        places: [
          .init(name: "hotels.primary", station: station), .init(name: "flights.primary", station: other),
        ]
      ).arm()
      var counts: [Int] = []
      for half in 0..<12 {
        try await world.clock.sleep(untilNanoseconds: Int64(half) * Self.second / 2 + 1)
        counts.append(station.servers ?? -1)
        #expect(other.servers == 4)
      }
      return counts
    }
  }

  @Test func `servers go away and come back`() throws {
    #expect(try servers(.capacity(removed: 3)) == [4, 4, 1, 1, 1, 1, 1, 1, 4, 4, 4, 4])
    #expect(try servers(.capacity(removed: 9)) == [4, 4, 0, 0, 0, 0, 0, 0, 4, 4, 4, 4])
    #expect(
      try servers(.capacity(removed: 2), .squareWave(period: .seconds(2), on: .seconds(1)))
        == [4, 4, 2, 2, 4, 4, 2, 2, 4, 4, 4, 4])
    #expect(
      try servers(.capacity(removed: 4), .ramp(rise: .seconds(2))) == [
        4, 4, 4, 3, 2, 1, 0, 0, 4, 4, 4, 4,
      ])
  }

  @Test func `servers start one after another`() throws {
    #expect(try servers(.slowStart(servers: 1)) == [4, 4, 1, 1, 2, 2, 3, 3, 4, 4, 4, 4])
    #expect(try servers(.slowStart(servers: 0), until: 5) == [4, 4, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4])
  }

  // MARK: Users

  @Test func `a user who gives up leaves nothing behind`() throws {
    var scenario = ChaosScenario.baseline
    scenario.faults = FaultPlan([
      Fault(
        "impatience", target: "users", operation: "plan", kind: .cancel(after: .milliseconds(300)),
        calls: .every(2))
    ])
    scenario.expectations = []
    let result = try scenario.run(scenario.makeCase(seed: 11))
    #expect(result.passed, "\(result.violations)")
    #expect(result.measures.abandoned == 10 && result.measures.ok == 10)
    #expect(result.faultsFired == [10])
  }

  @Test func `what goes on for ever is reported as pending`() throws {
    var scenario = ChaosScenario.baseline
    var set = PolicySet.planner
    set.deadline = nil
    set.standard.timeout = nil
    scenario.policies = set
    scenario.settleTimeout = .seconds(60)
    scenario.faults = FaultPlan([
      Fault("hang", target: "weather.primary", kind: .hang, calls: .nth(3))
    ])
    scenario.expectations = []
    let result = try scenario.run(scenario.makeCase(seed: 2))
    #expect(result.violations.contains { $0.check == "every request ends" })
    #expect(result.pending.contains { $0.kind == .request && $0.reason.contains("the last it did was") })
  }
}
