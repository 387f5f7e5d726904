import Primitives
import Testing
import TravelPlanner

@Suite("Personalisation")
struct PersonalisationTests {
  static let start = Timestamp.simulationEpoch

  private func after(days: Double) -> Timestamp {
    Self.start.advanced(byNanoseconds: Int64(saturating: days * 86_400) * 1_000_000_000)
  }

  private func flight(_ id: UInt32, _ price: Int32, _ airline: Int, minutes: UInt16 = 120) -> Flight {
    Flight(
      id: id, price: price,
      outbound: FlightLeg(
        day: CalendarDay(daysSince1970: 20_500), departureMinute: 600, durationMinutes: minutes, number: 1,
        stops: 0),
      homeward: nil, airline: Airline.all[airline], cabin: .economy)
  }

  private func hotel(_ id: UInt32, _ price: Int32, _ rating: UInt8, _ distance: UInt16 = 10) -> Hotel {
    Hotel(
      id: id, pricePerNight: price, amenities: .wifi, distanceToCentre: distance,
      name: HotelName(first: 0, second: 0), rating: rating)
  }

  private func activity(_ category: ActivityCategory, _ price: Int32 = 1000) -> Activity {
    Activity(
      price: price, name: ActivityName(category: category, index: 0), durationMinutes: 60, opens: 540,
      closes: 1200,
      distance: 5, isIndoor: true)
  }

  @Test("the cheapest of those offered speaks for price, the dearest against it")
  func priceSensitivity() {
    let offers = [flight(1, 10_000, 0), flight(2, 20_000, 1), flight(3, 30_000, 2)]
    func sensitivity(_ index: Int) -> Int {
      var profile = TravellerProfile(at: Self.start)
      profile.learn(.flight(offers[index], among: offers), at: Self.start)
      return profile.priceSensitivityPerMille
    }
    #expect([0, 1, 2].map(sensitivity) == [1000, 500, 0])
    #expect(TravellerProfile(at: Self.start).priceSensitivityPerMille == 500)
    var one = TravellerProfile(at: Self.start)
    one.learn(.flight(offers[2], among: [offers[2]]), at: Self.start)
    #expect(one.priceSensitivityPerMille == 500, "where there is no choice there is nothing to learn")
  }

  @Test("an airline, a rating or a category ranks higher after it was chosen", arguments: [1, 3, 10])
  func reranks(times: Int) {
    let flights = [flight(1, 20_000, 0), flight(2, 20_000, 5), flight(3, 20_000, 9)]
    let hotels = [hotel(1, 9000, 30), hotel(2, 9000, 45)]
    let activities = [activity(.museum), activity(.food)]
    var profile = TravellerProfile(at: Self.start)
    for _ in 0..<times {
      profile.learn(.flight(flights[1], among: flights), at: Self.start)
      profile.learn(.hotel(hotels[1], among: hotels), at: Self.start)
      profile.learn(.activity(activities[1]), at: Self.start)
    }
    var ranked = flights
    let scores = profile.rank(&ranked)
    #expect(ranked.map(\.id) == [2, 1, 3])
    #expect(scores[0].total > scores[1].total && scores[1].total == scores[2].total)
    #expect(scores[0].terms.contains { $0.name == "airline \(flights[1].airline.code)" })
    var places = hotels
    #expect(profile.rank(&places)[0].terms.contains(ScoreTerm(name: "rating 4.5", points: 400)))
    #expect(places.map(\.id) == [2, 1])
    var things = activities
    _ = profile.rank(&things)
    #expect(things.map(\.category) == [.food, .museum])
  }

  @Test("every score is the sum of the terms that are shown, highest first")
  func explained() {
    var draws = SplitMix64(seed: 5)
    var profile = TravellerProfile(at: Self.start)
    for round in 0..<300 {
      var flights = (0..<draws.next(in: 1...12)).map {
        flight(
          UInt32($0), Int32(draws.next(in: 5000...90_000)), draws.next(in: 0...39),
          minutes: UInt16(draws.next(in: 60...900)))
      }
      let before = flights
      let scores = profile.rank(&flights)
      #expect(Set(flights.map(\.id)) == Set(before.map(\.id)))
      #expect(scores.map(\.total) == scores.map { $0.terms.reduce(0) { $0 + $1.points } })
      #expect(scores.map(\.total) == scores.map(\.total).sorted(by: >))
      #expect(scores.allSatisfy { (0...1200).contains($0.total) })
      profile.learn(
        .flight(before[draws.next(in: 0...before.count - 1)], among: before), at: after(days: Double(round)))
    }
  }

  @Test("an unknown traveller gets cheap and short first")
  func unknown() {
    var flights = [flight(1, 40_000, 0), flight(2, 20_000, 1), flight(3, 20_000, 2, minutes: 500)]
    _ = TravellerProfile(at: Self.start).rank(&flights)
    #expect(flights.map(\.id) == [2, 3, 1])
  }

  @Test("weights halve in a half-life, however many updates there are in between")
  func decay() {
    let old = activity(.museum)
    let new = activity(.food)
    func share(_ days: Double, steps: Int) -> Int {
      var profile = TravellerProfile(at: Self.start, halfLife: .seconds(100 * 86_400))
      for _ in 0..<8 { profile.learn(.activity(old), at: Self.start) }
      for step in 1...steps { profile.age(to: after(days: days * Double(step) / Double(steps))) }
      return profile.shareOf(.museum)
    }
    // Eight choices weigh 8, 4, 2, 1: of those and one more.
    #expect(share(0.0001, steps: 1) == 888)
    #expect(share(100, steps: 1) == 800)
    #expect(share(200, steps: 1) == 666)
    #expect(share(300, steps: 1) == 500)
    // Rounding to a millionth a day may show as one in a thousand.
    #expect(abs(share(300, steps: 300) - 500) <= 1)
    var profile = TravellerProfile(at: Self.start, halfLife: .seconds(100 * 86_400))
    for _ in 0..<8 { profile.learn(.activity(old), at: Self.start) }
    for _ in 0..<2 { profile.learn(.activity(new), at: after(days: 400)) }
    #expect(profile.shareOf(.food) > profile.shareOf(.museum))
    // An old event told late does not turn time back.
    let asOf = profile.asOf
    profile.learn(.activity(new), at: Self.start)
    #expect(profile.asOf == asOf)
  }

  @Test("after decades nothing is left, and nothing breaks")
  func forgotten() {
    var profile = TravellerProfile(at: Self.start)
    profile.learn(.pace(visitsPerDay: 3), at: Self.start)
    #expect(profile.visitsPerDay == 3)
    profile.age(to: after(days: 200 * 365))
    #expect(profile.visitsPerDay == nil && profile.preferredRating == nil)
    #expect(profile.priceSensitivityPerMille == 500)
  }

  @Test("a mean does not drift with time")
  func mean() {
    var profile = TravellerProfile(at: Self.start)
    let hotels = [hotel(1, 9000, 42), hotel(2, 12_000, 47)]
    profile.learn(.hotel(hotels[0], among: hotels), at: Self.start)
    for day in stride(from: 1.0, through: 900, by: 7) {
      profile.age(to: after(days: day))
      #expect(profile.preferredRating == 42 && profile.priceSensitivityPerMille >= 998)
    }
  }
}
