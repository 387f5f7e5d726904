import Foundation
import Primitives
import Testing

@testable import TravelPlanner

@Suite("Parts of a session")
struct SessionPartsTests {
  let state = SessionState(id: SessionID(rawValue: 1), key: 2, at: Timestamp(nanosecondsSince1970: 3))

  @Test func `a part that is as at the beginning is equal to one that was never set`() {
    var changed = state
    changed.query = "Rome"
    changed.flights.currency = .eur
    changed.resumeReport = ResumeReport(.missing)
    #expect(changed != state)
    changed.query = nil
    changed.flights.currency = .usd
    changed.resumeReport = nil
    changed.segments = []
    changed.results = SearchResults()
    #expect(changed == state)
    #expect(changed.hashValue == state.hashValue)
  }

  @Test func `changing a state leaves its copy unchanged`() {
    var first = state
    first.query = "Rome"
    first.results.searches.hotels.status = .completed
    let copy = first
    first.query = "Paris"
    first.searches.hotels.status = .failed
    #expect(copy.query == "Rome" && copy.searches.hotels.status == .completed)
    #expect(first.isPartial && !copy.isPartial)
  }

  @Test func `is written as one flat object`() throws {
    var full = state
    full.query = "Rome"
    full.intent = Intent(.general)
    full.trip = Trip(destination: City("Rome")!, departure: CalendarDay(daysSince1970: 9), nights: 2)
    full.narrative = .template
    full.tour = TourItinerary(stops: [], budget: nil, packing: [])
    full.resumeReport = ResumeReport(.missing)
    full.bookings = []
    full.breakers = []
    func fields(_ state: SessionState) throws -> [String] {
      let object = try JSONSerialization.jsonObject(with: JSONEncoder().encode(state))
      return try #require(object as? [String: Any]).keys.sorted()
    }
    let always = [
      "activities", "completedSteps", "createdAt", "errors", "flights", "forecast", "hotels", "id", "key",
      "nextActions", "refinements", "retryCount", "revision", "searchMode", "searchNanoseconds", "searches",
      "segments", "updatedAt",
    ]
    let sometimes = [
      "bookings", "breakers", "continuation", "intent", "narrative", "query", "tour", "trip",
    ]
    #expect(try fields(state) == always)
    #expect(try fields(full) == (always + sometimes).sorted())
    #expect(try JSONDecoder().decode(SessionState.self, from: JSONEncoder().encode(full)) == full)
  }
}
