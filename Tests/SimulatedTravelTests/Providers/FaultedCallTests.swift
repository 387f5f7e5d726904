import Primitives
import Resilience
import SimCore
import SimulatedServices
import SimulatedTravel
import Testing
import TravelPlanner

/// A flight search of constant latencies: 800 ms at the primary, 800 ms at the secondary.
@Suite("Calls that meet faults")
struct FaultedCallTests {
  struct Search {
    var record: SearchRecord
    var offers: FlightOffers
    var errors: [StepError]
    var seconds: Double
    var served: Int
    var fired: [Int]
  }

  private func search(_ faults: [Fault], profile: ServiceProfile = .reference) throws -> Search {
    var simulation = Simulation(seed: 3)
    simulation.faults = FaultPlan(faults)
    let outcome = try simulation.run { world in
      let planner = PlannerTestbed(
        profile, clock: world.clock, random: world.random,
        epoch: world.calendar, faults: world)
      let request = TripRequest(text: "flights from Berlin to Lisbon on 2026-03-01 for 2")
      let state = try await planner.plan(PlanRequest(request, key: 5, scope: .searchOnly))
      let flights = planner.services.first { $0.name == "flights" }
      return (state, flights?.station.measures.served ?? 0)
    }
    let state = outcome.value.0
    let duration = try #require(state.searches.flights.duration)
    return Search(
      record: state.searches.flights, offers: state.flights, errors: state.errors,
      seconds: duration / .seconds(1), served: outcome.value.1, fired: outcome.faultsInjected)
  }

  private func fault(
    _ kind: FaultKind, _ calls: CallSelector = .every(1), _ side: FaultSide = .before
  ) -> Fault {
    Fault("trouble", target: "flights.primary", kind: kind, calls: calls, side: side)
  }

  @Test(
    "takes as long as the fault makes it",
    arguments: [
      (FaultKind.addedLatency(.seconds(1)), 1.8), (.addedLatency(.nanoseconds(0)), 0.8),
      (.multipliedLatency(parts: 3, whole: 2), 1.2), (.multipliedLatency(parts: 0, whole: 1), 0),
      (.drawnLatency(.constant(.milliseconds(2_500))), 2.5), (.late(by: .seconds(1)), 1.8),
    ])
  func latency(kind: FaultKind, seconds: Double) throws {
    let search = try search([fault(kind)])
    #expect(search.seconds == seconds)
    #expect(search.record.provider == 0 && search.record.attempts == 1)
    #expect(search.fired == [1])
  }

  @Test func `latencies add up, the drawn one first`() throws {
    let search = try search([
      fault(.addedLatency(.milliseconds(100))), fault(.multipliedLatency(parts: 2, whole: 1)),
      fault(.drawnLatency(.constant(.seconds(1)))),
    ])
    #expect(search.seconds == 2.1)
    #expect(search.fired == [1, 1, 1])
  }

  @Test(
    "a first call that fails is tried again, a second one succeeds",
    arguments: [
      (FaultKind.transientError(code: 503), 0.8), (.connectionRefused, 0), (.connectionReset, 0.4),
      (.hang, 5), (.replyLost, 5), (.late(by: .seconds(10)), 5), (.corrupt(.malformed), 0.8),
      (.corrupt(.truncated), 0.8), (.corrupt(.wrongCurrency), 0.8), (.corrupt(.zeroPrice), 0.8),
    ])
  func triedAgain(kind: FaultKind, lost: Double) throws {
    let search = try search([fault(kind, .first(1))])
    #expect(search.record.provider == 0 && search.record.attempts == 2)
    // The first wait of the standard policy is drawn from half a second to one.
    #expect((lost + 0.5 + 0.8...lost + 1 + 0.8).contains(search.seconds), "\(search.seconds)")
    #expect(search.offers.options.allSatisfy { $0.price > 0 })
    #expect(search.fired == [1])
  }

  @Test("an error for good is not tried again")
  func permanent() throws {
    let search = try search([fault(.permanentError(code: 400))])
    #expect(search.record.provider == 1 && search.record.attempts == 2)
    #expect(search.seconds == 1.6)
  }

  @Test(
    "what never ends well at the primary is served by the secondary",
    arguments: [
      FaultKind.transientError(code: 500), .connectionRefused, .corrupt(.wrongCurrency),
      .corrupt(.zeroPrice),
    ])
  func fallsBack(kind: FaultKind) throws {
    let search = try search([fault(kind)])
    #expect(search.record.provider == 1)
    #expect(search.record.attempts == 4)
    #expect(search.offers.options.allSatisfy { $0.price > 0 } && !search.offers.options.isEmpty)
  }

  @Test(
    "a server that names a time is left alone until then",
    arguments: [
      (FaultKind.throttle(retryAfter: .seconds(2)), 2.8...2.8),
      // Absurd and negative ones are the policy's to judge: clamped, or ignored.
      (.throttle(retryAfter: .seconds(-7)), 0.8...1.8),
      (.throttleUntil(.milliseconds(3300)), 3.8...3.8),
    ])
  func throttled(kind: FaultKind, seconds: ClosedRange<Double>) throws {
    let search = try search([fault(kind, .first(1))])
    #expect(seconds.contains(search.seconds), "\(search.seconds)")
    #expect(search.record.attempts == 2)
  }

  @Test func `an absurd time to wait does not outlive the search`() throws {
    let search = try search([fault(.throttle(retryAfter: .seconds(Int64.max)))])
    #expect(search.seconds <= 15)
  }

  @Test("partial answers are answers", arguments: [("1/2" as Ratio, 1), ("0%", 1)])
  func partial(kept: Ratio, attempts: Int) throws {
    let whole = try search([])
    let search = try search([fault(.partial(kept: kept))])
    #expect(search.record.provider == 0 && Int(search.record.attempts) == attempts)
    #expect(search.offers.options.count == whole.offers.options.count * Int(kept.parts) / Int(kept.whole))
  }

  @Test func `an error after the effect leaves the work done`() throws {
    let before = try search([fault(.connectionReset, .first(1), .before)])
    let after = try search([fault(.connectionReset, .first(1), .after)])
    #expect(after.record.attempts == 2 && before.record.attempts == 2)
    #expect(abs(after.seconds - before.seconds - 0.4) < 1e-9)
    #expect(after.served == 2)
  }

  @Test func `a doubled call is work done twice`() throws {
    // The second delivery takes as long as the first, and the search step as long as its slowest part.
    func served(_ faults: [Fault]) throws -> Int {
      var simulation = Simulation(seed: 3)
      simulation.faults = FaultPlan(faults)
      return try simulation.run { world in
        let planner = PlannerTestbed(
          .reference, clock: world.clock, random: world.random,
          epoch: world.calendar, faults: world)
        let request = TripRequest(text: "flights from Berlin to Lisbon on 2026-03-01")
        _ = try await planner.plan(PlanRequest(request, key: 5, scope: .searchOnly))
        try await world.clock.sleep(for: .seconds(2))
        return planner.services.reduce(0) { $0 + ($1.name == "flights" ? $1.station.measures.served : 0) }
      }.value
    }
    #expect(try served([]) == 1)
    #expect(try served([fault(.duplicate)]) == 2)
    #expect(try served([fault(.duplicate, .every(1), .after)]) == 2)
  }

  @Test func `no fault costs nothing, not even in the digest`() throws {
    func digest(_ faults: FaultPlan?) throws -> Digest {
      var simulation = Simulation(seed: 9)
      simulation.faults = faults ?? FaultPlan()
      return try simulation.run { world in
        let observer = WorldObserver(world)
        let planner = PlannerTestbed(
          .production, clock: world.clock, random: world.random,
          epoch: world.calendar,
          faults: faults == nil ? nil : world, observer: observer, resilienceObserver: observer)
        _ = try await planner.plan(PlanRequest(TripRequest(text: "a week in Rome from Paris"), key: 1))
      }.digest
    }
    let never = Fault("never", target: "hotels.*", kind: .hang, probability: .never)
    #expect(try digest(nil) == digest(FaultPlan([never])))
  }

  @Test(
    "the calendar goes its own way, the clock does not",
    arguments: [
      (FaultKind.calendarStep(.seconds(3600)), Int64(0)),
      (.calendarDrift(perSecond: .milliseconds(1)), 4_000_000),
      (.calendarDrift(perSecond: .milliseconds(-1)), -4_000_000),
      (.calendarDrift(perSecond: .nanoseconds(Int64.max)), 4_000_000_000),
    ])
  func calendar(kind: FaultKind, drift: Int64) throws {
    var simulation = Simulation(seed: 1)
    simulation.faults = FaultPlan([
      Fault(
        "clock", target: "clock", kind: kind, window: FaultWindow(from: .seconds(1), until: .seconds(5)))
    ])
    _ = try simulation.run { world in
      try await world.clock.sleep(for: .seconds(10))
      #expect(world.calendarOffset == .nanoseconds(drift))
      #expect(world.clock.nanoseconds == 10_000_000_000)
      if case .calendarStep(let step) = kind {
        world.faults.injectNow(0)
        #expect(world.calendarOffset == step)
      }
    }
  }
}
