import Primitives

extension SessionState {
  /// The response to the traveller, as plain text.
  package var response: String {
    var parts: [String] = []
    if let resumeText { parts.append(resumeText) }
    if let plan = tour?.text ?? itinerary?.text {
      if case .text(let text) = narrative { parts.append(text) }
      parts.append(plan)
    } else if !segments.isEmpty {
      parts += segments.map { $0.results.summary(of: $0.trip) }
    } else if let trip {
      parts.append(results.summary(of: trip))
    } else {
      parts.append("I can plan trips, and find flights, hotels, weather and things to do.")
    }
    if let refinementText { parts.append(refinementText) }
    if let booking = bookings?.last { parts.append(booking.text) }
    if bookings?.last?.isActive != true {
      // The text of a booking that was undone names the reason already.
      for error in errors where error.step == .booking && error.cause != .notBooked {
        parts.append("Not booked: \(error.cause.text)\(error.detail.map { ": \($0)" } ?? "").")
      }
    }
    if let text = intent?.reading?.openText { parts.append(text) }
    if isPartial {
      parts.append("This plan is partial." + reasons)
    } else if errors.contains(where: { $0.step != .booking }) {
      parts.append("Not as asked:" + reasons)
    }
    if !nextActions.isEmpty {
      parts.append("Next:\n" + nextActions.map { "- " + $0.text }.joined(separator: "\n"))
    }
    return parts.joined(separator: "\n\n")
  }

  /// The effects of options on the offers, one line each.
  private var refinementText: String? {
    var lines = refinements.compactMap(\.text)
    for segment in segments {
      lines += segment.results.refinements.compactMap(\.text).map { "\(segment.trip.destination), \($0)" }
    }
    return lines.isEmpty ? nil : "As you asked:" + lines.map { "\n- \($0)" }.joined()
  }

  private var reasons: String {
    var text = errors.filter { $0.step != .booking }.map { "\n- \($0)" }.joined()
    for segment in segments where segment.isPartial {
      text += segment.errors.map { "\n- \(segment.trip.destination), \($0)" }.joined()
    }
    return text
  }
}

extension SearchResults {
  /// Returns the first few results of each search in a city.
  func summary(of trip: Trip) -> String {
    var lines: [String] = []
    if searches.flights.status == .completed, let origin = trip.origin {
      lines.append(
        "Flights from \(origin) to \(trip.destination) on \(trip.departure.longDescription): \(flights.options.count)"
      )
      for flight in flights.options.prefix(3) {
        let stops =
          flight.outbound.stops == 0
          ? "direct" : flight.outbound.stops == 1 ? "1 stop" : "\(flight.outbound.stops) stops"
        let price = Money(minorUnits: Int64(flight.price), flights.currency)
        lines.append(
          "- \(flight.airline.name) \(flight.airline.code) \(flight.outbound.number), \(stops), \(price)")
      }
    }
    if searches.hotels.status == .completed {
      lines.append("Hotels in \(trip.destination) for \(trip.nights) nights: \(hotels.options.count)")
      for hotel in hotels.options.prefix(3) {
        let price = Money(minorUnits: Int64(hotel.pricePerNight), hotels.currency)
        lines.append(
          "- \(hotel.name.text(in: trip.destination)), \(hotel.rating / 10).\(hotel.rating % 10) stars, \(price) a night"
        )
      }
    }
    if searches.weather.status == .completed {
      lines.append("Weather in \(trip.destination):")
      for day in forecast.days.prefix(7) {
        lines.append("- \(day.day.longDescription): \(day.condition.name), \(day.low) to \(day.high) °C")
      }
    }
    if searches.activities.status == .completed {
      lines.append("Things to do in \(trip.destination): \(activities.options.count)")
      for activity in activities.options.prefix(5) { lines.append("- \(activity.name.text)") }
    }
    if lines.isEmpty { lines.append("Nothing was searched.") }
    return lines.joined(separator: "\n")
  }
}
