import Primitives
import Testing

@testable import TravelPlanner

/// The composer skips what cannot win and does not look again at what cannot fit; here is the rule without that.
@Suite("Choice of visits")
struct VisitChoiceTests {
  @Test("makes the same choices as a search through all activities", arguments: 0..<200)
  func agreesWithPlainRule(seed: Int) {
    var draws = SplitMix64(seed: UInt64(seed))
    let first = CalendarDay(daysSince1970: 20_600)
    let trip = Trip(
      destination: City("Rome")!, departure: first, nights: Int16(draws.next(in: 0...9)),
      interests: ActivityCategories(rawValue: seed % 3 == 0 ? UInt16(draws.next() & 0xFFF) : 0))
    let activities = (0..<draws.next(in: 0...70)).map { _ in activity(&draws) }
    let forecast = Forecast(
      (0...Int(trip.nights)).map { day in
        DayForecast(
          day: first.advanced(by: day), low: 1, high: 9, condition: .cloudy,
          rainProbability: UInt8(draws.next(in: 0...100)))
      })
    let itinerary = ItineraryComposer(
      trip: trip, flights: FlightOffers(), hotels: HotelOffers(), forecast: forecast,
      activities: ActivityOffers(activities), missing: []
    ).compose()

    var left = Array(activities.prefix(64).enumerated())
    for day in itinerary.days {
      let expected = plainVisits(trip, day.forecast?.suggestsIndoor ?? false, itinerary.chosen, &left)
      #expect(Array(itinerary.visits(on: day)) == expected)
    }
  }

  /// Few different distances and hours, so that many are equal.
  private func activity(_ draws: inout SplitMix64) -> Activity {
    let opens = 60 * draws.next(in: 6...20)
    let category = ActivityCategory(rawValue: UInt8(draws.next(below: 12)))!
    return Activity(
      price: Int32(draws.next(in: 0...1) * 500), name: ActivityName(category: category, index: 0),
      durationMinutes: UInt16(30 * draws.next(in: 1...12)), opens: UInt16(opens),
      closes: UInt16(min(1440, opens + 60 * draws.next(in: 1...12))),
      distance: UInt16(60 * draws.next(in: 0...3)), isIndoor: draws.next() & 1 == 0)
  }

  /// Of a day without flights.
  private func plainVisits(
    _ trip: Trip, _ preferIndoor: Bool, _ style: Candidate.Style,
    _ left: inout [(offset: Int, element: Activity)]
  ) -> [Visit] {
    var visits: [Visit] = []
    var clock = 9 * 60
    var hadLunch = false
    while visits.count < (style == .comfort ? 2 : 3) {
      if !hadLunch, clock >= 12 * 60 { (clock, hadLunch) = (clock + 60, true) }
      var best: (cost: Int, place: Int)?
      for (place, (_, activity)) in left.enumerated() {
        let start = max(clock, Int(activity.opens))
        let end = start + Int(activity.durationMinutes)
        guard end <= Int(activity.closes), end <= 22 * 60 else { continue }
        var cost = Int(activity.distance) + 2 * (start - clock)
        if !trip.interests.isEmpty, !trip.interests.contains(activity.category) { cost += 200 }
        if style == .cheapest, activity.price > 0 { cost += 150 }
        if preferIndoor, !activity.isIndoor { cost += 1000 }
        if visits.contains(where: { $0.activity.category == activity.category }) { cost += 300 }
        if cost < best?.cost ?? .max { best = (cost, place) }
      }
      guard let best else { break }
      let activity = left.remove(at: best.place).element
      let start = max(clock, Int(activity.opens))
      visits.append(Visit(activity: activity, start: UInt16(start)))
      clock = (start + Int(activity.durationMinutes) + 10 + Int(activity.distance) * 2 / 5 + 4) / 5 * 5
    }
    return visits
  }
}
