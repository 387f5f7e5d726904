import Resilience
import SimCore
import SimulatedServices
import SimulatedTravel
import TravelPlanner

/// The complete record of a run; checks and measures are functions of it.
struct CaseRecord: Sendable {
  /// The events of the resilience policies, in order.
  var calls: [ResilienceEvent] = []
  /// The planner's events, in order.
  var steps: [StepEntry] = []
  /// The requests that were made, by number.
  var requests: [RequestEntry] = []
  var targets: [TargetEntry] = []
  var services: [ServiceEntry] = []
  /// When the case ended, in nanoseconds of the world's time.
  var endedAt: Int64 = 0
  /// The deadline of a search, in nanoseconds.
  var searchDeadline: Int64 = .max
  /// Every fault is over, and breakers have been probed this often.
  var hasHealed = false
  var probes = 0
  /// Nil for a case without bookings.
  var bookings: Bookings?
  /// The indices in `calls` at which a new process started, with fresh booking policies.
  var restarts: [Int] = []
  /// The indices in `calls` of events from a process that had been replaced.
  var strays: [Int] = []
  /// The numbers of effects with an unknown outcome and of bookings taken over.
  var unknownEffects = 0
  var takenOver = 0

  struct Bookings: Sendable {
    var count = 0
    var violations: [Violation] = []
    /// The obligations that remain after all faults have cleared.
    var owed: [String] = []
    var isTerminal = false
    var lives = 1
    var confirmed = 0
    var refunded = 0
    var declined = 0
    /// A provider was asked for what it had done or was doing.
    var keysSeenAgain = 0
  }

  struct StepEntry: Sendable {
    var time: Int64
    var plan: UInt64
    var event: PlannerEvent
  }

  struct RequestEntry: Sendable {
    enum Ending: UInt8, Sendable { case pending, ok, degraded, failed, abandoned }
    var number: Int
    var arrivedAt: Int64
    var endedAt: Int64
    var ending: Ending
    /// The defect of the plan shown to the user.
    var problem: String?
    var traits: Traits = []

    /// The fallbacks that its plan used.
    struct Traits: OptionSet, Sendable {
      let rawValue: UInt8
      static let rulesServed = Traits(rawValue: 1)
      static let templateServed = Traits(rawValue: 2)
      static let notSaved = Traits(rawValue: 4)
      static let refusedAsStale = Traits(rawValue: 8)
    }
  }

  /// A guarded dependency at the end of the run.
  struct TargetEntry: Sendable {
    var name: String
    var id: UInt32
    var policy: TargetPolicy
    var breaker: CircuitBreaker?
    /// Calls that have a place at the target's bulkhead.
    var running: Int
    var queued: Int
    /// Its calls wait for a place at a bulkhead of all targets as well.
    var sharesPlaces: Bool
    /// Its breaker is given calls until it closes when the world has healed.
    var isProbed: Bool

    init(_ target: Target, isProbed: Bool = true) {
      let bulkhead = target.bulkhead?.bulkhead
      name = DependencyID.name(of: target.id)
      id = target.id
      policy = target.policy
      breaker = target.breaker
      running = bulkhead?.inFlight ?? 0
      queued = bulkhead?.waiting ?? 0
      sharesPlaces = target.overall != nil
      self.isProbed = isProbed
    }
  }

  struct ServiceEntry: Sendable {
    var name: String
    var queuePeak: Int
    /// Calls it began to work on.
    var serviceCalls: Int

    init(name: String, _ measures: StationMeasures) {
      self.name = name
      queuePeak = measures.queuePeak
      serviceCalls = measures.started
    }
  }
}
