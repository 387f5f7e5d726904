public import Primitives
public import Resilience

/// Plans trips: `classify → search → itinerary → narrative → booking → response`.
///
///     let planner = Planner(ports, clock: clock, random: world.random, epoch: epoch)
///     let state = try await planner.plan(
///       PlanRequest(TripRequest(text: "A week in Lisbon from Berlin for two"), key: 42))
///     print(state.response)
///
/// Each step handles its own errors: a failed search leaves an error and an empty result, the other searches keep
/// their results, and the plan is marked as partial. Every call to a dependency goes through
/// `deadline → fallback( retry( breaker( timeout( call ) ) ) )`. One planner serves any number of plans at once; they
/// share the resilience state of the dependencies, such as breakers, and nothing else.
@usableFromInline
package final class Planner<Clock: NanosecondClock, Ports: PlannerPorts, Observer: PlannerObserver>: Sendable
{
  @usableFromInline package let clock: Clock
  @usableFromInline package let ports: Ports
  @usableFromInline package let policy: PlannerPolicy
  @usableFromInline let epoch: Timestamp
  @usableFromInline let observer: Observer
  @usableFromInline let store: StoreBox?
  @usableFromInline let bookings: (any BookingAgent)?
  @usableFromInline let classifierCalls: Pipeline<Clock>
  @usableFromInline let flightCalls: Pipeline<Clock>
  @usableFromInline let hotelCalls: Pipeline<Clock>
  @usableFromInline let weatherCalls: Pipeline<Clock>
  @usableFromInline let activityCalls: Pipeline<Clock>
  @usableFromInline let narratorCalls: Pipeline<Clock>

  /// Creates a planner. `epoch` is the calendar time at the clock's zero.
  ///
  /// The targets of the pipelines have the numbers of `DependencyID`.
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
    self.store = store.map { StoreBox($0) }
    self.bookings = bookings
    let now = clock.nanoseconds
    let overall = policy.overall.map { BulkheadGate($0) }
    func pipeline(_ site: DrawSite, _ dependencies: [(DependencyID, TargetPolicy)]) -> Pipeline<Clock> {
      let targets = dependencies.map { dependency, policy in
        Target(
          id: dependency.number, policy, startingAt: now, overall: overall, observer: resilienceObserver)
      }
      // Each pipeline has its own source: with one source, two of them would draw the same jitter for one plan.
      return Pipeline(over: targets, on: clock, random: random.child(site))
    }
    classifierCalls = pipeline("planner.intent", [(.classifier, policy.classifier)])
    flightCalls = pipeline("planner.flights", policy.providers(of: .flights, count: ports.flights.count))
    hotelCalls = pipeline("planner.hotels", policy.providers(of: .hotels, count: ports.hotels.count))
    weatherCalls = pipeline("planner.weather", policy.providers(of: .weather, count: ports.weather.count))
    activityCalls = pipeline(
      "planner.activities", policy.providers(of: .activities, count: ports.activities.count))
    narratorCalls = pipeline("planner.narrator", [(.narrator, policy.narrator)])
  }

  /// The resilience state of a search's providers, the primary first.
  package func targets(of kind: SearchKind) -> [Target] {
    switch kind {
    case .flights: flightCalls.targets
    case .hotels: hotelCalls.targets
    case .weather: weatherCalls.targets
    case .activities: activityCalls.targets
    }
  }

  /// The resilience state of every dependency, in the order of `DependencyID`.
  package var targets: [Target] {
    classifierCalls.targets + SearchKind.allCases.flatMap(targets) + narratorCalls.targets
  }

  /// Plans one trip. Returns when the state is complete and, if there is a store, saved.
  ///
  /// The state is a function of key, request, time and answers of the dependencies.
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
      draft.applyOptions()
      try await composeItinerary(&draft)
      if draft.options?.describesDays == true { try await describeDays(&draft) }
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
  // Each step is a function of its own so that its async frame is freed when the step is done.

  @inlinable @inline(never)
  func classify(_ draft: inout PlanDraft) async throws(PlanError) {
    record(.stepStarted(.intent), draft.key, at: clock.nanoseconds)
    if let text = draft.text {
      let call = ClassifyCall(self, text, today: draft.today)
      let result = try await result(
        of: call, through: classifierCalls, key: draft.key, within: policy.classifierDeadline)
      switch result {
      case .success(let served):
        try draft.apply(classification: served.value, attempts: served.attempts)
      case .failure(let failure):
        try draft.applyRules(to: text, after: failure)
      }
    } else {
      try draft.applyFieldsAlone()
    }
    if draft.options?.reportsDecisions == true { emitIntent(draft) }
    complete(.intent, &draft)
    try await save(&draft)
  }

  @inlinable @inline(never)
  func composeItinerary(_ draft: inout PlanDraft) async throws(PlanError) {
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
    if draft.options?.reportsDecisions == true { emitChoice(draft) }
    complete(.itinerary, &draft)
    try await save(&draft)
    try await narrate(&draft)
    try await save(&draft)
  }

  /// Keeps the itinerary of a resumed session. The narrative is written if it is missing.
  @usableFromInline
  func keepItinerary(_ draft: inout PlanDraft) async throws(PlanError) {
    record(.itineraryKept, draft.key, at: clock.nanoseconds)
    complete(.itineraryKept, &draft)
    guard draft.state.narrative == nil else { return }
    try await narrate(&draft)
    try await save(&draft)
  }

  /// Books the plan. The session records the booking before the booking begins.
  @inlinable @inline(never)
  func book(_ draft: inout PlanDraft) async throws(PlanError) {
    record(.stepStarted(.booking), draft.key, at: clock.nanoseconds)
    guard let bookings else {
      draft.state.errors.append(StepError(.booking, .refused))
      complete(.bookingSkipped, &draft)
      return
    }
    guard let request = draft.bookingRequest(at: timestamp(clock.nanoseconds)) else {
      complete(.bookingSkipped, &draft)
      return
    }
    try await save(&draft)
    do throws(BookingError) {
      draft.recordBooking(try await bookings.book(request))
    } catch {
      try draft.recordBookingFailure(error)
    }
    complete(.booking, &draft)
    try await save(&draft)
  }

  @inlinable
  func respond(_ draft: inout PlanDraft) {
    draft.chooseNextActions()
    let missing = draft.state.missing
    if !missing.isEmpty { record(.partial(missing), draft.key, at: clock.nanoseconds) }
    complete(.response, &draft)
  }

  // MARK: Calls and events

  /// Makes a call that has a fallback. Throws only when the plan was cancelled.
  @inlinable @inline(__always)
  func result<Call: PipelineCall>(
    of call: Call, through pipeline: Pipeline<Clock>, key: UInt64, within deadline: Duration
  ) async throws(PlanError) -> Result<Served<Call.Value>, CallFailure<ProviderError>>
  where Call.Failure == ProviderError {
    do throws(CallFailure<ProviderError>) {
      return .success(
        try await pipeline.call(
          call, request: key, deadline: Deadline(deadline, after: clock.nanoseconds)))
    } catch {
      if Task.isCancelled { throw .cancelled }
      return .failure(error)
    }
  }

  @inlinable
  func complete(_ step: Step, _ draft: inout PlanDraft) {
    draft.state.note(step)
    record(.stepCompleted(step), draft.key, at: clock.nanoseconds)
  }

  @inlinable
  func record(_ event: PlannerEvent, _ key: UInt64, at time: Int64) {
    observer.record(event, plan: key, at: time)
  }

  @usableFromInline
  func emitIntent(_ draft: PlanDraft) {
    let now = clock.nanoseconds
    if let failure = draft.state.errors.first(where: { $0.step == .intent }) {
      record(.ruleClassifierUsed(failure.cause), draft.key, at: now)
    }
    if let intent = draft.state.intent {
      record(.understood(intent.kind, intent.needs), draft.key, at: now)
    }
  }

  @usableFromInline
  func emitChoice(_ draft: PlanDraft) {
    let now = clock.nanoseconds
    for plan in draft.stops { record(.candidateChosen(plan.chosen, plan.reason), draft.key, at: now) }
  }

  @inlinable
  func timestamp(_ nanoseconds: Int64) -> Timestamp { epoch.advanced(byNanoseconds: nanoseconds) }
}

extension Planner where Observer == NoObserver {
  /// Creates a planner without an observer.
  package convenience init(
    _ ports: Ports, clock: Clock, random: RandomSource, epoch: Timestamp,
    policy: PlannerPolicy = PlannerPolicy(), store: (any StateStore)? = nil
  ) {
    self.init(
      ports, clock: clock, random: random, epoch: epoch, policy: policy, store: store,
      observer: NoObserver())
  }
}
