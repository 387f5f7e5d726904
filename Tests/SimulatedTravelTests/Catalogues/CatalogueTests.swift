import Primitives
import SimulatedTravel
import Testing
import TravelPlanner

@Suite("Catalogues")
struct CatalogueTests {
  let random = RandomSource(seed: 42)
  let day = CalendarDay("2026-06-15")!

  /// A different query for each number.
  func flightQuery(_ number: Int) -> FlightQuery {
    let cities = City.all
    let origin = cities[number * 7 % cities.count]
    var destination = cities[(number * 13 + 5) % cities.count]
    if destination == origin { destination = cities[(number * 13 + 6) % cities.count] }
    return FlightQuery(
      origin: origin, destination: destination, departure: day.advanced(by: number % 365),
      returning: number % 3 == 0 ? nil : day.advanced(by: number % 365 + 5), passengers: 2,
      cabin: Cabin(rawValue: UInt8(number % 4))!,
      currency: Currency.allCases[number % Currency.allCases.count])
  }

  @Test func `flights are five to ten, sorted by price, and plausible`() {
    var direct = 0
    var all = 0
    for number in 0..<2000 {
      let query = flightQuery(number)
      let offers = FlightCatalogue(random: random).flights(for: query)
      #expect((5...10).contains(offers.options.count))
      #expect(offers.currency == query.currency)
      let kilometres = query.origin.kilometres(to: query.destination)
      for (index, flight) in offers.options.enumerated() {
        #expect(flight.price > 0)
        #expect(index == 0 || offers.options[index - 1].price <= flight.price)
        #expect(flight.outbound.day == query.departure)
        #expect(flight.homeward?.day == query.returning)
        #expect((360..<1440).contains(flight.outbound.departureMinute))
        #expect(Int(flight.outbound.durationMinutes) >= 50 + kilometres * 60 / 830)
        #expect(flight.cabin == query.cabin)
        all += 1
        if flight.outbound.stops == 0 { direct += 1 }
      }
    }
    // Half of the draws are direct; the farthest routes have none.
    #expect((40...55).contains(direct * 100 / all))
  }

  @Test("respects how many stops are allowed", arguments: [UInt8(0), 1, 2])
  func stops(maximum: UInt8) {
    for number in 0..<500 {
      var query = flightQuery(number)
      query.maximumStops = maximum
      let offers = FlightCatalogue(random: random).flights(for: query).options
      #expect(offers.allSatisfy { $0.outbound.stops <= maximum && $0.homeward?.stops ?? 0 <= maximum })
      let isFar = query.origin.kilometres(to: query.destination) > 13_000
      #expect(offers.isEmpty == (isFar && maximum == 0))
    }
  }

  @Test func `fares grow with the distance and the cabin`() {
    func cheapest(_ to: String, _ cabin: Cabin) -> Int32 {
      let query = FlightQuery(origin: City("London")!, destination: City(to)!, departure: day, cabin: cabin)
      return FlightCatalogue(random: random).flights(for: query).options[0].price
    }
    #expect(cheapest("Paris", .economy) < cheapest("New York", .economy))
    #expect(cheapest("New York", .economy) < cheapest("New York", .business))
  }

  @Test(
    "drops hotels below the minimum rating, sorts by rating, gives better ones more",
    arguments: [25, 30, 40, 50])
  func hotels(minimum: UInt8) {
    var amenities = (low: 0, lowCount: 0, high: 0, highCount: 0)
    for (number, city) in City.all.enumerated() {
      let query = HotelQuery(
        city: city, checkIn: day.advanced(by: number), nights: 3, minimumRating: minimum,
        currency: city.currency)
      let options = HotelCatalogue(random: random).hotels(for: query).options
      #expect(options.count <= 8)
      if minimum == 25 { #expect(options.count == 8) }
      for (index, hotel) in options.enumerated() {
        #expect((minimum...50).contains(hotel.rating))
        #expect(index == 0 || options[index - 1].rating >= hotel.rating)
        #expect(hotel.pricePerNight > 0)
        #expect(hotel.amenities.contains(.wifi))
        let count = hotel.amenities.rawValue.nonzeroBitCount
        if hotel.rating <= 32 {
          amenities = (amenities.low + count, amenities.lowCount + 1, amenities.high, amenities.highCount)
        }
        if hotel.rating >= 45 {
          amenities = (amenities.low, amenities.lowCount, amenities.high + count, amenities.highCount + 1)
        }
      }
      #expect(Set(options.map { $0.name.first }).count == options.count)
    }
    if minimum == 25 { #expect(amenities.high * amenities.lowCount > amenities.low * amenities.highCount) }
  }

  @Test func `a day has the same weather in every forecast`() {
    let catalogue = WeatherCatalogue(random: random)
    for city in City.all {
      let long = catalogue.forecast(for: WeatherQuery(city: city, firstDay: day, days: 60)).days
      let short = catalogue.forecast(for: WeatherQuery(city: city, firstDay: day.advanced(by: 20), days: 5))
        .days
      #expect(Array(long[20..<25]) == short)
      #expect(
        long.enumerated().allSatisfy {
          $1.day == day.advanced(by: $0) && $1.low <= $1.high && $1.rainProbability <= 100
        })
    }
  }

  @Test(
    "weather follows latitude, hemisphere and month",
    arguments: [
      ("Helsinki", "2026-07-01", 15...24), ("Helsinki", "2026-01-01", -12 ... -1),
      ("Sydney", "2026-01-01", 22...32),
      ("Sydney", "2026-07-01", 10...20), ("Singapore", "2026-04-01", 27...36),
      ("Dubai", "2026-07-01", 28...40),
    ])
  func climate(city: String, first: String, high: ClosedRange<Int>) {
    let days = WeatherCatalogue(random: random).forecast(
      for: WeatherQuery(city: City(city)!, firstDay: CalendarDay(first)!, days: 28)
    ).days
    let mean = days.reduce(0) { $0 + Int($1.high) } / days.count
    #expect(high.contains(mean), "mean high \(mean)")
  }

  @Test(
    "activities are many, different, and of the kinds asked for",
    arguments: [[], [3], [0, 8], [1, 4, 9]] as [[UInt8]])
  func activities(kinds: [UInt8]) {
    var categories: ActivityCategories = []
    for kind in kinds { categories.insert(ActivityCategories(ActivityCategory(rawValue: kind)!)) }
    for city in City.all {
      let query = ActivityQuery(city: city, firstDay: day, days: 6, categories: categories)
      let options = ActivityCatalogue(random: random).activities(for: query).options
      #expect(options.count == 18)
      #expect(Set(options.map(\.name)).count == options.count)
      #expect(options.allSatisfy { Int($0.opens) + Int($0.durationMinutes) <= Int($0.closes) })
      #expect(city.isByTheSea || !options.contains { $0.category == .beach })
      if !kinds.isEmpty, kinds != [3] || city.isByTheSea { #expect(categories.contains(options[0].category)) }
    }
  }

  @Test func `the same query has the same answer, another source another`() {
    for number in 0..<200 {
      let query = flightQuery(number)
      let answer = FlightCatalogue(random: random).flights(for: query)
      #expect(FlightCatalogue(random: random).flights(for: query) == answer)
      #expect(FlightCatalogue(random: RandomSource(seed: 43)).flights(for: query) != answer)
    }
  }
}
