import Primitives

// The conclusion from the properties of a text to an intent.

extension SentenceReader {
  mutating func intent() throws(ValidationError) -> Intent {
    settlePlaces()
    settleDates()
    var intent = Intent(kind(), needs: [])
    intent.needs = needs(of: intent.kind)
    intent.origin = origin
    intent.destination = stopCount > 0 ? stops[0].city : nil
    intent.departure = departure
    intent.returning = returning
    intent.nights = nights
    intent.passengers = settlePassengers()
    if var budget {
      if budgetIsPerPerson {
        let (total, overflow) = budget.minorUnits.multipliedReportingOverflow(
          by: Int64(intent.passengers ?? 1))
        budget = Money(minorUnits: overflow ? .max : total, budget.currency)
      }
      TripRequest.check(budget: budget, &issues)
      intent.budget = budget
    }
    intent.cabin = cabin
    intent.maximumStops = maximumStops
    intent.minimumRating = minimumRating
    intent.interests = interests
    if stopCount > 1 { intent.segments = segments() }
    guard issues.isEmpty else { throw ValidationError(issues) }
    return intent
  }

  private mutating func settlePlaces() {
    if sawArrow, origin == nil, stopCount == 2 {
      // "London → Paris" is origin and destination; with more cities the arrows make a tour.
      origin = stops[0].city
      stops[0] = stops[1]
      stopCount = 1
    }
    guard let origin, stopCount > 0, stops[0].city == origin else { return }
    if stopCount == 1 {
      issues.append(ValidationIssue(.destination, origin, .anotherCity))
    } else {
      // In "Paris, Rome and Barcelona from Paris" the first city is the origin, not a stop.
      for index in 1..<stopCount { stops[index - 1] = stops[index] }
      stopCount -= 1
    }
  }

  private mutating func settleDates() {
    if stopCount > 1 {
      if lengthsSeen > 1 {
        var total = 0
        var isComplete = true
        for index in 0..<stopCount {
          total += Int(stops[index].nights)
          isComplete = isComplete && stops[index].nights > 0
        }
        nights = isComplete ? Int16(total) : nil
      } else {
        // A single length is for the whole trip.
        for index in 0..<stopCount { stops[index].nights = 0 }
      }
    }
    if let departure, returning == nil, let nights { returning = departure.advanced(by: Int(nights)) }
    TripRequest.check(departure: departure, returning: returning, today: today, &issues)
    if let departure, let returning, issues.isEmpty {
      nights = Int16(clamping: departure.days(until: returning))
    } else if departure == nil, let returning, let nights {
      // In "back on June 20 after 5 nights" the departure is a result.
      departure = returning.advanced(by: -Int(nights))
      TripRequest.check(departure: departure, returning: nil, today: today, &issues)
    }
  }

  private mutating func settlePassengers() -> UInt8? {
    guard adults != nil || children > 0 else { return nil }
    let total = (adults ?? 1) + (childrenIncluded ? 0 : children)
    guard TripRequest.Limits.passengers.contains(total) else {
      issues.append(ValidationIssue(.passengers, total, .range(TripRequest.Limits.passengers)))
      return nil
    }
    return UInt8(total)
  }

  private func kind() -> Intent.Kind {
    if wantsBooking { return .book }
    let isTour = stopCount > 1
    if wantsItinerary, !wantsPlan, !isTour { return .generateItinerary }
    if !wantsPlan, !saysTour {
      switch services {
      case .flights: return .searchFlights
      case .hotels: return .searchHotels
      case .weather: return .checkWeather
      case .activities: return .searchActivities
      default: break
      }
      // "museums in Florence" is a search; with a length or an origin it is a trip with preferences.
      let isStay = nights == nil && origin == nil && !isTour
      if services.isEmpty, !mentionsTrip, !interests.isEmpty, isStay { return .searchActivities }
    }
    if isTour { return .planMultiCityTrip }
    let isAboutTravel = stopCount > 0 || wantsPlan && mentionsTrip || !services.isEmpty
    if isAboutTravel || mentionsTrip && (departure != nil || nights != nil || origin != nil) {
      return .planTrip
    }
    return .general
  }

  private func needs(of kind: Intent.Kind) -> SearchNeeds {
    let named: SearchNeeds
    switch kind {
    case .searchFlights: named = .flights
    case .searchHotels: named = .hotels
    case .checkWeather: named = .weather
    case .searchActivities: named = .activities
    case .generateItinerary: named = stopCount > 0 ? services.union([.weather, .activities]) : []
    case .book: named = services
    case .general: named = []
    case .planTrip, .planMultiCityTrip:
      let isNarrow = namedOnly || (!wantsPlan && !saysTour)
      named = services.isEmpty || !isNarrow ? .all : services
    }
    return named.subtracting(excluded)
  }

  private func segments() -> [Intent.Segment] {
    var segments: [Intent.Segment] = []
    segments.reserveCapacity(stopCount)
    var from = origin
    var day = departure
    let isEven = lengthsSeen <= 1 || nights == nil
    for index in 0..<stopCount {
      var length: Int16? = stops[index].nights > 0 ? stops[index].nights : nil
      if length == nil, isEven, let nights, Int(nights) >= stopCount {
        // Divided evenly; the first cities get the remainder.
        let (share, rest) = Int(nights).quotientAndRemainder(dividingBy: stopCount)
        length = Int16(index < rest ? share + 1 : share)
      }
      segments.append(
        Intent.Segment(origin: from, destination: stops[index].city, departure: day, nights: length))
      from = stops[index].city
      if let length { day = day?.advanced(by: Int(length)) } else { day = nil }
    }
    return segments
  }
}
