public import Primitives
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
@usableFromInline
package final class Planner<Clock: NanosecondClock, Ports: PlannerPorts, Observer: PlannerObserver>: Sendable
{
  @usableFromInline package let clock: Clock
  @usableFromInline package let ports: Ports
  @usableFromInline package let policy: PlannerPolicy
  @usableFromInline let epoch: Timestamp
  @usableFromInline let observer: Observer
  @usableFromInline let store: KeptStore?
  @usableFromInline let bookings: (any BookingAgent)?
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
  package init(
    _ ports: Ports, clock: Clock, random: RandomSource, epoch: Timestamp,
    policy: PlannerPolicy = PlannerPolicy(), store: (any StateStore)? = nil,
    bookings: (any BookingAgent)? = nil, observer: Observer,
    resilienceObserver: (any ResilienceObserver)? = nil
  ) {
    self.ports = ports
    self.clock = clock
    self.policy = policy
    self.epoch = epoch
    self.observer = observer
    self.store = store.map { KeptStore($0) }
    self.bookings = bookings
    let now = clock.nanoseconds
    let overall = policy.overall.map { BulkheadGate($0) }
    func calls(_ site: DrawSite, _ service: UInt32, _ policies: [TargetPolicy]) -> Pipeline<Clock> {
      let targets = policies.indices.map { alternative in
        Target(
          id: service * 16 + UInt32(alternative), policies[alternative], startingAt: now, overall: overall,
          observer: resilienceObserver)
      }
      // A source each: or else two services would draw the same jitter for one plan.
      return Pipeline(over: targets, on: clock, random: random.child(site))
    }
    intentCalls = calls("planner.intent", 0, [policy.intent])
    flightCalls = calls("planner.flights", 1, policy.alternatives(.flights, ports.flights.count))
    hotelCalls = calls("planner.hotels", 2, policy.alternatives(.hotels, ports.hotels.count))
    weatherCalls = calls("planner.weather", 3, policy.alternatives(.weather, ports.weather.count))
    activityCalls = calls("planner.activities", 4, policy.alternatives(.activities, ports.activities.count))
    narrativeCalls = calls("planner.narrator", 5, [policy.narrator])
  }

  /// The guards of a search's providers, the primary's first: to look at their breakers.
  package func targets(of kind: SearchKind) -> [Target] {
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
  package func plan(_ request: PlanRequest) async throws(PlanError) -> SessionState {
    let start = clock.nanoseconds
    let time = timestamp(start)
    record(.planStarted, request.key, at: start)
    do throws(PlanError) {
      var draft = try request.draft(at: time)
      if request.resume { try await resume(&draft) }
      try await classify(&draft)
      try await search(&draft)
      if draft.options != nil { try await refine(&draft) }
      try await composeItinerary(&draft)
      if draft.options?.writesDays == true { try await writeDays(&draft) }
      if draft.options?.books == true { try await book(&draft) }
      respond(&draft)
      try await save(&draft, isLast: true)
      record(.planCompleted, request.key, at: clock.nanoseconds)
      return draft.state
    } catch {
      record(.planFailed, request.key, at: clock.nanoseconds)
      throw error
    }
  }

  // MARK: Steps
  //
  // Each has a frame of its own, given back when it is done.

  @inlinable @inline(never)
  func classify(_ draft: inout Draft) async throws(PlanError) {
    record(.stepStarted(.intent), draft.key, at: clock.nanoseconds)
    if let text = draft.text {
      let served: Served<Classification>
      do throws(CallFailure<ProviderError>) {
        served = try await intentCalls.call(
          Understanding(self, text, today: draft.today), request: draft.key,
          deadline: Deadline(policy.intentDeadline, after: clock.nanoseconds))
      } catch {
        if Task.isCancelled { throw .cancelled }
        served = draft.rulesInstead(text, after: error)
      }
      try draft.take(served.value, attempts: served.attempts)
    } else {
      try draft.takeFieldsAlone()
    }
    if draft.options?.tellsDecisions == true { tellIntent(draft) }
    complete(.intent, &draft)
    try await save(&draft)
  }

  @inlinable @inline(never)
  func composeItinerary(_ draft: inout Draft) async throws(PlanError) {
    guard draft.wantsItinerary else {
      complete(.itinerarySkipped, &draft)
      return
    }
    if draft.keepsItinerary { return try await keepItinerary(&draft) }
    let key = draft.key
    record(.stepStarted(.itinerary), key, at: clock.nanoseconds)
    draft.composeItinerary { day in
      record(.dayPlanned(Int16(day + 1)), key, at: clock.nanoseconds)
    }
    if draft.options?.tellsDecisions == true { tellChoice(draft) }
    complete(.itinerary, &draft)
    try await save(&draft)
    try await narrate(&draft)
    try await save(&draft)
  }

  @inlinable @inline(never)
  func narrate(_ draft: inout Draft) async throws(PlanError) {
    guard let plan = draft.state.planned else { return try await narrateTour(&draft) }
    record(.stepStarted(.narrative), draft.key, at: clock.nanoseconds)
    do throws(CallFailure<ProviderError>) {
      let served = try await narrativeCalls.call(
        Narration(self, plan), request: draft.key,
        deadline: Deadline(policy.narrativeDeadline, after: clock.nanoseconds))
      draft.take(served.value, attempts: served.attempts)
    } catch {
      if Task.isCancelled { throw .cancelled }
      draft.fallBackOnTemplate(after: error)
    }
    complete(.narrative, &draft)
  }

  @inlinable
  func respond(_ draft: inout Draft) {
    draft.chooseNextActions()
    let missing = draft.state.missing
    if !missing.isEmpty { record(.partial(missing), draft.key, at: clock.nanoseconds) }
    complete(.response, &draft)
  }

  // MARK: Keeping

  /// Saves as the policy says; a store that fails leaves an error, one that refuses ends the plan.
  @inlinable @inline(__always)
  func save(_ draft: inout Draft, isLast: Bool = false) async throws(PlanError) {
    if Task.isCancelled { throw .cancelled }
    guard let store, isLast || policy.saves == .afterEachStep else { return }
    try await save(&draft, in: store)
  }

  @inlinable @inline(never)
  func save(_ draft: inout Draft, in store: KeptStore) async throws(PlanError) {
    let now = timestamp(clock.nanoseconds)
    draft.state.updatedAt = now
    if policy.savesBreakers { draft.state.breakers = savedBreakers }
    do throws(StoreError) {
      draft.state.revision = try await store.base.save(draft.state, at: now, timeToLive: policy.timeToLive)
      record(.saved(revision: draft.state.revision), draft.key, at: clock.nanoseconds)
    } catch {
      if case .stale(let current) = error, let unsure = draft.unsureSave,
        await holds(unsure, as: current, in: store, at: now)
      {
        draft.unsureSave = nil
        draft.state.revision = current
        return try await save(&draft, in: store)
      }
      try draft.take(error)
    }
  }

  /// A save whose outcome nobody told may have been kept: then the revision there is our own.
  @usableFromInline
  func holds(
    _ unsure: Indirect<SessionState>, as revision: UInt32, in store: KeptStore, at now: Timestamp
  ) async -> Bool {
    guard case .found(var kept)? = try? await store.base.load(unsure.value.id, at: now),
      kept.revision == revision
    else { return false }
    kept.revision = unsure.value.revision
    return kept == unsure.value
  }

  @inlinable
  func complete(_ step: Step, _ draft: inout Draft) {
    draft.state.note(step)
    record(.stepCompleted(step), draft.key, at: clock.nanoseconds)
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
  package convenience init(
    _ ports: Ports, clock: Clock, random: RandomSource, epoch: Timestamp,
    policy: PlannerPolicy = PlannerPolicy(), store: (any StateStore)? = nil
  ) {
    self.init(
      ports, clock: clock, random: random, epoch: epoch, policy: policy, store: store,
      observer: NoObserver())
  }
}

/// A store on the heap: to take it up for a save is one reference.
@usableFromInline
final class KeptStore: Sendable {
  @usableFromInline let base: any StateStore

  init(_ base: any StateStore) { self.base = base }
}
