import Primitives
import SimulatedServices
import SimulatedTravel
import Testing
import TravelPlanner

@Suite("Plans with options on offers")
struct PlanOptionsTests {
  private func plan(
    _ text: String = "Plan 6 days in Vienna from Rome for two from 2026-05-04", _ options: PlanOptions? = nil,
    seed: UInt64 = 42, profile: ServiceProfile = .reference, mode: SearchMode = .parallel
  ) throws -> SinglePlanRun {
    try SinglePlanRun.run(
      PlanRequest(TripRequest(text: text), key: seed, searchMode: mode, options: options), profile: profile,
      seed: seed)
  }

  @Test("a filter leaves what meets it, says how many it removed, and the itinerary is made of the rest")
  func filtered() throws {
    let plain = try plan().state
    let filters = OfferFilters(
      flights: FlightFilter([.stops(atMost: 0)], sortedBy: [.duration]),
      hotels: HotelFilter([.rating(atLeast: 40), .price(atMost: 20_000)]),
      activities: ActivityFilter([.price(atMost: 3000)]))
    let state = try plan(options: PlanOptions(filters: filters)).state
    #expect(
      state.flights.options
        == plain.flights.options.filter { FlightCriterion.stops(atMost: 0).admits($0) }
        .sorted { FlightOrder.duration.rank($0) < FlightOrder.duration.rank($1) })
    #expect(
      state.hotels.options == plain.hotels.options.filter { $0.rating >= 40 && $0.pricePerNight <= 20_000 })
    #expect(state.activities.options == plain.activities.options.filter { $0.price <= 3000 })
    var removed: [SearchKind: Int] = [:]
    for case .filtered(let kind, let note) in state.refinements { removed[kind, default: 0] += note.removed }
    #expect(removed[.flights] == plain.flights.options.count - state.flights.options.count)
    #expect(removed[.hotels] == plain.hotels.options.count - state.hotels.options.count)
    #expect(removed[.activities] == plain.activities.options.count - state.activities.options.count)
    let itinerary = try #require(state.itinerary)
    #expect(itinerary.flight.map { state.flights.options.contains($0) } == true)
    #expect(itinerary.visits.allSatisfy { $0.activity.price <= 3000 })
    #expect(state.response.contains("flights, direct: \(removed[.flights]!) removed"))
  }

  @Test("a filter that nothing meets leaves an itinerary without a flight, and says why")
  func nothingLeft() throws {
    let filters = OfferFilters(flights: FlightFilter([.price(atMost: 1)]))
    let state = try plan(options: PlanOptions(filters: filters)).state
    #expect(state.flights.options.isEmpty && state.itinerary?.flight == nil && state.itinerary?.hotel != nil)
    #expect(!state.isPartial)
    #expect(state.response.contains("flights, at most $0.01 a passenger: "))
  }

  @Test("options that ask for nothing change nothing")
  func empty() throws {
    let plain = try plan()
    let state = try plan(options: PlanOptions()).state
    #expect(state.itinerary == plain.state.itinerary && state.flights == plain.state.flights)
    #expect(state.refinements.isEmpty)
  }

  @Test("airports nearby are searched alongside: no longer than the plan alone")
  func alongside() throws {
    let options = PlanOptions(airports: AlternativeAirports(radius: 300))
    let plain = try plan()
    let run = try plan(options: options)
    #expect(run.duration == plain.duration)
    #expect(run.state.itinerary == plain.state.itinerary)
    let inTurn = try plan(options: options, mode: .sequential)
    #expect(inTurn.duration == plain.duration + (800 + 500 + 200 + 310 - 800 + 800) * 1_000_000)
    #expect(inTurn.state.refinements == run.state.refinements)
  }

  @Test("what is proposed pays: the proposal's own search has the flight, and the gain is above zero")
  func proposals() throws {
    var proposed = 0
    for (from, to) in [("Milan", "London"), ("Washington", "Rome"), ("Vienna", "Madrid"), ("Osaka", "Seoul")]
    {
      for seed in UInt64(1)...6 {
        let state = try plan(
          "find flights from \(from) to \(to) on 2026-06-15",
          PlanOptions(airports: AlternativeAirports(radius: 250)), seed: seed
        ).state
        for case .proposed(let proposal) in state.refinements {
          proposed += 1
          #expect(proposal.gain.minorUnits > 0 && proposal.nearby.kilometres <= 250)
          #expect(state.response.contains("\(proposal)"))
          let there =
            proposal.end == .origin ? (proposal.nearby.city.name, to) : (from, proposal.nearby.city.name)
          let alone = try plan("find flights from \(there.0) to \(there.1) on 2026-06-15", seed: seed).state
          #expect(alone.flights.options.contains(proposal.flight))
        }
      }
    }
    #expect(proposed > 3)
  }

  @Test("a search of an airport nearby that fails leaves the plan whole")
  func failing() throws {
    var profile = ServiceProfile.production
    profile.flights.errors = Ratio(1, outOf: 3)
    for seed in UInt64(1)...20 {
      let options = PlanOptions(airports: AlternativeAirports(radius: 400))
      let state = try plan(options: options, seed: seed, profile: profile).state
      #expect(state.searches.flights.status == .completed || state.isPartial)
      #expect(state.errors.count <= 4)
    }
  }

  @Test("taste puts offers in its order, shows each score, and the balanced choice is its first")
  func taste() throws {
    let plain = try plan().state
    let liked = try #require(plain.flights.options.last)
    var profile = TravellerProfile(at: plain.createdAt)
    for _ in 0..<20 { profile.learn(.flight(liked, among: plain.flights.options), at: plain.createdAt) }
    let state = try plan(options: PlanOptions(preferenceProfile: profile)).state
    #expect(state.flights.options.first == liked)
    #expect(Set(state.flights.options) == Set(plain.flights.options))
    var expected = plain.flights.options
    let scores = profile.rank(&expected)
    #expect(state.flights.options == expected)
    #expect(state.refinements.contains(.ranked(.flights, scores)))
    let itinerary = try #require(state.itinerary)
    #expect(itinerary.candidates.balanced.flight == 0)
    // The cheapest stays the cheapest, wherever it stands.
    let cheapest = try #require(itinerary.candidates.cheapest.flight)
    #expect(state.flights.options[Int(cheapest)].price == plain.flights.options[0].price)
    #expect(state.response.contains("flights by your preferences, the first has \(scores[0])"))
  }

  @Test("each city of a tour is filtered by itself")
  func tour() throws {
    let text = "From London: Paris, Rome and Barcelona for 9 nights in May, $6000"
    let options = PlanOptions(filters: OfferFilters(hotels: HotelFilter([.rating(atLeast: 40)])))
    let (plain, state) = (try plan(text).state, try plan(text, options).state)
    #expect(state.segments.count == 3)
    for (before, after) in zip(plain.segments, state.segments) {
      #expect(after.results.hotels.options == before.results.hotels.options.filter { $0.rating >= 40 })
      let removed = before.results.hotels.options.count - after.results.hotels.options.count
      #expect(
        after.results.refinements == [
          .filtered(.hotels, FilterNote(condition: "at least 4.0 stars", removed: removed))
        ])
    }
  }

  private func plan(
    options: PlanOptions, seed: UInt64 = 42, profile: ServiceProfile = .reference,
    mode: SearchMode = .parallel
  )
    throws -> SinglePlanRun
  {
    try plan(
      "Plan 6 days in Vienna from Rome for two from 2026-05-04", options, seed: seed, profile: profile,
      mode: mode)
  }
}
