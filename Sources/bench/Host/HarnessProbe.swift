import LoadGen
import Scenarios
import TravelPlanner

/// What planning costs the harness: plans on the virtual clock, nobody watching, on this thread.
struct HarnessProbe {
  var searchOnly: Rate
  var full: Rate

  struct Rate {
    var plansPerCPUSecond: Double
    var bytesPerPlan: Double?
  }

  /// Takes a fraction of a second.
  static func measure(_ job: MainJob, _ console: Console) throws -> HarnessProbe {
    console.progress("measuring the harness")
    return HarnessProbe(
      searchOnly: try rate(.searchOnly, seed: job.seed), full: try rate(.full, seed: job.seed))
  }

  private static func rate(_ scope: PlanRequest.Scope, seed: UInt64, plans: Int = 10_000) throws -> Rate {
    func run(_ plans: Int) throws {
      let load = PlannerLoad(
        .reference, .batch(requests: plans, users: 100), searchMode: .parallel, scope: scope, seed: seed)
      _ = try load.simulate(observed: false)
    }
    try run(plans / 10)
    let meter = Meter()
    try run(plans)
    let reading = meter.reading
    return Rate(
      plansPerCPUSecond: Double(plans) / (Double(reading.cpuNanoseconds) / 1e9),
      bytesPerPlan: reading.allocatedBytes.map { Double($0) / Double(plans) })
  }

  /// The row of the report; `plans` and `events` are those of the whole run that `reading` measured.
  func cost(plans: Int, events: UInt64, reading: Meter.Reading) -> HarnessCost {
    HarnessCost(
      plans: plans, plansPerCPUSecond: Figure(full.plansPerCPUSecond),
      eventsPerSecond: Figure(Double(events) / (Double(max(1, reading.wallNanoseconds)) / 1e9)),
      bytesPerRequest: Figure(full.bytesPerPlan), peakResidentBytes: Meter.peakResidentBytes,
      cpuNanoseconds: reading.cpuNanoseconds, wallNanoseconds: reading.wallNanoseconds)
  }
}
