import Primitives

// The conclusion from the properties of a text to an intent.

extension SentenceReader {
  /// Returns the intent: the wishes that this reader collected, with the places, days, lengths, people and the budget that
  /// `accounts` read.
  mutating func intent(_ accounts: TextReader) throws(ValidationError) -> Intent {
    origin = accounts.origin
    stopCount = accounts.stops.count
    for index in 0..<stopCount {
      stops[index].city = accounts.stops[index].city
      stops[index].nights = accounts.lengthsPerCity ? Int16(clamping: accounts.stops[index].nights) : 0
    }
    departure = accounts.departure
    returning = accounts.returning
    nights = accounts.nights.map { Int16(clamping: $0) }
    lengthsSeen = accounts.lengthsPerCity ? 2 : 1
    if accounts.asksForActivities {
      services = .activities
    } else if accounts.asksForWeather {
      services = .weather
    }
    if accounts.saysTrip, !services.isEmpty, !wantsBooking, !namedOnly { wantsPlan = true }
    if accounts.saysTicket, services.isEmpty, !wantsBooking { services = .flights }
    var intent = Intent(kind(), needs: [])
    // A destination that has to be asked for is one all the same.
    if intent.kind == .general, accounts.asksForDestination { intent.kind = .planTrip }
    if accounts.isOneWay {
      if intent.kind == .searchFlights || returning == nil { nights = nil }
      returning = nil
    }
    intent.needs = needs(of: intent.kind)
    intent.origin = origin
    intent.destination = stopCount > 0 ? stops[0].city : nil
    intent.departure = departure
    intent.returning = returning
    intent.nights = nights
    intent.passengers = accounts.travellers.map { UInt8($0) }
    var reading = accounts.reading
    reading.isOneWay = accounts.isOneWay
    issues = accounts.issues
    if var budget = reading.amount {
      switch reading.per {
      case .trip: intent.budget = budget
      case .night: break
      case .person:
        budget = Money(minorUnits: budget.minorUnits * Int64(intent.passengers ?? 1), budget.currency)
        if issues.isEmpty { TripRequest.check(budget: budget, &issues) }
        intent.budget = budget
      }
      if reading.per == .trip { reading.amount = nil }
    }
    intent.cabin = cabin
    intent.maximumStops = maximumStops
    intent.minimumRating = minimumRating
    intent.interests = interests
    if stopCount > 1 { intent.segments = segments() }
    if reading != Reading() { intent.reading = reading }
    guard issues.isEmpty else { throw ValidationError(issues) }
    return intent
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
