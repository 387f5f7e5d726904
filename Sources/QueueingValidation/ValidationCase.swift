/// A known result: what a figure of a queueing system is in the long run.
package struct ValidationCase: Hashable, Sendable {
  package var id: String
  package var model: QueueModel
  package var quantity: ValidationQuantity
  /// Of this priority class only, from 0; nil for all customers.
  package var priority: Int?
  /// The truth, in the case's own unit of time.
  package var value: Double

  package init(
    id: String, model: QueueModel, quantity: ValidationQuantity, priority: Int? = nil, value: Double
  ) {
    self.id = id
    self.model = model
    self.quantity = quantity
    self.priority = priority
    self.value = value
  }
}

/// A figure of a queueing system.
package enum ValidationQuantity: Hashable, Sendable {
  /// The mean time from arrival to the end of service, of those that were served.
  case timeInSystem
  /// The mean time in queues.
  case timeInQueue
  /// The mean number in the system, over time.
  case numberInSystem
  /// The mean number waiting, over time.
  case numberInQueue
  /// Ends of service per unit of time.
  case throughput
  /// The share of arrivals that are turned away.
  case blocking
  /// The share of arrivals that have to wait, of those that were let in.
  case waitProbability
  /// The time in system that so many per cent do not exceed.
  case percentile(Double)
  /// Number in system over arrivals times time in system: 1, by Little's law.
  case littlesLaw
}

/// A simulated figure beside the truth.
package struct ValidationResult: Hashable, Sendable {
  package var id: String
  package var estimate: Double
  package var value: Double
  /// Of the estimate; 0 when it is exact.
  package var standardError: Double
  /// The error of the estimate in standard errors; nil when the estimate is exact and wrong.
  package var z: Double?
  package var passed: Bool

  /// Beyond so many standard errors a case fails: by chance once in 16,000.
  package static let limit = 4.0

  init(id: String, estimate: Double, value: Double, standardError: Double) {
    self.id = id
    self.estimate = estimate
    self.value = value
    self.standardError = standardError
    let error = estimate - value
    z = standardError > 0 ? error / standardError : error.magnitude <= 1e-9 * value.magnitude ? 0 : nil
    passed = z.map { $0.magnitude <= Self.limit } ?? false
  }
}

extension ValidationResult: Codable {
  private enum Key: String, CodingKey { case id, estimate, value, standardError, z, passed }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    id = try container.decode(String.self, forKey: .id)
    estimate = try container.decode(Double.self, forKey: .estimate)
    value = try container.decode(Double.self, forKey: .value)
    standardError = try container.decode(Double.self, forKey: .standardError)
    z = try container.decode(Double?.self, forKey: .z)
    passed = try container.decode(Bool.self, forKey: .passed)
  }

  /// Writes every key; `z` is null when there is none.
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(id, forKey: .id)
    try container.encode(estimate, forKey: .estimate)
    try container.encode(value, forKey: .value)
    try container.encode(standardError, forKey: .standardError)
    try container.encode(z, forKey: .z)
    try container.encode(passed, forKey: .passed)
  }
}

/// The case as one line of the report.
package struct ValidationReport: Hashable, Sendable, Codable {
  package var seed: UInt64
  /// In the order of the cases.
  package var cases: [ValidationResult]
  package var passed: Bool
  /// Fingerprint of every decision of every run and of every estimate.
  package var digest: String
  /// True if cases are missing because the suite was stopped; absent otherwise.
  package var interrupted: Bool?
}
