/// One result, complete: every report form is made from it and from nothing else.
///
/// Times are whole nanoseconds and say so in their JSON names. What depends on the machine (`machine`,
/// `twin`, `harness`) is nil in results that are compared byte for byte.
public struct ResultEnvelope: Sendable, Hashable, Codable {
  /// The name and version of the form. Fields may be added under one version, not changed or taken away.
  public static let schemaID = "bench.result/1"

  /// Which clock the figures come from.
  public enum Kind: String, Sendable, Hashable, Codable { case virtual, host }

  public enum Verdict: String, Sendable, Hashable, Codable {
    case pass, fail, improved, regressed, unchanged, inconclusive, interrupted, error
  }

  public var schema = ResultEnvelope.schemaID
  /// Names the result among others: no date in a virtual one.
  public var id: String
  public var title: String
  public var kind: Kind
  public var tool: Tool
  public var machine: Machine?
  /// The seed as typed: `42`, `0x5eed`.
  public var seed: String
  /// Of everything that was computed; equal digests mean equal runs.
  public var digest: String
  /// The command that repeats the result.
  public var command: String
  public var config: RunConfiguration
  public var comparisons: [Comparison]
  public var insideRequest: [SearchFigures]
  public var paired: [PairedFigures]
  public var timelines: [RequestTimeline]
  public var timeSeries: [SeriesFigures]
  public var twin: TwinRun?
  public var harness: HarnessCost?
  public var thresholds: [ThresholdResult]
  /// What a reader should know before believing a figure.
  public var notes: [String]
  public var verdict: Verdict
  /// The process's exit code.
  public var exit: Int

  public init(
    id: String, title: String, kind: Kind, tool: Tool, machine: Machine? = nil, seed: String,
    digest: String, command: String, config: RunConfiguration, comparisons: [Comparison],
    insideRequest: [SearchFigures] = [], paired: [PairedFigures] = [], timelines: [RequestTimeline] = [],
    timeSeries: [SeriesFigures] = [], twin: TwinRun? = nil, harness: HarnessCost? = nil,
    thresholds: [ThresholdResult] = [], notes: [String] = [], verdict: Verdict = .pass, exit: Int = 0
  ) {
    self.id = id
    self.title = title
    self.kind = kind
    self.tool = tool
    self.machine = machine
    self.seed = seed
    self.digest = digest
    self.command = command
    self.config = config
    self.comparisons = comparisons
    self.insideRequest = insideRequest
    self.paired = paired
    self.timelines = timelines
    self.timeSeries = timeSeries
    self.twin = twin
    self.harness = harness
    self.thresholds = thresholds
    self.notes = notes
    self.verdict = verdict
    self.exit = exit
  }
}

/// What made the result.
public struct Tool: Sendable, Hashable, Codable {
  public var name: String
  public var version: String
  /// Nil in results that must not change with every commit.
  public var commit: String?
  public var build: String?

  public init(name: String = "bench", version: String, commit: String? = nil, build: String? = nil) {
    self.name = name
    self.version = version
    self.commit = commit
    self.build = build
  }
}

/// Where a host result was measured.
public struct Machine: Sendable, Hashable, Codable {
  public var cpu: String
  public var cores: Int
  public var memoryBytes: Int64?
  public var kernel: String?
  public var system: String?
  public var toolchain: String?
  public var allocator: String?
  /// How much two identical runs differ here, in percent.
  public var noisePercent: Figure?

  public init(
    cpu: String, cores: Int, memoryBytes: Int64? = nil, kernel: String? = nil, system: String? = nil,
    toolchain: String? = nil, allocator: String? = nil, noisePercent: Figure? = nil
  ) {
    self.cpu = cpu
    self.cores = cores
    self.memoryBytes = memoryBytes
    self.kernel = kernel
    self.system = system
    self.toolchain = toolchain
    self.allocator = allocator
    self.noisePercent = noisePercent
  }

  enum CodingKeys: String, CodingKey {
    case cpu, cores
    case memoryBytes = "memory_bytes"
    case kernel, system, toolchain, allocator
    case noisePercent = "noise_percent"
  }
}

/// What was run: two results with different configurations are not compared.
public struct RunConfiguration: Sendable, Hashable, Codable {
  /// `LoadModel.summary`, one line per model used.
  public var models: [String]
  public var profiles: [String]
  /// Requests by kind, for example `full plan 100%`.
  public var workload: String
  public var policy: String?
  public var warmUpNanoseconds: Int64
  /// Host time per virtual time; nil on the virtual clock.
  public var timeScale: Figure?
  /// Whatever else was set, by option name.
  public var options: [String: String]

  public init(
    models: [String], profiles: [String], workload: String, policy: String? = nil,
    warmUpNanoseconds: Int64 = 0, timeScale: Figure? = nil, options: [String: String] = [:]
  ) {
    self.models = models
    self.profiles = profiles
    self.workload = workload
    self.policy = policy
    self.warmUpNanoseconds = warmUpNanoseconds
    self.timeScale = timeScale
    self.options = options
  }

  enum CodingKeys: String, CodingKey {
    case models, profiles, workload, policy
    case warmUpNanoseconds = "warmUp_ns"
    case timeScale, options
  }
}

/// A threshold and what became of it.
public struct ThresholdResult: Sendable, Hashable, Codable {
  public var expression: String
  /// What was compared, as text with its unit; nil when there was nothing, which fails.
  public var observed: String?
  public var ok: Bool

  public init(expression: String, observed: String?, ok: Bool) {
    self.expression = expression
    self.observed = observed
    self.ok = ok
  }
}
