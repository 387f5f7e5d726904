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
