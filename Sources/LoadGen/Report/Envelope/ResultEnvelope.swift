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
