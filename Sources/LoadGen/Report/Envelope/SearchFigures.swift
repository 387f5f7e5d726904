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
