/// What a stay will cost, before anything is searched: a linear model.
///
///     let model = BudgetModel.standard
///     model.predict(
///       days: 3, people: 2, comfort: .luxury, season: .winter, type: .spiritual, in: City("Varanasi")!
///     ).total   // ₹36,096.00
///
/// With the rates below in paise at a price level of 100,
///
///     total = level/100 · (days · people · (daily + comfort + season + type) + people · arrival)
///
/// rounded to a whole major unit. It covers lodging, food, getting around and things to do from arrival to
/// departure; the way there and back is priced by the flight search. The level is the city's (`City.costLevel`).
/// The rate of each trip type was set so that the model meets the four published sample trips exactly; the
/// others are plain assumptions. Beyond those samples expect errors as large as `margin`.
package struct BudgetModel: Hashable, Sendable {
  package var name: String
  /// A person's day, standard comfort, spring, leisure.
  package var daily: Int64
  /// Once a person: the way from the airport and back, and what is forgotten at home.
  package var arrival: Int64
  package var comfort: [ComfortLevel: Int64]
  package var season: [TravelSeason: Int64]
  package var type: [TripType: Int64]
  /// Shares of the total in percent: lodging, food, getting around, things to do.
  package var shares: [Int64]
  /// How far above and below the total the range reaches, in percent.
  package var margin: Int64

  /// All coefficients, in paise at price level 100.
  package static let standard = BudgetModel(
    name: "linear_v1",
    daily: 11_000_00,
    arrival: 3_000_00,
    comfort: [.budget: -5_000_00, .standard: 0, .luxury: 11_000_00],
    season: [.winter: 500_00, .spring: 0, .summer: 1_000_00, .autumn: -200_00],
    type: [
      .leisure: 0, .culture: 300_00, .spiritual: 564_00, .trekking: -933_33, .beach: -514_29,
      .adventure: 5_250_00,
    ],
    shares: [45, 25, 15, 15],
    margin: 20)

  /// The prediction in `currency`, the city's own unless another is asked for.
  ///
  /// Days and people count from 1; at most 366 and 50.
  package func predict(
    days: Int, people: Int, comfort: ComfortLevel, season: TravelSeason, type: TripType, in city: City,
    currency: Currency? = nil
  ) -> Prediction {
    precondition((1...366).contains(days), "days must be 1 to 366, was \(days)")
    precondition((1...50).contains(people), "people must be 1 to 50, was \(people)")
    let currency = currency ?? city.currency
    let level = Int64(city.costLevel)
    let personDays = Int64(days * people)
    // Kept apart until the end: every term is shown.
    let rates: [(String, Int64)] = [
      ("daily", daily * personDays),
      ("comfort \(comfort.rawValue)", rate(self.comfort, comfort) * personDays),
      ("season \(season.rawValue)", rate(self.season, season) * personDays),
      ("type \(type.rawValue)", rate(self.type, type) * personDays),
      ("arrival", arrival * Int64(people)),
    ]
    let terms = rates.map { BudgetTerm(name: $0.0, amount: money($0.1 * level, currency)) }
    let exact = rates.reduce(0) { $0 + $1.1 } * level
    let total = wholeMajorUnits(money(exact, currency))
    func share(_ percent: Int64) -> Money { Money(minorUnits: total.minorUnits * percent / 100, currency) }
    let parts = shares.dropFirst().map(share)
    // What rounding leaves over is lodging's.
    let lodging = total.minorUnits - parts.reduce(0) { $0 + $1.minorUnits }
    return Prediction(
      total: total,
      low: share(100 - margin), high: share(100 + margin),
      perDay: Money(minorUnits: total.minorUnits / Int64(days), currency),
      perPersonDay: Money(minorUnits: total.minorUnits / personDays, currency),
      breakdown: BudgetBreakdown(
        lodging: Money(minorUnits: lodging, currency), food: parts[0], transport: parts[1],
        activities: parts[2]),
      model: BudgetModelNote(name: name, priceLevelPercent: city.costLevel, terms: terms))
  }

  /// What the model says, and how it came to it.
  package struct Prediction: Hashable, Sendable {
    package var total: Money
    package var low: Money
    package var high: Money
    package var perDay: Money
    package var perPersonDay: Money
    package var breakdown: BudgetBreakdown
    package var model: BudgetModelNote
  }

  private func rate<Key: Hashable>(_ rates: [Key: Int64], _ key: Key) -> Int64 {
    guard let rate = rates[key] else { preconditionFailure("\(name) has no coefficient for \(key)") }
    return rate
  }

  /// `paise` are hundredths too many: a price level is in percent.
  private func money(_ paise: Int64, _ currency: Currency) -> Money {
    if currency == .inr { return Money(minorUnits: paise / 100, .inr) }
    let cents = Currency.inr.rate.toDollarCents(paise / 100)
    return Money(minorUnits: currency.rate.fromDollarCents(cents), currency)
  }

  /// Half a unit and more is one.
  private func wholeMajorUnits(_ money: Money) -> Money {
    let unit = money.currency.minorPerMajor
    return Money(minorUnits: (money.minorUnits + unit / 2) / unit * unit, money.currency)
  }
}
