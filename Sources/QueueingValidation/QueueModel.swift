import Primitives

/// A queueing system whose long-run figures are known: who comes, and which stations they visit in order.
///
/// Times are in the case's own unit.
package struct QueueModel: Hashable, Sendable {
  package enum Arrivals: Hashable, Sendable {
    /// Independent Poisson streams, one for each priority class.
    case poisson(rates: [Double])
    /// Equal gaps.
    case constant(rate: Double)
    /// So many users, who think for an exponential time between visits.
    case closed(users: Int, think: Double)
  }

  package struct Station: Hashable, Sendable {
    package var servers: Int
    /// Places to wait; nil for no limit.
    package var queueLimit: Int?
    package var service: ServiceShape

    package init(servers: Int = 1, queueLimit: Int? = nil, service: ServiceShape) {
      self.servers = servers
      self.queueLimit = queueLimit
      self.service = service
    }
  }

  package var arrivals: Arrivals
  package var stations: [Station]

  package init(_ arrivals: Arrivals, _ stations: [Station]) {
    precondition(!stations.isEmpty, "a model needs a station")
    self.arrivals = arrivals
    self.stations = stations
  }

  /// Arrivals per unit of time; nil for a closed model.
  var arrivalRate: Double? {
    switch arrivals {
    case .poisson(let rates): rates.reduce(0, +)
    case .constant(let rate): rate
    case .closed: nil
    }
  }

  var classes: Int {
    if case .poisson(let rates) = arrivals { rates.count } else { 1 }
  }

  /// Offered load per server of the busiest station; nil for a closed model.
  var load: Double? {
    guard let rate = arrivalRate else { return nil }
    return stations.map { rate * $0.service.mean / Double($0.servers) }.max()
  }

  /// True if arrivals can be rejected.
  var loses: Bool { stations.contains { $0.queueLimit != nil } }

  /// The name of the model's random streams, different for every model.
  ///
  /// Spelled out, because published results depend on it: a description that Swift makes up has the names of
  /// modules, types and properties in it. `Scenarios` is the module that the types were first in.
  var key: String {
    let arrivals =
      switch arrivals {
      case .poisson(let rates): "poisson(rates: \(rates))"
      case .constant(let rate): "constant(rate: \(rate))"
      case .closed(let users, let think): "closed(users: \(users), think: \(think))"
      }
    let stations = stations.map { station in
      let limit = station.queueLimit.map { "Optional(\($0))" } ?? "nil"
      return "Scenarios.QueueModel.Station(servers: \(station.servers), queueLimit: \(limit), "
        + "service: \(station.service.key))"
    }
    return "QueueModel(arrivals: Scenarios.QueueModel.Arrivals.\(arrivals), "
      + "stations: [\(stations.joined(separator: ", "))])"
  }
}

// Where a run starts. A start in the long-run state needs no warm-up: the first customer counts.
extension QueueModel {
  /// The initial occupancy of a station.
  enum Start: Sendable {
    /// Nobody; the time until the run forgets it has to pass.
    case empty(warmUp: Double)
    /// So many customers at each station, drawn from the long-run distribution.
    case customers
    /// Work for one server, drawn from the long-run distribution of the workload. Who waits behind it waits
    /// as in the long run; how many are in the station is right once the work is done, which `warmUp` gives
    /// time for.
    case work(warmUp: Double)
  }

  var start: Start {
    switch arrivals {
    case .closed(let users, let think):
      let demand = stations.reduce(0) { $0 + $1.service.mean }
      return .empty(warmUp: 10 * (think + Double(users) * demand))
    case .poisson, .constant:
      let isMarkovian = stations.allSatisfy(\.service.isExponential)
      if classes == 1, isMarkovian, stations.count == 1 || !loses { return .customers }
      guard classes == 1, let rate = arrivalRate, case .poisson = arrivals, stations.count == 1,
        stations[0].servers == 1, !loses
      else { return .empty(warmUp: 10 * relaxation) }
      let wait = rate * stations[0].service.secondMoment / (2 * (1 - rate * stations[0].service.mean))
      return .work(warmUp: 25 * (wait + stations[0].service.mean))
    }
  }

  /// About how long the model remembers, in units of time: `4 / (1 - ρ)²` services at the rate of all
  /// servers, more for variable service, and one service.
  var relaxation: Double {
    guard let load else {
      guard case .closed(let users, let think) = arrivals else { return 0 }
      return think + Double(users) * stations.reduce(0) { $0 + $1.service.mean }
    }
    let idle = max(1 - load, loses ? 0.1 : 0.001)
    return stations.reduce(0) { sum, station in
      let variability = (1 + station.service.squaredCoefficientOfVariation) / 2
      return sum + station.service.mean * (1 + 4 * variability / (idle * idle * Double(station.servers)))
    }
  }

  /// A number of customers at a station, as an arrival finds it in the long run.
  func drawCustomers(at station: Station, using generator: inout SplitMix64) -> Int {
    guard let rate = arrivalRate else { return 0 }
    let offered = rate * station.service.mean
    if case .constant = arrivals {
      // Arrivals at equal gaps find a geometric number, of ratio σ = exp(-(1 - σ) / ρ).
      var sigma = offered
      for _ in 0..<10_000 { sigma = PortableMath.exp(-(1 - sigma) / offered) }
      return Self.geometric(sigma, using: &generator)
    }
    // Birth and death: p(n+1) / p(n) = offered / servers at work.
    let capacity = station.queueLimit.map { station.servers + $0 }
    var weights = [1.0]
    while weights.count <= (capacity ?? station.servers) {
      let n = weights.count
      weights.append(weights[n - 1] * offered / Double(min(n, station.servers)))
    }
    if capacity != nil { return ServiceShape.choose(weights, using: &generator) }
    // Beyond the servers the chain is geometric.
    let ratio = offered / Double(station.servers)
    weights[station.servers] /= 1 - ratio
    let found = ServiceShape.choose(weights, using: &generator)
    return found < station.servers ? found : found + Self.geometric(ratio, using: &generator)
  }

  /// The work an arrival finds at a single server: a geometric number of residual services (Pollaczek and
  /// Khinchine).
  func drawWork(at station: Station, using generator: inout SplitMix64) -> Double {
    guard let rate = arrivalRate else { return 0 }
    var work = 0.0
    for _ in 0..<Self.geometric(rate * station.service.mean, using: &generator) {
      work += station.service.drawResidual(using: &generator)
    }
    return work
  }

  /// A number `n` with probability `(1 - ratio) ratio^n`.
  private static func geometric(_ ratio: Double, using generator: inout SplitMix64) -> Int {
    Int(saturating: PortableMath.ln(generator.nextPositiveUnit()) / PortableMath.ln(ratio))
  }
}

extension ServiceShape {
  /// The shape's part of a model's key.
  fileprivate var key: String {
    let shape =
      switch self {
      case .constant(let value): "constant(\(value))"
      case .exponential(let mean): "exponential(mean: \(mean))"
      case .uniform(let low, let high): "uniform(low: \(low), high: \(high))"
      case .erlang(let stages, let mean): "erlang(stages: \(stages), mean: \(mean))"
      case .mixture(let weights, let parts):
        "mixture(weights: \(weights), of: [\(parts.map(\.key).joined(separator: ", "))])"
      }
    return "Scenarios.ServiceShape.\(shape)"
  }
}
