package import Primitives
package import TravelPlanner

/// A mix of request texts: the text of request `i` is drawn by its number, so every run of a seed asks the
/// same.
package struct RequestMix: Sendable {
  private let random: RandomSource

  package init(random: RandomSource) { self.random = random.child("requests") }

  private static let text: DrawSite = "request.text"

  /// Whole trips: every one of them needs all four searches.
  package static let trips = [
    "Plan a week in Paris from London for two",
    "Plan a trip to Tokyo from San Francisco for 10 nights, budget $6000",
    "I want to go to Rome from Berlin for 5 nights under 1500 EUR",
    "Plan a family holiday in Barcelona from Amsterdam for 4 people for 7 nights",
    "Plan a trip from New York to Lisbon for two for 6 nights",
    "Organise a trip to Vienna from Madrid for 3 nights",
    "Plan 8 nights in Bangkok from Singapore for 3 people",
    "Plan a trip to Sydney from Auckland for 9 nights for two",
    "Plan a trip to Athens from Munich for 4 nights, budget 1200 EUR",
    "Plan a honeymoon in Dubai from Mumbai for 6 nights",
    "Plan a week in Prague from Copenhagen for 5 people",
    "Plan a trip to Istanbul from Paris for 5 nights for two",
    "Plan 4 nights in Dublin from Boston, budget $2500",
    "Plan a trip to Cape Town from Frankfurt for 12 nights for two",
    "Plan a weekend in Milan from Zurich for two",
    "Plan a trip to Chicago from Toronto for 3 nights",
  ]

  /// Request `number`, to be planned as `scope` and `searchMode` say.
  package func request(
    _ number: Int, scope: PlanRequest.Scope, searchMode: SearchMode
  ) -> PlanRequest {
    request(
      number, like: PlanRequest(TripRequest(text: ""), key: 0, scope: scope, searchMode: searchMode))
  }

  /// Request `number`, all but its text and key as in `example`.
  package func request(_ number: Int, like example: PlanRequest) -> PlanRequest {
    var request = example
    request.key = UInt64(number)
    var draws = random.draw(RequestMix.text, request.key)
    request.trip.text = RequestMix.trips[Int(draws.next(below: UInt64(RequestMix.trips.count)))]
    return request
  }
}
