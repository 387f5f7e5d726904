/// One way to serve the same requests, and what came of it: a row of the main table.
public struct Comparison: Sendable, Hashable, Codable {
  /// Whether requests are served one after another or at once.
  public enum RequestMode: String, Sendable, Hashable, Codable { case sequential, concurrent }
  /// Whether the searches inside a request are.
  public enum SearchMode: String, Sendable, Hashable, Codable { case sequential, parallel }

  public var profile: String
  public var users: Int
  public var requests: Int
  public var requestMode: RequestMode
  public var searchMode: SearchMode
  /// From the first planned start until the last request was over.
  public var makespanNanoseconds: Int64
  public var throughputPerSecond: Figure
  /// Successes within the goal.
  public var goodputPerSecond: Figure
  /// From the planned start.
  public var latency: LatencySection
  /// From the actual start.
  public var service: LatencySection?
  /// Throughput over that of the sequential run of the same profile and search mode.
  public var speedup: Figure
  /// Speed-up per user: 1 is all that concurrency can give.
  public var efficiency: Figure
  public var counts: CountSection
  /// Provider calls per request; 1 means no retries, hedges or fallbacks when each step makes one call.
  public var amplification: Figure
  /// The requests per second that the slowest pool allows; nil when nothing bounds it.
  public var boundPerSecond: Figure
  /// The pool that sets the pace, when it is a pool and no longer the number of users.
  public var paceSetBy: String?
  public var providers: [ProviderFigures]
  /// |L - λW| / L, a self-check of the instrument.
  public var littlesLawResidual: Figure
  /// Nil for models without a rate of their own.
  public var saturated: Bool?
  /// The latency histogram, compressed form of HdrHistogram V2 in base64.
  public var hdr: String?

  public init(
    profile: String, users: Int, requests: Int, requestMode: RequestMode, searchMode: SearchMode,
    makespanNanoseconds: Int64, throughputPerSecond: Figure, goodputPerSecond: Figure,
    latency: LatencySection, service: LatencySection? = nil, speedup: Figure, efficiency: Figure,
    counts: CountSection, amplification: Figure = .unknown, boundPerSecond: Figure = .unknown,
    paceSetBy: String? = nil, providers: [ProviderFigures] = [], littlesLawResidual: Figure = .unknown,
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
    self.paceSetBy = paceSetBy
    self.providers = providers
    self.littlesLawResidual = littlesLawResidual
    self.saturated = saturated
    self.hdr = hdr
  }

  /// The row of a run. `sequential` is the throughput to compare with; nil for the sequential run itself.
  public init(
    profile: String, users: Int, requestMode: RequestMode, searchMode: SearchMode, summary: RunSummary,
    sequentialThroughput sequential: Double?, errorNames: (ErrorKind) -> String,
    amplification: Figure = .unknown, boundPerSecond: Figure = .unknown, paceSetBy: String? = nil,
    providers: [ProviderFigures] = [], withHistogram: Bool = true
  ) {
    let speedup = sequential.map { summary.throughput / $0 } ?? 1
    self.init(
      profile: profile, users: users, requests: summary.counts.offered, requestMode: requestMode,
      searchMode: searchMode, makespanNanoseconds: summary.span,
      throughputPerSecond: Figure(summary.throughput), goodputPerSecond: Figure(summary.goodput),
      latency: LatencySection(summary.latency), service: LatencySection(summary.service),
      speedup: Figure(speedup), efficiency: Figure(speedup / Double(users)),
      counts: CountSection(summary.counts, errorNames: errorNames), amplification: amplification,
      boundPerSecond: boundPerSecond, paceSetBy: paceSetBy, providers: providers,
      littlesLawResidual: Figure(summary.littlesLaw.residual), saturated: summary.saturation?.isSaturated,
      hdr: withHistogram ? summary.latencyHistogram.base64 : nil)
  }

  enum CodingKeys: String, CodingKey {
    case profile, users, requests, requestMode, searchMode
    case makespanNanoseconds = "makespan_ns"
    case throughputPerSecond = "throughput_per_s"
    case goodputPerSecond = "goodput_per_s"
    case latency, service
    case speedup, efficiency, counts, amplification
    case boundPerSecond = "bound_per_s"
    case paceSetBy, providers
    case littlesLawResidual = "littlesLaw_residual"
    case saturated, hdr
  }
}

/// Times of a sample in nanoseconds; a percentile that the sample cannot support is null.
public struct LatencySection: Sendable, Hashable, Codable {
  public var mean: Int64
  public var standardDeviation: Int64
  public var p50: Int64?
  public var p90: Int64?
  public var p95: Int64?
  public var p99: Int64?
  public var p999: Int64?
  public var max: Int64

  public init(
    mean: Int64, standardDeviation: Int64, p50: Int64?, p90: Int64?, p95: Int64?, p99: Int64?, p999: Int64?,
    max: Int64
  ) {
    self.mean = mean
    self.standardDeviation = standardDeviation
    self.p50 = p50
    self.p90 = p90
    self.p95 = p95
    self.p99 = p99
    self.p999 = p999
    self.max = max
  }

  public init(_ figures: LatencyFigures) {
    self.init(
      mean: figures.mean, standardDeviation: figures.standardDeviation, p50: figures.p50, p90: figures.p90,
      p95: figures.p95, p99: figures.p99, p999: figures.p999, max: figures.max)
  }

  enum CodingKeys: String, CodingKey {
    case mean = "mean_ns"
    case standardDeviation = "stddev_ns"
    case p50 = "p50_ns"
    case p90 = "p90_ns"
    case p95 = "p95_ns"
    case p99 = "p99_ns"
    case p999 = "p99.9_ns"
    case max = "max_ns"
  }

  /// As synthesised, but an unsupported percentile is written as null and not left out.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(mean, forKey: .mean)
    try container.encode(standardDeviation, forKey: .standardDeviation)
    try container.encode(p50, forKey: .p50)
    try container.encode(p90, forKey: .p90)
    try container.encode(p95, forKey: .p95)
    try container.encode(p99, forKey: .p99)
    try container.encode(p999, forKey: .p999)
    try container.encode(max, forKey: .max)
  }
}

/// How many requests ended how.
public struct CountSection: Sendable, Hashable, Codable {
  public var succeeded: Int
  public var degraded: Int
  public var failed: Int
  public var dropped: Int
  public var late: Int
  /// Failures by reason.
  public var errors: [String: Int]

  public init(
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

  public init(_ counts: RunSummary.Counts, errorNames: (ErrorKind) -> String) {
    self.init(
      succeeded: counts.succeeded, degraded: counts.degraded, failed: counts.failed,
      dropped: counts.dropped, late: counts.late,
      errors: Dictionary(counts.failures.map { (errorNames($0.kind), $0.count) }, uniquingKeysWith: +))
  }
}

/// What a provider saw of a run.
public struct ProviderFigures: Sendable, Hashable, Codable {
  public var name: String
  /// Nil when there is no bound.
  public var servers: Int?
  public var calls: Int
  public var errors: Int
  public var retries: Int
  /// Busy server time over all server time; unknown without a bound.
  public var utilisation: Figure
  /// Mean wait in the pool's queue, and the longest; nanoseconds.
  public var queueMeanNanoseconds: Int64
  public var queueMaxNanoseconds: Int64
  /// The requests per second that this pool allows; unknown without a bound.
  public var boundPerSecond: Figure
  public var setsThePace: Bool

  public init(
    name: String, servers: Int?, calls: Int, errors: Int = 0, retries: Int = 0,
    utilisation: Figure = .unknown, queueMeanNanoseconds: Int64 = 0, queueMaxNanoseconds: Int64 = 0,
    boundPerSecond: Figure = .unknown, setsThePace: Bool = false
  ) {
    self.name = name
    self.servers = servers
    self.calls = calls
    self.errors = errors
    self.retries = retries
    self.utilisation = utilisation
    self.queueMeanNanoseconds = queueMeanNanoseconds
    self.queueMaxNanoseconds = queueMaxNanoseconds
    self.boundPerSecond = boundPerSecond
    self.setsThePace = setsThePace
  }

  enum CodingKeys: String, CodingKey {
    case name, servers, calls, errors, retries, utilisation
    case queueMeanNanoseconds = "queue_mean_ns"
    case queueMaxNanoseconds = "queue_max_ns"
    case boundPerSecond = "bound_per_s"
    case setsThePace
  }
}
