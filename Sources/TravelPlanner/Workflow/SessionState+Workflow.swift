/// What the workflow's steps do to the state, without any waiting.
extension SessionState {
  /// Takes over what the classifier said, with the request's fields over it.
  @usableFromInline
  mutating func take(
    _ classification: Classification, _ fields: TripFields, today: CalendarDay
  ) throws(PlanError) {
    switch classification {
    case .refused(let error): throw .invalid(error)
    case .understood(let understood):
      let merged = understood.overridden(by: fields)
      try SessionState.check(merged, today: today)
      intent = merged
      trip = Trip(merged, currency: fields.currency, today: today)
    }
    completedSteps.reserveCapacity(12)
  }

  /// Text and fields can be right by themselves and contradict each other.
  private static func check(_ intent: Intent, today: CalendarDay) throws(PlanError) {
    var issues: [ValidationIssue] = []
    if let origin = intent.origin, origin == intent.destination {
      issues.append(ValidationIssue(.destination, origin, .anotherCity))
    }
    TripRequest.check(departure: intent.departure, returning: intent.returning, today: today, &issues)
    if !issues.isEmpty { throw .invalid(ValidationError(issues)) }
  }

  @usableFromInline var wantsItinerary: Bool {
    guard trip != nil, let intent else { return false }
    return switch intent.kind {
    case .planTrip, .planMultiCityTrip, .generateItinerary: true
    case .searchFlights, .searchHotels, .checkWeather, .searchActivities, .book, .general: false
    }
  }

  @usableFromInline
  mutating func composeItinerary(_ dayIsDone: (Int) -> Void) {
    guard let trip else { return }
    itinerary = ItineraryComposer(
      trip: trip, flights: flights, hotels: hotels, forecast: forecast, activities: activities,
      missing: searches.all(.failed)
    ).compose(dayIsDone: dayIsDone)
  }

  @usableFromInline
  mutating func chooseNextActions() {
    nextActions.reserveCapacity(4)
    guard let trip else {
      if intent?.kind != .general { nextActions.append(.nameDestination) }
      return
    }
    for kind in SearchKind.allCases where searches[kind].status == .failed {
      switch kind {
      case .flights: nextActions.append(trip.origin == nil ? .nameOrigin : .retryFlights)
      case .hotels: nextActions.append(.retryHotels)
      case .weather: nextActions.append(.retryWeather)
      case .activities: nextActions.append(.retryActivities)
      }
    }
    if trip.assumed.contains(.departure) { nextActions.append(.confirmDates) }
    if unplannedCities > 0 { nextActions.append(.planFurtherCities) }
    if itinerary != nil {
      nextActions.append(.reviewItinerary)
      if itinerary?.flight != nil || itinerary?.hotel != nil { nextActions.append(.book) }
    } else if searches.activities.status == .completed {
      nextActions.append(.generateItinerary)
    }
  }
}
