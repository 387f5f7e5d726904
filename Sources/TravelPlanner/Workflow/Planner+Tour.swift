import Primitives
import Resilience

// The general search: tours, resumed sessions, and airports nearby.

extension Planner {
  /// Searches the cities of a tour, or the searches that a resumed session is missing.
  ///
  /// In parallel mode all cities are searched at once, each with all its searches at once; in sequential mode one
  /// search follows another. A search that fails leaves its city partial and does not affect the other cities.
  @usableFromInline
  func searchCities(_ draft: inout PlanDraft, _ trip: Trip, _ needs: SearchNeeds) async throws(PlanError) {
    let isTour = !draft.state.segments.isEmpty
    let mode = draft.state.searchMode
    let step: Step =
      isTour ? .multiCitySearch : mode == .parallel ? .parallelSearch : .sequentialSearch
    var cities = draft.cities(trip)
    let hasWork = cities.contains { !needs.isSubset(of: $0.kept) }
    let start = clock.nanoseconds
    emitDropped(draft, at: start)
    if hasWork { record(.stepStarted(step), draft.key, at: start) }
    let request = CitySearch(
      needs: needs, mode: mode, options: isTour ? draft.options : nil,
      airportOptions: draft.options?.airports != nil ? draft.options : nil)
    if !isTour {
      cities[0] = await search(cities[0], request, draft.key)
    } else if mode == .sequential {
      for index in cities.indices {
        cities[index] = await searchStop(cities[index], index, request, draft.key)
      }
    } else {
      cities = await searchStops(cities, request, draft.key)
    }
    draft.apply(cities: cities, needs: needs)
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

  /// Runs the searches of one city that are needed and have no kept results.
  private func search(_ city: TourSegment, _ request: CitySearch, _ key: UInt64) async -> TourSegment {
    var city = city
    let (trip, missing) = (city.trip, request.needs.subtracting(city.kept))
    let airportOptions = missing.contains(.flights) ? request.airportOptions : nil
    // In parallel with the other searches, or after them: an optional search must not delay the others.
    async let early = request.mode == .parallel ? nearbyFlights(trip, airportOptions, key) : []
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
      if missing.contains(.flights) {
        city.apply(await searchFlights(trip, missing, key), to: \.flights, .flights)
      }
      if let hotels = await hotels { city.apply(hotels, to: \.hotels, .hotels) }
      if let weather = await weather { city.apply(weather, to: \.forecast, .weather) }
      if let activities = await activities { city.apply(activities, to: \.activities, .activities) }
    } else {
      if missing.contains(.flights) {
        city.apply(await searchFlights(trip, missing, key), to: \.flights, .flights)
      }
      if missing.contains(.hotels) {
        city.apply(await searchHotels(trip, missing, key), to: \.hotels, .hotels)
      }
      if missing.contains(.weather) {
        city.apply(await searchWeather(trip, missing, key), to: \.forecast, .weather)
      }
      if missing.contains(.activities) {
        city.apply(await searchActivities(trip, missing, key), to: \.activities, .activities)
      }
    }
    if let airportOptions {
      let offers = request.mode == .parallel ? await early : await nearbyFlights(trip, airportOptions, key)
      city.results.propose(offers, for: trip, as: airportOptions)
    } else {
      _ = await early
    }
    if let options = request.options { city.results.apply(options) }
    return city
  }

  private func emitDropped(_ draft: PlanDraft, at now: Int64) {
    guard let dropped = draft.state.resumeReport?.dropped else { return }
    for kind in SearchKind.allCases where dropped.contains(kind.need) {
      record(.searchDropped(kind), draft.key, at: now)
    }
  }

  // MARK: Airports nearby

  /// Searches the flights by airports nearby, all at once, through the pipeline of the flight search. An alternative
  /// whose search fails is left out without an error.
  private func nearbyFlights(
    _ trip: Trip, _ options: PlanOptions?, _ key: UInt64
  ) async -> [(AirportAlternative, FlightOffers)] {
    guard let airports = options?.airports, let query = trip.flightQuery else { return [] }
    let alternatives = airports.alternatives(to: query)
    return await withTaskGroup(of: (Int, FlightOffers?).self) { group in
      for (index, alternative) in alternatives.enumerated() {
        group.addTask {
          var other = trip
          other.origin = alternative.query.origin
          other.destination = alternative.query.destination
          // Draws are keyed: with a key for each alternative, their outcomes are independent.
          let otherKey = SplitMix64.mix(
            key ^ 0x6169_7270_6F72_7473 &+ UInt64(index) &* 0x9E37_79B9_7F4A_7C15)
          let outcome = await self.searchFlights(other, .flights, otherKey)
          return (index, outcome.record.status == .completed ? outcome.value : nil)
        }
      }
      var offers = [FlightOffers?](repeating: nil, count: alternatives.count)
      for await (index, found) in group { offers[index] = found }
      return zip(alternatives, offers).compactMap { alternative, offers in offers.map { (alternative, $0) } }
    }
  }
}

/// The searches to run in a city.
private struct CitySearch: Sendable {
  let needs: SearchNeeds
  let mode: SearchMode
  /// Options to apply to the results of each city; nil unless the trip is a tour.
  let options: PlanOptions?
  /// Options that ask for airports nearby; nil if none do.
  let airportOptions: PlanOptions?
}

extension TourSegment {
  fileprivate mutating func apply<Offers>(
    _ outcome: SearchOutcome<Offers>, to offers: WritableKeyPath<SearchResults, Offers>, _ kind: SearchKind
  ) {
    results[keyPath: offers] = outcome.value
    results.searches[kind] = outcome.record
    if let error = outcome.error?.value { errors.append(error) }
  }
}
