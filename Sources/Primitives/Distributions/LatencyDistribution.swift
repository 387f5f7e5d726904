/// A distribution of the time that something takes, over whole nanoseconds.
///
///     let flights = try LatencyDistribution(.logNormal(median: .milliseconds(210), p99: .milliseconds(700)))
///     var draws = random.draw("flights.latency", request, attempt)
///     let latency = flights.draw(using: &draws)
///
/// A draw has the same bits on every machine and in every build (see `PortableMath`) and is in
/// `0 ... longestDraw`. All kinds but gamma, Erlang and mixtures turn one uniform draw into one latency
/// monotonically, so two distributions with the same draws are comparable request by request; a mixture takes one
/// more draw, to choose its part.
public struct LatencyDistribution: Sendable {
  /// The specification from which it was made, after clamping.
  public let specification: Specification
  @usableFromInline let sampler: Sampler

  /// The longest time in a specification: one day.
  public static let longestParameter = Duration.seconds(86_400)
  /// The longest draw: 1,000 days, in nanoseconds.
  public static let longestDraw: Int64 = 86_400_000_000_000_000

  /// Precomputed parameters, in nanoseconds, ready to draw.
  @usableFromInline
  enum Sampler: Sendable {
    case constant(Int64)
    /// `width` counts the values, both ends included.
    case uniform(low: Int64, width: UInt64)
    case exponential(mean: Double)
    /// `below`: the share cut off at zero; `above`: the rest.
    case normal(mean: Double, deviation: Double, below: Double, above: Double)
    case logNormal(median: Double, sigma: Double)
    case pareto(minimum: Double, inverseShape: Double)
    case erlang(stages: Int, scale: Double)
    case gamma(GammaSampler)
    case mixture(MixtureTable)
    case quantiles(QuantileTable)
  }

  /// Draws a latency in nanoseconds.
  @inlinable
  public func draw(using generator: inout some RandomNumberGenerator) -> Int64 {
    switch sampler {
    case .constant(let value):
      return value
    case .uniform(let low, let width):
      return low &+ Int64(truncatingIfNeeded: generator.next(below: width))
    case .exponential(let mean):
      return Self.nanoseconds(-mean * PortableMath.ln(generator.nextPositiveUnit()))
    case .normal(let mean, let deviation, let below, let above):
      let z = PortableMath.normalQuantile(below + above * generator.nextOpenUnit())
      return Self.nanoseconds(mean + deviation * z)
    case .logNormal(let median, let sigma):
      let z = PortableMath.normalQuantile(generator.nextOpenUnit())
      return Self.nanoseconds(median * PortableMath.exp(sigma * z))
    case .pareto(let minimum, let inverseShape):
      let tail = PortableMath.ln(generator.nextPositiveUnit())
      return Self.nanoseconds(minimum * PortableMath.exp(-inverseShape * tail))
    case .erlang(let stages, let scale):
      var product = generator.nextPositiveUnit()
      for _ in 1..<stages { product *= generator.nextPositiveUnit() }
      return Self.nanoseconds(-scale * PortableMath.ln(product))
    case .gamma(let gamma):
      return Self.nanoseconds(gamma.draw(using: &generator))
    case .mixture(let table):
      return table.parts[table.index(of: generator.next())].draw(using: &generator)
    case .quantiles(let table):
      return Self.nanoseconds(table.value(at: generator.nextUnit()))
    }
  }

  /// Returns the nearest whole number, at most `longestDraw`.
  @inlinable @inline(__always)
  static func nanoseconds(_ value: Double) -> Int64 {
    // Values are not negative, so adding a half and truncating rounds.
    value < 86_400_000_000_000_000 ? Int64(saturating: value + 0.5) : longestDraw
  }
}

extension LatencyDistribution: Hashable {
  /// Compares the specifications.
  public static func == (a: LatencyDistribution, b: LatencyDistribution) -> Bool {
    a.specification == b.specification
  }

  /// Hashes the specification.
  public func hash(into hasher: inout Hasher) { hasher.combine(specification) }
}

extension LatencyDistribution: CustomStringConvertible {
  /// The specification in the field's terms: `log-normal median 210ms p99 700ms`.
  public var description: String { specification.description }
}

extension RandomNumberGenerator {
  /// Returns a fraction in `(0, 1]`, whose logarithm is finite.
  @inlinable public mutating func nextPositiveUnit() -> Double {
    Double((next() &>> 11) &+ 1) * 0x1p-53
  }

  /// Returns a fraction in `(0, 1)`, symmetric around a half: the middles of 2^52 equal cells.
  @inlinable public mutating func nextOpenUnit() -> Double {
    (Double(next() &>> 12) + 0.5) * 0x1p-52
  }
}
