/// How long something takes: a distribution over whole nanoseconds.
///
///     let flights = try LatencyDistribution(.logNormal(median: .milliseconds(210), p99: .milliseconds(700)))
///     var draws = random.draw("flights.latency", request, attempt)
///     let latency = flights.draw(using: &draws)
///
/// A draw gives the same bits on every machine and in every build (see `PortableMath`), costs from 5 ns
/// (constant) over 70 (log-normal) to 100 (a mixture), and never leaves `0 ... longestDraw`. All kinds but
/// gamma, Erlang and mixtures turn one uniform draw into one latency monotonically, so two distributions fed
/// the same draws stay comparable request by request; a mixture draws once more, to choose its part.
public struct LatencyDistribution: Sendable {
  /// What it was made from, after clamping.
  public let specification: Specification
  @usableFromInline let sampler: Sampler

  /// Times in a specification are at most one day.
  public static let longestParameter = Duration.seconds(86_400)
  /// No draw is longer: 1,000 days, in nanoseconds.
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

  /// One latency in nanoseconds.
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

  /// The nearest whole number, at most `longestDraw`.
  @inlinable @inline(__always)
  static func nanoseconds(_ value: Double) -> Int64 {
    // Adding a half and cutting off needs no rounding routine; values are not negative.
    value < 86_400_000_000_000_000 ? Int64(value + 0.5) : longestDraw
  }
}

extension LatencyDistribution: Hashable {
  public static func == (a: LatencyDistribution, b: LatencyDistribution) -> Bool {
    a.specification == b.specification
  }

  public func hash(into hasher: inout Hasher) { hasher.combine(specification) }
}

extension LatencyDistribution: CustomStringConvertible {
  /// In the field's terms: `log-normal median 210ms p99 700ms`.
  public var description: String { specification.description }
}

extension RandomNumberGenerator {
  /// A fraction in `(0, 1]`: its logarithm is finite.
  @inlinable public mutating func nextPositiveUnit() -> Double {
    Double((next() &>> 11) &+ 1) * 0x1p-53
  }

  /// A fraction in `(0, 1)`, symmetric around a half: the middles of 2^52 equal cells.
  @inlinable public mutating func nextOpenUnit() -> Double {
    (Double(next() &>> 12) + 0.5) * 0x1p-52
  }
}
