import Primitives
import Resilience
import SimCore
import Synchronization
import Testing
import TravelPlanner

@Suite("Descriptions of days")
struct DayDescriptionTests {
  /// Writes about the days, and does not answer for some of them.
  struct Writer: ItineraryNarrator {
    let base: FakeNarrator
    let refuses: @Sendable (Int, Itinerary) -> Bool

    func narrative(for itinerary: Itinerary, call: Attempt) async throws(ProviderError) -> Narrative {
      try await base.narrative(for: itinerary, call: call)
    }
    func description(
      ofDay day: Int, in itinerary: Itinerary, call: Attempt
    ) async throws(ProviderError) -> Narrative {
      try await base.service.serve()
      if refuses(day, itinerary) { throw .refused }
      return .text("\(itinerary.destination), day \(day + 1).")
    }
  }

  final class FailureSwitch: Sendable {
    private let bad = Mutex(true)
    var isBad: Bool { bad.withLock { $0 } }
    func recover() { bad.withLock { $0 = false } }
  }

  struct PlanRecord: Sendable {
    var state: SessionState
    var events: [PlannerEvent]
    var calls: Int
    var milliseconds: Int64
  }

  /// Plans `text`, and resumes it with nothing new once the narrator has recovered.
  func plan(_ text: String, refusing day: Int?) throws -> [PlanRecord] {
    try Simulation(seed: 1).run { world in
      let clock = world.clock
      let moods = FailureSwitch()
      let base = FakeProviders().ports(clock)
      let writer = Writer(base: base.narrator) { asked, _ in moods.isBad && asked == day }
      let ports = Ports(
        classifier: base.classifier, flights: base.flights, hotels: base.hotels, weather: base.weather,
        activities: base.activities, narrator: writer)
      let log = EventLog()
      let store = MemoryStateStore()
      let planner = Planner(
        ports, clock: clock, random: world.random, epoch: Timestamp("2026-01-14T00:00:00Z")!, store: store,
        observer: log)
      var told: [PlanRecord] = []
      for resume in [false, true] {
        let start = clock.nanoseconds
        let (before, events) = (base.narrator.service.calls, log.all.count)
        let state = try await planner.plan(
          PlanRequest(
            resume ? TripRequest() : TripRequest(text: text), key: 7, session: ResumeTests.id,
            resume: resume, options: PlanOptions(describesDays: true)))
        told.append(
          PlanRecord(
            state: state, events: Array(log.all.dropFirst(events)),
            calls: base.narrator.service.calls - before,
            milliseconds: (clock.nanoseconds - start) / 1_000_000))
        moods.recover()
      }
      return told
    }.value
  }

  /// Says a card's number in everything it writes.
  struct CardEchoingNarrator: ItineraryNarrator {
    let said: String
    func narrative(for itinerary: Itinerary, call: Attempt) async throws(ProviderError) -> Narrative {
      .text("Paid with \(said), well done.")
    }
    func narrative(for tour: TourItinerary, call: Attempt) async throws(ProviderError) -> Narrative {
      .text("Paid with \(said), well done.")
    }
    func description(
      ofDay day: Int, in itinerary: Itinerary, call: Attempt
    ) async throws(ProviderError) -> Narrative {
      .text("Day \(day + 1), paid with \(said).")
    }
  }

  @Test(
    "no card number of a model's reply is stored, reported or shown",
    arguments: [
      "4242424242424242", "4242 4242 4242 4242", "4242/4242/4242/4242", "3782-822463-10005",
      "4242, 4242, 4242, 4242", "４２４２４２４２４２４２４２４２",
    ],
    [PlannerTests.sentence, "From London: Paris and Rome for 4 nights on 2026-06-01"])
  func cardNumbers(card: String, text: String) throws {
    _ = try Simulation(seed: 1).run { world in
      let clock = world.clock
      let base = FakeProviders().ports(clock)
      let ports = Ports(
        classifier: base.classifier, flights: base.flights, hotels: base.hotels, weather: base.weather,
        activities: base.activities, narrator: CardEchoingNarrator(said: card))
      let log = EventLog()
      let store = MemoryStateStore()
      let planner = Planner(
        ports, clock: clock, random: world.random, epoch: Timestamp("2026-01-14T00:00:00Z")!, store: store,
        observer: log)
      let state = try await planner.plan(
        PlanRequest(
          TripRequest(text: text), key: 7, session: ResumeTests.id, options: PlanOptions(describesDays: true))
      )
      let kept = try await store.load(state.id, at: state.updatedAt)
      let texts = ["\(state)", state.response, "\(kept)", "\(log.all)"]
      #expect(state.response.contains("paid with [card number removed]"))
      for text in texts { #expect(!text.contains(card), "\(text)") }
    }
  }

  @Test func `days are described one after another, each reported when it is done`() throws {
    let told = try plan(PlannerTests.sentence, refusing: nil)[0]
    #expect(
      told.state.itinerary?.descriptions
        == (1...4).map { DayDescription.text("Paris, day \($0).") })
    // The classifier, the longest search, the introduction and four days.
    #expect(told.milliseconds == 300 + 800 + 900 + 4 * 900)
    let days = told.events.compactMap { event -> String? in
      switch event {
      case .dayWritten(let day): "day \(day)"
      case .saved: "saved"
      default: nil
      }
    }
    #expect(
      days.suffix(9) == ["day 1", "saved", "day 2", "saved", "day 3", "saved", "day 4", "saved", "saved"])
    #expect(told.state.completedSteps.suffix(2) == [.dayDescriptions, .response])
    #expect(told.state.response.contains("         Paris, day 3.\n"))
  }

  @Test func `a failed day is marked, the rest continue, and a resumed session tries it again`() throws {
    let told = try plan(PlannerTests.sentence, refusing: 1)
    let first = told[0].state
    #expect(first.itinerary?.descriptions[1] == .missing(.refused))
    #expect(first.itinerary?.descriptions[2] == .text("Paris, day 3."))
    #expect(told[0].events.contains(.dayFailed(2, .refused)))
    #expect(told[0].events.contains(.dayWritten(4)))
    #expect(first.errors == [StepError(.dayDescriptions, .refused, detail: "day 2")])
    #expect(first.response.contains("(no description of this day: refused by the provider)"))
    #expect(!first.isPartial)

    #expect(told[1].state.itinerary?.descriptions == (1...4).map { DayDescription.text("Paris, day \($0).") })
    #expect(told[1].calls == 1)
    #expect(told[1].state.resumeReport?.keptItinerary == true)
    #expect(told[1].state.errors.isEmpty)
  }

  @Test func `of a tour every day of every stop is written`() throws {
    let told = try plan(TourTests.tour, refusing: 0)
    let first = try #require(told[0].state.tour)
    #expect(first.stops.map { $0.descriptions.count } == [4, 5, 3])
    #expect(first.stops.map { $0.descriptions[0] } == Array(repeating: .missing(.refused), count: 3))
    #expect(told[0].events.contains(.dayFailed(5, .refused)))
    #expect(told[1].calls == 3)
    #expect(told[1].state.tour?.stops[1].descriptions[0] == .text("Rome, day 1."))
  }

  @Test func `days are not described unless the request asks for it`() throws {
    let state = try PlannerTests().plan().state
    #expect(state.itinerary?.descriptions == [])
    #expect(!state.completedSteps.contains(.dayDescriptions))
  }
}
