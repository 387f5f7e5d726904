/// A linear model of the cost of a stay, for a prediction before the searches.
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
/// rounded to a whole major unit. The total covers lodging, food, local transport and activities from arrival to
/// departure; flights are priced by the flight search. The level is `City.costLevel`. The rate of each trip type is set so
/// that the model reproduces the four published sample trips exactly; the other rates are assumptions. For other trips
/// the error may be as large as `margin`.
package struct BudgetModel: Hashable, Sendable {
  package var name: String
  /// The rate of a day for one person: standard comfort, spring, leisure.
  package var daily: Int64
  /// The rate of an arrival for one person: airport transfers and small purchases.
  package var arrival: Int64
  package var comfort: [ComfortLevel: Int64]
  package var season: [TravelSeason: Int64]
  package var type: [TripType: Int64]
  /// The shares of the total in percent: lodging, food, local transport, activities.
  package var shares: [Int64]
  /// The distance of the range's ends from the total, in percent.
  package var margin: Int64

  /// The standard model, in paise at price level 100.
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

  /// Returns the prediction in `currency`, by default that of the city.
  ///
  /// Requires 1 to 366 days and 1 to 50 people.
  package func predict(
    days: Int, people: Int, comfort: ComfortLevel, season: TravelSeason, type: TripType, in city: City,
    currency: Currency? = nil
  ) -> Prediction {
    precondition((1...366).contains(days), "days must be 1 to 366, was \(days)")
    precondition((1...50).contains(people), "people must be 1 to 50, was \(people)")
    let currency = currency ?? city.currency
    let level = Int64(city.costLevel)
    let personDays = Int64(days * people)
    // The terms are kept separate, because the note lists each of them.
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
    // Lodging gets the remainder of the rounding.
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

  /// A prediction with its breakdown and its terms.
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

  /// Converts hundredths of paise: rates times a price level in percent.
  private func money(_ paise: Int64, _ currency: Currency) -> Money {
    if currency == .inr { return Money(minorUnits: paise / 100, .inr) }
    let cents = Currency.inr.rate.toDollarCents(paise / 100)
    return Money(minorUnits: currency.rate.fromDollarCents(cents), currency)
  }

  /// Rounds to a whole major unit, half up.
  private func wholeMajorUnits(_ money: Money) -> Money {
    let unit = money.currency.minorPerMajor
    return Money(minorUnits: (money.minorUnits + unit / 2) / unit * unit, money.currency)
  }
}
