import Primitives
import SimulatedTravel
import TravelPlanner

/// A plan of one trip, on the virtual clock or on the host's.
struct PlanRun {
  var profile: ServiceProfile
  var policy: PolicyOptions?
  /// The language model; nil for rules and templates.
  var model: PlannerLanguageModel?
  /// Host time per time of the services.
  var scale: Double
  var isOnHost: Bool

  struct Outcome {
    var state: SessionState
    /// The duration in words: `2.000 s of virtual time`.
    var duration: String
    /// The digest of a virtual run.
    var digest: String?
  }

  /// Plans the trip. `epoch` is the calendar time at the clock's start; nil for the clock's own.
  func plan(
    _ request: PlanRequest, _ store: (any StateStore)?, _ bookings: SimulatedBookingConfiguration?,
    _ epoch: Timestamp?,
    _ console: Console
  ) throws -> Outcome {
    isOnHost
      ? try planOnHost(request, store, bookings, epoch, console)
      : try planOnVirtualClock(request, store, bookings, epoch)
  }

  private func planOnVirtualClock(
    _ request: PlanRequest, _ store: (any StateStore)?, _ bookings: SimulatedBookingConfiguration?,
    _ epoch: Timestamp?
  ) throws -> Outcome {
    var behaviour: ModelBehaviour?
    if case .simulated(let chosen) = model { behaviour = chosen }
    let plan = try SinglePlanRun.run(
      request, profile: profile, seed: request.key, policy: policy?.planner, store: store,
      bookings: bookings, model: behaviour, epoch: epoch)
    return Outcome(
      state: plan.state, duration: "\(PlanRun.seconds(plan.duration)) s of virtual time",
      digest: "\(plan.digest)")
  }

  private func planOnHost(
    _ request: PlanRequest, _ store: (any StateStore)?, _ bookings: SimulatedBookingConfiguration?,
    _ epoch: Timestamp?,
    _ console: Console
  ) throws -> Outcome {
    var request = request
    var options = request.options ?? PlanOptions()
    options.reportsDecisions = true
    request.options = options
    let reporting = request
    let clock = HostClock(scale: scale)
    let planner = PlannerTestbed(
      profile, clock: clock, random: RandomSource(seed: request.key), epoch: epoch ?? .now,
      policy: policy?.planner, store: store, model: model, bookings: bookings,
      observer: PlanProgress(console))
    let state = try runBlocking { try await planner.plan(reporting) }
    let scaled = scale == 1 ? "" : ", at a time scale of \(scale)"
    return Outcome(
      state: state, duration: "\(PlanRun.seconds(clock.nanoseconds)) s of the services' time\(scaled)")
  }

  private static func seconds(_ nanoseconds: Int64) -> String { Text.fixed(Double(nanoseconds) / 1e9, 3) }
}
