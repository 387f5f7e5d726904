import Foundation
import LoadGen
import Primitives
import Reports
import SimCore
import Synchronization
import TravelPlanner

/// A planner in a nutshell: an intent, then four searches, against pools of servers. Enough to fill a
/// result with figures that hang together.
struct SampleWorld: Sendable {
  var profile: String
  /// Name, median in milliseconds, p99 over median (1 is constant), servers.
  var steps: [(name: String, median: Double, spread: Double, servers: Int?)]

  static let reference = SampleWorld(
    profile: "reference",
    steps: [
      ("intent", 300, 1, nil), ("flights", 800, 1, nil), ("hotels", 500, 1, nil), ("weather", 200, 1, nil),
      ("activities", 310, 1, nil),
    ])
  static let production = SampleWorld(
    profile: "production",
    steps: [
      ("intent", 150, 3, 64), ("flights", 210, 3.3, 16), ("hotels", 180, 3.3, 24), ("weather", 60, 3.3, 32),
      ("activities", 120, 3.3, 24),
    ])

  /// Returns the duration of a step in a request: the same in every run of a seed.
  func length(_ step: Int, _ request: Int, _ random: RandomSource) -> Int64 {
    let (_, median, spread, _) = steps[step]
    if spread == 1 { return Int64(saturating: median * 1e6) }
    var draw = random.draw("sample.step", UInt64(request), UInt64(step))
    // Twelve uniforms make a normal good enough for a sample.
    let z = (0..<12).reduce(-6) { sum, _ in sum + draw.nextUnit() }
    return Int64(saturating: median * 1e6 * exp(log(spread) / 2.326 * z))
  }

  struct Pools: Sendable {
    var free: [[Int64]]
    var busy: [Int64]
    var waited: [Int64]
    var longest: [Int64]
    var calls: [Int]
  }

  private final class Tally: Sendable {
    let pools: Mutex<Pools>
    let spans = Mutex<[RequestTimeline.Span]>([])
    init(_ pools: Pools) { self.pools = Mutex(pools) }
  }

  struct Result {
    var run: LoadRun
    var summary: RunSummary
    var pools: Pools
    var spans: [RequestTimeline.Span]
    var digest: String
  }

  /// Carries out `model`; keeps the steps of request 0.
  func run(
    seed: UInt64, _ model: LoadModel, _ search: SearchMode
  ) throws -> Result {
    let world = self
    let outcome = try Simulation(seed: seed).run { sim -> (LoadRun, Pools, [RequestTimeline.Span]) in
      let clock = sim.clock
      let random = sim.random
      let count = world.steps.count
      let tally = Tally(
        Pools(
          free: world.steps.map { Array(repeating: 0, count: $0.servers ?? 0) },
          busy: Array(repeating: 0, count: count), waited: Array(repeating: 0, count: count),
          longest: Array(repeating: 0, count: count), calls: Array(repeating: 0, count: count)))
      @Sendable func call(_ step: Int, _ request: Int, _ planned: Int64) async {
        let now = clock.nanoseconds
        let length = world.length(step, request, random)
        let end = tally.pools.withLock { pools in
          var start = now
          if let server = pools.free[step].indices.min(by: { pools.free[step][$0] < pools.free[step][$1] }) {
            start = max(now, pools.free[step][server])
            pools.free[step][server] = start + length
          }
          pools.calls[step] += 1
          pools.busy[step] += length
          pools.waited[step] += start - now
          pools.longest[step] = max(pools.longest[step], start - now)
          return start + length
        }
        try? await clock.sleep(untilNanoseconds: end)
        if request == 0 {
          tally.spans.withLock {
            $0.append(
              .init(
                name: world.steps[step].name, startNanoseconds: now - planned, endNanoseconds: end - planned))
          }
        }
      }
      let run = await LoadRunner(clock: clock, random: random)
        .run(model) { request, planned in
          await call(0, request, planned)
          if search == .sequential {
            for step in 1..<count { await call(step, request, planned) }
          } else {
            await withDiscardingTaskGroup { group in
              for step in 1..<count { group.addTask { await call(step, request, planned) } }
            }
          }
          if world.profile == "production", request % 211 == 17 { return .failure(ErrorKind(rawValue: 1)) }
          return .success
        }
      let sorted = tally.spans.withLock { $0 }.sorted {
        ($0.startNanoseconds, $1.endNanoseconds) < ($1.startNanoseconds, $0.endNanoseconds)
      }
      return (run, tally.pools.withLock { $0 }, sorted)
    }
    let (run, pools, spans) = outcome.value
    return Result(
      run: run, summary: RunSummary(run), pools: pools, spans: spans, digest: "\(outcome.digest)")
  }

  func mean(_ step: Int, _ requests: Int, _ random: RandomSource) -> Int64 {
    (0..<requests).reduce(0) { $0 + length(step, $1, random) } / Int64(requests)
  }

  /// The providers of a run, and the pool that sets its pace: the one that is busy almost all the time.
  func providers(_ result: Result) -> (figures: [ProviderSummary], pace: String?, bound: Figure) {
    let span = Double(result.run.makespan)
    let bounds = steps.indices.map { step in
      steps[step].servers.map {
        Double($0) * 1e9 / (Double(result.pools.busy[step]) / Double(result.pools.calls[step]))
      }
    }
    let slowest = steps.indices.filter { bounds[$0] != nil }.min { bounds[$0] ?? 0 < bounds[$1] ?? 0 }
    let figures = steps.indices.map { step in
      let used = steps[step].servers.map { Double(result.pools.busy[step]) / span / Double($0) }
      return ProviderSummary(
        name: steps[step].name, servers: steps[step].servers, calls: result.pools.calls[step],
        utilisation: Figure(used),
        queueMeanNanoseconds: result.pools.waited[step] / Int64(result.pools.calls[step]),
        queueMaxNanoseconds: result.pools.longest[step], boundPerSecond: Figure(bounds[step]),
        isBottleneck: step == slowest && (used ?? 0) > 0.85)
    }
    return (figures, figures.first(where: \.isBottleneck)?.name, Figure(slowest.flatMap { bounds[$0] }))
  }
}
