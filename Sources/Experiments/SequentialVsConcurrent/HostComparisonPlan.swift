package import LoadGen
package import Primitives
package import Reports
import Resilience
import SimulatedTravel
import TravelPlanner

/// The loads that are run on the virtual and on the host's clock, to compare the figures.
package struct HostComparisonPlan: Sendable {
  private let job: SequentialVsConcurrent

  /// Each measured figure is the median of this many rounds, so that one stall of the machine does not count as an
  /// error of the model.
  private static let rounds = 3

  /// Compares loads of the job's first profile.
  package init(_ job: SequentialVsConcurrent) { self.job = job }

  private struct Part {
    var name: String
    var load: PlannerLoad
  }

  /// Runs every load on the virtual clock and, through `onHost`, on the host's clock at `timeScale`. `onHost` gets the
  /// load and its name.
  package func run(
    timeScale: Double, onHost: (PlannerLoad, String) throws -> LoadRun
  ) throws -> HostComparison {
    var rows: [HostComparison.Row] = []
    for part in parts {
      let predicted = RunSummary(try part.load.simulate(observed: false).run)
      var measured: [RunSummary] = []
      for _ in 0..<HostComparisonPlan.rounds { measured.append(RunSummary(try onHost(part.load, part.name))) }
      func row(_ figureName: String, _ unit: String, _ figure: (RunSummary) -> Double) {
        let values = measured.map(figure).sorted()
        rows.append(
          HostComparison.Row(
            name: "\(part.name): \(figureName)", unit: unit, predicted: figure(predicted),
            measured: values[values.count / 2]))
      }
      row("makespan", "ns") { Double($0.span) }
      row("mean latency", "ns") { Double($0.latency.mean) }
      row("throughput", "1/s") { $0.throughput }
    }
    return HostComparison(
      profile: job.profiles[0].name, model: "\(HostComparisonPlan.rounds) rounds, the median of each figure",
      timeScale: Figure(timeScale), rows: rows)
  }

  private var parts: [Part] {
    func part(_ name: String, _ requests: Int, _ users: Int, _ mode: SearchMode) -> Part {
      Part(
        name: name,
        load: PlannerLoad(
          job.profiles[0],
          users == 1 ? .sequential(requests: requests) : .closed(users: users, stop: .requests(requests)),
          searchMode: mode, scope: job.scope, seed: job.seed, policy: job.policy))
    }
    return [
      part("3 one after another, sequential search", 3, 1, .sequential),
      part("3 at once, sequential search", 3, 3, .sequential),
      part("3 at once, parallel search", 3, 3, .parallel),
      part("10 at once, sequential search", 10, 10, .sequential),
      part("10 at once, parallel search", 10, 10, .parallel),
    ]
  }
}

extension PlannerLoad {
  /// Runs on any clock, unobserved, with the requests and draws of the simulation.
  package func run(on clock: some NanosecondClock) async -> LoadRun {
    await perform(on: clock, random: RandomSource(seed: seed), epoch: .simulationEpoch).run
  }
}
