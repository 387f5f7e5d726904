import LoadGen
import Primitives
import Scenarios
import TravelPlanner

/// The same requests on the virtual and on the host's clock, and how far apart the figures are.
struct TwinRunner {
  private let job: MainJob
  private let scale: Double
  /// Of each figure the median of so many rounds is taken: one stall of the machine is no model error.
  private let rounds = 3

  init(_ job: MainJob, scale: Double) {
    self.job = job
    self.scale = scale
  }

  private struct Part {
    var name: String
    var load: PlannerLoad
  }

  func run(_ console: Console) throws -> TwinRun {
    let profile = job.profiles[0]
    func part(_ name: String, _ requests: Int, _ users: Int, _ mode: SearchMode) -> Part {
      Part(
        name: name,
        load: PlannerLoad(
          profile,
          users == 1 ? .sequential(requests: requests) : .closed(users: users, stop: .requests(requests)),
          searchMode: mode, scope: job.scope, seed: job.seed, policy: job.policy))
    }
    let parts = [
      part("3 one after another, sequential search", 3, 1, .sequential),
      part("3 at once, sequential search", 3, 3, .sequential),
      part("3 at once, parallel search", 3, 3, .parallel),
      part("10 at once, sequential search", 10, 10, .sequential),
      part("10 at once, parallel search", 10, 10, .parallel),
    ]
    var rows: [TwinRun.Row] = []
    for part in parts {
      try Interrupt.check()
      console.progress("on the host's clock: \(part.name)")
      let predicted = RunSummary(try part.load.simulate(observed: false).run)
      var measured: [RunSummary] = []
      for _ in 0..<rounds { measured.append(RunSummary(try onHost(part.load))) }
      func row(_ what: String, _ unit: String, _ figure: (RunSummary) -> Double) {
        let values = measured.map(figure).sorted()
        rows.append(
          TwinRun.Row(
            name: "\(part.name): \(what)", unit: unit, predicted: figure(predicted),
            measured: values[values.count / 2]))
      }
      row("makespan", "ns") { Double($0.span) }
      row("mean latency", "ns") { Double($0.latency.mean) }
      row("throughput", "1/s") { $0.throughput }
    }
    return TwinRun(
      profile: profile.name, model: "\(rounds) rounds, the median of each figure", timeScale: Figure(scale),
      rows: rows)
  }

  private func onHost(_ load: PlannerLoad) throws -> LoadRun {
    let clock = HostClock(scale: scale)
    let random = RandomSource(seed: load.seed)
    return try blocking {
      await load.perform(
        on: clock, random: random, epoch: Timestamp(nanosecondsSince1970: 1_767_225_600_000_000_000),
        observer: NoObserver()
      ).run
    }
  }
}
