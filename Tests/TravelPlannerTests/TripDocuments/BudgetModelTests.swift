import Primitives
import Testing
import TravelPlanner

@Suite("Budget model")
struct BudgetModelTests {
  /// The published totals the trip types' rates were set to meet.
  static let samples: [(String, Int, Int, ComfortLevel, TravelSeason, TripType, Int64)] = [
    ("Varanasi", 3, 2, .luxury, .winter, .spiritual, 36_096),
    ("Hampta Pass", 5, 3, .standard, .summer, .trekking, 35_000),
    ("Goa", 7, 4, .budget, .autumn, .beach, 56_000),
    ("Manali", 4, 2, .standard, .spring, .adventure, 40_800),
  ]

  @Test("meets the four published samples", arguments: samples)
  func published(
    sample: (
      city: String, days: Int, people: Int, comfort: ComfortLevel, season: TravelSeason, type: TripType,
      rupees: Int64
    )
  ) throws {
    let prediction = BudgetModel.standard.predict(
      days: sample.days, people: sample.people, comfort: sample.comfort, season: sample.season,
      type: sample.type, in: try #require(City(sample.city)))
    #expect(prediction.total == Money(sample.rupees, .inr))
  }

  @Test("is linear: a day more costs the same each time, a person more too")
  func linear() throws {
    let city = try #require(City("Lisbon"))
    func total(_ days: Int, _ people: Int) -> Int64 {
      BudgetModel.standard.predict(
        days: days, people: people, comfort: .standard, season: .summer, type: .culture, in: city,
        currency: .inr
      ).total.minorUnits
    }
    for days in 1...30 {
      // Rounding to whole rupees leaves a rupee of play on each side.
      #expect(abs(total(days + 2, 2) - 2 * total(days + 1, 2) + total(days, 2)) <= 200)
      #expect(abs(total(3, days + 2) - 2 * total(3, days + 1) + total(3, days)) <= 200)
    }
  }

  @Test("every city, comfort, season and type gives a sum of parts in the city's own currency")
  func everywhere() {
    for city in City.all {
      for comfort in ComfortLevel.allCases {
        for season in TravelSeason.allCases {
          for type in TripType.allCases {
            let prediction = BudgetModel.standard.predict(
              days: 4, people: 3, comfort: comfort, season: season, type: type, in: city)
            #expect(prediction.total.currency == city.currency)
            #expect(prediction.total.minorUnits > 0)
            let parts = prediction.breakdown
            #expect(
              parts.lodging.minorUnits + parts.food.minorUnits + parts.transport.minorUnits
                + parts.activities.minorUnits == prediction.total.minorUnits)
            #expect(prediction.low.minorUnits <= prediction.total.minorUnits)
            #expect(prediction.high.minorUnits >= prediction.total.minorUnits)
          }
        }
      }
    }
  }

  @Test("more comfort costs more")
  func comfort() throws {
    let city = try #require(City("Paris"))
    let totals = ComfortLevel.allCases.map {
      BudgetModel.standard.predict(days: 5, people: 2, comfort: $0, season: .spring, type: .leisure, in: city)
        .total.minorUnits
    }
    #expect(totals == totals.sorted() && Set(totals).count == 3)
  }

  @Test("the seasons turn round at the equator")
  func seasons() throws {
    let january = CalendarDay(year: 2026, month: 1, day: 15)!
    let july = CalendarDay(year: 2026, month: 7, day: 15)!
    let october = CalendarDay(year: 2026, month: 10, day: 15)!
    let (delhi, sydney) = (try #require(City("Delhi")), try #require(City("Sydney")))
    #expect(TravelSeason(of: january, in: delhi) == .winter)
    #expect(TravelSeason(of: january, in: sydney) == .summer)
    #expect(TravelSeason(of: july, in: delhi) == .summer)
    #expect(TravelSeason(of: july, in: sydney) == .winter)
    #expect(TravelSeason(of: october, in: delhi) == .autumn)
    #expect(TravelSeason(of: october, in: sydney) == .spring)
  }
}
