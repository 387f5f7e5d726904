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
