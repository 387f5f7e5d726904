public import SimCore
public import TravelPlanner

/// One trip planned in a world of its own.
public struct OnePlan: Sendable {
  public let state: SessionState
  public let digest: Digest
  /// How long it took the traveller, in nanoseconds of the world's time.
  public let duration: Int64

  /// Plans `request` against the services of `profile`, in a world that begins at `epoch`, or at its
  /// calendar's own start. Throws `PlanError` when there is no plan at all.
  public init(
    _ request: PlanRequest, profile: ServiceProfile, seed: UInt64, policy: PlannerPolicy? = nil,
    store: (any StateStore)? = nil, bookings: BookingSetup? = nil, model: ModelBehaviour? = nil,
    epoch: Timestamp? = nil
  ) throws {
    let outcome = try Simulation(seed: seed).run { world in
      let observer = WorldObserver(world)
      let planner = SimulatedPlanner(
        profile, clock: world.clock, random: world.random,
        epoch: epoch ?? Timestamp(nanosecondsSince1970: world.calendar.nanosecondsSince1970), policy: policy,
        store: store, model: model.map(PlannerModel.simulated), bookings: bookings, observer: observer,
        resilienceObserver: observer)
      let state = try await planner.plan(request)
      let plannedAt = world.clock.nanoseconds
      await world.endCancelledCalls(of: policy)
      return (state, plannedAt)
    }
    state = outcome.value.0
    digest = outcome.digest
    duration = outcome.value.1
  }
}
