public import Primitives
public import Resilience

/// What one search brought: its result, empty when it failed, and how it went.
@usableFromInline
struct Found<Value: Sendable>: Sendable {
  @usableFromInline var value: Value
  @usableFromInline var record: SearchRecord
  // In a box: it is rare, and what was found is copied on its way.
  @usableFromInline var error: Indirect<StepError>?

  @inlinable init(_ value: Value, _ record: SearchRecord, _ error: StepError? = nil) {
    self.value = value
    self.record = record
    self.error = error.map { Indirect($0) }
  }
}

extension Planner {
  /// Runs the searches that are needed, all at once or one after another, and records how it went.
  @inlinable @inline(never)
  func search(_ draft: inout Draft) async throws(PlanError) {
    guard let (trip, needs) = draft.searches else { return skipSearches(&draft) }
    if draft.isElaborate { return try await searchCities(&draft, trip, needs) }
    let step: Step = draft.state.searchMode == .parallel ? .parallelSearch : .sequentialSearch
    let start = clock.nanoseconds
    record(.stepStarted(step), draft.key, at: start)
    // One search alone is the same either way, and needs no task.
    if step == .parallelSearch, needs.rawValue.nonzeroBitCount > 1 {
      await searchInParallel(trip, needs, &draft)
    } else {
      let key = draft.key
      draft.take(
        await searchFlights(trip, needs, key), await searchHotels(trip, needs, key),
        await searchWeather(trip, needs, key), await searchActivities(trip, needs, key))
    }
    draft.state.searchNanoseconds = clock.nanoseconds - start
    complete(step, &draft)
    try await save(&draft)
  }

  /// The first search runs in this task; the others are children, started in order.
  @inlinable @inline(never)
  func searchInParallel(_ trip: Trip, _ needs: SearchNeeds, _ draft: inout Draft) async {
    let key = draft.key
    async let hotels = searchHotels(trip, needs, key)
    async let weather = searchWeather(trip, needs, key)
    async let activities = searchActivities(trip, needs, key)
    draft.take(await searchFlights(trip, needs, key), await hotels, await weather, await activities)
  }

  @inlinable
  func skipSearches(_ draft: inout Draft) {
    draft.skipSearches()
    let now = clock.nanoseconds
    for kind in SearchKind.allCases {
      record(.searchSkipped(kind), draft.key, at: now)
      record(.stepCompleted(kind.skippedStep), draft.key, at: now)
    }
    complete(.searchSkipped, &draft)
  }

  // MARK: The four

  @inlinable
  func searchFlights(_ trip: Trip, _ needs: SearchNeeds, _ key: UInt64) async -> Found<FlightOffers> {
    let empty = FlightOffers([], currency: trip.currency)
    guard needs.contains(.flights) else { return skipped(.flights, empty, key) }
    guard let query = trip.flightQuery else {
      return impossible(.flights, empty, .missingOrigin, key)
    }
    return await run(FlightSearch(ports.flights, query), .flights, flightCalls, empty, key)
  }

  @inlinable
  func searchHotels(_ trip: Trip, _ needs: SearchNeeds, _ key: UInt64) async -> Found<HotelOffers> {
    let empty = HotelOffers([], currency: trip.currency)
    guard needs.contains(.hotels) else { return skipped(.hotels, empty, key) }
    return await run(HotelSearch(ports.hotels, trip.hotelQuery), .hotels, hotelCalls, empty, key)
  }

  @inlinable
  func searchWeather(_ trip: Trip, _ needs: SearchNeeds, _ key: UInt64) async -> Found<Forecast> {
    guard needs.contains(.weather) else { return skipped(.weather, Forecast(), key) }
    return await run(WeatherSearch(ports.weather, trip.weatherQuery), .weather, weatherCalls, Forecast(), key)
  }

  @inlinable
  func searchActivities(_ trip: Trip, _ needs: SearchNeeds, _ key: UInt64) async -> Found<ActivityOffers> {
    let empty = ActivityOffers([], currency: trip.currency)
    guard needs.contains(.activities) else { return skipped(.activities, empty, key) }
    let search = ActivitySearch(ports.activities, trip.activityQuery)
    return await run(search, .activities, activityCalls, empty, key)
  }

  // MARK: One search

  @inlinable @inline(__always)
  func run<Search: PipelineCall>(
    _ operation: Search, _ kind: SearchKind, _ calls: Pipeline<Clock>, _ empty: Search.Value, _ key: UInt64
  ) async -> Found<Search.Value> where Search.Failure == ProviderError {
    let start = clock.nanoseconds
    record(.searchStarted(kind), key, at: start)
    var search = SearchRecord(.running)
    search.startedAt = timestamp(start)
    do throws(CallFailure<ProviderError>) {
      let served = try await calls.call(
        operation, request: key, deadline: Deadline(policy.searchDeadline, after: start))
      let end = clock.nanoseconds
      search.status = .completed
      search.completedAt = timestamp(end)
      search.provider = UInt8(truncatingIfNeeded: served.target)
      search.attempts = UInt16(clamping: served.attempts)
      record(
        .searchCompleted(kind, provider: UInt8(truncatingIfNeeded: served.target), attempts: search.attempts),
        key, at: end)
      return Found(served.value, search)
    } catch {
      let end = clock.nanoseconds
      let failure = StepError(kind.step, error)
      search.status = .failed
      search.completedAt = timestamp(end)
      search.attempts = UInt16(clamping: error.attempts)
      record(.searchFailed(kind, failure.cause), key, at: end)
      return Found(empty, search, failure)
    }
  }

  @inlinable
  func skipped<Value: Sendable>(_ kind: SearchKind, _ empty: Value, _ key: UInt64) -> Found<Value> {
    record(.searchSkipped(kind), key, at: clock.nanoseconds)
    return Found(empty, SearchRecord(.skipped))
  }

  /// A search that is needed and cannot be made.
  @inlinable
  func impossible<Value: Sendable>(
    _ kind: SearchKind, _ empty: Value, _ cause: StepError.Cause, _ key: UInt64
  ) -> Found<Value> {
    let now = clock.nanoseconds
    var search = SearchRecord(.failed)
    search.startedAt = timestamp(now)
    search.completedAt = search.startedAt
    record(.searchFailed(kind, cause), key, at: now)
    return Found(empty, search, StepError(kind.step, cause))
  }
}
