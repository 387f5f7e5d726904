/// The cost of running the simulation itself.
package struct SimulatorOverhead: Sendable, Hashable, Codable {
  package var plans: Int
  package var plansPerCPUSecond: Figure
  package var eventsPerSecond: Figure
  package var bytesPerRequest: Figure
  package var allocationsPerRequest: Figure
  package var peakResidentBytes: Int64?
  package var cpuNanoseconds: Int64
  package var wallNanoseconds: Int64
  /// The cost by kind of plan, each measured on its own.
  package var rates: [Rate]?

  /// The cost of one kind of plan.
  package struct Rate: Sendable, Hashable, Codable {
    /// The kind of plan, as `search only`.
    package var name: String
    package var plansPerCPUSecond: Figure
    package var bytesPerPlan: Figure

    package init(_ name: String, plansPerCPUSecond: Figure, bytesPerPlan: Figure) {
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

  package init(
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
