import Primitives
import Testing
import TravelPlanner

@Suite("Alternative airports")
struct AirportTests {
  @Test("every airport that a city names is in the table, and near it")
  func table() {
    for city in City.all {
      for code in city.airports {
        let airport = Airport(code)
        #expect(airport != nil, "\(code)")
        // Hampta Pass is a walk of two days away.
        if let airport { #expect(airport.kilometres(from: city) < 100, "\(code) of \(city)") }
      }
    }
    #expect(Airport.all.map(\.code) == Airport.all.map(\.code).sorted())
    #expect(Airport("XXX") == nil && Airport("") == nil && Airport("lhr")?.code == "LHR")
  }

  /// Great-circle distances as published by airport databases, in kilometres.
  static let distances: [(String, String, Int)] = [
    ("LHR", "JFK", 5540), ("SYD", "AKL", 2157), ("VIE", "BTS", 48), ("SIN", "GRU", 15_989),
    ("DEL", "GOI", 1509), ("LHR", "LGW", 41),
  ]

  @Test("distances between airports are right to half a percent and 3 km", arguments: distances)
  func distance(from: String, to: String, kilometres: Int) throws {
    let (a, b) = (try #require(Airport(from)), try #require(Airport(to)))
    #expect(abs(a.kilometres(to: b) - kilometres) <= 3 + kilometres / 200, "\(a.kilometres(to: b))")
    #expect(a.kilometres(to: b) == b.kilometres(to: a))
  }

  @Test("those within the radius are found, all and only, the nearest first")
  func nearby() throws {
    for name in ["Vienna", "Milan", "London", "Tokyo", "Honolulu", "Hampta Pass"] {
      let city = try #require(City(name))
      for radius in [1, 60, 150, 400] {
        let found = city.airportsNearby(within: radius)
        let expected = Set(
          City.all.filter { $0 != city }.map(\.mainAirport).filter {
            !city.airports.contains($0.code) && $0.kilometres(from: city) <= radius
          })
        #expect(Set(found.map(\.airport)) == expected)
        #expect(found.count == expected.count)
        #expect(found.map(\.kilometres) == found.map(\.kilometres).sorted())
      }
    }
    #expect(try #require(City("Vienna")).airportsNearby(within: 80).map(\.airport.code) == ["BTS"])
    #expect(try #require(City("Honolulu")).airportsNearby(within: 400).isEmpty)
  }

  private func flight(_ price: Int32, minutes: UInt16 = 120, back: Bool = true) -> Flight {
    let leg = FlightLeg(
      day: CalendarDay(daysSince1970: 20_500), departureMinute: 600, durationMinutes: minutes, number: 1,
      stops: 0)
    return Flight(
      id: 1, price: price, outbound: leg, homeward: back ? leg : nil, airline: Airline.all[0], cabin: .economy
    )
  }

  private func query(_ people: UInt8 = 2) throws -> FlightQuery {
    FlightQuery(
      origin: try #require(City("Rome")), destination: try #require(City("Vienna")),
      departure: CalendarDay(daysSince1970: 20_500), returning: CalendarDay(daysSince1970: 20_507),
      passengers: people)
  }

  @Test("one that saves more than the way there costs is proposed, with the sum shown")
  func worthIt() throws {
    let (query, search) = (try query(), AlternativeAirports(radius: 80))
    let alternatives = search.alternatives(to: query).filter { $0.end == .destination }
    #expect(alternatives.map(\.nearby.airport.code) == ["BTS"])
    let there = try #require(alternatives.first)
    let proposal = try #require(
      search.proposals(
        instead: FlightOffers([flight(30_000)]), of: query, among: [(there, FlightOffers([flight(18_000)]))]
      ).first)
    // By hand: BTS is 56 km from Vienna, VIE 17: 39 km more, 50 on the road each way, 100 in all.
    let kilometres =
      (there.nearby.kilometres - query.destination.mainAirport.kilometres(from: query.destination)) * 130
      / 100 * 2
    let minutes = kilometres * 60 / 70 + 40
    #expect(proposal.saving == Money(minorUnits: 24_000, .usd))
    #expect(proposal.transfer == Money(minorUnits: Int64(kilometres * 12 * 2), .usd))
    #expect(proposal.time == Money(minorUnits: Int64(minutes * 1800 * 2 / 60), .usd))
    #expect(proposal.extraMinutes == minutes)
    #expect(proposal.gain.minorUnits > 0)
    #expect("\(proposal)".hasPrefix("to BTS (Bratislava), "))
  }

  @Test("the edge: one cent below the effort nothing is proposed, one above it is")
  func edge() throws {
    let (query, search) = (try query(1), AlternativeAirports(radius: 80))
    let there = try #require(search.alternatives(to: query).first { $0.end == .destination })
    func proposed(_ saving: Int32) -> AirportProposal? {
      search.proposals(
        instead: FlightOffers([flight(50_000)]), of: query,
        among: [(there, FlightOffers([flight(50_000 - saving)]))]
      ).first
    }
    let sample = try #require(proposed(40_000))
    let effort = Int32(sample.transfer.minorUnits + sample.time.minorUnits)
    #expect(proposed(effort) == nil)
    #expect(proposed(effort + 1)?.gain.minorUnits == 1)
  }

  @Test("a longer flight counts against it, and nothing is proposed without anything to compare with")
  func others() throws {
    let (query, search) = (try query(), AlternativeAirports(radius: 80))
    let there = try #require(search.alternatives(to: query).first { $0.end == .destination })
    let slow = FlightOffers([flight(18_000, minutes: 600)])
    #expect(
      search.proposals(instead: FlightOffers([flight(30_000)]), of: query, among: [(there, slow)]).isEmpty)
    #expect(search.proposals(instead: FlightOffers([]), of: query, among: [(there, slow)]).isEmpty)
    #expect(
      search.proposals(instead: FlightOffers([flight(30_000)]), of: query, among: [(there, FlightOffers([]))])
        .isEmpty)
  }

  @Test("alternatives change one end, never fly a place to itself, and stay within the limit")
  func alternatives() throws {
    for (from, to) in [
      ("Vienna", "Bratislava"), ("Milan", "London"), ("New York", "Philadelphia"), ("Kyoto", "Osaka"),
    ] {
      let query = FlightQuery(
        origin: try #require(City(from)), destination: try #require(City(to)),
        departure: CalendarDay(daysSince1970: 20_500))
      for limit in 1...4 {
        let found = AlternativeAirports(radius: 300, limit: limit).alternatives(to: query)
        for end in AirportAlternative.End.allCases { #expect(found.count { $0.end == end } <= limit) }
        for alternative in found {
          #expect(alternative.query.origin != alternative.query.destination)
          switch alternative.end {
          case .origin: #expect(alternative.query.destination == query.destination)
          case .destination: #expect(alternative.query.origin == query.origin)
          }
        }
      }
    }
  }
}
