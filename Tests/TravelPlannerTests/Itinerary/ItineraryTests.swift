import Primitives
import SimCore
import Testing
import TravelPlanner

@Suite("Itinerary")
struct ItineraryTests {
  /// Plans a sentence with the fixtures as results.
  func itinerary(_ text: String) throws -> Itinerary {
    let outcome = try Simulation(seed: 1).run { world in
      let clock = world.clock
      let planner = Planner(
        FakeProviders().ports(clock), clock: clock, random: world.random,
        epoch: Timestamp("2026-01-14T00:00:00Z")!)
      return try await planner.plan(PlanRequest(TripRequest(text: text), key: 1))
    }
    return try #require(outcome.value.itinerary)
  }

  static let sentences = [
    "Plan a trip from London to Paris from June 15 to June 18 for two",
    "Trip from New York to Tokyo for 10 nights from March 1",
    "A day in Rome from Athens on May 2", "Solo trip from Sydney to Rome for 30 nights in May under $2000",
  ]

  @Test("every visit fits: open, within the day, one after another, never twice", arguments: sentences)
  func visitsFit(text: String) throws {
    let itinerary = try itinerary(text)
    #expect(itinerary.days.count == Int(itinerary.nights) + 1)
    var names: [ActivityName] = []
    var seen = 0
    for day in itinerary.days {
      #expect(Int(day.firstVisit) == seen)
      seen += Int(day.visitCount)
      var clock = 0
      for visit in itinerary.visits(on: day) {
        let end = Int(visit.start) + Int(visit.activity.durationMinutes)
        #expect(Int(visit.start) >= clock)
        #expect(visit.start >= visit.activity.opens)
        #expect(end <= Int(visit.activity.closes))
        #expect(!names.contains(visit.activity.name))
        names.append(visit.activity.name)
        clock = end
      }
      #expect((day.kind == .planned) == (day.visitCount > 0))
    }
    #expect(seen == itinerary.visits.count)
  }

  @Test func `nothing begins before the flight has landed, and nothing ends after it has left`() throws {
    let itinerary = try itinerary(ItineraryTests.sentences[0])
    let flight = try #require(itinerary.flight)
    let landed = flight.outbound.arrival(from: City("London")!, to: City("Paris")!)
    #expect(landed.day == itinerary.firstDay)
    for visit in itinerary.visits(on: itinerary.days[0]) { #expect(Int(visit.start) >= landed.minute + 90) }
    let left = Int(try #require(flight.homeward).departureMinute)
    for visit in itinerary.visits(on: itinerary.days[3]) {
      #expect(Int(visit.start) + Int(visit.activity.durationMinutes) <= left - 180)
    }
  }

  @Test func `when it rains there is a roof`() throws {
    let itinerary = try itinerary(ItineraryTests.sentences[0])
    let rainy = itinerary.visits(on: itinerary.days[1])
    #expect(!rainy.isEmpty)
    #expect(rainy.allSatisfy { $0.activity.isIndoor })
    #expect(itinerary.visits(on: itinerary.days[2]).contains { !$0.activity.isIndoor })
  }

  @Test func `the cost is the sum of its parts`() throws {
    let itinerary = try itinerary(ItineraryTests.sentences[0])
    let flight = try #require(itinerary.flight)
    let hotel = try #require(itinerary.hotel)
    #expect(itinerary.cost.flights == Int64(flight.price) * 2)
    // Three nights, one room for two.
    #expect(itinerary.cost.hotel == Int64(hotel.pricePerNight) * 3)
    #expect(itinerary.cost.activities == itinerary.visits.reduce(0) { $0 + Int64($1.activity.price) * 2 })
    #expect(itinerary.cost.total == itinerary.cost.flights + itinerary.cost.hotel + itinerary.cost.activities)
  }

  @Test(
    "the best of three within the budget is chosen, and the reason said",
    arguments: [
      ("", Candidate.Reason.bestScore), (" under $5000", .bestScore), (" under $600", .onlyAffordable),
      (" under $500", .nearestToBudget),
    ])
  func choice(budget: String, reason: Candidate.Reason) throws {
    let itinerary = try itinerary(ItineraryTests.sentences[0] + budget)
    #expect(itinerary.reason == reason)
    let chosen = itinerary.candidates[itinerary.chosen]
    for style in Candidate.Style.allCases {
      let other = itinerary.candidates[style]
      if let limit = itinerary.budget?.minorUnits, other.price > limit, reason != .nearestToBudget {
        continue
      }
      if reason == .nearestToBudget {
        #expect(other.price >= chosen.price)
      } else {
        #expect(other.score <= chosen.score)
      }
    }
    #expect(itinerary.candidates.cheapest.price <= itinerary.candidates.comfort.price)
    #expect(itinerary.candidates.comfort.comfort >= itinerary.candidates.cheapest.comfort)
    #expect(itinerary.candidates.cheapest.fatigue > itinerary.candidates.comfort.fatigue)
  }

  @Test func `the text reads like a plan`() throws {
    let text = try itinerary(ItineraryTests.sentences[0]).text
    #expect(text.hasPrefix("Paris, France: 3 nights for 2 travellers\nMon 15 Jun 2026 to Thu 18 Jun 2026\n"))
    #expect(text.contains("LH 100 Lufthansa, LHR 08:00 → CDG 12:00, 3 h 00, direct, economy"))
    #expect(text.contains("Day 2    Tue 16 Jun 2026  rain, 14 to 22 °C, 80 % rain\n"))
    #expect(text.contains("indoors"))
    #expect(text.contains("total $"))
  }
}
