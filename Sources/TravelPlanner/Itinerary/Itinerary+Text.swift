import Primitives

extension Itinerary: CustomStringConvertible {
  /// The itinerary for a traveller, as plain text.
  @usableFromInline package var description: String { text }

  package var text: String {
    var lines: [String] = []
    let last = firstDay.advanced(by: Int(nights))
    let people = passengers == 1 ? "one traveller" : "\(passengers) travellers"
    lines.append(
      "\(destination.name), \(destination.country): \(nights) \(nights == 1 ? "night" : "nights") for \(people)"
    )
    lines.append("\(firstDay.longDescription) to \(last.longDescription)")
    lines.append("")
    lines += travelLines
    lines += dayLines(from: 1)
    lines.append("")
    lines.append("Cost     " + costText)
    lines.append("Choice   " + choiceText)
    if reason != .noChoice, candidates.cheapest != candidates.comfort {
      lines.append("         " + candidatesText)
    }
    return lines.joined(separator: "\n")
  }

  /// Lines for flight, hotel, and searches that failed.
  var travelLines: [String] {
    var lines: [String] = []
    if let flight, let origin {
      lines.append("Flight   " + Itinerary.text(flight.outbound, flight, from: origin, to: destination))
      if let homeward = flight.homeward {
        lines.append("Return   " + Itinerary.text(homeward, flight, from: destination, to: origin))
      }
    } else if missing.contains(.flights) {
      lines.append("Flight   could not be searched; please try again later")
    }
    if let hotel {
      lines.append(
        "Hotel    \(hotel.name.text(in: destination)), \(Itinerary.tenths(Int(hotel.rating))) stars, "
          + "\(Itinerary.tenths(Int(hotel.distanceToCentre))) km from the centre")
      lines.append(
        "         \(money(Int64(hotel.pricePerNight))) a night; \(hotel.amenities.names.joined(separator: ", "))"
      )
    } else if missing.contains(.hotels) {
      lines.append("Hotel    could not be searched; please try again later")
    }
    if missing.contains(.weather) { lines.append("Weather  could not be looked up") }
    if missing.contains(.activities) {
      lines.append("Ideas    could not be searched; the days are left free")
    }

    return lines
  }

  /// Returns lines for the days, numbered from `first`. The day `next`, on which a tour continues to its next city, is left
  /// out if nothing is planned for it.
  func dayLines(from first: Int, until next: CalendarDay? = nil) -> [String] {
    var lines: [String] = []
    for (index, day) in days.enumerated() {
      if let next, day.day >= next, day.kind != .planned { continue }
      lines.append("")
      lines.append(
        "Day \(first + index)\(first + index < 10 ? "    " : "   ")\(day.day.longDescription)\(Itinerary.text(day.forecast))"
      )
      if index < descriptions.count {
        switch descriptions[index] {
        case .template: break
        case .text(let text): lines.append("         " + text)
        case .missing(let cause): lines.append("         (no description of this day: \(cause.text))")
        }
      }
      switch day.kind {
      case .travel: lines.append("         On the way")
      case .free: lines.append("         Free time")
      case .planned: for visit in visits(on: day) { lines.append("         " + text(visit)) }
      }
    }

    return lines
  }

  private func money(_ minorUnits: Int64) -> String { Money(minorUnits: minorUnits, currency).description }

  var costText: String {
    var parts: [String] = []
    if flight != nil { parts.append("flights \(money(cost.flights))") }
    if hotel != nil { parts.append("hotel \(money(cost.hotel))") }
    if cost.activities > 0 { parts.append("activities \(money(cost.activities))") }
    let total = "total \(money(cost.total))"
    guard !parts.isEmpty else { return total }
    var text = parts.joined(separator: ", ") + "; " + total
    if let budget { text += " of \(budget)" }
    if let excess { text += ", \(excess) over" }
    return text
  }

  /// The price and the score of each candidate: `cheapest $801.88 scores 720, balanced …`.
  private var candidatesText: String {
    Candidate.Style.allCases.map { style in
      "\(style) \(money(candidates[style].price)) scores \(candidates[style].score)"
    }.joined(separator: ", ")
  }

  var choiceText: String {
    let candidate = candidates[chosen]
    let marks = "cost \(candidate.cost), comfort \(candidate.comfort), fatigue \(candidate.fatigue) of 1000"
    let name =
      switch chosen {
      case .cheapest: "the cheapest"
      case .balanced: "the balanced one"
      case .comfort: "the comfortable one"
      }
    return switch reason {
    case .noChoice: "nothing to choose between"
    case .bestScore: "\(name) of three scores best (\(marks))"
    case .onlyAffordable: "\(name) is the only one within the budget (\(marks))"
    case .bestHotelWithinBudget: "the cheapest flight, and the best-rated hotel within the budget (\(marks))"
    case .nearestToBudget: "none is within the budget; \(name) comes nearest (\(marks))"
    }
  }

  private func text(_ visit: Visit) -> String {
    let activity = visit.activity
    let end = Int(visit.start) + Int(activity.durationMinutes)
    let price = activity.price == 0 ? "free" : "\(money(Int64(activity.price))) each"
    return "\(Itinerary.time(Int(visit.start)))–\(Itinerary.time(end))  \(activity.name.text) "
      + "(\(activity.category.name), \(activity.isIndoor ? "indoors" : "outdoors"), \(price))"
  }

  private static func text(_ forecast: DayForecast?) -> String {
    guard let forecast else { return "" }
    return
      "  \(forecast.condition.name), \(forecast.low) to \(forecast.high) °C, \(forecast.rainProbability) % rain"
  }

  private static func text(_ leg: FlightLeg, _ flight: Flight, from origin: City, to destination: City)
    -> String
  {
    let arrival = leg.arrival(from: origin, to: destination)
    let days = leg.day.days(until: arrival.day)
    let shift = days == 0 ? "" : days > 0 ? " (+\(days))" : " (\(days))"
    let stops = leg.stops == 0 ? "direct" : leg.stops == 1 ? "1 stop" : "\(leg.stops) stops"
    return "\(leg.day.longDescription), \(flight.airline.code) \(leg.number) \(flight.airline.name), "
      + "\(origin.airport) \(time(Int(leg.departureMinute))) → \(destination.airport) \(time(arrival.minute))\(shift), "
      + "\(leg.durationMinutes / 60) h \(Text.padded(Int(leg.durationMinutes % 60), to: 2)), \(stops), \(flight.cabin.name)"
  }

  /// Returns a minute of the day as a time: 570 is `09:30`, the midnight at the end of a day `24:00`.
  private static func time(_ minute: Int) -> String {
    Text.padded(minute / 60, to: 2) + ":" + Text.padded(minute % 60, to: 2)
  }

  /// Returns tenths as a decimal: 45 is `4.5`.
  private static func tenths(_ value: Int) -> String { "\(value / 10).\(value % 10)" }
}
