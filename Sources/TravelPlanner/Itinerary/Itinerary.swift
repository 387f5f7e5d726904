package import Primitives

/// A trip day by day, with its flight, its hotel and its cost.
///
/// Holds compact values; `text` is the form for a traveller.
@usableFromInline
package struct Itinerary: Hashable, Sendable, Codable {
  package var origin: City?
  package var destination: City
  package var firstDay: CalendarDay
  package var nights: Int16
  package var passengers: UInt8
  package var currency: Currency
  package var budget: Money?
  /// The flight; nil if none was found or needed.
  package var flight: Flight?
  package var hotel: Hotel?
  /// The days in order, including those of arrival and departure: `nights + 1`.
  package var days: [ItineraryDay]
  /// The visits of all days in order. A day refers to its own by index.
  package var visits: [Visit]
  package var cost: TripCost
  package var candidates: Candidates
  package var chosen: Candidate.Style
  package var reason: Candidate.Reason
  /// The searches that were needed and failed.
  package var missing: SearchNeeds
  /// The descriptions of the days so far, in order; empty unless a request asks for them.
  package var descriptions: [DayDescription] = []

  private enum CodingKeys: String, CodingKey {
    case origin, destination, firstDay, nights, passengers, currency, budget, flight, hotel, days, visits,
      cost
    case candidates, chosen, reason, missing
    case descriptions = "words"
  }

  /// Returns true if a day has a description and it is not missing.
  func isDescribed(_ day: Int) -> Bool {
    guard day < descriptions.count else { return false }
    if case .missing = descriptions[day] { return false }
    return true
  }

  /// Sets the description of a day: of the next one in order, or of one whose description was missing.
  mutating func setDescription(_ description: DayDescription, on day: Int) {
    if day < descriptions.count { descriptions[day] = description } else { descriptions.append(description) }
  }

  package func visits(on day: ItineraryDay) -> ArraySlice<Visit> {
    visits[Int(day.firstVisit)..<Int(day.firstVisit) + Int(day.visitCount)]
  }
}

/// One day of an itinerary.
@frozen
package struct ItineraryDay: Hashable, Sendable, Codable {
  package enum Kind: UInt8, Hashable, Sendable, Codable {
    /// Travel leaves no time for visits.
    case travel
    case planned
    /// Free time: no activity was found, or none fits.
    case free
  }

  package var day: CalendarDay
  package var forecast: DayForecast?
  package var firstVisit: UInt16
  package var visitCount: UInt8
  package var kind: Kind
}

/// A narrator's description of one day.
package enum DayDescription: Hashable, Sendable, Codable {
  /// No text beyond the plan itself.
  case template
  case text(String)
  /// The narrator failed for this day.
  case missing(StepError.Cause)
}

/// A visit to an activity at a given time.
@frozen
package struct Visit: Hashable, Sendable, Codable {
  package var activity: Activity
  /// Minutes after midnight, local time.
  package var start: UInt16
}

/// The cost of a trip for all passengers, in minor units of its currency.
@usableFromInline
@frozen
package struct TripCost: Hashable, Sendable, Codable {
  @usableFromInline package var flights: Int64 = 0
  @usableFromInline package var hotel: Int64 = 0
  @usableFromInline package var activities: Int64 = 0

  @inlinable package var total: Int64 { flights + hotel + activities }
}

/// A choice of one flight and one hotel, with its scores.
@usableFromInline
@frozen
package struct Candidate: Hashable, Sendable, Codable {
  @usableFromInline
  package enum Style: UInt8, Hashable, Sendable, Codable, CaseIterable {
    case cheapest, balanced, comfort
  }

  /// The reason for the choice among the candidates.
  @usableFromInline
  package enum Reason: UInt8, Hashable, Sendable, Codable {
    /// There were neither flights nor hotels to choose from.
    case noChoice
    /// The best score of those within the budget, or of all without a budget.
    case bestScore
    /// It is the only candidate within the budget.
    case onlyAffordable
    /// No candidate is within the budget, and this one is closest to it.
    case nearestToBudget
    /// For a stop of a tour: the cheapest flight with the best-rated hotel within its share of the budget.
    case bestHotelWithinBudget
  }

  /// The index of the flight among the offers; nil without offers.
  package var flight: UInt8?
  package var hotel: UInt8?
  /// The price of flights and hotel for all passengers, in minor units.
  package var price: Int64
  /// The score for cost, 0…1000, more is better: the lowest price of the three divided by this one's.
  @usableFromInline package var cost: Int16
  /// The score for comfort, 0…1000, more is better: hotel rating and amenities, direct flights, cabin.
  @usableFromInline package var comfort: Int16
  /// The score for fatigue, 0…1000, less is better: travel time, changes, departures at night.
  @usableFromInline package var fatigue: Int16

  /// The total score, 0…1000: 45 % cost, 30 % comfort, 25 % absence of fatigue.
  @inlinable package var score: Int {
    (450 * Int(cost) + 300 * Int(comfort) + 250 * (1000 - Int(fatigue))) / 1000
  }
}

/// The candidates of the three styles.
@usableFromInline
@frozen
package struct Candidates: Hashable, Sendable, Codable {
  @usableFromInline package var cheapest: Candidate
  @usableFromInline package var balanced: Candidate
  @usableFromInline package var comfort: Candidate

  @inlinable package subscript(style: Candidate.Style) -> Candidate {
    get {
      switch style {
      case .cheapest: cheapest
      case .balanced: balanced
      case .comfort: comfort
      }
    }
    set {
      switch style {
      case .cheapest: cheapest = newValue
      case .balanced: balanced = newValue
      case .comfort: comfort = newValue
      }
    }
  }
}
