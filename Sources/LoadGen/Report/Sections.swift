/// Sequential against parallel search inside a request.
public struct SearchFigures: Sendable, Hashable, Codable {
  public struct Step: Sendable, Hashable, Codable {
    public var name: String
    public var meanNanoseconds: Int64
    /// On the chain that bounds the parallel search.
    public var isCritical: Bool

    public init(name: String, meanNanoseconds: Int64, isCritical: Bool) {
      self.name = name
      self.meanNanoseconds = meanNanoseconds
      self.isCritical = isCritical
    }

    enum CodingKeys: String, CodingKey {
      case name
      case meanNanoseconds = "mean_ns"
      case isCritical = "critical"
    }
  }

  public var profile: String
  public var requests: Int
  public var sequential: LatencySection
  public var parallel: LatencySection
  /// Mean length of the critical path: no schedule of the same steps is faster.
  public var boundNanoseconds: Int64
  /// Bound over parallel mean: 1 is as fast as can be.
  public var closeness: Figure
  public var speedup: Figure
  public var steps: [Step]

  public init(
    profile: String, requests: Int, sequential: LatencySection, parallel: LatencySection,
    boundNanoseconds: Int64, steps: [Step]
  ) {
    self.profile = profile
    self.requests = requests
    self.sequential = sequential
    self.parallel = parallel
    self.boundNanoseconds = boundNanoseconds
    closeness = Figure(parallel.mean > 0 ? Double(boundNanoseconds) / Double(parallel.mean) : nil)
    speedup = Figure(parallel.mean > 0 ? Double(sequential.mean) / Double(parallel.mean) : nil)
    self.steps = steps
  }

  enum CodingKeys: String, CodingKey {
    case profile, requests, sequential, parallel
    case boundNanoseconds = "bound_ns"
    case closeness, speedup, steps
  }
}

/// Two modes compared request by request.
public struct PairedFigures: Sendable, Hashable, Codable {
  public struct Hurt: Sendable, Hashable, Codable {
    public var request: Int
    public var beforeNanoseconds: Int64
    public var afterNanoseconds: Int64
    public var changeNanoseconds: Int64

    public init(request: Int, beforeNanoseconds: Int64, afterNanoseconds: Int64) {
      self.request = request
      self.beforeNanoseconds = beforeNanoseconds
      self.afterNanoseconds = afterNanoseconds
      changeNanoseconds = afterNanoseconds - beforeNanoseconds
    }

    enum CodingKeys: String, CodingKey {
      case request
      case beforeNanoseconds = "before_ns"
      case afterNanoseconds = "after_ns"
      case changeNanoseconds = "change_ns"
    }
  }

  public var profile: String
  /// What was compared: `sequential`, `concurrent, 30 users`.
  public var before: String
  public var after: String
  public var pairs: Int
  public var onlyBefore: Int
  public var onlyAfter: Int
  public var faster: Int
  public var slower: Int
  public var equal: Int
  public var meanChangeNanoseconds: Int64
  /// 95 % around the mean change: low, high; null without pairs.
  public var meanChangeInterval: [Int64]?
  public var medianChangeNanoseconds: Int64
  public var medianRatio: Figure
  /// Wilcoxon's signed ranks, two-sided.
  public var p: Figure
  public var worstHurt: [Hurt]

  public init(
    profile: String, before: String, after: String, pairs: Int, onlyBefore: Int, onlyAfter: Int,
    faster: Int, slower: Int, equal: Int, meanChangeNanoseconds: Int64, meanChangeInterval: [Int64]?,
    medianChangeNanoseconds: Int64, medianRatio: Figure, p: Figure, worstHurt: [Hurt]
  ) {
    self.profile = profile
    self.before = before
    self.after = after
    self.pairs = pairs
    self.onlyBefore = onlyBefore
    self.onlyAfter = onlyAfter
    self.faster = faster
    self.slower = slower
    self.equal = equal
    self.meanChangeNanoseconds = meanChangeNanoseconds
    self.meanChangeInterval = meanChangeInterval
    self.medianChangeNanoseconds = medianChangeNanoseconds
    self.medianRatio = medianRatio
    self.p = p
    self.worstHurt = worstHurt
  }

  public init(
    profile: String, before: String, after: String, _ comparison: PairedComparison, worst: Int = 5
  ) {
    self.init(
      profile: profile, before: before, after: after, pairs: comparison.pairs.count,
      onlyBefore: comparison.onlyBefore, onlyAfter: comparison.onlyAfter, faster: comparison.faster,
      slower: comparison.slower, equal: comparison.equal, meanChangeNanoseconds: comparison.meanChange,
      meanChangeInterval: comparison.interval.map { [Int64($0.low.rounded()), Int64($0.high.rounded())] },
      medianChangeNanoseconds: comparison.medianChange, medianRatio: Figure(comparison.medianRatio),
      p: Figure(comparison.test.p),
      worstHurt: comparison.worstHurt(worst).map {
        Hurt(request: $0.index, beforeNanoseconds: $0.before, afterNanoseconds: $0.after)
      })
  }

  enum CodingKeys: String, CodingKey {
    case profile, before, after, pairs, onlyBefore, onlyAfter, faster, slower, equal
    case meanChangeNanoseconds = "meanChange_ns"
    case meanChangeInterval = "meanChange_ci95_ns"
    case medianChangeNanoseconds = "medianChange_ns"
    case medianRatio, p, worstHurt
  }
}

/// One request, step by step.
public struct RequestTimeline: Sendable, Hashable, Codable {
  public struct Span: Sendable, Hashable, Codable {
    public var name: String
    /// From the request's planned start.
    public var startNanoseconds: Int64
    public var endNanoseconds: Int64
    public var isCritical: Bool
    public var failed: Bool

    public init(
      name: String, startNanoseconds: Int64, endNanoseconds: Int64, isCritical: Bool = false,
      failed: Bool = false
    ) {
      self.name = name
      self.startNanoseconds = startNanoseconds
      self.endNanoseconds = endNanoseconds
      self.isCritical = isCritical
      self.failed = failed
    }

    enum CodingKeys: String, CodingKey {
      case name
      case startNanoseconds = "start_ns"
      case endNanoseconds = "end_ns"
      case isCritical = "critical"
      case failed
    }
  }

  public var profile: String
  public var request: Int
  public var searchMode: Comparison.SearchMode
  public var totalNanoseconds: Int64
  /// In order of start.
  public var spans: [Span]

  public init(
    profile: String, request: Int, searchMode: Comparison.SearchMode, totalNanoseconds: Int64, spans: [Span]
  ) {
    self.profile = profile
    self.request = request
    self.searchMode = searchMode
    self.totalNanoseconds = totalNanoseconds
    self.spans = spans
  }

  enum CodingKeys: String, CodingKey {
    case profile, request, searchMode
    case totalNanoseconds = "total_ns"
    case spans
  }

  /// With the spans marked that made the request as long as it was: from the last to end back to the
  /// start, each time the span that ended last before the one at hand began.
  public func markingCriticalPath() -> RequestTimeline {
    var copy = self
    for index in copy.spans.indices { copy.spans[index].isCritical = false }
    var limit = Int64.max
    while let index = copy.spans.indices.filter({
      copy.spans[$0].endNanoseconds <= limit && !copy.spans[$0].isCritical
    }).max(by: { copy.spans[$0].endNanoseconds < copy.spans[$1].endNanoseconds }) {
      copy.spans[index].isCritical = true
      limit = copy.spans[index].startNanoseconds
    }
    return copy
  }
}

/// A run cut into intervals, with what was done to it.
public struct SeriesFigures: Sendable, Hashable, Codable {
  public struct Point: Sendable, Hashable, Codable {
    public var startNanoseconds: Int64
    public var arrived: Int
    public var dropped: Int
    public var succeeded: Int
    public var degraded: Int
    public var failed: Int
    public var inFlight: Figure
    public var latency: LatencySection

    public init(_ interval: TimeSeries.Interval) {
      startNanoseconds = interval.start
      arrived = interval.arrived
      dropped = interval.dropped
      succeeded = interval.succeeded
      degraded = interval.degraded
      failed = interval.failed
      inFlight = Figure(interval.inFlight)
      latency = LatencySection(interval.latency)
    }

    enum CodingKeys: String, CodingKey {
      case startNanoseconds = "start_ns"
      case arrived, dropped, succeeded, degraded, failed, inFlight, latency
    }
  }

  /// A stretch of staged trouble.
  public struct FaultWindow: Sendable, Hashable, Codable {
    public var name: String
    public var startNanoseconds: Int64
    public var endNanoseconds: Int64

    public init(name: String, startNanoseconds: Int64, endNanoseconds: Int64) {
      self.name = name
      self.startNanoseconds = startNanoseconds
      self.endNanoseconds = endNanoseconds
    }

    enum CodingKeys: String, CodingKey {
      case name
      case startNanoseconds = "start_ns"
      case endNanoseconds = "end_ns"
    }
  }

  public var name: String
  public var intervalNanoseconds: Int64
  public var points: [Point]
  public var faults: [FaultWindow]

  public init(name: String, _ series: TimeSeries, faults: [FaultWindow] = []) {
    self.name = name
    intervalNanoseconds = series.width
    points = series.intervals.map { Point($0) }
    self.faults = faults
  }

  enum CodingKeys: String, CodingKey {
    case name
    case intervalNanoseconds = "interval_ns"
    case points, faults
  }
}

/// The same run on the virtual and on the host's clock.
public struct TwinRun: Sendable, Hashable, Codable {
  public struct Row: Sendable, Hashable, Codable {
    public var name: String
    /// `ns`, `1/s`, `1`.
    public var unit: String
    public var predicted: Figure
    /// At full time scale: what was measured, divided by the scale.
    public var measured: Figure
    /// (measured - predicted) / predicted.
    public var error: Figure

    public init(name: String, unit: String, predicted: Double, measured: Double) {
      self.name = name
      self.unit = unit
      self.predicted = Figure(predicted)
      self.measured = Figure(measured)
      error = Figure(predicted == 0 ? nil : (measured - predicted) / predicted)
    }
  }

  public var profile: String
  public var model: String
  /// Host time per virtual time: 0.1 runs ten times as fast.
  public var timeScale: Figure
  public var rows: [Row]

  public init(profile: String, model: String, timeScale: Figure, rows: [Row]) {
    self.profile = profile
    self.model = model
    self.timeScale = timeScale
    self.rows = rows
  }

  /// The row that is furthest off.
  public var worst: Row? { rows.max { ($0.error.value ?? 0).magnitude < ($1.error.value ?? 0).magnitude } }
}

/// What the harness itself took.
public struct HarnessCost: Sendable, Hashable, Codable {
  public var plans: Int
  public var plansPerCPUSecond: Figure
  public var eventsPerSecond: Figure
  public var bytesPerRequest: Figure
  public var allocationsPerRequest: Figure
  public var peakResidentBytes: Int64?
  public var cpuNanoseconds: Int64
  public var wallNanoseconds: Int64

  public init(
    plans: Int, plansPerCPUSecond: Figure, eventsPerSecond: Figure, bytesPerRequest: Figure,
    allocationsPerRequest: Figure = .unknown, peakResidentBytes: Int64?, cpuNanoseconds: Int64,
    wallNanoseconds: Int64
  ) {
    self.plans = plans
    self.plansPerCPUSecond = plansPerCPUSecond
    self.eventsPerSecond = eventsPerSecond
    self.bytesPerRequest = bytesPerRequest
    self.allocationsPerRequest = allocationsPerRequest
    self.peakResidentBytes = peakResidentBytes
    self.cpuNanoseconds = cpuNanoseconds
    self.wallNanoseconds = wallNanoseconds
  }

  enum CodingKeys: String, CodingKey {
    case plans
    case plansPerCPUSecond = "plans_per_cpu_s"
    case eventsPerSecond = "events_per_s"
    case bytesPerRequest = "bytes_per_request"
    case allocationsPerRequest = "allocations_per_request"
    case peakResidentBytes = "peak_resident_bytes"
    case cpuNanoseconds = "cpu_ns"
    case wallNanoseconds = "wall_ns"
  }
}
