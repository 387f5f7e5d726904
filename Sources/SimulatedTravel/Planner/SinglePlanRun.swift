package import Primitives
package import SimCore
package import TravelPlanner

/// One trip planned in a world of its own.
package struct SinglePlanRun: Sendable {
  package let state: SessionState
  package let digest: Digest
  /// The response time seen by the traveller, in nanoseconds of the world's time.
  package let duration: Int64

  /// Plans `request` against the services of `profile`, in a world that begins at `epoch`, or at its
  /// calendar's own start. Throws `PlanError` when there is no plan at all.
  package static func run(
    _ request: PlanRequest, profile: ServiceProfile, seed: UInt64, policy: PlannerPolicy? = nil,
    store: (any StateStore)? = nil, bookings: SimulatedBookingConfiguration? = nil,
    model: ModelBehaviour? = nil,
    epoch: Timestamp? = nil
  ) throws -> SinglePlanRun {
    let outcome = try Simulation(seed: seed).interruptible.run { world in
      let observer = WorldObserver(world)
      let planner = PlannerTestbed(
        profile, clock: world.clock, random: world.random,
        epoch: epoch ?? world.calendar, policy: policy,
        store: store, model: model.map(PlannerLanguageModel.simulated), bookings: bookings,
        observer: observer,
        resilienceObserver: observer)
      let state = try await planner.plan(request)
      let plannedAt = world.clock.nanoseconds
      await world.endCancelledCalls(of: policy)
      return (state, plannedAt)
    }
    return SinglePlanRun(state: outcome.value.0, digest: outcome.digest, duration: outcome.value.1)
  }
}
