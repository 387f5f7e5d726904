public import Resilience

/// A plan that is being made: the state, and what of the request the steps need.
///
/// On the heap, because the steps hand it on, and a value of this size would be kept anew in the frame of
/// each. Here is all that a step does to the state without waiting.
@usableFromInline
final class Draft {
  @usableFromInline var state: SessionState
  @usableFromInline let key: UInt64
  @usableFromInline let scope: PlanRequest.Scope
  @usableFromInline let today: CalendarDay
  @usableFromInline let options: PlanOptions?
  private let fields: TripFields

  @usableFromInline
  init(_ request: PlanRequest, at time: Timestamp) throws(PlanError) {
    do {
      fields = try request.trip.validated(today: time.day)
    } catch {
      throw .invalid(error)
    }
    let text = request.trip.text
    let id = request.session ?? SessionID(user: request.user, query: text ?? "", at: time)
    state = SessionState(id: id, key: request.key, at: time, mode: request.searchMode)
    state.query = text
    state.completedSteps.reserveCapacity(12)
    key = request.key
    scope = request.scope
    today = time.day
    options = request.options
  }

  // MARK: Intent

  /// Takes over what the classifier said, with the request's fields over it.
  @usableFromInline
  func take(_ classification: Classification, attempts: Int) throws(PlanError) {
    state.retryCount += UInt32(max(0, attempts - 1))
    switch classification {
    case .refused(let error): throw .invalid(error)
    case .understood(let intent): try take(intent)
    }
  }

  /// What the rules say when the classifier gave no answer.
  @usableFromInline
  func rulesInstead(_ text: String, after failure: CallFailure<ProviderError>) -> Served<Classification> {
    state.errors.append(StepError(.intent, failure))
    return Served(
      RuleBasedClassifier().classify(text, today: today), target: 0, attempts: failure.attempts)
  }

  /// A request of fields alone asks for everything.
  @usableFromInline
  func takeFieldsAlone() throws(PlanError) { try take(Intent(.planTrip, needs: .all)) }

  private func take(_ understood: Intent) throws(PlanError) {
    let intent = understood.overridden(by: fields)
    // Text and fields can be right by themselves and contradict each other.
    var issues: [ValidationIssue] = []
    if let origin = intent.origin, origin == intent.destination {
      issues.append(ValidationIssue(.destination, origin, .anotherCity))
    }
    TripRequest.check(departure: intent.departure, returning: intent.returning, today: today, &issues)
    if !issues.isEmpty { throw .invalid(ValidationError(issues)) }
    state.trip = Trip(intent, currency: fields.currency, today: today)
    state.intent = intent
  }

  // MARK: Searches

  /// What is searched; empty when there is nothing to search for, or no place to search in.
  @usableFromInline var searches: (trip: Trip, needs: SearchNeeds)? {
    guard let trip = state.trip, let needs = state.intent?.needs, !needs.isEmpty else { return nil }
    return (trip, needs)
  }

  @usableFromInline
  func skipSearches() {
    for kind in SearchKind.allCases {
      state.searches[kind].status = .skipped
      state.completedSteps.append(kind.skippedStep)
    }
    if state.intent?.needs.isEmpty == false {
      state.errors.append(StepError(.searchSkipped, .missingDestination))
    }
  }

  @usableFromInline
  func take(_ found: Found<FlightOffers>) {
    state.flights = found.value
    take(found.record, found.error, .flights)
  }

  @usableFromInline
  func take(_ found: Found<HotelOffers>) {
    state.hotels = found.value
    take(found.record, found.error, .hotels)
  }

  @usableFromInline
  func take(_ found: Found<Forecast>) {
    state.forecast = found.value
    take(found.record, found.error, .weather)
  }

  @usableFromInline
  func take(_ found: Found<ActivityOffers>) {
    state.activities = found.value
    take(found.record, found.error, .activities)
  }

  private func take(_ record: SearchRecord, _ error: StepError?, _ kind: SearchKind) {
    state.searches[kind] = record
    if record.attempts > 1 { state.retryCount += UInt32(record.attempts - 1) }
    if let error { state.errors.append(error) }
    state.completedSteps.append(record.status == .skipped ? kind.skippedStep : kind.step)
  }

  // MARK: Itinerary and response

  @usableFromInline var wantsItinerary: Bool {
    guard scope == .full, state.trip != nil, let intent = state.intent else { return false }
    return switch intent.kind {
    case .planTrip, .planMultiCityTrip, .generateItinerary: true
    case .searchFlights, .searchHotels, .checkWeather, .searchActivities, .book, .general: false
    }
  }

  @usableFromInline
  func composeItinerary(_ dayIsDone: (Int) -> Void) {
    guard let trip = state.trip else { return }
    state.itinerary = ItineraryComposer(
      trip: trip, flights: state.flights, hotels: state.hotels, forecast: state.forecast,
      activities: state.activities, missing: state.searches.all(.failed)
    ).compose(dayIsDone: dayIsDone)
  }

  @usableFromInline
  func take(_ narrative: Narrative, attempts: Int) {
    state.retryCount += UInt32(max(0, attempts - 1))
    state.narrative = narrative
  }

  @usableFromInline
  func fallBackOnTemplate(after failure: CallFailure<ProviderError>) {
    state.errors.append(StepError(.narrative, failure))
    take(.template, attempts: failure.attempts)
  }

  @usableFromInline
  func chooseNextActions() {
    state.nextActions.reserveCapacity(4)
    guard let trip = state.trip else {
      if state.intent?.kind != .general { state.nextActions.append(.nameDestination) }
      return
    }
    for kind in SearchKind.allCases where state.searches[kind].status == .failed {
      switch kind {
      case .flights: state.nextActions.append(trip.origin == nil ? .nameOrigin : .retryFlights)
      case .hotels: state.nextActions.append(.retryHotels)
      case .weather: state.nextActions.append(.retryWeather)
      case .activities: state.nextActions.append(.retryActivities)
      }
    }
    if trip.assumed.contains(.departure) { state.nextActions.append(.confirmDates) }
    if state.unplannedCities > 0 { state.nextActions.append(.planFurtherCities) }
    if let itinerary = state.itinerary {
      state.nextActions.append(.reviewItinerary)
      if itinerary.flight != nil || itinerary.hotel != nil { state.nextActions.append(.book) }
    } else if state.searches.activities.status == .completed {
      state.nextActions.append(.generateItinerary)
    }
    if state.intent?.kind == .book { state.completedSteps.append(.bookingSkipped) }
  }

  // MARK: Saving

  @usableFromInline
  func take(_ error: StoreError) throws(PlanError) {
    if case .stale = error { throw .conflict(state.id) }
    state.errors.append(StepError(state.completedSteps.last ?? .intent, .notSaved))
  }
}
