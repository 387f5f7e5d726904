/// The load and waits of one provider in a run.
package struct ProviderSummary: Sendable, Hashable, Codable {
  package var name: String
  /// The size of the pool; nil without a bound.
  package var servers: Int?
  package var calls: Int
  package var errors: Int
  package var retries: Int
  /// Busy server time over all server time; unknown without a bound.
  package var utilisation: Figure
  /// The mean wait in the pool's queue.
  package var queueMeanNanoseconds: Int64
  /// The longest wait in the pool's queue.
  package var queueMaxNanoseconds: Int64
  /// The requests per second that this pool allows; unknown without a bound.
  package var boundPerSecond: Figure
  /// True if this pool limits the throughput of the run.
  package var isBottleneck: Bool

  package init(
    name: String, servers: Int?, calls: Int, errors: Int = 0, retries: Int = 0,
    utilisation: Figure = .unknown, queueMeanNanoseconds: Int64 = 0, queueMaxNanoseconds: Int64 = 0,
    boundPerSecond: Figure = .unknown, isBottleneck: Bool = false
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
    self.isBottleneck = isBottleneck
  }

  enum CodingKeys: String, CodingKey {
    case name, servers, calls, errors, retries, utilisation
    case queueMeanNanoseconds = "queue_mean_ns"
    case queueMaxNanoseconds = "queue_max_ns"
    case boundPerSecond = "bound_per_s"
    case isBottleneck = "setsThePace"
  }
}
