import Primitives
import Resilience

extension Planner {
  /// Searches the cities of a tour, or what a resumed session is missing.
  ///
  /// In parallel mode all cities at once, each with all its searches at once; in sequential mode one search
  /// after another. A search that fails leaves its city partial and touches no other.
  @usableFromInline
  func searchCities(_ draft: inout Draft, _ trip: Trip, _ needs: SearchNeeds) async throws(PlanError) {
    let isTour = !draft.state.segments.isEmpty
    let mode = draft.state.searchMode
    let step: Step =
      isTour ? .multiCitySearch : mode == .parallel ? .parallelSearch : .sequentialSearch
    var cities = draft.cities(trip)
    let hasWork = cities.contains { !needs.isSubset(of: $0.kept) }
    let start = clock.nanoseconds
    tellDropped(draft, at: start)
    if hasWork { record(.stepStarted(step), draft.key, at: start) }
    let request = CitySearch(
      needs: needs, mode: mode, options: isTour ? draft.options : nil,
      alongside: draft.options?.airports != nil ? draft.options : nil)
    if !isTour {
      cities[0] = await search(cities[0], request, draft.key)
    } else if mode == .sequential {
      for index in cities.indices {
        cities[index] = await searchStop(cities[index], index, request, draft.key)
      }
    } else {
      cities = await searchStops(cities, request, draft.key)
    }
    draft.take(cities, needs: needs)
    if hasWork {
      draft.state.searchNanoseconds = clock.nanoseconds - start
      complete(step, &draft)
    }
    try await save(&draft)
  }

  private func searchStops(
    _ cities: [TourSegment], _ request: CitySearch, _ plan: UInt64
  ) async -> [TourSegment] {
    await withTaskGroup(of: (Int, TourSegment).self) { group in
      for (index, city) in cities.enumerated() {
        group.addTask { (index, await self.searchStop(city, index, request, plan)) }
      }
      var searched = cities
      for await (index, city) in group { searched[index] = city }
      return searched
    }
  }

  private func searchStop(
    _ city: TourSegment, _ index: Int, _ request: CitySearch, _ plan: UInt64
  ) async -> TourSegment {
    record(.segmentStarted(UInt8(index)), plan, at: clock.nanoseconds)
    let city = await search(city, request, segmentKey(plan, index))
    record(
      .segmentCompleted(UInt8(index), missing: city.results.searches.all(.failed)), plan,
      at: clock.nanoseconds)
    return city
  }

  /// One city: runs what is wanted and not there yet.
  private func search(_ city: TourSegment, _ request: CitySearch, _ key: UInt64) async -> TourSegment {
    var city = city
    let wanted = request.needs.subtracting(city.kept).contains(.flights) ? request.alongside : nil
    // At once with the others, or after them: a search that is not asked for keeps no other waiting.
    let (trip, missing) = (city.trip, request.needs.subtracting(city.kept))
    async let early = request.mode == .parallel ? nearbyFlights(trip, wanted, key) : []
    for kind in SearchKind.allCases where !missing.contains(kind.need) {
      if city.kept.contains(kind.need) {
        record(.searchKept(kind), key, at: clock.nanoseconds)
      } else {
        city.results.searches[kind].status = .skipped
        record(.searchSkipped(kind), key, at: clock.nanoseconds)
      }
    }
    if request.mode == .parallel, missing.rawValue.nonzeroBitCount > 1 {
      async let hotels = missing.contains(.hotels) ? searchHotels(trip, missing, key) : nil
      async let weather = missing.contains(.weather) ? searchWeather(trip, missing, key) : nil
      async let activities = missing.contains(.activities) ? searchActivities(trip, missing, key) : nil
      if missing.contains(.flights) { city.take(await searchFlights(trip, missing, key)) }
      if let hotels = await hotels { city.take(hotels) }
      if let weather = await weather { city.take(weather) }
      if let activities = await activities { city.take(activities) }
    } else {
      if missing.contains(.flights) { city.take(await searchFlights(trip, missing, key)) }
      if missing.contains(.hotels) { city.take(await searchHotels(trip, missing, key)) }
      if missing.contains(.weather) { city.take(await searchWeather(trip, missing, key)) }
      if missing.contains(.activities) { city.take(await searchActivities(trip, missing, key)) }
    }
    if let wanted {
      let found = request.mode == .parallel ? await early : await nearbyFlights(trip, wanted, key)
      city.results.propose(found, for: trip, as: wanted)
    } else {
      _ = await early
    }
    if let options = request.options {
      city.errors += await refine(&city.results, for: trip, as: options, key: key)
    }
    return city
  }

  private func tellDropped(_ draft: Draft, at now: Int64) {
    guard let dropped = draft.state.continuation?.dropped else { return }
    for kind in SearchKind.allCases where dropped.contains(kind.need) {
      record(.searchDropped(kind), draft.key, at: now)
    }
  }

  // MARK: Itinerary

  /// Nothing the itinerary rests on has changed; only its words may be missing.
  @usableFromInline
  func keepItinerary(_ draft: inout Draft) async throws(PlanError) {
    record(.itineraryKept, draft.key, at: clock.nanoseconds)
    complete(.itineraryKept, &draft)
    guard draft.state.narrative == nil else { return }
    try await narrate(&draft)
    try await save(&draft)
  }

  @usableFromInline
  func narrateTour(_ draft: inout Draft) async throws(PlanError) {
    guard let tour = draft.state.tour else { return }
    record(.stepStarted(.narrative), draft.key, at: clock.nanoseconds)
    let narrator = ports.narrator
    do throws(CallFailure<ProviderError>) {
      let served = try await narrativeCalls.call(
        request: draft.key, deadline: Deadline(policy.narrativeDeadline, after: clock.nanoseconds)
      ) { attempt async throws(ProviderError) -> Narrative in
        try await narrator.narrative(for: tour, call: attempt)
      }
      draft.take(served.value, attempts: served.attempts)
    } catch {
      if Task.isCancelled { throw .cancelled }
      draft.fallBackOnTemplate(after: error)
    }
    complete(.narrative, &draft)
  }

  @usableFromInline
  func tellIntent(_ draft: Draft) {
    let now = clock.nanoseconds
    if let failure = draft.state.errors.first(where: { $0.step == .intent }) {
      record(.rulesAnswered(failure.cause), draft.key, at: now)
    }
    if let intent = draft.state.intent {
      record(.understood(intent.kind, intent.needs), draft.key, at: now)
    }
  }

  @usableFromInline
  func tellChoice(_ draft: Draft) {
    let now = clock.nanoseconds
    let plans = draft.state.itinerary.map { [$0] } ?? draft.state.tour?.stops ?? []
    for plan in plans { record(.candidateChosen(plan.chosen, plan.reason), draft.key, at: now) }
  }
}

/// What to search in a city, and how.
struct CitySearch: Sendable {
  let needs: SearchNeeds
  let mode: SearchMode
  /// Of a tour: what is applied to each city's results.
  let options: PlanOptions?
  /// What asks for airports nearby; nil when nothing does.
  let alongside: PlanOptions?
}

extension TourSegment {
  fileprivate mutating func take(_ found: Found<FlightOffers>) {
    results.flights = found.value
    take(found.record, found.error?.value, .flights)
  }

  fileprivate mutating func take(_ found: Found<HotelOffers>) {
    results.hotels = found.value
    take(found.record, found.error?.value, .hotels)
  }

  fileprivate mutating func take(_ found: Found<Forecast>) {
    results.forecast = found.value
    take(found.record, found.error?.value, .weather)
  }

  fileprivate mutating func take(_ found: Found<ActivityOffers>) {
    results.activities = found.value
    take(found.record, found.error?.value, .activities)
  }

  private mutating func take(_ record: SearchRecord, _ error: StepError?, _ kind: SearchKind) {
    results.searches[kind] = record
    if let error { errors.append(error) }
  }
}
