import Foundation
import QueueingValidation
import Testing

/// The built-in values, computed a second time from textbook formulas.
@Suite("Built-in validation cases")
struct BuiltInCaseTests {
  private func erlangB(_ load: Double, _ servers: Int) -> Double {
    (1...servers).reduce(1.0) { b, k in load * b / (Double(k) + load * b) }
  }

  /// Wait, time in system, throughput and blocking of a model; nil for what has no formula here.
  private func theory(_ item: ValidationCase) -> Double? {
    let station = item.model.stations[0]
    let mean = station.service.mean
    switch item.model.arrivals {
    case .closed(let users, let think):
      var queue = 0.0
      var throughput = 0.0
      var response = 0.0
      for n in 1...users {
        response = mean * (1 + queue)
        throughput = Double(n) / (think + response)
        queue = throughput * response
      }
      return item.quantity == .throughput ? throughput : response
    case .constant(let rate):
      var sigma = 0.5
      for _ in 0..<10_000 { sigma = exp(-(1 - sigma) / (rate * mean)) }
      return sigma / (1 - sigma) * mean
    case .poisson(let rates):
      let rate = rates.reduce(0, +)
      let load = rate * mean / Double(station.servers)
      if item.model.stations.count == 2 {
        return item.model.stations.reduce(0) { $0 + 1 / (1 / $1.service.mean - rate) }
      }
      if rates.count == 2 {
        let residual = rate * station.service.secondMoment / 2
        let first = 1 - rates[0] * mean
        return item.priority == 0 ? residual / first : residual / (first * (1 - load))
      }
      if station.queueLimit == 0 { return erlangB(rate * mean, station.servers) }
      if let limit = station.queueLimit {
        let weights = (0...limit + 1).map { pow(load, Double($0)) }
        let total = weights.reduce(0, +)
        let blocking = (weights.last ?? 0) / total
        let number = weights.enumerated().reduce(0) { $0 + Double($1.offset) * $1.element } / total
        switch item.quantity {
        case .blocking: return blocking
        case .numberInSystem: return number
        case .throughput: return rate * (1 - blocking)
        default: return number / (rate * (1 - blocking))
        }
      }
      var wait = rate * station.service.secondMoment / (2 * (1 - load))
      var delayed = load
      if station.servers > 1 {
        let b = erlangB(rate * mean, station.servers)
        delayed = b / (1 - load * (1 - b))
        wait = delayed / (Double(station.servers) / mean - rate)
      }
      switch item.quantity {
      case .timeInSystem: return wait + mean
      case .timeInQueue: return wait
      case .numberInSystem: return rate * (wait + mean)
      case .numberInQueue: return rate * wait
      case .throughput: return rate
      case .waitProbability: return delayed
      case .percentile(let percent): return -log(1 - percent / 100) * mean / (1 - load)
      case .littlesLaw: return 1
      case .blocking: return nil
      }
    }
  }

  @Test("have the values of the formulas", arguments: ValidationCase.builtIn)
  func values(item: ValidationCase) throws {
    let expected = try #require(theory(item))
    #expect(abs(item.value - expected) <= 2e-9 * max(1, expected), "\(item.id): \(expected)")
  }

  @Test("have ids of their own and cover every kind of system")
  func coverage() {
    let ids = ValidationCase.builtIn.map(\.id)
    #expect(Set(ids).count == ids.count)
    for prefix in [
      "mm1-", "mm2-", "mm100-", "erlang-b-", "md1-", "mg1-", "mm1k5-", "dm1-", "closed-", "priority-",
      "tandem-",
    ] {
      #expect(ids.contains { $0.hasPrefix(prefix) }, "\(prefix)")
    }
  }
}
