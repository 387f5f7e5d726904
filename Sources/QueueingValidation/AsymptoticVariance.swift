import Primitives

/// The sampling variance of a long run's estimates, from theory: `variance / customers` for one station.
///
/// A run in which the long waits happened not to occur looks more certain than it is; in heavy traffic that
/// is most runs. The spread between replications is therefore never taken to be less than this.
///
/// With `c²` the sum of the squared coefficients of variation of gaps and services, `g(ρ)` the ratio by
/// which the exact result for M/M/1, `ρ(2 + 5ρ - 4ρ² + ρ³) / (1 - ρ)⁴`, falls short of its limit:
///
/// | figure, one server | variance, mean service 1 |
/// | :-- | :-- |
/// | mean wait | `g(ρ) (c²)³ / 2(1 - ρ)⁴` |
/// | share of waits above their quantile `q = 1 - p` | `g(ρ) 2c² q(1 - q + q ln q) / (1 - ρ)²` |
///
/// Both are those of reflected Brownian motion with the same drift and variance, whose long-run variance is
/// `4/s² ∫ (∫₀ˣ (f - f̄)π)² / π dx`. While all of `s` servers are busy they are one that is `s` times as
/// fast; that is so for a share of `C / ρ` of what it would be for one (`C` by Erlang), found to be within
/// 10 % of the spread measured for M/M/2 to M/M/100.
struct AsymptoticVariance {
  private let load: Double
  private let variability: Double
  /// Of all servers as one.
  private let service: Double
  private let rate: Double
  private let servers: Int
  /// The wait probability over the load; 1 for one server.
  private let busyShare: Double

  /// Nil for a model it does not hold for.
  init?(_ model: QueueModel) {
    guard model.stations.count == 1, model.classes == 1, !model.loses, let rate = model.arrivalRate,
      let load = model.load, load < 1
    else { return nil }
    self.rate = rate
    self.load = load
    servers = model.stations[0].servers
    service = model.stations[0].service.mean / Double(servers)
    var blocking = 1.0
    for k in 1...servers {
      let offered = load * Double(servers)
      blocking = offered * blocking / (Double(k) + offered * blocking)
    }
    busyShare = blocking / (1 - load * (1 - blocking)) / load
    var variability = model.stations[0].service.squaredCoefficientOfVariation
    if case .poisson = model.arrivals { variability += 1 }
    self.variability = variability
  }

  /// The least standard error of a figure whose truth is `value`, from so many customers; 0 where theory
  /// has no say.
  func standardError(_ quantity: ValidationQuantity, value: Double, customers: Double) -> Double {
    let idle = 1 - load
    let shortfall = load * (2 + 5 * load - 4 * load * load + load * load * load) / 4
    let wait =
      service
      * (busyShare * shortfall * variability * variability * variability
      / (2 * idle * idle * idle * idle * customers))
      .squareRoot()
    switch quantity {
    case .timeInSystem, .timeInQueue: return wait
    case .numberInSystem, .numberInQueue: return rate * wait
    case .throughput, .blocking, .waitProbability, .littlesLaw: return 0
    case .percentile where servers > 1: return 0
    case .percentile(let percent):
      let above = 1 - percent / 100
      let depth = -PortableMath.ln(above)
      let variance = shortfall * 2 * variability * above * (1 - above - above * depth) / (idle * idle)
      // The density of an exponential tail through the origin, as the time in M/M/1 has.
      let density = above * depth / value
      return (max(variance, 0) / customers).squareRoot() / density
    }
  }
}
