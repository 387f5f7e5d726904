import LoadGen

/// A figure from many replications, with the standard error that their spread gives it.
///
/// Every figure is a ratio of two sums, such as waits over customers. With `r` replications of numerator
/// `aᵢ` and denominator `bᵢ` the estimate is `q = Σa / Σb`, and its variance
/// `r / (r - 1) · Σ(aᵢ - q bᵢ)² / (Σb)²`. Replications are independent and each starts in the long-run
/// state, so neither correlation within a run nor a transient gets into it.
struct ValidationEstimate: Sendable {
  var estimate: Double
  var standardError: Double

  init(ratio pairs: [(Double, Double)]) {
    let total = pairs.reduce(0) { $0 + $1.1 }
    let ratio = total > 0 ? pairs.reduce(0) { $0 + $1.0 } / total : 0
    let squares = pairs.reduce(0) { sum, pair in
      let residual = pair.0 - ratio * pair.1
      return sum + residual * residual
    }
    let count = Double(pairs.count)
    estimate = ratio
    standardError = total > 0 ? (count / (count - 1) * squares).squareRoot() / total : 0
  }

  /// The estimate of a quantity, in the model's unit of time. `priority` nil: all customers.
  init(_ quantity: ValidationQuantity, _ replications: [Replication], priority: Int?, unit: Double) {
    func sum(_ value: @escaping (Replication.Customers) -> Double) -> (Replication) -> Double {
      { replication in
        if let priority { return value(replication.classes[priority]) }
        return replication.classes.reduce(0) { $0 + value($1) }
      }
    }
    func ratio(_ a: (Replication) -> Double, over b: (Replication) -> Double) -> ValidationEstimate {
      ValidationEstimate(ratio: replications.map { (a($0), b($0)) })
    }
    let timeInSystem = sum { Double($0.timeInSystem) / unit }
    let timeInQueue = sum { Double($0.timeInQueue) / unit }
    let served = sum { Double($0.served) }
    let window = { (replication: Replication) in Double(replication.window) / unit }
    switch quantity {
    case .timeInSystem: self = ratio(timeInSystem, over: served)
    case .timeInQueue: self = ratio(timeInQueue, over: served)
    case .numberInSystem:
      // Stations do not tell classes apart; what a class adds to the number is its times.
      self =
        priority != nil
        ? ratio(timeInSystem, over: window)
        : ratio({ Double($0.busyTime + $0.queueTime) / unit }, over: window)
    case .numberInQueue:
      self =
        priority != nil
        ? ratio(timeInQueue, over: window) : ratio({ Double($0.queueTime) / unit }, over: window)
    case .throughput:
      self = priority != nil ? ratio(served, over: window) : ratio({ Double($0.completions) }, over: window)
    case .blocking: self = ratio(sum { Double($0.rejected) }, over: sum { Double($0.arrived) })
    case .waitProbability: self = ratio(sum { Double($0.delayed) }, over: served)
    case .littlesLaw: self = ratio({ Double($0.busyTime + $0.queueTime) / unit }, over: timeInSystem)
    case .percentile(let percent):
      self.init(percentile: percent, replications, priority: priority, unit: unit)
    }
  }

  /// A percentile of the pooled times. The error is that of the share at or below it, between replications,
  /// over the density there.
  private init(percentile percent: Double, _ replications: [Replication], priority: Int?, unit: Double) {
    let samples = replications.map { replication in
      priority.map { replication.latencies[$0] } ?? replication.latencies.flatMap { $0 }
    }
    var histogram = Histogram()
    for sample in samples { for latency in sample { histogram.record(latency) } }
    let value = histogram.value(atPercentile: percent)
    let share = ValidationEstimate(
      ratio: samples.map { sample in (Double(sample.count { $0 <= value }), Double(sample.count)) })
    let step = min(percent, 100 - percent) / 5
    let spread =
      histogram.value(atPercentile: percent + step) - histogram.value(atPercentile: percent - step)
    estimate = Double(value) / unit
    standardError = share.standardError * Double(spread) / unit / (2 * step / 100)
  }
}
