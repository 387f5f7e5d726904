package import Primitives

/// A trip day by day, with the flight and hotel it was built around and what it costs.
///
/// Compact values only; `text` writes it out for a traveller.
@usableFromInline
package struct Itinerary: Hashable, Sendable, Codable {
  package var origin: City?
  package var destination: City
  package var firstDay: CalendarDay
  package var nights: Int16
  package var passengers: UInt8
  package var currency: Currency
  package var budget: Money?
  /// Nil when none was found or none was asked for.
  package var flight: Flight?
  package var hotel: Hotel?
  /// One a day, the days of arrival and departure included: `nights + 1`.
  package var days: [ItineraryDay]
  /// All visits in order; each day points at its own.
  package var visits: [Visit]
  package var cost: TripCost
  package var candidates: Candidates
  package var chosen: Candidate.Style
  package var reason: Candidate.Reason
  /// Searches that were wanted and failed: what the itinerary had to do without.
  package var missing: SearchNeeds
  /// What is told about the days so far, in order; empty unless a request asks for it.
  package var words: [DayWords] = []

  /// Whether there is nothing left to write about a day.
  func hasWords(on day: Int) -> Bool {
    guard day < words.count else { return false }
    if case .missing = words[day] { return false }
    return true
  }

  /// Days come in order, but one that failed may come again.
  mutating func take(_ new: DayWords, on day: Int) {
    if day < words.count { words[day] = new } else { words.append(new) }
  }

  package func visits(on day: ItineraryDay) -> ArraySlice<Visit> {
    visits[Int(day.firstVisit)..<Int(day.firstVisit) + Int(day.visitCount)]
  }
}

/// One day of an itinerary.
@frozen
package struct ItineraryDay: Hashable, Sendable, Codable {
  package enum Kind: UInt8, Hashable, Sendable, Codable {
    /// On the way; there is no time for anything else.
    case travel
    case planned
    /// Nothing fitted, or nothing was found: free time.
    case free
  }

  package var day: CalendarDay
  package var forecast: DayForecast?
  package var firstVisit: UInt16
  package var visitCount: UInt8
  package var kind: Kind
}

/// What a narrator tells about one day.
package enum DayWords: Hashable, Sendable, Codable {
  /// Nothing beyond the plan itself.
  case template
  case text(String)
  /// The narrator did not answer for this day.
  case missing(StepError.Cause)
}

/// An activity at a time.
@frozen
package struct Visit: Hashable, Sendable, Codable {
  package var activity: Activity
  /// Minutes after midnight, local time.
  package var start: UInt16
}

/// What a trip costs for everybody, in minor units of its currency.
@usableFromInline
@frozen
package struct TripCost: Hashable, Sendable, Codable {
  @usableFromInline package var flights: Int64 = 0
  @usableFromInline package var hotel: Int64 = 0
  @usableFromInline package var activities: Int64 = 0

  @inlinable package var total: Int64 { flights + hotel + activities }
}

/// A way to do the trip: one flight, one hotel, and how good that is.
@usableFromInline
@frozen
package struct Candidate: Hashable, Sendable, Codable {
  @usableFromInline
  package enum Style: UInt8, Hashable, Sendable, Codable, CaseIterable {
    case cheapest, balanced, comfort
  }

  /// Why the chosen one was chosen.
  @usableFromInline
  package enum Reason: UInt8, Hashable, Sendable, Codable {
    /// Flight or hotel were missing, so there was nothing to choose between.
    case noChoice
    /// The best score of those within the budget, or of all without a budget.
    case bestScore
    /// The only one that the budget allows.
    case onlyAffordable
    /// None is within the budget; this one is nearest.
    case nearestToBudget
    /// Of a stop of a tour: the cheapest flight with the best-rated hotel that its share of the budget allows.
    case bestHotelWithinBudget
  }

  /// Places in the offers; nil when there were none.
  package var flight: UInt8?
  package var hotel: UInt8?
  /// Flights and hotel for everybody, in minor units.
  package var price: Int64
  /// 0…1000, more is better: the lowest price of the three over this one's.
  @usableFromInline package var cost: Int16
  /// 0…1000, more is better: hotel rating and amenities, direct flights, cabin.
  @usableFromInline package var comfort: Int16
  /// 0…1000, less is better: hours on the way, changes, departures at night.
  @usableFromInline package var fatigue: Int16

  /// 0…1000: 45 % cost, 30 % comfort, 25 % rest.
  @inlinable package var score: Int {
    (450 * Int(cost) + 300 * Int(comfort) + 250 * (1000 - Int(fatigue))) / 1000
  }
}

/// The three candidates.
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
