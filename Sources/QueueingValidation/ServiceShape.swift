import Primitives

/// A service time of queueing theory, in the case's own unit of time.
package indirect enum ServiceShape: Hashable, Sendable {
  case constant(Double)
  case exponential(mean: Double)
  case uniform(low: Double, high: Double)
  case erlang(stages: Int, mean: Double)
  case mixture(weights: [Double], of: [ServiceShape])

  package var mean: Double {
    switch self {
    case .constant(let value): value
    case .exponential(let mean), .erlang(_, let mean): mean
    case .uniform(let low, let high): (low + high) / 2
    case .mixture(let weights, let parts): Self.weighted(weights, parts.map(\.mean))
    }
  }

  /// The mean of the square.
  package var secondMoment: Double {
    switch self {
    case .constant(let value): value * value
    case .exponential(let mean): 2 * mean * mean
    case .uniform(let low, let high): (low * low + low * high + high * high) / 3
    case .erlang(let stages, let mean): mean * mean * (1 + 1 / Double(stages))
    case .mixture(let weights, let parts): Self.weighted(weights, parts.map(\.secondMoment))
    }
  }

  /// Variance over squared mean.
  var squaredCoefficientOfVariation: Double { secondMoment / (mean * mean) - 1 }

  var isExponential: Bool {
    if case .exponential = self { true } else { false }
  }

  /// As a latency, `unit` nanoseconds for each unit of time.
  func distribution(unit: Double) throws(DistributionError) -> LatencyDistribution {
    func time(_ value: Double) -> Duration { .nanoseconds(Int64(saturating: value * unit + 0.5)) }
    switch self {
    case .constant(let value): return .constant(time(value))
    case .exponential(let mean): return try LatencyDistribution(.exponential(mean: time(mean)))
    case .uniform(let low, let high):
      return try LatencyDistribution(.uniform(low: time(low), high: time(high)))
    case .erlang(let stages, let mean):
      return try LatencyDistribution(.erlang(mean: time(mean), stages: stages))
    case .mixture(let weights, let parts):
      var distributions: [LatencyDistribution] = []
      for part in parts { distributions.append(try part.distribution(unit: unit)) }
      return try LatencyDistribution(.mixture(weights: weights, of: distributions))
    }
  }

  /// The residual service time at a random instant: density `P(S > x) / mean`.
  func drawResidual(using generator: inout SplitMix64) -> Double {
    switch self {
    case .constant(let value):
      return value * generator.nextUnit()
    case .exponential(let mean):
      return -mean * PortableMath.ln(generator.nextPositiveUnit())
    case .uniform(let low, let high):
      // A random point of a service chosen in proportion to its length.
      let length2 = low * low + (high * high - low * low) * generator.nextUnit()
      return length2.squareRoot() * generator.nextUnit()
    case .erlang(let stages, let mean):
      // As many stages to go as are left, each number equally likely.
      var sum = 0.0
      for _ in 0...generator.next(in: 0...stages - 1) {
        sum -= mean / Double(stages) * PortableMath.ln(generator.nextPositiveUnit())
      }
      return sum
    case .mixture(let weights, let parts):
      // A long part is found under way more often.
      let lengths = zip(weights, parts).map { $0 * $1.mean }
      return parts[Self.choose(lengths, using: &generator)].drawResidual(using: &generator)
    }
  }

  /// An index with probability in proportion to its weight.
  static func choose(_ weights: [Double], using generator: inout SplitMix64) -> Int {
    var left = generator.nextUnit() * weights.reduce(0, +)
    for (index, weight) in weights.enumerated() {
      left -= weight
      if left < 0 { return index }
    }
    return weights.lastIndex { $0 > 0 } ?? 0
  }

  private static func weighted(_ weights: [Double], _ values: [Double]) -> Double {
    zip(weights, values).reduce(0) { $0 + $1.0 * $1.1 } / weights.reduce(0, +)
  }
}
