import Experiments
import LoadGen
import Primitives
import SimCore
import SimulatedServices
import SimulatedTravel
import Testing
import TravelPlanner

@Suite("Planner load")
struct PlannerLoadTests {
  private func load(
    _ profile: ServiceProfile = .reference, _ model: LoadModel, _ mode: SearchMode = .parallel,
    _ scope: PlanRequest.Scope = .searchOnly, seed: UInt64 = 1
  ) -> PlannerLoad { PlannerLoad(profile, model, searchMode: mode, scope: scope, seed: seed) }

  @Test(
    "constant latencies add up",
    arguments: [
      (LoadModel.sequential(requests: 3), SearchMode.sequential, PlanRequest.Scope.searchOnly, 6_330_000_000),
      (.sequential(requests: 3), .parallel, .searchOnly, 3_300_000_000),
      (.closed(users: 3, stop: .requests(3)), .sequential, .searchOnly, 2_110_000_000),
      (.closed(users: 3, stop: .requests(3)), .parallel, .searchOnly, 1_100_000_000),
      (.sequential(requests: 1), .parallel, .full, 2_000_000_000),
    ] as [(LoadModel, SearchMode, PlanRequest.Scope, Int64)])
  func constantLatencies(
    model: LoadModel, mode: SearchMode, scope: PlanRequest.Scope, makespan: Int64
  ) throws {
    let result = try load(.reference, model, mode, scope).simulate()
    #expect(result.run.makespan == makespan)
    #expect(result.run.records.allSatisfy { $0.outcome == .success })
  }

  @Test(
    "a seed gives the same run under every scheduler that can be repeated",
    arguments: [
      Scheduling.fifo, .random, .pct(depth: 3),
    ])
  func repeats(scheduling: Scheduling) throws {
    let load = load(.production, .closed(users: 10, stop: .requests(60)))
    let first = try load.simulate(scheduling: scheduling)
    let second = try load.simulate(scheduling: scheduling)
    #expect(first.digest == second.digest)
    #expect(first.run == second.run)
    let other = try self.load(.production, .closed(users: 10, stop: .requests(60)), seed: 2)
      .simulate(scheduling: scheduling)
    #expect(first.digest != other.digest)
  }

  @Test("observers change nothing: watched and unwatched runs have the same records")
  func observersChangeNothing() throws {
    let load = load(.production, .closed(users: 10, stop: .requests(100)), .parallel, .full)
    #expect(try load.simulate(observed: true).run == load.simulate(observed: false).run)
  }

  @Test("request i meets the same latencies however the requests come")
  func commonRandomNumbers() throws {
    let alone = try load(.production, .sequential(requests: 40), .sequential).simulate(keepingSteps: true)
    let together = try load(.production, .closed(users: 8, stop: .requests(40)), .parallel)
      .simulate(keepingSteps: true)
    for (a, b) in zip(alone.steps, together.steps) {
      #expect(a.request == b.request)
      #expect(a.steps.map(\.duration) == b.steps.map(\.duration))
    }
  }

  @Test("no pool lets more calls through than it has connections", arguments: [50, 200])
  func poolsHold(users: Int) throws {
    let result = try load(.production, .closed(users: users, stop: .requests(400))).simulate()
    for service in result.services {
      let elapsed = Double(max(1, service.measures.elapsed))
      #expect(Double(service.measures.busyTime) / elapsed <= 30)
    }
    let busy = result.services.reduce(0.0) {
      $0 + Double($1.measures.busyTime) / Double(max(1, $1.measures.elapsed))
    }
    #expect(busy <= 100)
  }

  /// Half of all searches fail, so that retries and second providers do not save all of them.
  private static let failing: ServiceProfile = {
    var profile = ServiceProfile.stressed
    for service in [ServiceProfile.Service.flights, .hotels, .weather, .activities] {
      profile[service].errors = "50%"
    }
    return profile
  }()

  @Test("retries and second providers absorb the errors of the stressed profile")
  func stressed() throws {
    let result = try load(.stressed, .closed(users: 20, stop: .requests(300))).simulate()
    #expect(result.run.records.count == 300)
    #expect(result.run.records.allSatisfy { $0.outcome == .success })
    #expect(result.services.contains { $0.measures.failed > 0 })
  }

  @Test("with more errors some plans are degraded, and none fails")
  func degraded() throws {
    let result = try load(Self.failing, .closed(users: 20, stop: .requests(300))).simulate()
    let outcomes = result.run.records.compactMap(\.outcome)
    #expect(outcomes.count == 300)
    #expect(outcomes.contains(.success))
    #expect(outcomes.contains(.degraded))
    #expect(outcomes.allSatisfy { $0 == .success || $0 == .degraded })
  }

  @Test("a degraded plan has an error for each failed search, and the results of the others")
  func degradedPlan() throws {
    var degraded = 0
    for seed in UInt64(1)...60 {
      let request = PlanRequest(
        TripRequest(text: "A week in Lisbon from Berlin for two, budget 1500 EUR"), key: seed,
        scope: .searchOnly)
      let state = try SinglePlanRun.run(request, profile: Self.failing, seed: seed).state
      let failed = SearchKind.allCases.filter { state.searches[$0].status == .failed }
      #expect(state.isPartial == !failed.isEmpty)
      #expect(state.errors.map(\.step).sorted { $0.rawValue < $1.rawValue } == failed.map(\.step))
      for kind in SearchKind.allCases where !failed.contains(kind) {
        #expect(state.searches[kind].status == .completed)
      }
      if !failed.isEmpty { degraded += 1 }
    }
    #expect((1...59).contains(degraded))
  }

  @Test("the trace of a plan shows its steps")
  func trace() throws {
    let trace = try load(.reference, .sequential(requests: 1)).trace()
    let kinds = trace.events.map(\.kind.name)
    #expect(kinds.contains("plan.started"))
    #expect(kinds.filter { $0 == "search.completed" }.count == 4)
    #expect(trace.events.last?.kind == .bodyReturned)
  }
}
