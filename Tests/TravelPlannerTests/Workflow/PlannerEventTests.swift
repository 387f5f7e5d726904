import Primitives
import Resilience
import SimCore
import Testing
import TravelPlanner

@Suite("Planner events")
struct PlannerEventTests {
  @Test func `a full plan reports its steps in order`() throws {
    let log = EventLog()
    _ = try PlannerTests().plan(observer: log)
    let steps = log.all.compactMap { event -> String? in
      switch event {
      case .planStarted: "started"
      case .stepStarted(let step): "> \(step.name)"
      case .stepCompleted(let step): "< \(step.name)"
      case .dayPlanned(let day): "day \(day)"
      case .planCompleted: "completed"
      default: nil
      }
    }
    #expect(
      steps == [
        "started", "> classify_intent", "< classify_intent", "> parallel_search", "< parallel_search",
        "> generate_itinerary", "day 1", "day 2", "day 3", "day 4", "< generate_itinerary", "> narrative",
        "< narrative", "< response", "completed",
      ])
  }

  @Test func `searches report their start and their provider, in the order of time`() throws {
    let log = EventLog()
    let scripts = FakeProviders(activities: [.fails(.refused, after: 5), .answers(after: 310)])
    _ = try PlannerTests().plan(scripts, observer: log)
    let searches = log.all.filter {
      switch $0 {
      case .searchStarted, .searchCompleted, .searchFailed: true
      default: false
      }
    }
    #expect(
      searches == [
        .searchStarted(.flights), .searchStarted(.hotels), .searchStarted(.weather),
        .searchStarted(.activities),
        .searchCompleted(.weather, provider: 0, attempts: 1),
        .searchCompleted(.activities, provider: 1, attempts: 2),
        .searchCompleted(.hotels, provider: 0, attempts: 1),
        .searchCompleted(.flights, provider: 0, attempts: 1),
      ])
  }

  @Test func `decisions are reported if the request asks for them`() throws {
    func reported(_ options: PlanOptions?) throws -> [PlannerEvent] {
      let log = EventLog()
      _ = try Simulation(seed: 1).run { world in
        let clock = world.clock
        let planner = Planner(
          FakeProviders(intent: .fails()).ports(clock), clock: clock, random: world.random,
          epoch: Timestamp("2026-01-14T00:00:00Z")!, observer: log)
        return try await planner.plan(
          PlanRequest(TripRequest(text: PlannerTests.sentence), key: 7, options: options))
      }
      return log.all.filter {
        switch $0 {
        case .understood, .ruleClassifierUsed, .candidateChosen: true
        default: false
        }
      }
    }
    #expect(try reported(nil) == [])
    #expect(
      try reported(PlanOptions(reportsDecisions: true)) == [
        .ruleClassifierUsed(.unavailable), .understood(.planTrip, .all),
        .candidateChosen(.balanced, .bestScore),
      ])
  }

  @Test("an observer does not change the plan", arguments: 0..<5)
  func observing(seed: UInt64) throws {
    let scripts = FakeProviders(hotels: [Script(milliseconds: 10, failures: 1)])
    func digest(observed: Bool) throws -> Digest {
      try Simulation(seed: seed).run { world in
        let clock = world.clock
        let epoch = Timestamp("2026-01-14T00:00:00Z")!
        let request = PlanRequest(TripRequest(text: PlannerTests.sentence), key: seed)
        if observed {
          let planner = Planner(
            scripts.ports(clock), clock: clock, random: world.random, epoch: epoch, observer: EventLog())
          _ = try await planner.plan(request)
        } else {
          let planner = Planner(scripts.ports(clock), clock: clock, random: world.random, epoch: epoch)
          _ = try await planner.plan(request)
        }
      }.digest
    }
    #expect(try digest(observed: true) == digest(observed: false))
  }

  @Test func `a refused plan is reported as failed`() throws {
    let log = EventLog()
    #expect(throws: PlanError.self) {
      _ = try PlannerTests().plan(
        FakeProviders(), TripRequest(text: "Trip to Rome for 0 people"), observer: log)
    }
    #expect(log.all.last == .planFailed)
    #expect(!log.all.contains(.planCompleted))
  }
}
