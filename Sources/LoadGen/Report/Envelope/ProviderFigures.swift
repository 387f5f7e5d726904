/// What a provider saw of a run.
public struct ProviderFigures: Sendable, Hashable, Codable {
  public var name: String
  /// Nil when there is no bound.
  public var servers: Int?
  public var calls: Int
  public var errors: Int
  public var retries: Int
  /// Busy server time over all server time; unknown without a bound.
  public var utilisation: Figure
  /// Mean wait in the pool's queue, and the longest; nanoseconds.
  public var queueMeanNanoseconds: Int64
  public var queueMaxNanoseconds: Int64
  /// The requests per second that this pool allows; unknown without a bound.
  public var boundPerSecond: Figure
  public var setsThePace: Bool

  public init(
    name: String, servers: Int?, calls: Int, errors: Int = 0, retries: Int = 0,
    utilisation: Figure = .unknown, queueMeanNanoseconds: Int64 = 0, queueMaxNanoseconds: Int64 = 0,
    boundPerSecond: Figure = .unknown, setsThePace: Bool = false
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
    self.setsThePace = setsThePace
  }

  enum CodingKeys: String, CodingKey {
    case name, servers, calls, errors, retries, utilisation
    case queueMeanNanoseconds = "queue_mean_ns"
    case queueMaxNanoseconds = "queue_max_ns"
    case boundPerSecond = "bound_per_s"
    case setsThePace
  }
}
