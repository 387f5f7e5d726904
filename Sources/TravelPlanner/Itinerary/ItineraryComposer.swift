import Primitives

/// Builds an itinerary from what the searches found: chooses flight and hotel, then fills the days one
/// after another.
///
/// A day runs from 09:00 to 22:00, on the first day from an hour and a half after landing, on the last
/// until three hours before take-off. Each next visit is the one that is open, near, of a kind the day
/// has not had, liked by the traveller, and under a roof when rain is likelier than not; the way between
/// two takes ten minutes and more with the distance, and there is an hour for lunch.
struct ItineraryComposer {
  let trip: Trip
  let flights: FlightOffers
  let hotels: HotelOffers
  let forecast: Forecast
  let activities: ActivityOffers
  let missing: SearchNeeds
  /// One city of a tour: it is chosen by the rule for tours.
  var isStop = false
  /// Offers that stand in the order of the traveller's taste.
  var ranked: SearchNeeds = []
  /// The flight that leaves this stop for the next.
  var onward: FlightLeg?

  func compose(dayIsDone: (Int) -> Void = { _ in }) -> Itinerary {
    let chooser = CandidateChooser(
      trip: trip, flights: flights.options, hotels: hotels.options, ranked: ranked)
    let (candidates, chosen, reason) = isStop ? chooser.chooseForStop() : chooser.choose()
    let choice = candidates[chosen]
    var itinerary = Itinerary(
      origin: trip.origin, destination: trip.destination, firstDay: trip.departure, nights: trip.nights,
      passengers: trip.passengers, currency: trip.currency, budget: trip.budget,
      flight: choice.flight.map { flights.options[Int($0)] },
      hotel: choice.hotel.map { hotels.options[Int($0)] },
      days: [], visits: [], cost: TripCost(), candidates: candidates, chosen: chosen, reason: reason,
      missing: missing)
    if let flight = itinerary.flight { itinerary.cost.flights = Int64(flight.price) * Int64(trip.passengers) }
    if let hotel = itinerary.hotel {
      itinerary.cost.hotel = hotel.price(nights: Int(trip.nights), guests: Int(trip.passengers))
    }

    let count = Int(trip.nights) + 1
    itinerary.days.reserveCapacity(count)
    itinerary.visits.reserveCapacity(min(3 * count, activities.options.count))
    let visits = possibleVisits(chosen)
    // One bit each.
    var left = visits.count == 64 ? UInt64.max : 1 << UInt64(visits.count) - 1
    let stay = Stay(trip, itinerary.flight, endingWith: onward)
    for index in 0..<count {
      itinerary.days.append(day(trip.departure.advanced(by: index), stay, &itinerary, visits.span, &left))
      dayIsDone(index)
    }
    return itinerary
  }

  /// What costs least comes first: then the search for the next visit soon knows that the rest is worse. What is
  /// beyond the 64th activity is never reached.
  private func possibleVisits(_ style: Candidate.Style) -> [PossibleVisit] {
    let options = activities.options.span
    let count = min(64, options.count)
    var order = InlineArray<64, Int32>(repeating: 0)
    for index in 0..<count {
      let activity = options[index]
      var cost = Int32(activity.distance)
      if !trip.interests.isEmpty, !trip.interests.contains(activity.category) { cost += 200 }
      if style == .cheapest, activity.price > 0 { cost += 150 }
      let rank = cost * 64 + Int32(index)
      var place = index
      while place > 0, order[place - 1] > rank {
        order[place] = order[place - 1]
        place -= 1
      }
      order[place] = rank
    }
    var visits: [PossibleVisit] = []
    visits.append(addingCapacity: count) { visits in
      for place in 0..<count {
        visits.append(PossibleVisit(options[Int(order[place] & 63)], rank: order[place]))
      }
    }
    return visits
  }

  private func day(
    _ day: CalendarDay, _ stay: Stay, _ itinerary: inout Itinerary, _ visits: Span<PossibleVisit>,
    _ left: inout UInt64
  ) -> ItineraryDay {
    var result = ItineraryDay(
      day: day, forecast: forecast.on(day), firstVisit: UInt16(itinerary.visits.count), visitCount: 0,
      kind: .free)
    let (start, end) = stay.hours(on: day)
    guard end - start >= 60 else {
      result.kind = .travel
      return result
    }

    let roofs = result.forecast?.callsForRoofs ?? false
    let visitsMax = itinerary.chosen == .comfort ? 2 : 3
    var kinds: UInt16 = 0
    // What may still fit into this day: it only gets later.
    var open = left
    // Five-minute steps read better.
    var clock = (start + 4) / 5 * 5
    var hadLunch = start >= 13 * 60
    while Int(result.visitCount) < visitsMax {
      if !hadLunch, clock >= 12 * 60 {
        clock += 60
        hadLunch = true
      }
      guard let place = next(from: clock, until: end, roofs, kinds, visits, &open) else { break }
      let activity = activities.options[visits[place].index]
      let visitStart = max(clock, Int(activity.opens))
      itinerary.visits.append(Visit(activity: activity, start: UInt16(visitStart)))
      itinerary.cost.activities += Int64(activity.price) * Int64(trip.passengers)
      open &= ~(1 << UInt64(place))
      left &= ~(1 << UInt64(place))
      kinds |= 1 << UInt16(activity.category.rawValue)
      result.visitCount += 1
      result.kind = .planned
      // The way takes two minutes for each half kilometre.
      let ready = visitStart + Int(activity.durationMinutes) + 10 + Int(activity.distance) * 2 / 5
      clock = (ready + 4) / 5 * 5
    }
    return result
  }

  /// The place of the best visit to begin not before `clock`, or nil when none fits; those that do not are no
  /// longer `open`.
  private func next(
    from clock: Int, until end: Int, _ roofs: Bool, _ kinds: UInt16, _ visits: Span<PossibleVisit>,
    _ open: inout UInt64
  ) -> Int? {
    var best = 0
    var bestRank = Int32.max
    var rest = open
    while rest != 0 {
      let place = rest.trailingZeroBitCount
      rest &= rest &- 1
      let visit = visits[place]
      if visit.rank > bestRank { break }
      let start = max(clock, Int(visit.opens))
      guard start <= Int(visit.latestStart), start &+ Int(visit.length) <= end else {
        open &= ~(1 &<< UInt64(place))
        continue
      }
      // A few thousand at most: minutes of a day.
      var cost = Int32(truncatingIfNeeded: start &- clock) &* 2
      if roofs, !visit.isIndoor { cost &+= 1000 }
      if kinds & visit.kind != 0 { cost &+= 300 }
      let rank = visit.rank &+ cost &* 64
      if rank < bestRank {
        bestRank = rank
        best = place
      }
    }
    return bestRank == .max ? nil : best
  }
}

/// From when to when there is time for visits.
private struct Stay {
  private let arrival: (day: CalendarDay, minute: Int)?
  /// The legs that end it.
  private let homeward, onward: FlightLeg?

  init(_ trip: Trip, _ flight: Flight?, endingWith onward: FlightLeg?) {
    if let origin = trip.origin, let flight {
      arrival = flight.outbound.arrival(from: origin, to: trip.destination)
    } else {
      arrival = nil
    }
    homeward = flight?.homeward
    self.onward = onward
  }

  /// In minutes after midnight; the end lies before the start when there is no time at all.
  func hours(on day: CalendarDay) -> (start: Int, end: Int) {
    var (start, end) = (9 * 60, 22 * 60)
    if let arrival, day <= arrival.day {
      start = day == arrival.day ? max(start, arrival.minute + 90) : 1440
    }
    if let homeward, day >= homeward.day {
      end = day == homeward.day ? min(end, Int(homeward.departureMinute) - 180) : 0
    }
    if let onward, day >= onward.day {
      end = day == onward.day ? min(end, Int(onward.departureMinute) - 180) : 0
    }
    return (start, end)
  }
}

/// An activity as the choice of the next visit sees it: looked at some hundred times a trip, so what does not
/// depend on day and hour is worked out once.
private struct PossibleVisit {
  /// The way to it and what the traveller does not like about it, and below that, in six bits, its index.
  let rank: Int32
  let opens, latestStart, length: UInt16
  /// A bit of its own for each category.
  let kind: UInt16
  let isIndoor: Bool
  /// Its place among the activities: of equals the first is taken.
  var index: Int { Int(rank & 63) }

  init(_ activity: Activity, rank: Int32) {
    self.rank = rank
    length = activity.durationMinutes
    // What takes longer than it is open can never begin.
    let isPossible = activity.closes >= activity.durationMinutes
    opens = isPossible ? activity.opens : .max
    latestStart = isPossible ? activity.closes - activity.durationMinutes : 0
    kind = 1 << UInt16(activity.category.rawValue)
    isIndoor = activity.isIndoor
  }
}
