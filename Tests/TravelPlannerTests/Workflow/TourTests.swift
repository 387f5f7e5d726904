import Primitives
import Resilience
import SimCore
import Testing
import TravelPlanner

@Suite("Tours of several cities")
struct TourTests {
  static let tour =
    "From London to Paris for 3 nights, Rome for 4 nights and Barcelona for 2, starting 2026-06-15, for two"

  /// Flights fail to one city; everything else is as scripted.
  struct FussyFlights: SearchProvider {
    let base: FakeFlights
    var refuses: City?
    func search(_ query: FlightQuery, call: Attempt) async throws(ProviderError) -> FlightOffers {
      if query.destination == refuses { throw .refused }
      return try await base.search(query, call: call)
    }
  }

  func plan(
    _ text: String = tour, mode: SearchMode = .parallel, share: BudgetShare = .evenly,
    refusing: City? = nil, log: EventLog = EventLog(), scope: PlanRequest.Scope = .full
  ) throws -> (state: SessionState, milliseconds: Int64) {
    let outcome = try Simulation(seed: 1).run { world in
      let clock = world.clock
      let base = FakeProviders().ports(clock)
      let ports = Ports(
        classifier: base.classifier, flights: [FussyFlights(base: base.flights[0], refuses: refusing)],
        hotels: base.hotels, weather: base.weather, activities: base.activities, narrator: base.narrator)
      let planner = Planner(
        ports, clock: clock, random: world.random, epoch: Timestamp("2026-01-14T00:00:00Z")!, observer: log)
      return try await planner.plan(
        PlanRequest(
          TripRequest(text: text), key: 7, scope: scope, searchMode: mode,
          options: PlanOptions(budgetShare: share)))
    }
    return (outcome.value, outcome.endedAt.nanoseconds / 1_000_000)
  }

  @Test(
    "takes the longest search with all cities at once, and the sum in sequence",
    arguments: [(SearchMode.parallel, Int64(1100)), (.sequential, 300 + 3 * 1810)])
  func duration(mode: SearchMode, milliseconds: Int64) throws {
    let plan = try plan(mode: mode, scope: .searchOnly)
    #expect(plan.milliseconds == milliseconds)
    #expect(plan.state.searchNanoseconds == (milliseconds - 300) * 1_000_000)
    #expect(plan.state.completedSteps.contains(.multiCitySearch))
    #expect(plan.state.segments.count == 3)
    for segment in plan.state.segments {
      #expect(segment.results.searches.all(.completed) == .all)
      #expect(segment.errors.isEmpty)
    }
    #expect(plan.state.searches.all(.completed) == .all)
    #expect(plan.state.response.contains("Flights from Rome to Barcelona on Mon 22 Jun 2026: 3"))
  }

  @Test func `finds the same in both ways`() throws {
    #expect(try plan(mode: .parallel).state.tour == plan(mode: .sequential).state.tour)
  }

  @Test func `dates follow from the nights, and each leg is one way`() throws {
    let trips = try plan().state.segments.map(\.trip)
    #expect(trips.map(\.origin) == [City("London"), City("Paris"), City("Rome")])
    #expect(trips.map(\.destination.name) == ["Paris", "Rome", "Barcelona"])
    #expect(trips.map(\.departure.description) == ["2026-06-15", "2026-06-18", "2026-06-22"])
    #expect(trips.map(\.nights) == [3, 4, 2])
    #expect(trips.allSatisfy { $0.returning == nil && $0.passengers == 2 })
  }

  @Test(
    "nights that are not named are shared or assumed",
    arguments: [
      ("Paris → Rome → Barcelona", [3, 3, 3]), ("Paris, Rome and Barcelona for 10 nights", [4, 3, 3]),
      ("Paris, Rome and Barcelona from June 1 to June 9", [3, 3, 2]),
    ] as [(String, [Int16])])
  func nights(text: String, nights: [Int16]) throws {
    #expect(try plan(text, scope: .searchOnly).state.segments.map(\.trip.nights) == nights)
  }

  @Test(
    "the budget is shared",
    arguments: [
      (BudgetShare.evenly, [333_334, 333_333, 333_333]), (.byNights, [333_333, 444_444, 222_223]),
    ] as [(BudgetShare, [Int64])])
  func budget(share: BudgetShare, parts: [Int64]) throws {
    let state = try plan(Self.tour + " $10000", share: share).state
    #expect(state.segments.map(\.trip.budget?.minorUnits) == parts)
    #expect(state.tour?.budget == Money(10_000, .usd))
    #expect(state.tour?.stops.map(\.budget?.minorUnits) == parts)
  }

  @Test func `the whole costs the cheapest flight for all and the best hotel that fits, city by city`() throws
  {
    let tour = try #require(try plan(Self.tour + " $4500").state.tour)
    // $150 is the cheapest of the flights; 300, 110 and 90 dollars are the hotels, best first.
    #expect(tour.cost.flights == 3 * 2 * 150_00)
    #expect(tour.stops.map { $0.hotel?.id } == [1, 1, 1])
    #expect(tour.cost.hotel == 300_00 * (3 + 4 + 2))
    #expect(tour.stops.allSatisfy { $0.reason == .bestHotelWithinBudget })
    #expect(tour.cost.total == tour.stops.reduce(0) { $0 + $1.cost.total })

    // $800 a city: after the flights 500 are left, for 3, 4 and 2 nights.
    let tight = try #require(try plan(Self.tour + " $2400").state.tour)
    #expect(tight.stops.map { $0.hotel?.id } == [2, 2, 2])
    // $350 pays for no hotel: the cheapest, and said so.
    let tiny = try #require(try plan(Self.tour + " $1050").state.tour)
    #expect(tiny.stops.map { $0.hotel?.id } == [3, 3, 3])
    #expect(tiny.stops.allSatisfy { $0.reason == .nearestToBudget })
  }

  @Test func `a stop ends before the flight that leaves it, and the next begins after landing`() throws {
    let tour = try #require(try plan().state.tour)
    for (stop, next) in zip(tour.stops, tour.stops.dropFirst()) {
      let leaving = try #require(next.flight?.outbound)
      #expect(leaving.day == stop.firstDay.advanced(by: Int(stop.nights)))
      for visit in stop.visits(on: stop.days.last!) {
        #expect(Int(visit.start + visit.activity.durationMinutes) <= Int(leaving.departureMinute) - 180)
      }
      let landed = leaving.arrival(from: stop.destination, to: next.destination)
      for visit in next.visits(on: next.days[0]) { #expect(Int(visit.start) >= landed.minute + 90) }
    }
    #expect(tour.stops.map(\.days.count) == [4, 5, 3])
  }

  @Test func `the text covers the whole tour`() throws {
    let text = try plan(Self.tour + " $4500").state.response
    for line in [
      "Paris → Rome → Barcelona: 9 nights for 2 travellers", "Mon 15 Jun 2026 to Wed 24 Jun 2026",
      "1. Paris, France, 3 nights from Mon 15 Jun 2026", "2. Rome, Italy, 4 nights from Thu 18 Jun 2026",
      "3. Barcelona, Spain, 2 nights", "LHR 06:30 → CDG", "CDG 06:30 → FCO", "FCO 06:30 → BCN",
      "Packing  umbrella", "Total    flights $900.00, hotels $2,700.00", "of $4,500.00", "of $1,500.00",
      "Day 10   Wed 24 Jun 2026",
    ] { #expect(text.contains(line), "\(line) in \(text)") }
  }

  @Test("a failed city leaves a partial trip that names it", arguments: SearchMode.allCases)
  func failedSegment(mode: SearchMode) throws {
    let log = EventLog()
    let state = try plan(mode: mode, refusing: City("Rome"), log: log).state
    #expect(state.isPartial)
    #expect(state.segments.map(\.isPartial) == [false, true, false])
    #expect(state.segments[1].errors == [StepError(.flightSearch, .refused)])
    #expect(state.searches.flights.status == .failed)
    #expect(state.response.contains("This plan is partial.\n- Rome, flight_search: refused by the provider"))
    #expect(state.tour?.partialStops == [1])
    #expect(state.tour?.stops[1].hotel != nil)
    #expect(state.nextActions.contains(.retryFlights))
    #expect(log.all.contains(.segmentCompleted(1, missing: .flights)))
    #expect(log.all.contains(.segmentCompleted(2, missing: [])))
  }

  @Test func `without an origin the first flight is missing and the others are there`() throws {
    let state = try plan("Paris → Rome → Barcelona").state
    #expect(state.segments.map(\.isPartial) == [true, false, false])
    #expect(state.segments[0].errors == [StepError(.flightSearch, .missingOrigin)])
    #expect(state.nextActions.contains(.nameOrigin))
    #expect(state.tour?.stops[0].flight == nil)
    #expect(state.tour?.stops[1].flight != nil)
  }

  @Test func `only the needed searches are made in each city`() throws {
    let state = try plan("weather in Oslo and Bergen").state
    #expect(state.segments.map { $0.results.searches.all(.completed) } == [.weather, .weather])
    #expect(state.segments.map { $0.results.searches.all(.skipped).contains(.hotels) } == [true, true])
    #expect(state.tour == nil)
    #expect(state.response.contains("Weather in Bergen:"))
  }

  @Test func `reports the progress of each city, its searches under a separate key`() throws {
    let log = EventLog()
    _ = try plan(mode: .sequential, log: log)
    let cities = log.all.compactMap { event -> String? in
      switch event {
      case .segmentStarted(let index): "> \(index)"
      case .segmentCompleted(let index, _): "< \(index)"
      case .dayPlanned(let day): "\(day)"
      default: nil
      }
    }
    #expect(cities == ["> 0", "< 0", "> 1", "< 1", "> 2", "< 2"] + (1...12).map { "\($0)" })
    #expect(segmentKey(7, 0) == 7)
    #expect(segmentKey(7, 2) == 7 | 2 << 56)
  }

  @Test func `a tour longer than a year is refused`() throws {
    let error = #expect(throws: PlanError.self) {
      _ = try plan("From London: 200 nights in Paris and 200 nights in Rome")
    }
    guard case .invalid(let issues)? = error else { return }
    #expect(issues.issues.map(\.field) == [.nights])
  }

  // MARK: Resuming

  @Test func `a longer stay in one city moves the later ones only`() throws {
    let texts = [Self.tour, "4 nights in Rome", "5 nights in Rome", "a 4 star hotel in Barcelona"]
    let answers = try ResumeTests().converse(texts.map { TripRequest(text: $0) })
    #expect(answers[1].calls == [0, 0, 0, 0, 0])
    #expect(answers[1].state.resumeReport?.keptItinerary == true)
    #expect(answers[2].state.segments.map(\.trip.nights) == [3, 5, 2])
    #expect(answers[2].state.segments.map(\.kept) == [.all, .flights, []])
    #expect(answers[2].calls == [1, 2, 2, 2, 1])
    #expect(answers[2].state.tour?.nights == 10)
    // A wish for hotels is a wish for the tour.
    #expect(
      answers[3].state.segments.map(\.kept)
        == Array(repeating: SearchNeeds.all.subtracting(.hotels), count: 3))
  }

  @Test func `results that still apply are kept from one city to a tour and back`() throws {
    let texts = [
      "Plan a trip from London to Paris from June 15 to June 18 for two",
      "From London to Paris for 3 nights and Rome for 2 nights, starting June 15", "just a trip to Oslo",
    ]
    let answers = try ResumeTests().converse(texts.map { TripRequest(text: $0) })
    // The flight there and back is another than the one-way to Paris.
    #expect(answers[1].state.segments.map(\.kept) == [[.hotels, .weather, .activities], []])
    #expect(answers[1].state.results == SearchResults(summary: answers[1].state.searches))
    #expect(answers[2].state.segments.isEmpty)
    #expect(answers[2].state.trip?.destination == City("Oslo"))
    #expect(answers[2].state.tour == nil)
    #expect(answers[2].state.itinerary != nil)
  }
}

extension SearchResults {
  /// No offers at all.
  fileprivate init(summary: SearchRecords) {
    self.init()
    searches = summary
  }
}
