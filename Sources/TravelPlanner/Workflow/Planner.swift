public import Randomness
public import Resilience

/// Plans trips: `classify → search → itinerary → response`.
///
///     let planner = Planner(ports, clock: clock, random: world.random, epoch: epoch)
///     let state = try await planner.plan(
///       PlanRequest(TripRequest(text: "A week in Lisbon from Berlin for two"), key: 42))
///     print(state.response)
///
/// Each step handles its own errors: a failed search leaves an error and an empty result, the others
/// stand, and the plan says that it is partial. Every call to a provider goes through
/// `deadline → fallback( retry( breaker( timeout( call ) ) ) )`. One planner serves any number of plans
/// at once; they share the providers' breakers and nothing else.
public final class Planner<Clock: ServiceClock, Ports: PlannerPorts, Observer: PlannerObserver>: Sendable {
  public let clock: Clock
  public let ports: Ports
  public let policy: PlannerPolicy
  @usableFromInline let epoch: Timestamp
  @usableFromInline let observer: Observer
  @usableFromInline let store: (any StateStore)?
  @usableFromInline let intentCalls: Pipeline<Clock>
  @usableFromInline let flightCalls: Pipeline<Clock>
  @usableFromInline let hotelCalls: Pipeline<Clock>
  @usableFromInline let weatherCalls: Pipeline<Clock>
  @usableFromInline let activityCalls: Pipeline<Clock>
  @usableFromInline let narrativeCalls: Pipeline<Clock>

  /// `epoch` is the calendar time at the clock's zero.
  ///
  /// Targets are numbered for events by service and alternative: intent 0, flights 16 and 17, hotels 32,
  /// weather 48, activities 64, narrator 80.
  public init(
    _ ports: Ports, clock: Clock, random: RandomSource, epoch: Timestamp,
    policy: PlannerPolicy = PlannerPolicy(), store: (any StateStore)? = nil, observer: Observer,
    resilienceObserver: (any ResilienceObserver)? = nil
  ) {
    self.ports = ports
    self.clock = clock
    self.policy = policy
    self.epoch = epoch
    self.observer = observer
    self.store = store
    let now = clock.nanoseconds
    func calls(_ site: Site, _ service: UInt32, _ alternatives: Int, _ policy: TargetPolicy) -> Pipeline<
      Clock
    > {
      let targets = (0..<alternatives).map { alternative in
        Target(
          id: service * 16 + UInt32(alternative), policy, startingAt: now, observer: resilienceObserver)
      }
      // A source each: or else two services would draw the same jitter for one plan.
      return Pipeline(over: targets, on: clock, random: random.child(site))
    }
    intentCalls = calls("planner.intent", 0, 1, policy.intent)
    flightCalls = calls("planner.flights", 1, ports.flights.count, policy.provider)
    hotelCalls = calls("planner.hotels", 2, ports.hotels.count, policy.provider)
    weatherCalls = calls("planner.weather", 3, ports.weather.count, policy.provider)
    activityCalls = calls("planner.activities", 4, ports.activities.count, policy.provider)
    narrativeCalls = calls("planner.narrator", 5, 1, policy.narrator)
  }

  /// The guards of a search's providers, the primary's first: to look at their breakers.
  public func targets(of kind: SearchKind) -> [Target] {
    switch kind {
    case .flights: flightCalls.targets
    case .hotels: hotelCalls.targets
    case .weather: weatherCalls.targets
    case .activities: activityCalls.targets
    }
  }

  /// Plans one trip. The state is complete when this returns, and saved if there is a store.
  ///
  /// Two plans with the same key, request, time and world are the same.
  @inlinable
  public func plan(_ request: PlanRequest) async throws(PlanError) -> SessionState {
    let start = clock.nanoseconds
    let time = timestamp(start)
    record(.planStarted, request.key, at: start)
    do throws(PlanError) {
      let fields = try validate(request.trip, today: time.day)
      let id =
        request.session ?? SessionID(user: request.user, query: request.trip.text ?? "", at: time)
      var state = SessionState(id: id, key: request.key, at: time, mode: request.searchMode)
      state.query = request.trip.text
      try await classify(request, fields, today: time.day, &state)
      try await search(&state)
      try await composeItinerary(request.scope, &state)
      respond(&state)
      try await save(&state, isLast: true)
      record(.planCompleted, request.key, at: clock.nanoseconds)
      return state
    } catch {
      record(.planFailed, request.key, at: clock.nanoseconds)
      throw error
    }
  }

  // MARK: Steps

  @usableFromInline
  func validate(_ trip: TripRequest, today: CalendarDay) throws(PlanError) -> TripFields {
    do {
      return try trip.validated(today: today)
    } catch {
      throw .invalid(error)
    }
  }

  @inlinable
  func classify(
    _ request: PlanRequest, _ fields: TripFields, today: CalendarDay, _ state: inout SessionState
  ) async throws(PlanError) {
    record(.stepStarted(.intent), request.key, at: clock.nanoseconds)
    if let text = request.trip.text {
      let intents = ports.intents
      let classification: Classification
      do throws(CallFailure<ProviderError>) {
        let served = try await intentCalls.call(
          request: request.key, deadline: Deadline(policy.intentDeadline, after: clock.nanoseconds)
        ) { attempt async throws(ProviderError) -> Classification in
          try await intents.classify(text, today: today, call: attempt)
        }
        state.retryCount += UInt32(served.attempts - 1)
        classification = served.value
      } catch {
        if Task.isCancelled { throw .cancelled }
        state.retryCount += UInt32(max(0, error.attempts - 1))
        state.errors.append(StepError(.intent, error))
        classification = RuleBasedClassifier().classify(text, today: today)
      }
      try state.take(classification, fields, today: today)
    } else {
      try state.take(.understood(Intent(.planTrip, needs: .all)), fields, today: today)
    }
    complete(.intent, &state)
    try await save(&state)
  }

  @inlinable
  func composeItinerary(_ scope: PlanRequest.Scope, _ state: inout SessionState) async throws(PlanError) {
    guard scope == .full, state.wantsItinerary else {
      complete(.itinerarySkipped, &state)
      return
    }
    record(.stepStarted(.itinerary), state.key, at: clock.nanoseconds)
    let (key, now) = (state.key, clock.nanoseconds)
    state.composeItinerary { day in record(.dayPlanned(Int16(day + 1)), key, at: now) }
    complete(.itinerary, &state)
    try await save(&state)
    if let itinerary = state.itinerary {
      try await narrate(itinerary, &state)
      try await save(&state)
    }
  }

  @inlinable
  func narrate(_ itinerary: Itinerary, _ state: inout SessionState) async throws(PlanError) {
    record(.stepStarted(.narrative), state.key, at: clock.nanoseconds)
    let narrator = ports.narrator
    do throws(CallFailure<ProviderError>) {
      let served = try await narrativeCalls.call(
        request: state.key, deadline: Deadline(policy.narrativeDeadline, after: clock.nanoseconds)
      ) { attempt async throws(ProviderError) -> Narrative in
        try await narrator.narrative(for: itinerary, call: attempt)
      }
      state.retryCount += UInt32(served.attempts - 1)
      state.narrative = served.value
    } catch {
      if Task.isCancelled { throw .cancelled }
      state.retryCount += UInt32(max(0, error.attempts - 1))
      state.errors.append(StepError(.narrative, error))
      state.narrative = .template
    }
    complete(.narrative, &state)
  }

  @inlinable
  func respond(_ state: inout SessionState) {
    state.chooseNextActions()
    if state.intent?.kind == .book { complete(.bookingSkipped, &state) }
    let missing = state.searches.all(.failed)
    if state.isPartial { record(.partial(missing), state.key, at: clock.nanoseconds) }
    complete(.response, &state)
  }

  // MARK: Keeping

  /// Saves as the policy says; a store that fails leaves an error, one that refuses ends the plan.
  @inlinable
  func save(_ state: inout SessionState, isLast: Bool = false) async throws(PlanError) {
    if Task.isCancelled { throw .cancelled }
    guard let store, isLast || policy.saves == .afterEachStep else { return }
    let now = timestamp(clock.nanoseconds)
    state.updatedAt = now
    do throws(StoreError) {
      state.revision = try await store.save(state, at: now, timeToLive: policy.timeToLive)
      record(.saved(revision: state.revision), state.key, at: clock.nanoseconds)
    } catch {
      if case .stale = error { throw .conflict(state.id) }
      state.errors.append(StepError(state.completedSteps.last ?? .intent, .notSaved))
    }
  }

  @inlinable
  func complete(_ step: Step, _ state: inout SessionState) {
    state.completedSteps.append(step)
    record(.stepCompleted(step), state.key, at: clock.nanoseconds)
  }

  @inlinable
  func record(_ event: PlannerEvent, _ key: UInt64, at time: Int64) {
    observer.record(event, plan: key, at: time)
  }

  @inlinable
  func timestamp(_ nanoseconds: Int64) -> Timestamp { epoch.advanced(byNanoseconds: nanoseconds) }
}

extension Planner where Observer == NoObserver {
  /// A planner that nobody watches.
  public convenience init(
    _ ports: Ports, clock: Clock, random: RandomSource, epoch: Timestamp,
    policy: PlannerPolicy = PlannerPolicy(), store: (any StateStore)? = nil
  ) {
    self.init(
      ports, clock: clock, random: random, epoch: epoch, policy: policy, store: store,
      observer: NoObserver())
  }
}
