import Primitives
import Resilience
import SimCore
import Testing
import TravelPlanner

@Suite("Ids of dependencies")
struct DependencyIDTests {
  @Test func `numbers and names are those of stored results`() {
    #expect(
      DependencyID.all.map { "\($0.number) \($0.name)" } == [
        "0 intent", "16 flights.primary", "17 flights.secondary", "32 hotels.primary", "33 hotels.secondary",
        "48 weather.primary", "49 weather.secondary", "64 activities.primary", "65 activities.secondary",
        "80 narrator", "96 payments", "112 bookings.flights", "128 bookings.hotels",
      ])
  }

  @Test("a number gives back its dependency", arguments: DependencyID.all)
  func number(dependency: DependencyID) {
    #expect(DependencyID(number: dependency.number) == dependency)
    #expect(DependencyID.name(of: dependency.number) == dependency.name)
  }

  @Test func `an unknown number has no dependency`() {
    #expect(DependencyID(number: 200) == nil)
    #expect(DependencyID.name(of: 200) == "target 200")
  }

  @Test func `the targets of a planner have these numbers`() throws {
    let numbers = try Simulation(seed: 1).run { world in
      let providers = FakeProviders(
        flights: [.answers(after: 1), .answers(after: 1)], hotels: [.answers(after: 1), .answers(after: 1)],
        weather: [.answers(after: 1), .answers(after: 1)],
        activities: [.answers(after: 1), .answers(after: 1)])
      let planner = Planner(
        providers.ports(world.clock), clock: world.clock, random: world.random,
        epoch: Timestamp("2026-01-14T00:00:00Z")!)
      return planner.targets.map(\.id)
    }.value
    #expect(numbers == DependencyID.planning.map(\.number))
  }
}
