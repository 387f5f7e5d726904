import Primitives

/// The saved session that a plan resumes.
final class ResumeContext: Sendable {
  let before: SessionState

  init(_ before: SessionState) { self.before = before }

  /// The cities of the session with their results.
  private var cities: [TourSegment] {
    if !before.segments.isEmpty { return before.segments }
    guard let trip = before.trip else { return [] }
    var city = TourSegment(trip)
    city.results = before.results
    return [city]
  }

  /// Returns the cities of the new trip with the results of the same cities that still apply.
  ///
  /// Adds to `report` the changes of the trip and the searches whose results were kept or dropped.
  func reuseResults(for trips: [Trip], _ report: inout ResumeReport) -> [TourSegment] {
    var known = cities
    var had: SearchNeeds = []
    for city in known { had.formUnion(city.results.searches.all(.completed)) }
    var lost: SearchNeeds = []
    let segments = trips.map { trip in
      var segment = TourSegment(trip)
      guard let index = known.firstIndex(where: { $0.trip.destination == trip.destination }) else {
        report.changes.insert(.destination)
        return segment
      }
      let before = known.remove(at: index)
      let changes = TripChanges(from: before.trip, to: trip)
      report.changes.formUnion(changes)
      segment.kept = before.results.applying(after: changes)
      segment.results = before.results
      segment.results.drop(SearchNeeds.all.subtracting(segment.kept))
      report.kept.formUnion(segment.kept)
      lost.formUnion(before.results.searches.all(.completed).subtracting(segment.kept))
      return segment
    }
    // The results of cities that are no longer part of the trip are lost.
    for city in known {
      report.changes.insert(.destination)
      lost.formUnion(city.results.searches.all(.completed))
    }
    report.dropped = lost.intersection(had)
    return segments
  }
}

extension Intent {
  /// True if this intent has a value for a property.
  private func names(_ field: Reading.Field) -> Bool {
    switch field {
    case .origin: origin != nil
    case .destination: destination != nil
    case .departure: departure != nil
    case .return: returning != nil
    case .nights: nights != nil
    case .travellers: passengers != nil
    case .budget: budget != nil
    }
  }

  /// Returns this intent merged into that of an earlier request: values it does not name stay, and searches that were
  /// needed are still needed.
  ///
  /// - A request that says nothing about travel keeps the earlier kind; `make it 3 people` changes the trip.
  /// - A single city of the tour refers to that stop and keeps the tour; any other city is a new trip.
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
      merged.setDates(of: self, isWhole: false)
    } else {
      if let destination {
        merged.destination = destination
        merged.segments = segments
      }
      merged.setDates(of: self, isWhole: true)
    }
    merged.reading = reading
    if reading == nil, var earlier = before.reading {
      // What an earlier text left open stays open until a later one says it. A span is settled by another text.
      earlier.notUnderstood = []
      earlier.ambiguous.removeAll { names($0) }
      merged.reading = earlier
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

  /// Sets the dates that `new` names. The length stays when only the departure moves.
  private mutating func setDates(of new: Intent, isWhole: Bool) {
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
