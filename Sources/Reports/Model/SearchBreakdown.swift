/// The time of a request by search: sequential against parallel.
package struct SearchBreakdown: Sendable, Hashable, Codable {
  /// One step of a request.
  package struct Step: Sendable, Hashable, Codable {
    package var name: String
    package var meanNanoseconds: Int64
    /// True on the chain of steps that bounds the parallel search.
    package var isCritical: Bool

    package init(name: String, meanNanoseconds: Int64, isCritical: Bool) {
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

  package var profile: String
  package var requests: Int
  package var sequential: LatencySection
  package var parallel: LatencySection
  /// The mean length of the critical path; no schedule of the same steps is faster.
  package var boundNanoseconds: Int64
  /// The bound divided by the parallel mean; 1 is optimal.
  package var closeness: Figure
  package var speedup: Figure
  package var steps: [Step]

  package init(
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
