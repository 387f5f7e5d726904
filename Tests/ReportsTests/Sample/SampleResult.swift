import LoadGen
import Primitives
import Reports
import TravelPlanner

/// A result as `bench run` makes it, with every section filled.
enum SampleResult {
  /// Small, but with every section filled: made once.
  static let full: ResultEnvelope = {
    do { return try make(requests: 400, levels: [1, 3, 30, 300]) } catch {
      fatalError("the sample failed: \(error)")
    }
  }()

  static let minimal = ResultEnvelope(
    id: "empty", title: "Nothing", kind: .virtual, tool: Tool(version: "0"), seed: "1", digest: "0",
    command: "bench run", config: RunConfiguration(models: [], profiles: [], workload: ""), comparisons: [])

  static func make(
    seed: UInt64 = 42, requests: Int = 1000, levels: [Int] = [1, 3, 10, 30, 100, 300, 1000]
  ) throws -> ResultEnvelope {
    var comparisons: [ComparisonRow] = []
    var inside: [SearchBreakdown] = []
    var paired: [PairedSummary] = []
    var timelines: [RequestTimeline] = []
    var series: [TimeSeriesSummary] = []
    var digest = ""
    let names: (ErrorKind) -> String = { $0.rawValue == 1 ? "timeout" : "other" }
    for world in [SampleWorld.reference, .production] {
      var alone: [SearchMode: SampleWorld.Result] = [:]
      for search in [SearchMode.sequential, .parallel] {
        for count in world.profile == "reference" ? [3, requests] : [requests] {
          let sequential = try world.run(seed: seed, .sequential(requests: count), search)
          alone[search] = sequential
          func row(_ result: SampleWorld.Result, _ mode: ComparisonRow.RequestMode, _ users: Int)
            -> ComparisonRow
          {
            let (figures, pace, bound) = world.providers(result)
            return ComparisonRow(
              profile: world.profile, users: users, requestMode: mode, searchMode: search,
              summary: result.summary,
              sequentialGoodput: mode == .sequential ? nil : sequential.summary.goodput,
              errorNames: names, amplification: 5, boundPerSecond: bound, bottleneck: pace, providers: figures
            )
          }
          comparisons.append(row(sequential, .sequential, 1))
          for users in levels where count > 3 || users == 3 {
            let result = try world.run(seed: seed, .closed(users: users, stop: .requests(count)), search)
            comparisons.append(row(result, .concurrent, users))
            if users == 30, search == .parallel {
              // Everybody arrives at once; only how many are served at a time differs.
              func batch(_ users: Int) throws -> LoadRun {
                try world.run(seed: seed, .batch(requests: count, users: users), search).run
              }
              for (measure, before, after) in [
                (PairedComparison.Measure.latency, try batch(1), try batch(30)),
                (.service, sequential.run, result.run),
              ] {
                paired.append(
                  PairedSummary(
                    profile: world.profile, before: "sequential", after: "concurrent, 30 users",
                    PairedComparison(
                      before, after, of: measure, random: RandomSource(seed: seed), resamples: 200)))
              }
            }
            if users == 300, search == .parallel, world.profile == "production" {
              series.append(
                TimeSeriesSummary(
                  name: "production, 300 users", TimeSeries(result.run, every: 500_000_000),
                  faults: [
                    .init(name: "hotels down", startNanoseconds: 4_000_000_000, endNanoseconds: 6_000_000_000)
                  ]))
              digest = result.digest
            }
          }
        }
        if let result = alone[search] {
          timelines.append(
            RequestTimeline(
              profile: world.profile, request: 0, searchMode: search,
              totalNanoseconds: result.run.records[0].latency, spans: result.spans
            ).markingCriticalPath())
        }
      }
      let random = RandomSource(seed: seed)
      let steps = world.steps.indices.map {
        SearchBreakdown.Step(
          name: world.steps[$0].name, meanNanoseconds: world.mean($0, requests, random), isCritical: $0 < 2)
      }
      let bound = (0..<requests).reduce(Int64(0)) { sum, request in
        let lengths = world.steps.indices.map { world.length($0, request, random) }
        return sum
          + WorkShape.sequence([
            .step("intent", nanoseconds: lengths[0]),
            .parallel(lengths.dropFirst().map { .step("search", nanoseconds: $0) }),
          ]).criticalPath
      }
      if let a = alone[.sequential], let b = alone[.parallel] {
        inside.append(
          SearchBreakdown(
            profile: world.profile, requests: requests, sequential: LatencySection(a.summary.service),
            parallel: LatencySection(b.summary.service), boundNanoseconds: bound / Int64(requests),
            steps: steps))
      }
    }
    return ResultEnvelope(
      id: "run", title: "Sequential against concurrent", kind: .host,
      tool: Tool(version: "0.1.0", commit: "abc1234", build: "release"),
      machine: Machine(
        cpu: "Example CPU <2.0 GHz>", cores: 2, memoryBytes: 8 << 30, kernel: "6.1", system: "Debian 12",
        toolchain: "Swift 6.3.1", allocator: "jemalloc", noisePercent: 1.7),
      seed: "\(seed)", digest: digest, command: "bench run --seed \(seed)",
      config: RunConfiguration(
        models: [
          LoadModel.sequential(requests: requests).summary,
          LoadModel.closed(users: 1000, stop: .requests(requests)).summary + "; and with fewer users",
        ], profiles: ["reference", "production"], workload: "full plan 100%", policy: "default",
        options: ["requests": "\(requests)"]),
      comparisons: comparisons, requestBreakdown: inside, paired: paired, timelines: timelines,
      timeSeries: series,
      hostComparison: HostComparison(
        profile: "reference", model: "closed, 3 users", timeScale: 0.01,
        rows: [
          .init(name: "makespan", unit: "ns", predicted: 1.1e9, measured: 1.1182e9),
          .init(name: "p50", unit: "ns", predicted: 1.1e9, measured: 1.1176e9),
          .init(name: "throughput", unit: "1/s", predicted: 2.72727, measured: 2.68288),
        ]),
      overhead: SimulatorOverhead(
        plans: 30_018, plansPerCPUSecond: 91_234, eventsPerSecond: 2_345_678, bytesPerRequest: 4321,
        allocationsPerRequest: 12.4, peakResidentBytes: 31 << 20, cpuNanoseconds: 329_000_000,
        wallNanoseconds: 341_000_000),
      thresholds: [
        ThresholdResult(expression: "latency{profile:reference} p(99)<2.5s", observed: "2.11 s", ok: true),
        ThresholdResult(expression: "errors rate<0.1%", observed: "0.47%", ok: false),
      ],
      notes: [
        "The profile reference has no pools and no quotas: its figures are pure.",
        "The documented 4.7 requests per second belongs to ten users, not three: 10 / 2.11 s.",
      ], verdict: .fail, exit: 99)
  }
}
