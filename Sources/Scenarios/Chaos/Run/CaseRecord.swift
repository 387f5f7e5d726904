import Resilience
import SimCore
import TravelPlanner

/// Everything that is known of a run when it is over; checks and measures are functions of it.
struct CaseRecord: Sendable {
  /// What the guards decided, in order.
  var calls: [ResilienceEvent] = []
  /// What the planner did, in order.
  var steps: [StepEntry] = []
  /// The requests that were made, by number.
  var requests: [RequestEntry] = []
  var targets: [TargetEntry] = []
  var services: [ServiceEntry] = []
  /// When the case ended, in nanoseconds of the world's time.
  var endedAt: Int64 = 0
  /// How long a search may take, in nanoseconds.
  var searchDeadline: Int64 = .max
  /// Every fault is over, and breakers have been probed this often.
  var hasHealed = false
  var probes = 0
  var booked = 0
  var refunded = 0

  struct StepEntry: Sendable {
    var time: Int64
    var plan: UInt64
    var event: PlannerEvent
  }

  struct RequestEntry: Sendable {
    enum Ending: UInt8, Sendable { case pending, ok, degraded, failed, gaveUp }
    var number: Int
    var arrivedAt: Int64
    var endedAt: Int64
    var ending: Ending
    /// What is wrong with what its user was shown.
    var problem: String?
    var traits: Traits = []

    /// What its plan had to do without.
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
  }

  struct ServiceEntry: Sendable {
    var name: String
    var queuePeak: Int
  }
}

/// The dependencies of the planner, by the names faults and expectations use.
enum PlannerTargets {
  /// With the numbers events give them.
  static let all: [(name: String, id: UInt32)] =
    [("intent", 0)]
    + SearchKind.allCases.flatMap { kind in
      let base = (UInt32(kind.rawValue) + 1) * 16
      return [("\(kind).primary", base), ("\(kind).secondary", base + 1)]
    } + [("narrator", 80), ("payments", 96), ("bookings.flights", 112), ("bookings.hotels", 128)]

  static func id(of name: String) -> UInt32? { all.first { $0.name == name }?.id }
  static func name(of id: UInt32) -> String { all.first { $0.id == id }?.name ?? "target \(id)" }
}
