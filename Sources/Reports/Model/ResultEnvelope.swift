/// One complete result, from which every report form is made.
///
/// Times are whole nanoseconds and say so in their JSON names. The parts that depend on the machine
/// (`machine`, `hostComparison`, `overhead`) are nil in results that are compared byte for byte.
package struct ResultEnvelope: Sendable, Hashable, Codable {
  /// The name and version of the format. Within a version, fields may be added but not changed or removed.
  package static let schemaID = "bench.result/1"

  /// The clock that the figures come from.
  package enum Kind: String, Sendable, Hashable, Codable { case virtual, host }

  /// The conclusion about the whole run.
  package enum Verdict: String, Sendable, Hashable, Codable { case pass, fail, interrupted }

  package var schema = ResultEnvelope.schemaID
  /// The name of the kind of result, as `run`. Without a date, so that equal runs give equal bytes.
  package var id: String
  package var title: String
  package var kind: Kind
  package var tool: Tool
  package var machine: Machine?
  /// The seed as typed: `42`, `0x5eed`.
  package var seed: String
  /// The digest of everything that was computed; equal digests mean equal runs.
  package var digest: String
  /// The command that repeats the result.
  package var command: String
  package var config: RunConfiguration
  package var comparisons: [ComparisonRow]
  package var requestBreakdown: [SearchBreakdown]
  package var paired: [PairedSummary]
  package var timelines: [RequestTimeline]
  package var timeSeries: [TimeSeriesSummary]
  package var hostComparison: HostComparison?
  package var overhead: SimulatorOverhead?
  package var thresholds: [ThresholdResult]
  /// The limits of the figures, which a reader should know before relying on one.
  package var notes: [String]
  package var verdict: Verdict
  /// The exit code of the process.
  package var exit: Int

  package init(
    id: String, title: String, kind: Kind, tool: Tool, machine: Machine? = nil, seed: String,
    digest: String, command: String, config: RunConfiguration, comparisons: [ComparisonRow],
    requestBreakdown: [SearchBreakdown] = [], paired: [PairedSummary] = [],
    timelines: [RequestTimeline] = [], timeSeries: [TimeSeriesSummary] = [],
    hostComparison: HostComparison? = nil, overhead: SimulatorOverhead? = nil,
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
    self.requestBreakdown = requestBreakdown
    self.paired = paired
    self.timelines = timelines
    self.timeSeries = timeSeries
    self.hostComparison = hostComparison
    self.overhead = overhead
    self.thresholds = thresholds
    self.notes = notes
    self.verdict = verdict
    self.exit = exit
  }

  // The names in stored results, which the schema publishes.
  enum CodingKeys: String, CodingKey {
    case schema, id, title, kind, tool, machine, seed, digest, command, config, comparisons
    case requestBreakdown = "insideRequest"
    case paired, timelines, timeSeries
    case hostComparison = "twin"
    case overhead = "harness"
    case thresholds, notes, verdict, exit
  }
}

/// The program that made a result.
package struct Tool: Sendable, Hashable, Codable {
  package var name: String
  package var version: String
  /// Nil in results that must not change with every commit.
  package var commit: String?
  package var build: String?

  package init(name: String = "bench", version: String, commit: String? = nil, build: String? = nil) {
    self.name = name
    self.version = version
    self.commit = commit
    self.build = build
  }
}

/// A threshold and its outcome.
package struct ThresholdResult: Sendable, Hashable, Codable {
  package var expression: String
  /// The value that was compared, as text with its unit; nil when there were no samples, which fails.
  package var observed: String?
  package var ok: Bool

  package init(expression: String, observed: String?, ok: Bool) {
    self.expression = expression
    self.observed = observed
    self.ok = ok
  }
}

/// The settings of a run. Results with different configurations are not comparable.
package struct RunConfiguration: Sendable, Hashable, Codable {
  /// The load models, one line each (`LoadModel.summary`).
  package var models: [String]
  package var profiles: [String]
  /// The mix of requests by kind, as `full plan 100%`.
  package var workload: String
  package var policy: String?
  package var warmUpNanoseconds: Int64
  /// The host time per virtual time; nil on the virtual clock.
  package var timeScale: Figure?
  /// Other settings, by option name.
  package var options: [String: String]

  package init(
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

/// The machine on which a host result was measured.
package struct Machine: Sendable, Hashable, Codable {
  package var cpu: String
  package var cores: Int
  package var memoryBytes: Int64?
  package var kernel: String?
  package var system: String?
  package var toolchain: String?
  package var allocator: String?
  /// The difference between two identical runs on this machine, in percent.
  package var noisePercent: Figure?

  package init(
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
