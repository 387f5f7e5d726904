import Primitives

/// What a plan that resumes goes on from.
final class Resumption: Sendable {
  let before: SessionState

  init(_ before: SessionState) { self.before = before }

  /// The cities that the session knew, with what was found for each.
  private var cities: [TourSegment] {
    if !before.segments.isEmpty { return before.segments }
    guard let trip = before.trip else { return [] }
    var city = TourSegment(trip)
    city.results = before.results
    return [city]
  }

  /// Hands each city of the new trip what was found for the same city before, as far as it still applies.
  ///
  /// `continuation` is told what changed, what was kept and what was dropped.
  func hand(over trips: [Trip], _ continuation: inout Continuation) -> [TourSegment] {
    var known = cities
    var had: SearchNeeds = []
    for city in known { had.formUnion(city.results.searches.all(.completed)) }
    var lost: SearchNeeds = []
    let segments = trips.map { trip in
      var segment = TourSegment(trip)
      guard let index = known.firstIndex(where: { $0.trip.destination == trip.destination }) else {
        continuation.changes.insert(.destination)
        return segment
      }
      let before = known.remove(at: index)
      let changes = TripChanges(from: before.trip, to: trip)
      continuation.changes.formUnion(changes)
      segment.kept = before.results.applying(after: changes)
      segment.results = before.results
      segment.results.drop(SearchNeeds.all.subtracting(segment.kept))
      continuation.kept.formUnion(segment.kept)
      lost.formUnion(before.results.searches.all(.completed).subtracting(segment.kept))
      return segment
    }
    // Cities that are gone take along what was found for them.
    for city in known {
      continuation.changes.insert(.destination)
      lost.formUnion(city.results.searches.all(.completed))
    }
    continuation.dropped = lost.intersection(had)
    return segments
  }
}

extension Intent {
  /// This request's intent as a continuation of an earlier one: what it does not say stays as it was, and what
  /// was wanted before is still wanted.
  ///
  /// - A request that says nothing about travel keeps the earlier kind; `make it 3 people` changes the trip.
  /// - A city of the tour by itself is about that stop, and the tour stands; any other city is a new trip.
  /// - A new destination that was the origin leaves the origin open.
  func continuing(_ before: Intent) -> Intent {
    var merged = before
    if kind != .general { merged.kind = kind }
    merged.needs = before.needs.union(needs)
    if kind == .generateItinerary { merged.needs.formUnion([.weather, .activities]) }

    let stop =
      segments.isEmpty ? before.segments.firstIndex { $0.destination == destination } : nil
    if let stop {
      if let nights {
        merged.segments[stop].nights = nights
        merged.nights = nil
      }
      merged.take(datesOf: self, isWhole: false)
    } else {
      if let destination {
        merged.destination = destination
        merged.segments = segments
      }
      merged.take(datesOf: self, isWhole: true)
    }
    if let origin { merged.origin = origin }
    if merged.origin == merged.destination, origin == nil { merged.origin = nil }
    if merged.segments.isEmpty {
      if merged.kind == .planMultiCityTrip { merged.kind = .planTrip }
    } else if merged.kind == .planTrip {
      merged.kind = .planMultiCityTrip
    }

    merged.passengers = passengers ?? before.passengers
    merged.budget = budget ?? before.budget
    merged.cabin = cabin ?? before.cabin
    merged.maximumStops = maximumStops ?? before.maximumStops
    merged.minimumRating = minimumRating ?? before.minimumRating
    if !interests.isEmpty { merged.interests = interests }
    return merged
  }

  /// Takes over the dates that `new` names; the length stays when only the departure moves.
  private mutating func take(datesOf new: Intent, isWhole: Bool) {
    if let departure = new.departure { self.departure = departure }
    guard isWhole else {
      returning = nil
      return
    }
    if new.departure == nil, let returning = new.returning, let departure {
      self.returning = returning
      nights = Int16(clamping: departure.days(until: returning))
    } else if new.departure != nil || new.nights != nil {
      nights = new.nights ?? nights
      returning = new.returning
      if returning == nil, let departure, let nights { returning = departure.advanced(by: Int(nights)) }
    }
  }
}
