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
  /// The same by how far a plan goes, each measured by itself.
  public var rates: [Rate]?

  /// What one kind of plan takes.
  public struct Rate: Sendable, Hashable, Codable {
    /// As in `search only`.
    public var name: String
    public var plansPerCPUSecond: Figure
    public var bytesPerPlan: Figure

    public init(_ name: String, plansPerCPUSecond: Figure, bytesPerPlan: Figure) {
      self.name = name
      self.plansPerCPUSecond = plansPerCPUSecond
      self.bytesPerPlan = bytesPerPlan
    }

    enum CodingKeys: String, CodingKey {
      case name
      case plansPerCPUSecond = "plans_per_cpu_s"
      case bytesPerPlan = "bytes_per_plan"
    }
  }

  public init(
    plans: Int, plansPerCPUSecond: Figure, eventsPerSecond: Figure, bytesPerRequest: Figure,
    allocationsPerRequest: Figure = .unknown, peakResidentBytes: Int64?, cpuNanoseconds: Int64,
    wallNanoseconds: Int64, rates: [Rate]? = nil
  ) {
    self.plans = plans
    self.plansPerCPUSecond = plansPerCPUSecond
    self.eventsPerSecond = eventsPerSecond
    self.bytesPerRequest = bytesPerRequest
    self.allocationsPerRequest = allocationsPerRequest
    self.peakResidentBytes = peakResidentBytes
    self.cpuNanoseconds = cpuNanoseconds
    self.wallNanoseconds = wallNanoseconds
    self.rates = rates
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
    case rates
  }
}
