import LoadGen

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
