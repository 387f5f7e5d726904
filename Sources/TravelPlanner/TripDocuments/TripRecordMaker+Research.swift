import Primitives

extension TripRecordMaker {
  func research(_ state: SessionState, _ trip: Trip) -> AgentResearch {
    let city = trip.destination
    return AgentResearch(
      tripId: tripID(of: state), createdAt: researched(state),
      destination: DestinationFacts(
        city: city, country: city.country, localCurrency: city.currency, airports: city.airports,
        minutesAheadOfUTC: city.minutesAheadOfUTC),
      searches: SearchKind.allCases.map { kind in
        let search = state.searches[kind]
        return SearchNote(
          search: "\(kind)", status: search.status, provider: search.provider.map(Int.init),
          attempts: Int(search.attempts), startedAt: search.startedAt, completedAt: search.completedAt)
      },
      flights: range(state.flights.options.map { Int64($0.price) }, state.flights.currency),
      hotels: range(state.hotels.options.map { Int64($0.pricePerNight) }, state.hotels.currency),
      weather: state.forecast.days.map { day in
        WeatherNote(
          day: day.day, low: Int(day.low), high: Int(day.high), condition: day.condition.name,
          rainPercent: Int(day.rainProbability))
      },
      attractions: state.activities.options.map { activity in
        AttractionNote(
          name: activity.name.text, category: activity.category.name,
          price: Money(minorUnits: Int64(activity.price), state.activities.currency),
          durationMinutes: Int(activity.durationMinutes), opens: ClockText.of(Int(activity.opens)),
          closes: ClockText.of(Int(activity.closes)), isIndoor: activity.isIndoor)
      },
      safety: safety(state, trip),
      missing: state.errors.map(\.description))
  }

  /// Returns the end of the last search.
  func researched(_ state: SessionState) -> Timestamp {
    SearchKind.allCases.compactMap { state.searches[$0].completedAt }.max() ?? state.createdAt
  }

  private func range(_ prices: [Int64], _ currency: Currency) -> OfferRange? {
    guard let lowest = prices.min(), let highest = prices.max() else { return nil }
    return OfferRange(
      count: prices.count, lowest: Money(minorUnits: lowest, currency),
      highest: Money(minorUnits: highest, currency))
  }

  /// Returns advice for heat from 35 °C, frost, days of rain, and arrivals at night.
  private func safety(_ state: SessionState, _ trip: Trip) -> [String] {
    var notes: [String] = []
    let days = state.forecast.days
    if let heat = days.map(\.high).max(), heat >= 35 {
      notes.append("Up to \(heat) °C: drink enough, and stay in the shade at noon.")
    }
    if let frost = days.map(\.low).min(), frost <= 0 {
      notes.append("Down to \(frost) °C: warm clothes, and care on icy paths.")
    }
    let wet = days.count { $0.rainProbability >= 50 }
    if wet > 0 { notes.append("Rain is likely on \(wet) of \(days.count) days: check paths and roads.") }
    if let flight = state.itinerary?.flight, let origin = trip.origin {
      let arrival = flight.outbound.arrival(from: origin, to: trip.destination)
      if arrival.minute >= 22 * 60 || arrival.minute < 6 * 60 {
        notes.append(
          "You arrive at \(ClockText.of(arrival.minute)): arrange the way from the airport before.")
      }
    }
    return notes
  }
}

/// The text of minutes after midnight: `09:30`; the end of a day is `24:00`.
enum ClockText {
  static func of(_ minute: Int) -> String {
    Text.padded(minute / 60, to: 2) + ":" + Text.padded(minute % 60, to: 2)
  }
}
