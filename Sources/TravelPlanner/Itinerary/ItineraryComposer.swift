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
    let visits = activities.options.prefix(64).map { PossibleVisit($0, trip, chosen) }
    // One bit each: what is beyond the 64th is never reached.
    var left = visits.count == 64 ? UInt64.max : 1 << UInt64(visits.count) - 1
    for index in 0..<count {
      itinerary.days.append(day(trip.departure.advanced(by: index), &itinerary, visits, &left))
      dayIsDone(index)
    }
    return itinerary
  }

  private func day(
    _ day: CalendarDay, _ itinerary: inout Itinerary, _ visits: [PossibleVisit], _ left: inout UInt64
  ) -> ItineraryDay {
    var result = ItineraryDay(
      day: day, forecast: forecast.on(day), firstVisit: UInt16(itinerary.visits.count), visitCount: 0,
      kind: .free)
    var (start, end) = (9 * 60, 22 * 60)
    if let flight = itinerary.flight {
      if let origin = trip.origin {
        let arrival = flight.outbound.arrival(from: origin, to: trip.destination)
        if day < arrival.day {
          start = 1440
        } else if day == arrival.day {
          start = max(start, arrival.minute + 90)
        }
      }
      if let homeward = flight.homeward {
        if day > homeward.day {
          end = 0
        } else if day == homeward.day {
          end = min(end, Int(homeward.departureMinute) - 180)
        }
      }
    }
    if let onward {
      if day > onward.day {
        end = 0
      } else if day == onward.day {
        end = min(end, Int(onward.departureMinute) - 180)
      }
    }
    guard end - start >= 60 else {
      result.kind = .travel
      return result
    }

    let roofs = result.forecast?.callsForRoofs ?? false
    let visitsMax = itinerary.chosen == .comfort ? 2 : 3
    var kinds: UInt16 = 0
    // Five-minute steps read better.
    var clock = (start + 4) / 5 * 5
    var hadLunch = start >= 13 * 60
    while Int(result.visitCount) < visitsMax {
      if !hadLunch, clock >= 12 * 60 {
        clock += 60
        hadLunch = true
      }
      guard let index = next(from: clock, until: end, roofs, kinds, visits, left) else { break }
      let activity = activities.options[index]
      let visitStart = max(clock, Int(activity.opens))
      itinerary.visits.append(Visit(activity: activity, start: UInt16(visitStart)))
      itinerary.cost.activities += Int64(activity.price) * Int64(trip.passengers)
      left &= ~(1 << UInt64(index))
      kinds |= 1 << UInt16(activity.category.rawValue)
      result.visitCount += 1
      result.kind = .planned
      // The way takes two minutes for each half kilometre.
      let ready = visitStart + Int(activity.durationMinutes) + 10 + Int(activity.distance) * 2 / 5
      clock = (ready + 4) / 5 * 5
    }
    return result
  }

  /// The best activity to begin not before `clock`, or nil when none fits.
  private func next(
    from clock: Int, until end: Int, _ roofs: Bool, _ kinds: UInt16, _ visits: [PossibleVisit], _ left: UInt64
  ) -> Int? {
    var best: Int?
    var bestCost = Int.max
    let visits = visits.span
    var left = left
    while left != 0 {
      let index = left.trailingZeroBitCount
      left &= left - 1
      let visit = visits[index]
      let start = max(clock, visit.opens)
      guard start <= visit.latestStart, start + visit.length <= end else { continue }
      var cost = (start - clock) * 2 + visit.cost
      if roofs, !visit.isIndoor { cost += 1000 }
      if kinds & visit.kind != 0 { cost += 300 }
      if cost < bestCost {
        bestCost = cost
        best = index
      }
    }
    return best
  }
}

/// An activity as the choice of the next visit sees it: looked at some hundred times a trip, so what does not
/// depend on day and hour is worked out once.
private struct PossibleVisit {
  let opens, latestStart, length: Int
  /// The way to it, and what the traveller does not like about it.
  let cost: Int
  let kind: UInt16
  let isIndoor: Bool

  init(_ activity: Activity, _ trip: Trip, _ style: Candidate.Style) {
    opens = Int(activity.opens)
    length = Int(activity.durationMinutes)
    latestStart = Int(activity.closes) - length
    kind = 1 << UInt16(activity.category.rawValue)
    isIndoor = activity.isIndoor
    var cost = Int(activity.distance)
    if !trip.interests.isEmpty, !trip.interests.contains(activity.category) { cost += 200 }
    if style == .cheapest, activity.price > 0 { cost += 150 }
    self.cost = cost
  }
}
