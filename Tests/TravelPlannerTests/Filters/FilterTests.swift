import Primitives
import Testing
import TravelPlanner

@Suite("Filters")
struct FilterTests {
  /// Flights and hotels with every property drawn.
  static let flights: [Flight] = {
    var draws = SplitMix64(seed: 3)
    return (0..<60).map { index in
      func leg() -> FlightLeg {
        FlightLeg(
          day: CalendarDay(daysSince1970: 20_500), departureMinute: UInt16(draws.next(in: 0...1439)),
          durationMinutes: UInt16(draws.next(in: 40...1200)), number: 100, stops: UInt8(draws.next(in: 0...2))
        )
      }
      return Flight(
        id: UInt32(index), price: Int32(draws.next(in: 50...900)) * 100, outbound: leg(),
        homeward: index % 3 == 0 ? nil : leg(), airline: Airline.all[draws.next(in: 0...5)],
        cabin: Cabin.allCases[draws.next(in: 0...3)])
    }
  }()
  static let hotels: [Hotel] = {
    var draws = SplitMix64(seed: 4)
    return (0..<60).map { index in
      Hotel(
        id: UInt32(index), pricePerNight: Int32(draws.next(in: 20...500)) * 100,
        amenities: Amenities(rawValue: UInt16(draws.next(in: 0...4095))),
        distanceToCentre: UInt16(draws.next(in: 0...100)), name: HotelName(first: 0, second: 0),
        rating: UInt8(draws.next(in: 25...50)))
    }
  }()

  /// The meaning of each condition, written independently.
  static let flightConditions: [(FlightCriterion, String, @Sendable (Flight) -> Bool)] = [
    (.price(atMost: 40_000), "at most $400.00 a passenger", { $0.price <= 40_000 }),
    (
      .stops(atMost: 0), "direct",
      { $0.outbound.stops == 0 && ($0.homeward == nil || $0.homeward!.stops == 0) }
    ),
    (.stops(atMost: 1), "at most 1 stop", { max($0.outbound.stops, $0.homeward?.stops ?? 0) < 2 }),
    (
      .airlines([Airline.all[1], Airline.all[4]]), "airline DL, AS", { [1, 4].contains($0.airline.rawValue) }
    ),
    (.withoutAirlines([Airline.all[0]]), "not AA", { $0.airline.rawValue != 0 }),
    (
      .departure(DayWindow(from: 480, to: 720)), "departs 08:00-12:00",
      { (480...720).contains($0.outbound.departureMinute) }
    ),
    (
      .homewardDeparture(DayWindow(from: 1320, to: 360)), "returns 22:00-06:00",
      { $0.homeward.map { $0.departureMinute >= 1320 || $0.departureMinute <= 360 } ?? true }
    ),
    (
      .duration(atMost: 605), "at most 10 h 05 a leg",
      { $0.outbound.durationMinutes < 606 && ($0.homeward?.durationMinutes ?? 0) < 606 }
    ),
    (.cabin(.business), "business", { $0.cabin == .business }),
  ]

  @Test(
    "each condition on flights keeps what it says, in order, and counts the rest",
    arguments: flightConditions.indices)
  func flight(index: Int) {
    let (criterion, text, holds) = Self.flightConditions[index]
    var offers = FlightOffers(Self.flights)
    let notes = FlightFilter([criterion]).apply(to: &offers)
    let kept = Self.flights.filter(holds)
    #expect(offers.options == kept)
    #expect(!kept.isEmpty && kept.count < Self.flights.count, "the data must tell them apart")
    #expect(notes == [FilterNote(condition: text, removed: Self.flights.count - kept.count)])
  }

  static let hotelConditions: [(HotelCriterion, String, @Sendable (Hotel) -> Bool)] = [
    (.rating(atLeast: 42), "at least 4.2 stars", { $0.rating >= 42 }),
    (.price(atMost: 15_000), "at most $150.00 a night", { $0.pricePerNight <= 15_000 }),
    (
      .amenities([.wifi, .pool]), "with wifi, pool",
      { $0.amenities.contains(.wifi) && $0.amenities.contains(.pool) }
    ),
    (.distance(atMost: 25), "at most 2.5 km from the centre", { $0.distanceToCentre <= 25 }),
  ]

  @Test("each condition on hotels too", arguments: hotelConditions.indices)
  func hotel(index: Int) {
    let (criterion, text, holds) = Self.hotelConditions[index]
    var offers = HotelOffers(Self.hotels)
    let notes = HotelFilter([criterion]).apply(to: &offers)
    let kept = Self.hotels.filter(holds)
    #expect(offers.options == kept)
    #expect(!kept.isEmpty && kept.count < Self.hotels.count)
    #expect(notes == [FilterNote(condition: text, removed: Self.hotels.count - kept.count)])
  }

  @Test("each condition on activities too")
  func activities() {
    func activity(_ category: ActivityCategory, _ price: Int32, _ minutes: UInt16) -> Activity {
      Activity(
        price: price, name: ActivityName(category: category, index: 0), durationMinutes: minutes, opens: 540,
        closes: 1200, distance: 10, isIndoor: true)
    }
    let all = [activity(.museum, 1500, 90), activity(.food, 4000, 180), activity(.nature, 0, 60)]
    func kept(_ criterion: ActivityCriterion) -> [Activity] {
      var offers = ActivityOffers(all)
      _ = ActivityFilter([criterion]).apply(to: &offers)
      return offers.options
    }
    #expect(kept(.categories([.init(.museum), .init(.nature)])) == [all[0], all[2]])
    #expect(kept(.price(atMost: 0)) == [all[2]])
    #expect(kept(.price(atMost: 1500)) == [all[0], all[2]])
    #expect(kept(.duration(atMost: 90)) == [all[0], all[2]])
    #expect(
      ActivityCriterion.categories([.init(.museum), .init(.nature)]).text(in: .eur) == "museum or nature")
    #expect(ActivityCriterion.price(atMost: 0).text(in: .eur) == "free")
  }

  @Test(
    "conditions keep the offers that meet all of them, the counts add up, and their order does not matter")
  func together() {
    var draws = SplitMix64(seed: 9)
    for _ in 0..<200 {
      let chosen = Self.flightConditions.filter { _ in draws.next(in: 0...2) == 0 }
      var offers = FlightOffers(Self.flights)
      let notes = FlightFilter(chosen.map(\.0)).apply(to: &offers)
      #expect(offers.options == Self.flights.filter { flight in chosen.allSatisfy { $0.2(flight) } })
      #expect(notes.reduce(0) { $0 + $1.removed } == Self.flights.count - offers.options.count)
      var reversed = FlightOffers(Self.flights)
      _ = FlightFilter(chosen.reversed().map(\.0)).apply(to: &reversed)
      #expect(reversed == offers)
      var inParts = FlightOffers(Self.flights)
      let half = chosen.count / 2
      let sum = FlightFilter(chosen.prefix(half).map(\.0)) + FlightFilter(chosen.dropFirst(half).map(\.0))
      #expect(sum.apply(to: &inParts) == notes)
      #expect(inParts == offers)
    }
  }

  @Test("sorting goes by each key in turn and keeps the order of equals")
  func sorting() {
    for order in FlightOrder.allCases {
      var offers = FlightOffers(Self.flights)
      #expect(FlightFilter(sortedBy: [order]).apply(to: &offers).isEmpty)
      let ranks = offers.options.map { order.rank($0) }
      #expect(ranks == ranks.sorted())
      for (left, right) in zip(offers.options, offers.options.dropFirst())
      where order.rank(left) == order.rank(right) {
        #expect(left.id < right.id)
      }
    }
    var offers = FlightOffers(Self.flights)
    _ = FlightFilter(sortedBy: [.stops, .price]).apply(to: &offers)
    for (left, right) in zip(offers.options, offers.options.dropFirst()) {
      let (a, b) = (FlightOrder.stops.rank(left), FlightOrder.stops.rank(right))
      #expect(a < b || a == b && left.price <= right.price)
    }
    var hotels = HotelOffers(Self.hotels)
    _ = HotelFilter(sortedBy: [.rating, .distance]).apply(to: &hotels)
    #expect(hotels.options.first?.rating == Self.hotels.map(\.rating).max())
  }

  @Test(
    "a window is read as it is written, and goes over midnight",
    arguments: [
      ("08:00-12:30", 480, 750), ("22:00-06:00", 1320, 360), ("00:00-23:59", 0, 1439),
    ])
  func windows(text: String, from: Int, to: Int) throws {
    let window = try #require(DayWindow(text))
    #expect(window == DayWindow(from: from, to: to))
    #expect("\(window)" == text)
    #expect(window.contains(from) && window.contains(to))
    for minute in 0..<1440 {
      var at = from
      while at != minute && at != to { at = (at + 1) % 1440 }
      #expect(window.contains(minute) == (at == minute))
    }
  }

  @Test(
    "other texts are no window",
    arguments: [
      "", "8:00-12:00", "08:00", "24:00-06:00", "08:60-09:00", "08:00–09:00", "08:00-09:000", "ab:cd-ef:gh",
    ])
  func noWindow(text: String) { #expect(DayWindow(text) == nil) }
}
