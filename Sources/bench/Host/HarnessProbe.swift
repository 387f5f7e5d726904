import LoadGen
import Scenarios
import TravelPlanner

/// What planning costs the harness: plans on the virtual clock, nobody watching, on this thread.
struct HarnessProbe {
  var rates: [HarnessCost.Rate]

  /// A kind of plan that is measured: how far it goes, and whether its session is kept.
  private struct Kind {
    var name: String
    var scope: PlanRequest.Scope
    var isKept: Bool
    var books = false
  }

  /// What a plan may stop at; the others are whole plans, their sessions saved in memory after
  /// every step, the last one booked and paid for as well.
  private static let kinds = [
    Kind(name: "search only", scope: .searchOnly, isKept: false),
    Kind(name: "full plan", scope: .full, isKept: true),
    Kind(name: "full plan with booking", scope: .full, isKept: true, books: true),
  ]

  /// Takes a fraction of a second.
  static func measure(_ job: MainJob, _ console: Console) throws -> HarnessProbe {
    console.progress("measuring the harness")
    return HarnessProbe(rates: try kinds.map { try rate($0, seed: job.seed) })
  }

  private static func rate(_ kind: Kind, seed: UInt64, plans: Int = 10_000) throws -> HarnessCost.Rate {
    func run(_ plans: Int) throws {
      var load = PlannerLoad(
        .reference, .batch(requests: plans, users: 100), searchMode: .parallel, scope: kind.scope, seed: seed,
        keepsSessions: kind.isKept)
      load.books = kind.books
      let run = try load.simulate(observed: false).run
      // A plan that fails half way is cheap: it must not pass for a fast one.
      let done = run.records.count { $0.outcome == .success }
      precondition(done == plans, "\(done) of \(plans) plans of \(kind.name) succeeded")
    }
    try run(plans / 10)
    let meter = Meter()
    try run(plans)
    let reading = meter.reading
    return HarnessCost.Rate(
      kind.name, plansPerCPUSecond: Figure(Double(plans) / (Double(reading.cpuNanoseconds) / 1e9)),
      bytesPerPlan: Figure(reading.allocatedBytes.map { Double($0) / Double(plans) }))
  }

  /// The row of the report; `plans` and `events` are those of the whole run that `reading` measured.
  func cost(plans: Int, events: UInt64, reading: Meter.Reading) -> HarnessCost {
    HarnessCost(
      plans: plans, plansPerCPUSecond: rates.last?.plansPerCPUSecond ?? .unknown,
      eventsPerSecond: Figure(Double(events) / (Double(max(1, reading.wallNanoseconds)) / 1e9)),
      bytesPerRequest: rates.last?.bytesPerPlan ?? .unknown, peakResidentBytes: Meter.peakResidentBytes,
      cpuNanoseconds: reading.cpuNanoseconds, wallNanoseconds: reading.wallNanoseconds, rates: rates)
  }
}
