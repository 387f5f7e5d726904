import Primitives
import Testing
import TravelPlanner

@Suite("Request validation")
struct RequestValidationTests {
  let today = CalendarDay("2026-01-14")!

  /// The issues of a request, one a string; empty when it is fine.
  func issues(_ request: TripRequest) -> [String] {
    do throws(ValidationError) {
      _ = try request.validated(today: today)
      return []
    } catch {
      return error.issues.map(\.description)
    }
  }

  @Test func `several broken rules are reported together, each with field, value and rule`() {
    let request = TripRequest(
      origin: "X", destination: "Par<s", departure: "2026-02-30", returning: "tomorrow", passengers: 51,
      budgetMinorUnits: 0, currency: "XXX")
    do throws(ValidationError) {
      _ = try request.validated(today: today)
      Issue.record("accepted")
    } catch {
      #expect(
        error.issues == [
          ValidationIssue(.origin, "X", .length(2...100)),
          ValidationIssue(.destination, "Par<s", .placeCharacters),
          ValidationIssue(.departure, "2026-02-30", .isoDate), ValidationIssue(.return, "tomorrow", .isoDate),
          ValidationIssue(.passengers, 51, .range(1...50)), ValidationIssue(.currency, "XXX", .knownCurrency),
          ValidationIssue(.budget, "$0.00", .positive),
        ])
    }
  }

  @Test(
    "takes whatever lies within the limits",
    arguments: [
      TripRequest(text: "x"), TripRequest(text: String(repeating: "é", count: 2000)),
      TripRequest(destination: "  Paris "), TripRequest(destination: "ho chi minh city"),
      TripRequest(destination: "JFK"),
      TripRequest(destination: "Rome", departure: "2026-01-14"),
      TripRequest(destination: "Rome", departure: "2026-01-14", returning: "2026-01-15"),
      TripRequest(destination: "Rome", departure: "2026-01-14", returning: "2027-01-14"),
      TripRequest(destination: "Rome", passengers: 1), TripRequest(destination: "Rome", passengers: 50),
      TripRequest(destination: "Rome", budgetMinorUnits: 1),
      TripRequest(destination: "Rome", budgetMinorUnits: 100_000_000, currency: "eur"),
      TripRequest(destination: "Rome", budgetMinorUnits: 1_000_000, currency: "JPY"),
    ])
  func accepted(request: TripRequest) { #expect(issues(request) == []) }

  @Test(
    "refuses what lies beyond the limits",
    arguments: [
      (TripRequest(), "text \"\": a text or a destination is needed"),
      (TripRequest(text: ""), "text \"\": must have 1 to 2000 characters"),
      (
        TripRequest(text: "a <ScRiPt>"),
        "text \"a <ScRiPt>\": must not hold <script, javascript: or data:text/html"
      ),
      (
        TripRequest(text: "JavaScript:x"),
        "text \"JavaScript:x\": must not hold <script, javascript: or data:text/html"
      ),
      (
        TripRequest(text: "data:text/HTML,"),
        "text \"data:text/HTML,\": must not hold <script, javascript: or data:text/html"
      ),
      (TripRequest(destination: "P"), "destination \"P\": must have 2 to 100 characters"),
      (
        TripRequest(destination: "Paris;"),
        "destination \"Paris;\": may hold letters, digits, spaces and , . - ' only"
      ),
      (TripRequest(destination: "東京"), "destination \"東京\": is not a city or airport we know"),
      (
        TripRequest(origin: "LHR", destination: "London"),
        "destination \"London\": must differ from the origin"
      ),
      (
        TripRequest(destination: "Rome", departure: "2026-01-13"),
        "departure \"2026-01-13\": must not be before 2026-01-14"
      ),
      (
        TripRequest(destination: "Rome", departure: "2026-01-14", returning: "2026-01-14"),
        "return \"2026-01-14\": must be after the departure"
      ),
      (
        TripRequest(destination: "Rome", departure: "2026-01-14", returning: "2027-01-15"),
        "return \"2027-01-15\": must be at most 365 days after the departure"
      ),
      (TripRequest(destination: "Rome", passengers: 0), "passengers \"0\": must be 1 to 50"),
      (TripRequest(destination: "Rome", budgetMinorUnits: -1), "budget \"-$0.01\": must be more than 0"),
      (
        TripRequest(destination: "Rome", budgetMinorUnits: 100_000_001),
        "budget \"$1,000,000.01\": must be at most $1,000,000.00"
      ),
      (
        TripRequest(destination: "Rome", budgetMinorUnits: 1_000_001, currency: "JPY"),
        "budget \"¥1,000,001\": must be at most ¥1,000,000"
      ),
    ])
  func refused(request: TripRequest, issue: String) { #expect(issues(request) == [issue]) }

  @Test("counts preferences as they are written", arguments: [9000, 9800, 9900, 10_001])
  func preferences(length: Int) {
    let preferences = Preferences(notes: [String(repeating: "n", count: length)])
    let request = TripRequest(destination: "Rome", preferences: preferences)
    #expect(issues(request).isEmpty == (preferences.serialisedCount <= 10_000))
    #expect(preferences.serialisedCount > length)
  }

  @Test func `text one character too long is refused, however many bytes`() {
    #expect(issues(TripRequest(text: String(repeating: "é", count: 2001))).count == 1)
  }
}

@Suite("Cities")
struct CityTests {
  @Test func `there are at least a hundred, each found by its name and its airport code`() {
    #expect(City.all.count >= 100)
    for city in City.all {
      #expect(City(city.name) == city)
      #expect(City(city.name.uppercased()) == city)
      #expect(city.airport.utf8.count == 3)
      // Two cities may share an airport; the code then names one of them.
      #expect(City(city.airport)?.airports.contains(city.airport) == true)
    }
  }

  @Test(
    "finds a city whatever the spelling",
    arguments: [
      ("são paulo", "Sao Paulo"), ("ZÜRICH", "Zurich"), ("new-york", "New York"), ("NYC", "New York"),
      ("lhr", "London"),
      ("Bombay", "Mumbai"), ("Bali", "Denpasar"),
    ])
  func spellings(text: String, name: String) { #expect(City(text)?.name == name) }

  @Test(
    "measures great circles to within one percent",
    arguments: [
      ("London", "Paris", 344), ("London", "New York", 5570), ("Sydney", "London", 16_990),
      ("Tokyo", "Los Angeles", 8815),
      ("Singapore", "Jakarta", 905), ("Auckland", "Madrid", 19_590), ("Quito", "Nairobi", 12_870),
    ])
  func distances(from: String, to: String, kilometres: Int) throws {
    let (from, to) = (try #require(City(from)), try #require(City(to)))
    let measured = from.kilometres(to: to)
    #expect(abs(measured - kilometres) * 100 <= kilometres)
    #expect(to.kilometres(to: from) == measured)
    #expect(from.kilometres(to: from) == 0)
  }
}
