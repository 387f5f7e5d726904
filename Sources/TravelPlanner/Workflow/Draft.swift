import Mutation
public import Primitives
public import Resilience

/// A plan that is being made: the state, and what of the request the steps need.
///
/// One value that the steps change in place, one after another. Here is all that a step does to the state
/// without waiting.
@usableFromInline
struct Draft {
  @usableFromInline var state: SessionState
  /// What was to be saved when the store last did not say whether it was.
  @usableFromInline var unsureSave: Indirect<SessionState>?
  @usableFromInline let key: UInt64
  @usableFromInline let scope: PlanRequest.Scope
  @usableFromInline let today: CalendarDay
  @usableFromInline let options: PlanOptions?
  /// What the request says; a resumed session's own query is in the state.
  @usableFromInline let text: String?
  fileprivate let fields: TripFields
  fileprivate var resumption: Resumption?

  // MARK: Intent

  /// Takes over what the classifier said, with the request's fields over it.
  @usableFromInline
  mutating func take(_ classification: Classification, attempts: Int) throws(PlanError) {
    count(attempts: attempts)
    switch classification {
    case .refused(let error): throw .invalid(error)
    case .understood(let intent): try take(intent)
    }
  }

  /// What the rules say when the classifier gave no answer.
  @usableFromInline
  mutating func rulesInstead(
    _ text: String, after failure: CallFailure<ProviderError>
  ) -> Served<Classification> {
    state.errors.append(StepError(.intent, failure))
    return Served(
      RuleBasedClassifier().classify(text, today: today), target: 0, attempts: failure.attempts)
  }

  /// A request of fields alone asks for everything; one that resumes, for what was asked for before.
  @usableFromInline
  mutating func takeFieldsAlone() throws(PlanError) {
    try take(resumption == nil ? Intent(.planTrip, needs: .all) : Intent(.general))
  }

  private mutating func take(_ understood: Intent) throws(PlanError) {
    let asked = understood.overridden(by: fields)
    if let resumption { return try take(asked, continuing: resumption) }
    try check(asked)
    let trip: Trip?
    if asked.segments.isEmpty {
      trip = Trip(asked, currency: fields.currency, today: today)
    } else {
      let trips = Trip.tour(
        asked, currency: fields.currency, today: today, share: options?.budgetShare ?? .evenly)
      trip = trips.first
      state.segments = trips.map { TourSegment($0) }
    }
    state.understood = Indirect(UnderstoodRequest(query: text, intent: asked, trip: trip))
  }

  /// Text and fields can be right by themselves and contradict each other, or the session.
  private func check(_ intent: Intent) throws(PlanError) {
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

  // MARK: Resuming

  /// Goes on from a session as it was saved. What stands for one request only begins anew.
  mutating func resume(_ before: SessionState) {
    resumption = Resumption(before)
    let mode = state.searchMode
    state = before
    state.searchMode = mode
    if let text { state.query = text }
    state.completedSteps = []
    state.errors = []
    state.nextActions = []
    state.continuation = Continuation(.resumed)
  }

  /// There is nothing to go on from: as a new request, under the same id.
  mutating func startAnew(_ start: Continuation.Start, _ detail: String? = nil) throws(PlanError) {
    guard text != nil || fields.destination != nil else {
      throw .invalid(ValidationError([ValidationIssue(.text, "", .required)]))
    }
    state.continuation = Continuation(start, detail: detail)
  }

  private mutating func take(_ asked: Intent, continuing resumption: Resumption) throws(PlanError) {
    let before = resumption.before
    let intent = before.intent.map { asked.continuing($0) } ?? asked
    try check(intent)
    let assumed = before.trip.flatMap { trip in
      trip.assumed.contains(.departure) && trip.departure >= today ? trip.departure : nil
    }
    let currency = fields.currency ?? asked.budget?.currency ?? before.trip?.currency
    let trips: [Trip]
    if intent.segments.isEmpty {
      trips =
        Trip(
          intent, currency: currency, today: today, assuming: assumed,
          isOneWay: isOneWay(asked, after: before.trip)
        ).map { [$0] } ?? []
    } else {
      trips = Trip.tour(
        intent, currency: currency, today: today, assuming: assumed,
        share: options?.budgetShare ?? .evenly)
    }
    var continuation = Continuation(.resumed)
    let cities = resumption.hand(over: trips, &continuation)
    try checkLock(continuation.changes, to: intent)
    state.understanding = UnderstoodRequest(query: state.query, intent: intent, trip: trips.first)
    state.segments = intent.segments.isEmpty ? [] : cities
    state.results = intent.segments.isEmpty ? cities.first?.results ?? SearchResults() : SearchResults()
    continuation.keptItinerary =
      continuation.changes.isEmpty && (options?.leavesOffers ?? true)
      && (state.itinerary != nil || state.tour != nil)
      && cities.allSatisfy { intent.needs.isSubset(of: $0.kept) }
    if !continuation.keptItinerary {
      state.itinerary = nil
      state.tour = nil
      state.narrative = nil
    }
    state.continuation = continuation
  }

  /// Nil leaves it to the intent. A flight that was one way stays so until somebody speaks of flights, or
  /// names the day of return.
  private func isOneWay(_ asked: Intent, after before: Trip?) -> Bool? {
    guard let before else { return nil }
    if fields.returning != nil { return false }
    if asked.kind == .searchFlights {
      return asked.returning == nil && asked.nights == nil && before.returning == nil
    }
    return asked.needs.contains(.flights) ? false : before.returning == nil
  }

  /// Searches of a trip to one city that came with the session.
  @usableFromInline var kept: SearchNeeds {
    resumption == nil || state.trip == nil ? [] : state.continuation?.kept ?? []
  }

  /// A tour, or a session that goes on: not the plain way through four searches.
  ///
  /// Airports nearby are searched alongside, so they take the longer way too.
  @usableFromInline var isElaborate: Bool {
    resumption != nil || !state.segments.isEmpty || options?.searchesAirports == true
  }

  @usableFromInline var keepsItinerary: Bool { state.continuation?.keptItinerary ?? false }

  /// The cities to search, with what they have.
  @usableFromInline func cities(_ trip: Trip) -> [TourSegment] {
    if !state.segments.isEmpty { return state.segments }
    var city = TourSegment(trip)
    city.results = state.results
    city.kept = kept
    return [city]
  }

  /// What came of a search in one city or several.
  @usableFromInline
  mutating func take(_ cities: [TourSegment], needs: SearchNeeds) {
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

  // MARK: Searches

  /// What is searched; empty when there is nothing to search for, or no place to search in.
  @usableFromInline var searches: (trip: Trip, needs: SearchNeeds)? {
    guard let trip = state.trip, let needs = state.intent?.needs, !needs.isEmpty else { return nil }
    return (trip, needs)
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

  /// What came of the four searches of a trip to one city.
  @usableFromInline
  mutating func take(
    _ flights: Found<FlightOffers>, _ hotels: Found<HotelOffers>,
    _ weather: Found<Forecast>, _ activities: Found<ActivityOffers>
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

  /// What a search leaves beside its results.
  private mutating func note(_ record: SearchRecord, _ error: StepError?, _ kind: SearchKind) {
    if record.attempts > 1 { state.retryCount += UInt32(record.attempts - 1) }
    if let error { state.errors.append(error) }
    state.note(record.status == .skipped ? kind.skippedStep : kind.step)
  }

  // MARK: Itinerary and response

  @usableFromInline var wantsItinerary: Bool {
    guard scope == .full, state.trip != nil, let intent = state.intent else { return false }
    // What was planned before is planned anew with what changed.
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

  /// Attempts beyond the first are retries.
  mutating func count(attempts: Int) { state.retryCount += UInt32(max(0, attempts - 1)) }

  @usableFromInline
  mutating func take(_ narrative: Narrative, attempts: Int) {
    count(attempts: attempts)
    // A model may say again what it was never told.
    if case .text(let text) = narrative {
      state.narrative = .text(CardNumber.removed(from: text))
    } else {
      state.narrative = narrative
    }
  }

  @usableFromInline
  mutating func fallBackOnTemplate(after failure: CallFailure<ProviderError>) {
    state.errors.append(StepError(.narrative, failure))
    take(.template, attempts: failure.attempts)
  }

  // MARK: Words of the days

  /// A day of the itinerary: its stop, its place there, and its number in the whole from 1.
  struct DayPlace {
    var stop: Int
    var day: Int
    var number: Int16
  }

  /// The plans of the stops; one for a trip to one city.
  var stops: [Itinerary] { state.itinerary.map { [$0] } ?? state.tour?.stops ?? [] }

  /// The days whose words are still to be written, those that failed before among them.
  var daysToWrite: [DayPlace] {
    var places: [DayPlace] = []
    var number: Int16 = 0
    for (index, stop) in stops.enumerated() {
      for day in stop.days.indices {
        number += 1
        if !stop.hasWords(on: day) { places.append(DayPlace(stop: index, day: day, number: number)) }
      }
    }
    return places
  }

  mutating func take(_ words: DayWords, for place: DayPlace) {
    if state.itinerary != nil {
      state.itinerary?.take(words, on: place.day)
    } else {
      state.tour?.stops[place.stop].take(words, on: place.day)
    }
  }

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

  @usableFromInline
  mutating func take(_ error: StoreError) throws(PlanError) {
    if case .stale = error { throw .conflict(state.id) }
    if isMutated(.failedSaveEndsPlan) { throw .conflict(state.id) }
    if !isMutated(.unsureSaveForgotten) { unsureSave = Indirect(state) }
    state.errors.append(
      StepError(state.stepLog.last ?? .intent, .notSaved, detail: error.description))
  }
}

extension PlanRequest {
  /// The beginning of a plan for it; everything that is wrong with it is thrown.
  @usableFromInline
  func draft(at time: Timestamp) throws(PlanError) -> Draft {
    let fields: TripFields
    do {
      fields = try trip.validated(today: time.day, resuming: resume)
    } catch {
      throw .invalid(error)
    }
    if CardNumber.isSuspected(in: user) {
      throw .invalid(ValidationError([ValidationIssue(.user, user, .noCardNumber)]))
    }
    do { try options?.booked?.value.validate() } catch { throw .invalid(error) }
    let id = session ?? SessionID(user: user, query: trip.text ?? "", at: time)
    return Draft(
      state: SessionState(id: id, key: key, at: time, mode: searchMode), key: key, scope: scope,
      today: time.day, options: options, text: trip.text, fields: fields)
  }
}
