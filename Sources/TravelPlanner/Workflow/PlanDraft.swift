import Mutation
public import Primitives
public import Resilience

/// A plan in progress: the session state and the parts of the request that the steps need.
///
/// The steps of `Planner` change one value in place, one after another. It holds all of their logic that does not wait.
@usableFromInline
struct PlanDraft {
  @usableFromInline var state: SessionState
  /// The state of the last save if its outcome is unknown.
  @usableFromInline var unsureSave: Indirect<SessionState>?
  @usableFromInline let key: UInt64
  @usableFromInline let scope: PlanRequest.Scope
  @usableFromInline let today: CalendarDay
  @usableFromInline let options: PlanOptions?
  /// The text of this request. The state holds the text of the session.
  @usableFromInline let text: String?
  let fields: TripFields
  var resumption: ResumeContext?

  // MARK: Intent

  /// Applies the answer of the classifier. A field of the request overrides the text.
  @usableFromInline
  mutating func apply(classification: Classification, attempts: Int) throws(PlanError) {
    count(attempts: attempts)
    switch classification {
    case .refused(let error): throw .invalid(error)
    case .understood(let intent): try apply(understood: intent)
    }
  }

  /// Applies the rules instead of the classifier, which failed.
  @usableFromInline
  mutating func applyRules(
    to text: String, after failure: CallFailure<ProviderError>
  ) throws(PlanError) {
    state.errors.append(StepError(.intent, failure))
    try apply(
      classification: RuleBasedClassifier().classify(text, today: today), attempts: failure.attempts)
  }

  /// Applies a request without a text. A new one asks for everything, one that resumes for what the session asked for.
  @usableFromInline
  mutating func applyFieldsAlone() throws(PlanError) {
    try apply(understood: resumption == nil ? Intent(.planTrip, needs: .all) : Intent(.general))
  }

  private mutating func apply(understood: Intent) throws(PlanError) {
    let intent = understood.overridden(by: fields)
    if let resumption { return try apply(intent, resuming: resumption) }
    try check(intent)
    let trip: Trip?
    if intent.segments.isEmpty {
      trip = Trip(intent, currency: fields.currency, today: today)
    } else {
      let trips = Trip.tour(
        intent, currency: fields.currency, today: today, share: options?.budgetShare ?? .evenly)
      trip = trips.first
      state.segments = trips.map { TourSegment($0) }
    }
    state.understood = Indirect(UnderstoodRequest(query: text, intent: intent, trip: trip))
  }

  /// Checks an intent as a whole: text and fields can be valid by themselves and contradict each other or the session.
  func check(_ intent: Intent) throws(PlanError) {
    var issues: [ValidationIssue] = []
    if let origin = intent.origin, origin == intent.destination {
      issues.append(ValidationIssue(.destination, origin, .anotherCity))
    }
    TripRequest.check(departure: intent.departure, returning: intent.returning, today: today, &issues)
    if !intent.segments.isEmpty {
      let nights = intent.segments.reduce(0) { $0 + Int($1.nights ?? Trip.Defaults.nightsPerCity) }
      if nights > TripRequest.Limits.tripDays {
        issues.append(ValidationIssue(.nights, nights, .range(1...TripRequest.Limits.tripDays)))
      }
    }
    if !issues.isEmpty { throw .invalid(ValidationError(issues)) }
  }

  // MARK: Searches

  /// The trip and the searches it needs; nil if nothing is to be searched or there is no destination.
  @usableFromInline var searches: (trip: Trip, needs: SearchNeeds)? {
    guard let trip = state.trip, let needs = state.intent?.needs, !needs.isEmpty else { return nil }
    return (trip, needs)
  }

  /// A Boolean value that indicates whether the plan needs the general search: a tour, a resumed session, or airports
  /// nearby.
  @usableFromInline var needsGeneralSearch: Bool {
    resumption != nil || !state.segments.isEmpty || options?.searchesAirports == true
  }

  @usableFromInline
  mutating func skipSearches() {
    for kind in SearchKind.allCases {
      state.searches[kind].status = .skipped
      state.note(kind.skippedStep)
    }
    if state.intent?.needs.isEmpty == false {
      state.errors.append(StepError(.searchSkipped, .missingDestination))
    }
  }

  /// Applies the outcomes of the four searches of a trip to one city.
  @usableFromInline
  mutating func apply(
    flights: SearchOutcome<FlightOffers>, hotels: SearchOutcome<HotelOffers>,
    weather: SearchOutcome<Forecast>, activities: SearchOutcome<ActivityOffers>
  ) {
    var searches = SearchRecords()
    searches.flights = flights.record
    searches.hotels = hotels.record
    searches.weather = weather.record
    searches.activities = activities.record
    state.searched = Indirect(
      SearchResults(
        searches: searches, flights: flights.value, hotels: hotels.value, forecast: weather.value,
        activities: activities.value, refinements: []))
    note(flights.record, flights.error?.value, .flights)
    note(hotels.record, hotels.error?.value, .hotels)
    note(weather.record, weather.error?.value, .weather)
    note(activities.record, activities.error?.value, .activities)
  }

  /// Notes the retries, the error and the step of one search.
  private mutating func note(_ record: SearchRecord, _ error: StepError?, _ kind: SearchKind) {
    if record.attempts > 1 { state.retryCount += UInt32(record.attempts - 1) }
    if let error { state.errors.append(error) }
    state.note(record.status == .skipped ? kind.skippedStep : kind.step)
  }

  /// The cities to search, with their kept results.
  @usableFromInline func cities(_ trip: Trip) -> [TourSegment] {
    if !state.segments.isEmpty { return state.segments }
    var city = TourSegment(trip)
    city.results = state.results
    city.kept = kept
    return [city]
  }

  /// Applies the outcome of a general search.
  @usableFromInline
  mutating func apply(cities: [TourSegment], needs: SearchNeeds) {
    for city in cities {
      for kind in SearchKind.allCases where !city.kept.contains(kind.need) {
        let attempts = city.results.searches[kind].attempts
        if attempts > 1 { state.retryCount += UInt32(attempts - 1) }
      }
    }
    if state.segments.isEmpty {
      state.results = cities[0].results
      state.errors += cities[0].errors
    } else {
      state.segments = cities
      state.searches = SearchRecords(summarising: cities)
    }
    for kind in SearchKind.allCases {
      let isKept = cities.allSatisfy { $0.kept.contains(kind.need) }
      state.note(
        isKept ? kind.keptStep : needs.contains(kind.need) ? kind.step : kind.skippedStep)
    }
  }

  /// Applies the options of the request to the offers of a trip to one city. The search of a tour has done so for each
  /// of its cities.
  @usableFromInline
  mutating func applyOptions() {
    guard let options, !options.changesNothing, state.trip != nil, state.segments.isEmpty else { return }
    state.results.apply(options)
  }

  // MARK: Itinerary and response

  @usableFromInline var wantsItinerary: Bool {
    guard scope == .full, state.trip != nil, let intent = state.intent else { return false }
    // An itinerary of the session is composed again from the changed results.
    if let before = resumption?.before, before.itinerary != nil || before.tour != nil { return true }
    return switch intent.kind {
    case .planTrip, .planMultiCityTrip, .generateItinerary: true
    case .searchFlights, .searchHotels, .checkWeather, .searchActivities, .book, .general: false
    }
  }

  @usableFromInline
  mutating func composeItinerary(_ dayIsDone: (Int) -> Void) {
    guard let trip = state.trip else { return }
    if !state.segments.isEmpty {
      state.tour = TourComposer(segments: state.segments, budget: state.intent?.budget)
        .compose(dayIsDone: dayIsDone)
      return
    }
    state.itinerary = ItineraryComposer(
      trip: trip, flights: state.flights, hotels: state.hotels, forecast: state.forecast,
      activities: state.activities, missing: state.searches.all(.failed),
      ranked: Refinement.ranked(state.refinements)
    ).compose(dayIsDone: dayIsDone)
  }

  /// Counts attempts beyond the first as retries.
  mutating func count(attempts: Int) { state.retryCount += UInt32(max(0, attempts - 1)) }

  @usableFromInline
  mutating func chooseNextActions() {
    guard let trip = state.trip else {
      if state.intent?.kind != .general { state.actionLog.append(.nameDestination) }
      return
    }
    for kind in SearchKind.allCases where state.searches[kind].status == .failed {
      switch kind {
      case .flights: state.actionLog.append(trip.origin == nil ? .nameOrigin : .retryFlights)
      case .hotels: state.actionLog.append(.retryHotels)
      case .weather: state.actionLog.append(.retryWeather)
      case .activities: state.actionLog.append(.retryActivities)
      }
    }
    let isBooked = state.bookings?.last?.isActive == true
    if trip.assumed.contains(.departure), !isBooked { state.actionLog.append(.confirmDates) }
    if state.tour != nil {
      state.actionLog.append(.reviewItinerary)
    } else if let plan = state.planned {
      state.actionLog.append(.reviewItinerary)
      if plan.value.flight != nil || plan.value.hotel != nil, !isBooked {
        state.actionLog.append(.book)
      }
    } else if state.searches.activities.status == .completed {
      state.actionLog.append(.generateItinerary)
    }
    if state.intent?.kind == .book, options?.books != true { state.note(.bookingSkipped) }
  }

  // MARK: Saving

  /// Records that a save failed. A refused revision ends the plan; any other failure may have saved the state.
  @usableFromInline
  mutating func recordSaveFailure(_ error: StoreError) throws(PlanError) {
    if case .stale = error { throw .conflict(state.id) }
    if isMutated(.failedSaveEndsPlan) { throw .conflict(state.id) }
    if !isMutated(.lostAckTreatedAsConflict) { unsureSave = Indirect(state) }
    state.errors.append(
      StepError(state.stepLog.last ?? .intent, .notSaved, detail: error.description))
  }
}

extension PlanRequest {
  /// Validates the request and returns the draft that its plan starts from.
  @usableFromInline
  func draft(at time: Timestamp) throws(PlanError) -> PlanDraft {
    let fields: TripFields
    do {
      fields = try trip.validated(today: time.day, resuming: resume)
    } catch {
      throw .invalid(error)
    }
    if CardNumber.isSuspected(in: user) {
      throw .invalid(ValidationError([ValidationIssue(.user, user, .noCardNumber)]))
    }
    do { try options?.bookingBox?.value.validate() } catch { throw .invalid(error) }
    let id = session ?? SessionID(user: user, query: trip.text ?? "", at: time)
    return PlanDraft(
      state: SessionState(id: id, key: key, at: time, mode: searchMode), key: key, scope: scope,
      today: time.day, options: options, text: trip.text, fields: fields)
  }
}
