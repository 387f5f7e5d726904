/// The amount of simulation: independent replications of a model, each in its own world and with its own seed.
package struct ReplicationPlan: Hashable, Sendable {
  /// Standard errors come from the spread between replications, so there must be many.
  package var replications: Int
  /// Customers of each, at least and at most; in between, enough that the model forgets its start several
  /// times over.
  package var customers: ClosedRange<Int>

  package init(replications: Int, customers: ClosedRange<Int>) {
    precondition(replications >= 8, "a standard error needs 8 replications, was \(replications)")
    precondition(customers.lowerBound > 0, "a replication needs a customer")
    self.replications = replications
    self.customers = customers
  }

  /// The plan of the full validation suite.
  package static let full = ReplicationPlan(replications: 96, customers: 10_000...50_000)

  /// The measured time of a replication, in the model's unit of time.
  func length(of model: QueueModel) -> Double {
    let rate: Double
    switch model.arrivals {
    case .poisson, .constant: rate = model.arrivalRate ?? 1
    case .closed(let users, let think):
      // The lesser of the bounds: the slowest station, and no waiting at all.
      let demands = model.stations.map(\.service.mean)
      rate = min(1 / (demands.max() ?? 1), Double(users) / (think + demands.reduce(0, +)))
    }
    let wanted = 8 * model.relaxation * rate
    return min(max(wanted, Double(customers.lowerBound)), Double(customers.upperBound)) / rate
  }
}
