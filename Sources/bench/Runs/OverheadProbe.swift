import Experiments
import LoadGen
import Reports
import SimulatedTravel
import TravelPlanner

/// The overhead of the simulator: plans on the virtual clock, unobserved, on the calling thread.
struct OverheadProbe {
  var rates: [SimulatorOverhead.Rate]

  /// A kind of plan that is measured.
  private struct Kind {
    var name: String
    var scope: PlanRequest.Scope
    /// True if its session is saved, in memory, after every step.
    var savesSession: Bool
    var books = false
  }

  private static let kinds = [
    Kind(name: "search only", scope: .searchOnly, savesSession: false),
    Kind(name: "full plan", scope: .full, savesSession: true),
    Kind(name: "full plan with booking", scope: .full, savesSession: true, books: true),
  ]

  /// Measures every kind of plan; takes a fraction of a second.
  static func measure(seed: UInt64) throws -> OverheadProbe {
    OverheadProbe(rates: try kinds.map { try rate($0, seed: seed) })
  }

  private static func rate(
    _ kind: Kind, seed: UInt64, plans: Int = 10_000
  ) throws -> SimulatorOverhead.Rate {
    func run(_ plans: Int) throws {
      var load = PlannerLoad(
        .reference, .batch(requests: plans, users: 100), searchMode: .parallel, scope: kind.scope, seed: seed,
        keepsSessions: kind.savesSession)
      load.books = kind.books
      let run = try load.simulate(observed: false).run
      // A plan that fails half way is cheap and would count as a fast one.
      let succeeded = run.records.count { $0.outcome == .success }
      precondition(succeeded == plans, "\(succeeded) of \(plans) plans of \(kind.name) succeeded")
    }
    try run(plans / 10)
    let meter = Meter()
    try run(plans)
    let reading = meter.reading
    return SimulatorOverhead.Rate(
      kind.name, plansPerCPUSecond: Figure(Double(plans) / (Double(reading.cpuNanoseconds) / 1e9)),
      bytesPerPlan: Figure(reading.allocatedBytes.map { Double($0) / Double(plans) }))
  }

  /// Returns the section of the report. `plans` and `events` are those of the run that `reading` measured.
  func overhead(plans: Int, events: UInt64, reading: Meter.Reading) -> SimulatorOverhead {
    SimulatorOverhead(
      plans: plans, plansPerCPUSecond: rates.last?.plansPerCPUSecond ?? .unknown,
      eventsPerSecond: Figure(Double(events) / (Double(max(1, reading.wallNanoseconds)) / 1e9)),
      bytesPerRequest: rates.last?.bytesPerPlan ?? .unknown, peakResidentBytes: Meter.peakResidentBytes,
      cpuNanoseconds: reading.cpuNanoseconds, wallNanoseconds: reading.wallNanoseconds, rates: rates)
  }
}
