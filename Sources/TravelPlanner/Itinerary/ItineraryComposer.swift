import Primitives

/// Composes an itinerary from the results of the searches: chooses flight and hotel, then fills the days one after
/// another.
///
/// A day lasts from 09:00 to 22:00; the first day starts an hour and a half after landing, the last ends three hours
/// before take-off. The next visit is the one with the lowest cost in waiting time, distance, disliked or repeated
/// category, and an outdoor place on a day when rain is likely. Travel between two visits takes ten minutes and more
/// with the distance; lunch takes an hour.
struct ItineraryComposer {
  let trip: Trip
  let flights: FlightOffers
  let hotels: HotelOffers
  let forecast: Forecast
  let activities: ActivityOffers
  let missing: SearchNeeds
  /// True for a city of a tour, whose flight and hotel are chosen by the rule for stops.
  var isStop = false
  /// The searches whose offers are in the order of the traveller's preferences.
  var ranked: SearchNeeds = []
  /// The flight from this stop to the next.
  var outboundToNextStop: FlightLeg?

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
    // One bit for each visit that is still available.
    var left = visits.count == 64 ? UInt64.max : 1 << UInt64(visits.count) - 1
    let hours = AvailableHours(trip, itinerary.flight, endingWith: outboundToNextStop)
    for index in 0..<count {
      itinerary.days.append(day(trip.departure.advanced(by: index), hours, &itinerary, visits.span, &left))
      dayIsDone(index)
    }
    return itinerary
  }

  /// Returns the first 64 activities as possible visits, the lowest fixed cost first, so that the search for the next
  /// visit can stop early.
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
    _ day: CalendarDay, _ hours: AvailableHours, _ itinerary: inout Itinerary, _ visits: Span<PossibleVisit>,
    _ left: inout UInt64
  ) -> ItineraryDay {
    var result = ItineraryDay(
      day: day, forecast: forecast.on(day), firstVisit: UInt16(itinerary.visits.count), visitCount: 0,
      kind: .free)
    let (start, end) = hours.range(on: day)
    guard end - start >= 60 else {
      result.kind = .travel
      return result
    }

    let preferIndoor = result.forecast?.suggestsIndoor ?? false
    let visitsMax = itinerary.chosen == .comfort ? 2 : 3
    var kinds: UInt16 = 0
    // The visits that may still fit into this day; a visit that no longer fits will not fit later.
    var open = left
    // Times are rounded up to five minutes for readability.
    var clock = (start + 4) / 5 * 5
    var hadLunch = start >= 13 * 60
    while Int(result.visitCount) < visitsMax {
      if !hadLunch, clock >= 12 * 60 {
        clock += 60
        hadLunch = true
      }
      guard let place = next(from: clock, until: end, preferIndoor, kinds, visits, &open) else { break }
      let activity = activities.options[visits[place].index]
      let visitStart = max(clock, Int(activity.opens))
      itinerary.visits.append(Visit(activity: activity, start: UInt16(visitStart)))
      itinerary.cost.activities += Int64(activity.price) * Int64(trip.passengers)
      open &= ~(1 << UInt64(place))
      left &= ~(1 << UInt64(place))
      kinds |= 1 << UInt16(activity.category.rawValue)
      result.visitCount += 1
      result.kind = .planned
      // Travel takes two minutes for each half kilometre.
      let ready = visitStart + Int(activity.durationMinutes) + 10 + Int(activity.distance) * 2 / 5
      clock = (ready + 4) / 5 * 5
    }
    return result
  }

  /// Returns the index of the best visit that starts at `clock` or later; nil if none fits. Clears the bits in `open` of
  /// visits that do not fit.
  private func next(
    from clock: Int, until end: Int, _ preferIndoor: Bool, _ kinds: UInt16, _ visits: Span<PossibleVisit>,
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
      // At most a few thousand, since these are minutes of a day.
      var cost = Int32(truncatingIfNeeded: start &- clock) &* 2
      if preferIndoor, !visit.isIndoor { cost &+= 1000 }
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

/// The hours of each day that are available for visits.
private struct AvailableHours {
  private let arrival: (day: CalendarDay, minute: Int)?
  /// The flight legs that end the stay.
  private let homeward, outboundToNextStop: FlightLeg?

  init(_ trip: Trip, _ flight: Flight?, endingWith outboundToNextStop: FlightLeg?) {
    if let origin = trip.origin, let flight {
      arrival = flight.outbound.arrival(from: origin, to: trip.destination)
    } else {
      arrival = nil
    }
    homeward = flight?.homeward
    self.outboundToNextStop = outboundToNextStop
  }

  /// Returns start and end in minutes after midnight; the end is before the start if no time is available.
  func range(on day: CalendarDay) -> (start: Int, end: Int) {
    var (start, end) = (9 * 60, 22 * 60)
    if let arrival, day <= arrival.day {
      start = day == arrival.day ? max(start, arrival.minute + 90) : 1440
    }
    if let homeward, day >= homeward.day {
      end = day == homeward.day ? min(end, Int(homeward.departureMinute) - 180) : 0
    }
    if let next = outboundToNextStop, day >= next.day {
      end = day == next.day ? min(end, Int(next.departureMinute) - 180) : 0
    }
    return (start, end)
  }
}

/// The properties of an activity that the choice of the next visit needs, independent of day and hour. Computed once,
/// because each is read hundreds of times a trip.
private struct PossibleVisit {
  /// The fixed cost, from distance and the traveller's dislikes, and in the lowest six bits the index.
  let rank: Int32
  let opens, latestStart, length: UInt16
  /// One bit for each category.
  let kind: UInt16
  let isIndoor: Bool
  /// The index among the activities. Of visits with equal cost the first is chosen.
  var index: Int { Int(rank & 63) }

  init(_ activity: Activity, rank: Int32) {
    self.rank = rank
    length = activity.durationMinutes
    // An activity that takes longer than its opening hours can never start.
    let isPossible = activity.closes >= activity.durationMinutes
    opens = isPossible ? activity.opens : .max
    latestStart = isPossible ? activity.closes - activity.durationMinutes : 0
    kind = 1 << UInt16(activity.category.rawValue)
    isIndoor = activity.isIndoor
  }
}
