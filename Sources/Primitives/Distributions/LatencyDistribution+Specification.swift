extension LatencyDistribution {
  /// A latency distribution in the field's terms. Times must not be negative.
  public indirect enum Specification: Hashable, Sendable {
    /// One value, always.
    case constant(Duration)
    /// Every nanosecond from `low` to `high`, both included.
    case uniform(low: Duration, high: Duration)
    /// The exponential distribution.
    case exponential(mean: Duration)
    /// The normal distribution, truncated at zero, which raises its mean.
    case normal(mean: Duration, standardDeviation: Duration)
    /// The log-normal distribution through two quantiles.
    case logNormal(median: Duration, p99: Duration)
    /// The log-normal distribution with two moments.
    case logNormalMoments(mean: Duration, standardDeviation: Duration)
    /// The Pareto distribution: at least `minimum`; the share above `x` is `(minimum / x)^shape`. Infinite mean (but for the cap)
    /// at a shape of 1 and below, infinite variance at 2 and below.
    case pareto(minimum: Duration, shape: Double)
    /// The Pareto distribution with a mean.
    case paretoMean(mean: Duration, shape: Double)
    /// The Pareto distribution through two quantiles.
    case paretoQuantiles(median: Duration, p99: Duration)
    /// The gamma distribution with a mean.
    case gamma(mean: Duration, shape: Double)
    /// The gamma distribution with two moments.
    case gammaMoments(mean: Duration, standardDeviation: Duration)
    /// The Erlang distribution: the sum of `stages` equal exponential stages, with `mean` in all.
    case erlang(mean: Duration, stages: Int)
    /// The distribution `fast`, but `slow` for a share of `slowShare`: a cache miss, a collection pause.
    case bimodal(fast: LatencyDistribution, slow: LatencyDistribution, slowShare: Ratio)
    /// One of several distributions, by relative weight.
    case mixture(weights: [Double], of: [LatencyDistribution])
    /// One of several exponential distributions, by relative weight.
    case hyperexponential(weights: [Double], means: [Duration])
    /// Straight lines between measured quantiles. The share below the lowest quantile has its value, the share
    /// above the highest the value of that.
    case quantiles([Quantile])
    /// Counts by bucket, spread evenly over each. The first bucket begins at zero.
    case histogram(upperBounds: [Duration], counts: [UInt64])
  }

  /// A measured quantile: `Quantile("99.9%", .milliseconds(700))`.
  public struct Quantile: Hashable, Sendable {
    /// The share of times that are at most `value`.
    public var share: Ratio
    /// The time at the quantile.
    public var value: Duration

    /// Creates the quantile of a share.
    public init(_ share: Ratio, _ value: Duration) {
      self.share = share
      self.value = value
    }
  }

  /// Creates the distribution of a specification.
  ///
  /// Times above one day count as one day. Shapes are limited to a range that is meaningful for a latency: Pareto
  /// from 0.5 to 100, gamma from 0.1 to 10,000, Erlang up to 10,000 stages, and the log-normal's sigma at most 3
  /// (p99 about 1,074 times the median). Throws for a specification that no distribution has.
  public init(_ specification: Specification) throws(DistributionError) {
    let clamped = try specification.clamped()
    self.specification = clamped
    self.sampler = try clamped.sampler()
  }

  /// Returns the distribution of one value, which must not be negative.
  public static func constant(_ value: Duration) -> LatencyDistribution {
    precondition(value >= .zero, "a latency must not be negative, was \(value)")
    let clamped = min(value, longestParameter)
    return LatencyDistribution(.constant(clamped), .constant(clamped.wholeNanoseconds))
  }

  private init(_ specification: Specification, _ sampler: Sampler) {
    self.specification = specification
    self.sampler = sampler
  }

  /// Returns the same shape with every time multiplied: a dependency three times as slow.
  public func multiplied(by factor: Int) throws(DistributionError) -> LatencyDistribution {
    try LatencyDistribution(try specification.multiplied(by: factor))
  }
}

extension LatencyDistribution.Specification {
  private typealias Sampler = LatencyDistribution.Sampler

  /// z of the 99th percentile.
  private static let z99 = PortableMath.normalQuantile(0.99)
  private static let largestSigma = 3.0

  var kind: String {
    switch self {
    case .constant: "constant"
    case .uniform: "uniform"
    case .exponential: "exponential"
    case .normal: "normal"
    case .logNormal, .logNormalMoments: "log-normal"
    case .pareto, .paretoMean, .paretoQuantiles: "pareto"
    case .gamma, .gammaMoments: "gamma"
    case .erlang: "erlang"
    case .bimodal: "bimodal"
    case .mixture: "mixture"
    case .hyperexponential: "hyperexponential"
    case .quantiles: "quantiles"
    case .histogram: "histogram"
    }
  }

  /// Every parameter checked on its own, and within its limits.
  fileprivate func clamped() throws(DistributionError) -> Self {
    switch self {
    case .constant(let value):
      return .constant(try time(value, "value"))
    case .uniform(let low, let high):
      return .uniform(low: try time(low, "low"), high: try time(high, "high"))
    case .exponential(let mean):
      return .exponential(mean: try positive(mean, "mean"))
    case .normal(let mean, let deviation):
      return .normal(
        mean: try time(mean, "mean"), standardDeviation: try positive(deviation, "standardDeviation"))
    case .logNormal(let median, let p99):
      let median = try positive(median, "median")
      let p99 = try time(p99, "p99")
      let longest = Double(median.wholeNanoseconds) * PortableMath.exp(Self.largestSigma * Self.z99)
      let most =
        Double(p99.wholeNanoseconds) > longest ? Duration.nanoseconds(Int64(saturating: longest)) : p99
      return .logNormal(median: median, p99: most)
    case .logNormalMoments(let mean, let deviation):
      return .logNormalMoments(
        mean: try positive(mean, "mean"), standardDeviation: try time(deviation, "standardDeviation"))
    case .pareto(let minimum, let shape):
      return .pareto(
        minimum: try positive(minimum, "minimum"), shape: try number(shape, "shape", within: 0.5...100))
    case .paretoMean(let mean, let shape):
      let shape = try number(shape, "shape", within: 0.5...100)
      guard shape > 1 else {
        throw .outOfOrder(
          kind: kind, low: "1 (for a mean to exist)", lowValue: "exclusive", high: "shape",
          highValue: "\(shape)")
      }
      return .paretoMean(mean: try positive(mean, "mean"), shape: shape)
    case .paretoQuantiles(let median, let p99):
      return .paretoQuantiles(median: try positive(median, "median"), p99: try time(p99, "p99"))
    case .gamma(let mean, let shape):
      return .gamma(mean: try positive(mean, "mean"), shape: try number(shape, "shape", within: 0.1...10_000))
    case .gammaMoments(let mean, let deviation):
      return .gammaMoments(
        mean: try positive(mean, "mean"), standardDeviation: try positive(deviation, "standardDeviation"))
    case .erlang(let mean, let stages):
      guard stages > 0 else {
        throw .notPositive(kind: kind, parameter: "stages", value: "\(stages)")
      }
      return .erlang(mean: try positive(mean, "mean"), stages: min(stages, 10_000))
    case .bimodal, .mixture:
      return self
    case .hyperexponential(let weights, let means):
      return .hyperexponential(weights: weights, means: try times(means, "means"))
    case .quantiles(let quantiles):
      var clamped: [LatencyDistribution.Quantile] = []
      for quantile in quantiles { clamped.append(.init(quantile.share, try time(quantile.value, "value"))) }
      return .quantiles(clamped)
    case .histogram(let upperBounds, let counts):
      return .histogram(upperBounds: try times(upperBounds, "upperBounds"), counts: counts)
    }
  }

  /// The parameters checked against each other, in the form a draw uses.
  fileprivate func sampler() throws(DistributionError) -> LatencyDistribution.Sampler {
    switch self {
    case .constant(let value):
      return .constant(value.wholeNanoseconds)
    case .uniform(let low, let high):
      try order(low, "low", high, "high")
      let width = UInt64(high.wholeNanoseconds - low.wholeNanoseconds) + 1
      return .uniform(low: low.wholeNanoseconds, width: width)
    case .exponential(let mean):
      return .exponential(mean: mean.inNanoseconds)
    case .normal(let mean, let deviation):
      let below = PortableMath.normalProbability(atMost: -mean.inNanoseconds / deviation.inNanoseconds)
      return .normal(
        mean: mean.inNanoseconds, deviation: deviation.inNanoseconds, below: below, above: 1 - below)
    case .logNormal(let median, let p99):
      try order(median, "median", p99, "p99")
      let sigma = PortableMath.ln(p99.inNanoseconds / median.inNanoseconds) / Self.z99
      return .logNormal(median: median.inNanoseconds, sigma: sigma)
    case .logNormalMoments(let mean, let deviation):
      let scv = deviation.inNanoseconds / mean.inNanoseconds
      let sigma = PortableMath.ln(1 + scv * scv).squareRoot()
      let median = mean.inNanoseconds / (1 + scv * scv).squareRoot()
      return .logNormal(median: median, sigma: min(sigma, Self.largestSigma))
    case .pareto(let minimum, let shape):
      return .pareto(minimum: minimum.inNanoseconds, inverseShape: 1 / shape)
    case .paretoMean(let mean, let shape):
      return .pareto(minimum: mean.inNanoseconds * (shape - 1) / shape, inverseShape: 1 / shape)
    case .paretoQuantiles(let median, let p99):
      try order(median, "median", p99, "p99")
      // p99 / median = 50^(1/shape), median / minimum = 2^(1/shape).
      let spread = PortableMath.ln(p99.inNanoseconds / median.inNanoseconds)
      let inverseShape = min(max(spread / PortableMath.ln(50), 0.01), 2)
      let minimum = median.inNanoseconds * PortableMath.exp(-inverseShape * PortableMath.ln(2))
      return .pareto(minimum: minimum, inverseShape: inverseShape)
    case .gamma(let mean, let shape):
      return .gamma(GammaSampler(shape: shape, scale: mean.inNanoseconds / shape))
    case .gammaMoments(let mean, let deviation):
      let ratio = mean.inNanoseconds / deviation.inNanoseconds
      let shape = min(max(ratio * ratio, 0.1), 10_000)
      return .gamma(GammaSampler(shape: shape, scale: mean.inNanoseconds / shape))
    case .erlang(let mean, let stages):
      let scale = mean.inNanoseconds / Double(stages)
      // A product of 16 draws is far from underflow; beyond, the squeeze is cheaper.
      return stages <= 16
        ? .erlang(stages: stages, scale: scale) : .gamma(GammaSampler(shape: Double(stages), scale: scale))
    case .bimodal(let fast, let slow, let share):
      let weights = [Double(share.whole - share.parts), Double(share.parts)]
      return .mixture(MixtureTable(weights: weights, parts: [fast, slow]))
    case .mixture(let weights, let parts):
      return .mixture(try mixture(weights, parts, "of"))
    case .hyperexponential(let weights, let means):
      var parts: [LatencyDistribution] = []
      for mean in means { parts.append(try LatencyDistribution(.exponential(mean: mean))) }
      return .mixture(try mixture(weights, parts, "means"))
    case .quantiles(let quantiles):
      return .quantiles(try table(quantiles))
    case .histogram(let upperBounds, let counts):
      return .quantiles(try table(upperBounds, counts))
    }
  }

  private func mixture(_ weights: [Double], _ parts: [LatencyDistribution], _ name: String)
    throws(DistributionError) -> MixtureTable
  {
    try sameLength("weights", weights.count, name, parts.count)
    for weight in weights {
      guard weight.isFinite else { throw .notFinite(kind: kind, parameter: "weights") }
      guard weight >= 0 else { throw .negative(kind: kind, parameter: "weights", value: "\(weight)") }
    }
    let total = weights.reduce(0, +)
    guard total > 0, total.isFinite else { throw .weightless(kind: kind) }
    return MixtureTable(weights: weights, parts: parts)
  }

  private func table(_ quantiles: [LatencyDistribution.Quantile]) throws(DistributionError) -> QuantileTable {
    guard !quantiles.isEmpty else { throw .empty(kind: kind, parameter: "quantiles") }
    for (a, b) in zip(quantiles, quantiles.dropFirst()) {
      guard a.share < b.share else {
        throw .outOfOrder(
          kind: kind, low: "the quantile before", lowValue: "\(a.share)", high: "each quantile",
          highValue: "\(b.share)")
      }
      try order(a.value, "the value at \(a.share)", b.value, "the value at \(b.share)")
    }
    return QuantileTable(quantiles.map { ($0.share.value, $0.value.inNanoseconds) })
  }

  private func table(_ upperBounds: [Duration], _ counts: [UInt64]) throws(DistributionError) -> QuantileTable
  {
    try sameLength("upperBounds", upperBounds.count, "counts", counts.count)
    for (a, b) in zip(upperBounds, upperBounds.dropFirst()) {
      try order(a, "the bound before", b, "each bound")
    }
    let total = counts.reduce(0.0) { $0 + Double($1) }
    guard total > 0 else { throw .weightless(kind: kind) }
    var points = [(probability: 0.0, value: 0.0)]
    var sum = 0.0
    for (bound, count) in zip(upperBounds, counts) {
      sum += Double(count)
      points.append((sum / total, bound.inNanoseconds))
    }
    // Empty buckets at the end would leave a point that no draw reaches.
    while points.count > 1, points[points.count - 2].probability == 1 { points.removeLast() }
    return QuantileTable(points)
  }

  fileprivate func multiplied(by factor: Int) throws(DistributionError) -> Self {
    guard factor > 0 else { throw .notPositive(kind: kind, parameter: "factor", value: "\(factor)") }
    func scaled(_ parts: [LatencyDistribution]) throws(DistributionError) -> [LatencyDistribution] {
      var result: [LatencyDistribution] = []
      for part in parts { result.append(try part.multiplied(by: factor)) }
      return result
    }
    return switch self {
    case .constant(let value): .constant(value * factor)
    case .uniform(let low, let high): .uniform(low: low * factor, high: high * factor)
    case .exponential(let mean): .exponential(mean: mean * factor)
    case .normal(let mean, let deviation):
      .normal(mean: mean * factor, standardDeviation: deviation * factor)
    case .logNormal(let median, let p99): .logNormal(median: median * factor, p99: p99 * factor)
    case .logNormalMoments(let mean, let deviation):
      .logNormalMoments(mean: mean * factor, standardDeviation: deviation * factor)
    case .pareto(let minimum, let shape): .pareto(minimum: minimum * factor, shape: shape)
    case .paretoMean(let mean, let shape): .paretoMean(mean: mean * factor, shape: shape)
    case .paretoQuantiles(let median, let p99): .paretoQuantiles(median: median * factor, p99: p99 * factor)
    case .gamma(let mean, let shape): .gamma(mean: mean * factor, shape: shape)
    case .gammaMoments(let mean, let deviation):
      .gammaMoments(mean: mean * factor, standardDeviation: deviation * factor)
    case .erlang(let mean, let stages): .erlang(mean: mean * factor, stages: stages)
    case .bimodal(let fast, let slow, let share):
      .bimodal(
        fast: try fast.multiplied(by: factor), slow: try slow.multiplied(by: factor), slowShare: share)
    case .mixture(let weights, let parts): .mixture(weights: weights, of: try scaled(parts))
    case .hyperexponential(let weights, let means):
      .hyperexponential(weights: weights, means: means.map { $0 * factor })
    case .quantiles(let quantiles): .quantiles(quantiles.map { .init($0.share, $0.value * factor) })
    case .histogram(let upperBounds, let counts):
      .histogram(upperBounds: upperBounds.map { $0 * factor }, counts: counts)
    }
  }
}

// The checks of single parameters.
extension LatencyDistribution.Specification {
  private func time(_ value: Duration, _ name: String) throws(DistributionError) -> Duration {
    guard value >= .zero else {
      throw .negative(kind: kind, parameter: name, value: DurationText.text(value.wholeNanoseconds))
    }
    return min(value, LatencyDistribution.longestParameter)
  }

  private func positive(_ value: Duration, _ name: String) throws(DistributionError) -> Duration {
    let value = try time(value, name)
    guard value.wholeNanoseconds > 0 else { throw .notPositive(kind: kind, parameter: name, value: "0s") }
    return value
  }

  private func times(_ values: [Duration], _ name: String) throws(DistributionError) -> [Duration] {
    var result: [Duration] = []
    for value in values { result.append(try time(value, name)) }
    return result
  }

  private func number(_ value: Double, _ name: String, within limits: ClosedRange<Double>)
    throws(DistributionError) -> Double
  {
    guard value.isFinite else { throw .notFinite(kind: kind, parameter: name) }
    guard value > 0 else { throw .notPositive(kind: kind, parameter: name, value: "\(value)") }
    return min(max(value, limits.lowerBound), limits.upperBound)
  }

  private func order(_ low: Duration, _ lowName: String, _ high: Duration, _ highName: String)
    throws(DistributionError)
  {
    guard low <= high else {
      throw .outOfOrder(
        kind: kind, low: lowName, lowValue: DurationText.text(low.wholeNanoseconds), high: highName,
        highValue: DurationText.text(high.wholeNanoseconds))
    }
  }

  private func sameLength(_ first: String, _ firstCount: Int, _ second: String, _ secondCount: Int)
    throws(DistributionError)
  {
    guard firstCount > 0 else { throw .empty(kind: kind, parameter: first) }
    guard firstCount == secondCount else {
      throw .differentLengths(
        kind: kind, first: first, firstCount: firstCount, second: second, secondCount: secondCount)
    }
  }
}

extension Duration {
  fileprivate var inNanoseconds: Double { Double(wholeNanoseconds) }
}

extension LatencyDistribution.Specification: CustomStringConvertible {
  /// In the field's terms: `log-normal median 210ms p99 700ms`.
  public var description: String {
    func text(_ value: Duration) -> String { DurationText.text(value.wholeNanoseconds) }
    func list(_ values: [Duration]) -> String { values.map(text).joined(separator: ",") }
    func weightList(_ weights: [Double]) -> String { weights.map { "\($0)" }.joined(separator: ",") }
    return switch self {
    case .constant(let value): "constant \(text(value))"
    case .uniform(let low, let high): "uniform \(text(low))…\(text(high))"
    case .exponential(let mean): "exponential mean \(text(mean))"
    case .normal(let mean, let deviation), .logNormalMoments(let mean, let deviation),
      .gammaMoments(let mean, let deviation):
      "\(kind) mean \(text(mean)) standard deviation \(text(deviation))"
    case .logNormal(let median, let p99), .paretoQuantiles(let median, let p99):
      "\(kind) median \(text(median)) p99 \(text(p99))"
    case .pareto(let minimum, let shape): "pareto minimum \(text(minimum)) shape \(shape)"
    case .paretoMean(let mean, let shape), .gamma(let mean, let shape):
      "\(kind) mean \(text(mean)) shape \(shape)"
    case .erlang(let mean, let stages): "erlang mean \(text(mean)) stages \(stages)"
    case .bimodal(let fast, let slow, let share): "bimodal (\(fast)) or \(share) (\(slow))"
    case .mixture(let weights, let parts):
      "mixture " + zip(weights, parts).map { "\($0) (\($1))" }.joined(separator: ", ")
    case .hyperexponential(let weights, let means):
      "hyperexponential weights \(weightList(weights)) means \(list(means))"
    case .quantiles(let quantiles):
      "quantiles " + quantiles.map { "\($0.name) \(text($0.value))" }.joined(separator: " ")
    case .histogram(let upperBounds, let counts):
      "histogram of \(counts.reduce(0, { $0 &+ $1 })) in \(upperBounds.count) buckets up to "
        + text(upperBounds.last ?? .zero)
    }
  }
}

extension LatencyDistribution.Quantile {
  /// `min`, `p50`, `p99.9`, `max`.
  var name: String {
    if share == .never { return "min" }
    if share == .always { return "max" }
    return share.percentText.map { "p\($0)" } ?? "p(\(share))"
  }

  /// The share that a name as in `name` stands for.
  static func share(named name: String) -> Ratio? {
    switch name {
    case "min": .never
    case "max": .always
    default: name.first == "p" ? Ratio("\(name.dropFirst())%") : nil
    }
  }
}
