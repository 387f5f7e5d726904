package import LoadGen
package import TravelPlanner

/// The measured figures of one way to serve a set of requests: a row of the main table.
package struct ComparisonRow: Sendable, Hashable, Codable {
  /// The order of requests: one after another, or at once.
  package enum RequestMode: String, Sendable, Hashable, Codable { case sequential, concurrent }

  package var profile: String
  package var users: Int
  package var requests: Int
  package var requestMode: RequestMode
  /// The order of the searches inside a request.
  @CodedByName package var searchMode: SearchMode
  /// The time from the first planned start to the end of the last request.
  package var makespanNanoseconds: Int64
  package var throughputPerSecond: Figure
  /// Successes within the goal, per second.
  package var goodputPerSecond: Figure
  /// Times from the planned start.
  package var latency: LatencySection
  /// Times from the actual start.
  package var service: LatencySection?
  /// Goodput over that of the sequential run of the same profile and search mode; unknown if either has none.
  package var speedup: Figure
  /// Speed-up per user: 1 is all that concurrency can give.
  package var efficiency: Figure
  package var counts: CountSection
  /// Provider calls per request; 1 means no retries, hedges or fallbacks when each step makes one call.
  package var amplification: Figure
  /// The requests per second that the slowest pool allows; nil when nothing bounds it.
  package var boundPerSecond: Figure
  /// The pool that limits the throughput; nil when the number of users does.
  package var bottleneck: String?
  package var providers: [ProviderSummary]
  /// |L - λW| / L, a self-check of the measurement (`LittlesLaw`).
  package var littlesLawResidual: Figure
  /// True when an open model's requests arrived faster than they were answered; nil for other models.
  package var saturated: Bool?
  /// The latency histogram: HdrHistogram V2, compressed, in base64.
  package var hdr: String?

  package init(
    profile: String, users: Int, requests: Int, requestMode: RequestMode, searchMode: SearchMode,
    makespanNanoseconds: Int64, throughputPerSecond: Figure, goodputPerSecond: Figure,
    latency: LatencySection, service: LatencySection? = nil, speedup: Figure, efficiency: Figure,
    counts: CountSection, amplification: Figure = .unknown, boundPerSecond: Figure = .unknown,
    bottleneck: String? = nil, providers: [ProviderSummary] = [], littlesLawResidual: Figure = .unknown,
    saturated: Bool? = nil, hdr: String? = nil
  ) {
    self.profile = profile
    self.users = users
    self.requests = requests
    self.requestMode = requestMode
    self.searchMode = searchMode
    self.makespanNanoseconds = makespanNanoseconds
    self.throughputPerSecond = throughputPerSecond
    self.goodputPerSecond = goodputPerSecond
    self.latency = latency
    self.service = service
    self.speedup = speedup
    self.efficiency = efficiency
    self.counts = counts
    self.amplification = amplification
    self.boundPerSecond = boundPerSecond
    self.bottleneck = bottleneck
    self.providers = providers
    self.littlesLawResidual = littlesLawResidual
    self.saturated = saturated
    self.hdr = hdr
  }

  /// Makes the row of a run. `sequential` is the goodput to compare with; nil for the sequential run itself.
  package init(
    profile: String, users: Int, requestMode: RequestMode, searchMode: SearchMode, summary: RunSummary,
    sequentialGoodput sequential: Double?, errorNames: (ErrorKind) -> String,
    amplification: Figure = .unknown, boundPerSecond: Figure = .unknown, bottleneck: String? = nil,
    providers: [ProviderSummary] = [], withHistogram: Bool = true
  ) {
    // Only whole answers count: a degraded one may be nothing but a quick refusal.
    let speedup = sequential.map { summary.goodput / $0 } ?? 1
    let isMeasured = summary.counts.offered > 0
    self.init(
      profile: profile, users: users, requests: summary.counts.offered, requestMode: requestMode,
      searchMode: searchMode, makespanNanoseconds: summary.span,
      throughputPerSecond: isMeasured ? Figure(summary.throughput) : .unknown,
      goodputPerSecond: isMeasured ? Figure(summary.goodput) : .unknown,
      latency: LatencySection(summary.latency), service: LatencySection(summary.service),
      speedup: Figure(speedup), efficiency: Figure(speedup.isFinite ? min(1, speedup / Double(users)) : nil),
      counts: CountSection(summary.counts, errorNames: errorNames), amplification: amplification,
      boundPerSecond: boundPerSecond, bottleneck: bottleneck, providers: providers,
      littlesLawResidual: Figure(summary.littlesLaw.residual), saturated: summary.saturation?.isSaturated,
      hdr: withHistogram ? summary.latencyHistogram.base64 : nil)
  }

  /// The number of requests that ended, with any outcome.
  package var finished: Int { counts.succeeded + counts.degraded + counts.failed }
  /// The share of the requests that were answered in full; unknown without requests.
  package var wholeShare: Figure { Figure(Double(counts.succeeded) / Double(requests)) }

  enum CodingKeys: String, CodingKey {
    case profile, users, requests, requestMode, searchMode
    case makespanNanoseconds = "makespan_ns"
    case throughputPerSecond = "throughput_per_s"
    case goodputPerSecond = "goodput_per_s"
    case latency, service
    case speedup, efficiency, counts, amplification
    case boundPerSecond = "bound_per_s"
    case bottleneck = "paceSetBy"
    case providers
    case littlesLawResidual = "littlesLaw_residual"
    case saturated, hdr
  }
}

/// The number of requests by outcome.
package struct CountSection: Sendable, Hashable, Codable {
  package var succeeded: Int
  package var degraded: Int
  package var failed: Int
  package var dropped: Int
  package var late: Int
  /// The number of failures by reason.
  package var errors: [String: Int]

  package init(
    succeeded: Int, degraded: Int = 0, failed: Int = 0, dropped: Int = 0, late: Int = 0,
    errors: [String: Int] = [:]
  ) {
    self.succeeded = succeeded
    self.degraded = degraded
    self.failed = failed
    self.dropped = dropped
    self.late = late
    self.errors = errors
  }

  package init(_ counts: RunSummary.Counts, errorNames: (ErrorKind) -> String) {
    self.init(
      succeeded: counts.succeeded, degraded: counts.degraded, failed: counts.failed,
      dropped: counts.dropped, late: counts.late,
      errors: Dictionary(counts.failures.map { (errorNames($0.kind), $0.count) }, uniquingKeysWith: +))
  }
}
