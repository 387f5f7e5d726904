import Foundation
import Primitives
import Scenarios
import TravelPlanner

/// Plans one trip, on the virtual clock or on the host's.
struct PlanRun {
  var profile: ServiceProfile
  var policy: ChosenPolicy?
  /// The language model that is asked; nil for rules and template.
  var model: PlannerModel?
  var scale: Double
  var isOnHost: Bool

  struct Outcome {
    var state: SessionState
    /// For people: `2.000 s of virtual time`.
    var duration: String
    /// Of a virtual run.
    var digest: String?
  }

  /// `epoch` is the time at the clock's start; nil for the world's own.
  func plan(
    _ request: PlanRequest, _ store: (any StateStore)?, _ bookings: BookingSetup?, _ epoch: Timestamp?,
    _ console: Console
  ) throws -> Outcome {
    guard isOnHost else {
      var behaviour: ModelBehaviour?
      if case .simulated(let chosen) = model { behaviour = chosen }
      let plan = try OnePlan(
        request, profile: profile, seed: request.key, policy: policy?.planner, store: store,
        bookings: bookings, model: behaviour, epoch: epoch)
      return Outcome(
        state: plan.state, duration: "\(Self.seconds(plan.duration)) s of virtual time",
        digest: "\(plan.digest)")
    }
    var request = request
    var options = request.options ?? PlanOptions()
    options.tellsDecisions = true
    request.options = options
    let asked = request
    let clock = HostClock(scale: scale)
    let planner = SimulatedPlanner(
      profile, clock: clock, random: RandomSource(seed: request.key), epoch: epoch ?? .now,
      policy: policy?.planner, store: store, model: model, bookings: bookings,
      observer: PlanProgress(console))
    let state = try blocking { try await planner.plan(asked) }
    let scaled = scale == 1 ? "" : ", run at \(scale) of it"
    return Outcome(
      state: state, duration: "\(Self.seconds(clock.nanoseconds)) s of the services' time\(scaled)")
  }

  static func seconds(_ nanoseconds: Int64) -> String { String(format: "%.3f", Double(nanoseconds) / 1e9) }
}

extension Timestamp {
  /// The host's calendar.
  static var now: Timestamp {
    var time = timespec()
    unsafe clock_gettime(CLOCK_REALTIME, &time)
    return Timestamp(nanosecondsSince1970: Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec))
  }
}

/// Tells on standard error how a plan comes on: a line for each search, each city and each day.
struct PlanProgress: PlannerObserver {
  private let console: Console

  init(_ console: Console) { self.console = console }

  func record(_ event: PlannerEvent, plan: UInt64, at time: Int64) {
    guard let line = PlanProgress.line(event) else { return }
    // The searches of a tour's city are told under the city's own key.
    let city = Int(plan >> 56)
    let place = city > 0 ? "city \(city + 1), " : ""
    let seconds = PlanRun.seconds(time)
    let margin = String(repeating: " ", count: max(0, 8 - seconds.count))
    console.note("\(margin)\(seconds) s  \(place)\(line)")
  }

  private static func text(_ reason: Candidate.Reason) -> String {
    switch reason {
    case .noChoice: "for want of a choice"
    case .bestScore: "for its score"
    case .onlyAffordable: "the only one within the budget"
    case .nearestToBudget: "the nearest to the budget"
    case .bestHotelWithinBudget: "with the best hotel within the budget"
    }
  }

  /// Nil for what a traveller need not know.
  static func line(_ event: PlannerEvent) -> String? {
    switch event {
    case .stepStarted(.intent): "reading the request"
    case .understood(let kind, let needs):
      "understood: \(kind.rawValue)" + (needs.isEmpty ? "" : ", needs \(needs.names.joined(separator: ", "))")
    case .rulesAnswered(let cause): "the rules read it instead: \(cause.text)"
    case .candidateChosen(let style, let reason): "chosen: \(style), \(PlanProgress.text(reason))"
    case .stepStarted(.narrative): "writing the words"
    case .stepStarted(.booking): "booking"
    case .stepCompleted(.booking): "booking: see below"
    case .searchStarted(let kind): "\(kind): searching"
    case .searchCompleted(let kind, let provider, let attempts):
      "\(kind): found" + (provider == 0 ? "" : " by an alternative")
        + (attempts > 1 ? " after \(attempts) attempts" : "")
    case .searchFailed(let kind, let cause): "\(kind): missing, \(cause.text)"
    case .searchKept(let kind): "\(kind): kept"
    case .searchDropped(let kind): "\(kind): no longer fit"
    case .segmentStarted(let index): "city \(index + 1): searching"
    case .segmentCompleted(let index, let missing):
      "city \(index + 1): " + (missing.isEmpty ? "done" : "missing \(missing.names.joined(separator: ", "))")
    case .dayPlanned(let day): "day \(day): planned"
    case .dayWritten(let day): "day \(day): written"
    case .dayFailed(let day, let cause): "day \(day): nothing written, \(cause.text)"
    case .itineraryKept: "the itinerary stands"
    case .sessionLoaded(let start): start == .resumed ? "session loaded" : "session \(start.rawValue)"
    case .planCompleted: "done"
    default: nil
    }
  }
}
