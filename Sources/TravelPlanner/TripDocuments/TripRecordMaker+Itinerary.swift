import Primitives

extension TripRecordMaker {
  func candidates(_ state: SessionState, _ itinerary: Itinerary) -> ItineraryCandidates {
    ItineraryCandidates(
      tripId: tripID(of: state), createdAt: max(state.updatedAt, researched(state)),
      candidates: Candidate.Style.allCases.map { style in
        let candidate = itinerary.candidates[style]
        return CandidateNote(
          style: "\(style)",
          flight: candidate.flight.map { offer(state.flights.options[Int($0)]) },
          hotel: candidate.hotel.map { state.hotels.options[Int($0)].name.text(in: itinerary.destination) },
          price: Money(minorUnits: candidate.price, itinerary.currency),
          cost: Tenths(rawValue: Int(candidate.cost)), comfort: Tenths(rawValue: Int(candidate.comfort)),
          rest: Tenths(rawValue: 1000 - Int(candidate.fatigue)), score: Tenths(rawValue: candidate.score))
      },
      weights: ScoreWeights(cost: 45, comfort: 30, rest: 25))
  }

  func final(
    _ state: SessionState, _ trip: Trip, _ itinerary: Itinerary, lockedAt: Timestamp
  ) -> FinalItinerary {
    let choice = itinerary.candidates[itinerary.chosen]
    func money(_ minorUnits: Int64) -> Money { Money(minorUnits: minorUnits, itinerary.currency) }
    let planned = itinerary.days.count { $0.kind == .planned }
    let minutes = itinerary.visits.reduce(0) { $0 + Int($1.activity.durationMinutes) }
    let people = Int64(itinerary.passengers)
    return FinalItinerary(
      tripId: tripID(of: state), createdAt: lockedAt, destination: itinerary.destination,
      departure: itinerary.firstDay, returning: itinerary.firstDay.advanced(by: Int(itinerary.nights)),
      people: Int(itinerary.passengers), style: "\(itinerary.chosen)",
      score: Tenths(rawValue: choice.score), explanation: itinerary.choiceText,
      flight: itinerary.flight.flatMap { flight in
        itinerary.origin.map { note(flight, from: $0, itinerary) }
      },
      hotel: itinerary.hotel.map { hotel in
        HotelNote(
          offer: "HT\(hotel.id)", name: hotel.name.text(in: itinerary.destination),
          rating: Tenths(rawValue: Int(hotel.rating)), nights: Int(itinerary.nights),
          rooms: (Int(itinerary.passengers) + 1) / 2, price: money(itinerary.cost.hotel),
          amenities: hotel.amenities.names)
      },
      days: itinerary.days.map { day in
        DayNote(
          day: day.day, kind: "\(day.kind)",
          visits: itinerary.visits(on: day).map { visit in
            let end = Int(visit.start) + Int(visit.activity.durationMinutes)
            return VisitNote(
              starts: ClockText.of(Int(visit.start)), ends: ClockText.of(end),
              name: visit.activity.name.text, category: visit.activity.category.name,
              price: money(Int64(visit.activity.price) * people))
          })
      },
      dailyActivityHours: Tenths(rawValue: planned == 0 ? 0 : minutes * 10 / 60 / planned),
      restDays: itinerary.days.count { $0.kind == .free },
      travelFatigueScore: Tenths(rawValue: Int(choice.fatigue) / 10),
      cost: CostNote(
        flights: money(itinerary.cost.flights), hotel: money(itinerary.cost.hotel),
        activities: money(itinerary.cost.activities), total: money(itinerary.cost.total)),
      lockedAt: lockedAt)
  }

  private func offer(_ flight: Flight) -> String {
    "\(flight.airline.code) \(flight.outbound.number), \(flight.airline.name)"
  }

  private func note(_ flight: Flight, from origin: City, _ itinerary: Itinerary) -> FlightNote {
    func leg(_ leg: FlightLeg, _ from: City, _ to: City) -> LegNote {
      LegNote(
        number: "\(flight.airline.code) \(leg.number)", from: from.airport, to: to.airport, day: leg.day,
        departs: ClockText.of(Int(leg.departureMinute)), durationMinutes: Int(leg.durationMinutes),
        stops: Int(leg.stops))
    }
    return FlightNote(
      offer: "FL\(flight.id)", airline: flight.airline.name, cabin: flight.cabin.name,
      outbound: leg(flight.outbound, origin, itinerary.destination),
      homeward: flight.homeward.map { leg($0, itinerary.destination, origin) },
      price: Money(minorUnits: itinerary.cost.flights, itinerary.currency))
  }
}
