public import Primitives
public import Resilience

// The four searches of a trip to one city.

extension Planner {
  /// Runs the searches that the intent needs, in parallel or one after another, and records the results.
  @inlinable @inline(never)
  func search(_ draft: inout PlanDraft) async throws(PlanError) {
    guard let (trip, needs) = draft.searches else { return skipSearches(&draft) }
    if draft.needsGeneralSearch { return try await searchCities(&draft, trip, needs) }
    let step: Step = draft.state.searchMode == .parallel ? .parallelSearch : .sequentialSearch
    let start = clock.nanoseconds
    record(.stepStarted(step), draft.key, at: start)
    // A single search takes the same time in both modes and needs no task.
    if step == .parallelSearch, needs.rawValue.nonzeroBitCount > 1 {
      await searchInParallel(trip, needs, &draft)
    } else {
      let key = draft.key
      draft.apply(
        flights: await searchFlights(trip, needs, key), hotels: await searchHotels(trip, needs, key),
        weather: await searchWeather(trip, needs, key), activities: await searchActivities(trip, needs, key))
    }
    draft.state.searchNanoseconds = clock.nanoseconds - start
    complete(step, &draft)
    try await save(&draft)
  }

  /// Runs the first search in this task and the others in child tasks, started in order.
  @inlinable @inline(never)
  func searchInParallel(_ trip: Trip, _ needs: SearchNeeds, _ draft: inout PlanDraft) async {
    let key = draft.key
    async let hotels = searchHotels(trip, needs, key)
    async let weather = searchWeather(trip, needs, key)
    async let activities = searchActivities(trip, needs, key)
    draft.apply(
      flights: await searchFlights(trip, needs, key), hotels: await hotels, weather: await weather,
      activities: await activities)
  }

  @inlinable
  func skipSearches(_ draft: inout PlanDraft) {
    draft.skipSearches()
    let now = clock.nanoseconds
    for kind in SearchKind.allCases {
      record(.searchSkipped(kind), draft.key, at: now)
      record(.stepCompleted(kind.skippedStep), draft.key, at: now)
    }
    complete(.searchSkipped, &draft)
  }

  // MARK: By kind

  @inlinable
  func searchFlights(
    _ trip: Trip, _ needs: SearchNeeds, _ key: UInt64
  ) async -> SearchOutcome<FlightOffers> {
    let empty = FlightOffers([], currency: trip.currency)
    guard needs.contains(.flights) else { return skipped(.flights, empty, key) }
    guard let query = trip.flightQuery else {
      return impossible(.flights, empty, .missingOrigin, key)
    }
    return await run(SearchCall(ports.flights, query), .flights, flightCalls, empty, key)
  }

  @inlinable
  func searchHotels(_ trip: Trip, _ needs: SearchNeeds, _ key: UInt64) async -> SearchOutcome<HotelOffers> {
    let empty = HotelOffers([], currency: trip.currency)
    guard needs.contains(.hotels) else { return skipped(.hotels, empty, key) }
    return await run(SearchCall(ports.hotels, trip.hotelQuery), .hotels, hotelCalls, empty, key)
  }

  @inlinable
  func searchWeather(_ trip: Trip, _ needs: SearchNeeds, _ key: UInt64) async -> SearchOutcome<Forecast> {
    guard needs.contains(.weather) else { return skipped(.weather, Forecast(), key) }
    return await run(SearchCall(ports.weather, trip.weatherQuery), .weather, weatherCalls, Forecast(), key)
  }

  @inlinable
  func searchActivities(
    _ trip: Trip, _ needs: SearchNeeds, _ key: UInt64
  ) async -> SearchOutcome<ActivityOffers> {
    let empty = ActivityOffers([], currency: trip.currency)
    guard needs.contains(.activities) else { return skipped(.activities, empty, key) }
    let search = SearchCall(ports.activities, trip.activityQuery)
    return await run(search, .activities, activityCalls, empty, key)
  }

  // MARK: One search

  @inlinable @inline(__always)
  func run<Search: PipelineCall>(
    _ call: Search, _ kind: SearchKind, _ pipeline: Pipeline<Clock>, _ empty: Search.Value, _ key: UInt64
  ) async -> SearchOutcome<Search.Value> where Search.Failure == ProviderError {
    let start = clock.nanoseconds
    record(.searchStarted(kind), key, at: start)
    var search = SearchRecord(.running)
    search.startedAt = timestamp(start)
    do throws(CallFailure<ProviderError>) {
      let served = try await pipeline.call(
        call, request: key, deadline: Deadline(policy.searchDeadline, after: start))
      let end = clock.nanoseconds
      search.status = .completed
      search.completedAt = timestamp(end)
      search.provider = UInt8(truncatingIfNeeded: served.target)
      search.attempts = UInt16(clamping: served.attempts)
      record(
        .searchCompleted(kind, provider: UInt8(truncatingIfNeeded: served.target), attempts: search.attempts),
        key, at: end)
      return SearchOutcome(served.value, search)
    } catch {
      let end = clock.nanoseconds
      let failure = StepError(kind.step, error)
      search.status = .failed
      search.completedAt = timestamp(end)
      search.attempts = UInt16(clamping: error.attempts)
      record(.searchFailed(kind, failure.cause), key, at: end)
      return SearchOutcome(empty, search, failure)
    }
  }

  @inlinable
  func skipped<Value: Sendable>(_ kind: SearchKind, _ empty: Value, _ key: UInt64) -> SearchOutcome<Value> {
    record(.searchSkipped(kind), key, at: clock.nanoseconds)
    return SearchOutcome(empty, SearchRecord(.skipped))
  }

  /// Returns the outcome of a search that is needed but lacks an input.
  @inlinable
  func impossible<Value: Sendable>(
    _ kind: SearchKind, _ empty: Value, _ cause: StepError.Cause, _ key: UInt64
  ) -> SearchOutcome<Value> {
    let now = clock.nanoseconds
    var search = SearchRecord(.failed)
    search.startedAt = timestamp(now)
    search.completedAt = search.startedAt
    record(.searchFailed(kind, cause), key, at: now)
    return SearchOutcome(empty, search, StepError(kind.step, cause))
  }
}

/// The outcome of one search: its answer, empty unless it completed, and its record.
@usableFromInline
struct SearchOutcome<Value: Sendable>: Sendable {
  @usableFromInline var value: Value
  @usableFromInline var record: SearchRecord
  // Boxed, because it is rare and the outcome is copied on its way into the state.
  @usableFromInline var error: Indirect<StepError>?

  @inlinable init(_ value: Value, _ record: SearchRecord, _ error: StepError? = nil) {
    self.value = value
    self.record = record
    self.error = error.map { Indirect($0) }
  }
}
