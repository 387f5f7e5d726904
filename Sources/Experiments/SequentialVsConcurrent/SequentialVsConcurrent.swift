import LoadGen
import Primitives
package import Reports
package import SimCore
import SimulatedServices
package import SimulatedTravel
package import TravelPlanner

/// Sequential against concurrent planning, on the virtual clock: what `bench run` is for.
///
/// Every run of a profile serves the same requests with the same draws, so request `i` of one way of
/// serving is compared with request `i` of another.
package struct SequentialVsConcurrent: Sendable {
  package var profiles: [ServiceProfile]
  /// The numbers of concurrent requests, one run each.
  package var users: [Int]
  /// Requests of each run; nil for one a user where latencies are constant, else 1,000.
  package var requests: Int?
  package var scope: PlanRequest.Scope
  package var seed: UInt64
  /// The policies of the planner's calls; nil for the standard policy, fitted to each profile.
  package var policy: PlannerPolicy?

  package static let standardUsers = [1, 3, 10, 30, 100, 300, 1_000]

  package init(
    profiles: [ServiceProfile] = [.reference, .production], users: [Int] = standardUsers,
    requests: Int? = nil, scope: PlanRequest.Scope = .searchOnly, seed: UInt64,
    policy: PlannerPolicy? = nil
  ) {
    self.profiles = profiles
    self.users = users
    self.requests = requests
    self.scope = scope
    self.seed = seed
    self.policy = policy
  }

  /// The results of the job, ready for an envelope.
  package struct Results: Sendable {
    package var comparisons: [ComparisonRow] = []
    package var requestBreakdown: [SearchBreakdown] = []
    package var paired: [PairedSummary] = []
    package var timelines: [RequestTimeline] = []
    package var timeSeries: [TimeSeriesSummary] = []
    package var models: [String] = []
    /// Notes on the validity of the figures.
    package var notes: [String] = []
    /// Of every run, in order.
    package var digest = Digest()
    package var plans = 0
    package var events: UInt64 = 0

    package init() {}
  }

  /// Runs everything. `progress` is told before each run what it is; when it throws, `results` keeps what
  /// was found by then.
  package func run(into results: inout Results, progress: (String) throws -> Void = { _ in }) throws {
    results.models = [
      "sequential, one request after another",
      "closed, \(users.map(String.init).joined(separator: ", ")) users, no think time, the requests shared",
    ]
    for profile in profiles { try compare(profile, &results, progress) }
  }

  /// Requests that come at a rate, answered or not, with Poisson arrivals for so many nanoseconds.
  package func runOpen(
    ratePerSecond: Double, duration: Int64, into results: inout Results,
    progress: (String) throws -> Void = { _ in }
  ) throws {
    let model = LoadModel.open(
      OpenLoad(arrivals: .poisson, rate: .constant(ratePerSecond), duration: duration))
    results.models = [model.summary]
    for profile in profiles {
      for mode in SearchMode.allCases {
        try progress("\(profile.name), \(mode) search")
        let load = PlannerLoad(profile, model, searchMode: mode, scope: scope, seed: seed, policy: policy)
        let result = try load.simulate()
        results.digest.mix(result.digest.value)
        results.plans += result.run.records.count
        results.events += result.events
        var comparison = row(
          profile, max(1, result.run.peakInFlight), .concurrent, mode, result, against: nil,
          requests: max(1, result.run.records.count))
        // There is no run one after another to compare with.
        comparison.speedup = .unknown
        comparison.efficiency = .unknown
        results.comparisons.append(comparison)
        results.timeSeries.append(
          TimeSeriesSummary(
            name: "\(profile.name), \(mode) search",
            TimeSeries(result.run, every: max(1_000_000_000, duration / 30))))
      }
    }
  }

  private func requests(_ profile: ServiceProfile, users: Int) -> Int {
    requests ?? (profile.isConstant ? users : max(users, 1_000))
  }

  // MARK: One profile

  private func compare(
    _ profile: ServiceProfile, _ results: inout Results, _ progress: (String) throws -> Void
  ) throws {
    var alone: [Int: [SearchMode: PlannerLoad.Result]] = [:]
    var together: PlannerLoad.Result?
    for users in users {
      let requests = requests(profile, users: users)
      for mode in SearchMode.allCases {
        try progress("\(profile.name), \(Text.count(users, "user")), \(mode) search")
        // One after another is the same run for any number of users with the same requests.
        let isNew = alone[requests]?[mode] == nil
        let sequential =
          try alone[requests]?[mode]
          ?? simulate(profile, requests: requests, users: 1, mode, keepingSteps: true, &results)
        alone[requests, default: [:]][mode] = sequential
        let goodput = RunSummary(sequential.run).goodput
        if isNew || profile.isConstant {
          var alone = row(profile, users, .sequential, mode, sequential, against: nil, requests: requests)
          alone.efficiency = 1
          results.comparisons.append(alone)
        }
        let concurrent =
          users == 1
          ? sequential : try simulate(profile, requests: requests, users: users, mode, &results)
        results.comparisons.append(
          row(profile, users, .concurrent, mode, concurrent, against: goodput, requests: requests))
        if users == pairedUsers && mode == .parallel { together = concurrent }
      }
    }
    let largest = requests(profile, users: users.max() ?? 1)
    guard let runs = alone[largest], let slow = runs[.sequential], let fast = runs[.parallel] else { return }
    let shown = profile.isConstant ? alone[requests(profile, users: users[0])] : runs
    inside(profile, shown?[.sequential] ?? slow, shown?[.parallel] ?? fast, &results)
    pair(profile, alone, together, &results)
  }

  /// The number of users whose requests are compared with the sequential ones, request by request.
  private var pairedUsers: Int { users.contains(300) ? 300 : users.max() ?? 1 }

  private func simulate(
    _ profile: ServiceProfile, requests: Int, users: Int, _ mode: SearchMode, keepingSteps: Bool = false,
    _ results: inout Results
  ) throws -> PlannerLoad.Result {
    let model: LoadModel =
      users == 1 ? .sequential(requests: requests) : .closed(users: users, stop: .requests(requests))
    let load = PlannerLoad(profile, model, searchMode: mode, scope: scope, seed: seed, policy: policy)
    let result = try load.simulate(keepingSteps: keepingSteps)
    results.digest.mix(result.digest.value)
    results.plans += requests
    results.events += result.events
    return result
  }

  private func row(
    _ profile: ServiceProfile, _ users: Int, _ requestMode: ComparisonRow.RequestMode, _ mode: SearchMode,
    _ result: PlannerLoad.Result, against goodput: Double?, requests: Int
  ) -> ComparisonRow {
    let pace = Bottleneck(profile, result, requests: requests)
    return ComparisonRow(
      profile: profile.name, users: users, requestMode: requestMode, searchMode: mode,
      summary: RunSummary(result.run), sequentialGoodput: goodput, errorNames: PlannerFailure.name,
      amplification: Figure(pace.callsPerRequest / Double(scope == .full ? 6 : 5)),
      boundPerSecond: pace.bound, bottleneck: requestMode == .concurrent ? pace.setBy : nil,
      providers: pace.providers, withHistogram: !profile.isConstant)
  }

  // MARK: Inside a request, and request by request

  private func inside(
    _ profile: ServiceProfile, _ slow: PlannerLoad.Result, _ fast: PlannerLoad.Result,
    _ results: inout Results
  ) {
    guard !slow.steps.isEmpty, let shown = slow.steps.first, let shownFast = fast.steps.first else { return }
    let shapes = slow.steps.map(\.shape)
    let bound = shapes.reduce(Int64(0)) { $0 + $1.criticalPath } / Int64(shapes.count)
    let critical = shapes[0].criticalSteps
    let names = shown.steps.map(\.name)
    let steps = names.map { name in
      let lengths = slow.steps.compactMap { steps in steps.steps.first { $0.name == name }?.duration }
      return SearchBreakdown.Step(
        name: name, meanNanoseconds: lengths.reduce(0, +) / Int64(max(1, lengths.count)),
        isCritical: critical.contains(name))
    }
    results.requestBreakdown.append(
      SearchBreakdown(
        profile: profile.name, requests: slow.steps.count,
        sequential: LatencySection(RunSummary(slow.run).service),
        parallel: LatencySection(RunSummary(fast.run).service), boundNanoseconds: bound, steps: steps))
    for (steps, run, mode) in [(shown, slow.run, SearchMode.sequential), (shownFast, fast.run, .parallel)] {
      let total = run.records[steps.request].service
      results.timelines.append(
        steps.timeline(profile: profile.name, searchMode: mode, total: total))
    }
  }

  private func pair(
    _ profile: ServiceProfile, _ alone: [Int: [SearchMode: PlannerLoad.Result]],
    _ together: PlannerLoad.Result?, _ results: inout Results
  ) {
    let runs = alone[requests(profile, users: pairedUsers)]
    guard let slow = runs?[.sequential], let fast = runs?[.parallel], let together else { return }
    let random = RandomSource(seed: seed)
    results.paired.append(
      PairedSummary(
        profile: profile.name, before: "1 user, sequential", after: "1 user, parallel",
        PairedComparison(slow.run, fast.run, of: .service, random: random)))
    results.paired.append(
      PairedSummary(
        profile: profile.name, before: "1 user, parallel",
        after: "\(Text.count(pairedUsers, "user")), parallel",
        PairedComparison(fast.run, together.run, of: .service, random: random)))
  }
}

extension ServiceProfile {
  /// True when no latency varies.
  package var isConstant: Bool { Service.allCases.allSatisfy { self[$0].latency.variance == 0 } }
}
