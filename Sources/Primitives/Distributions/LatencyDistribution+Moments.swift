extension LatencyDistribution {
  /// The exact mean in nanoseconds.
  ///
  /// The mean of the distribution before a draw is rounded to a whole nanosecond. The cap at `longestDraw` is
  /// included where it matters: for Pareto and log-normal.
  public var mean: Double { moments.mean }

  /// The exact variance in square nanoseconds; see `mean`.
  public var variance: Double { moments.variance }

  /// The exact standard deviation in nanoseconds; see `mean`.
  public var standardDeviation: Double { variance.squareRoot() }

  /// The variance over the squared mean: 0 for constant, 1 for exponential. 0 when the mean is 0.
  public var squaredCoefficientOfVariation: Double {
    let (mean, variance) = moments
    return mean > 0 ? variance / (mean * mean) : 0
  }

  private var moments: (mean: Double, variance: Double) {
    let cap = Double(Self.longestDraw)
    switch sampler {
    case .constant(let value):
      return (Double(value), 0)
    case .uniform(let low, let width):
      let count = Double(width)
      return (Double(low) + (count - 1) / 2, (count * count - 1) / 12)
    case .exponential(let mean):
      return (mean, mean * mean)
    case .normal(let mean, let deviation, _, let above):
      let cut = -mean / deviation
      let ratio = PortableMath.normalDensity(cut) / above
      return (mean + deviation * ratio, deviation * deviation * (1 + cut * ratio - ratio * ratio))
    case .logNormal(let median, let sigma):
      return Self.logNormalMoments(median: median, sigma: sigma, cap: cap)
    case .pareto(let minimum, let inverseShape):
      // E[min(X, cap)] = m + ∫ (m/x)^a dx over m … cap, and likewise for the square.
      let shape = 1 / inverseShape
      let t = PortableMath.ln(cap / minimum)
      let first = minimum * (1 + t * PortableMath.expRatio((1 - shape) * t))
      let second = minimum * minimum * (1 + 2 * t * PortableMath.expRatio((2 - shape) * t))
      return (first, second - first * first)
    case .erlang(let stages, let scale):
      return (Double(stages) * scale, Double(stages) * scale * scale)
    case .gamma(let gamma):
      return (gamma.shape * gamma.scale, gamma.shape * gamma.scale * gamma.scale)
    case .mixture(let table):
      // Around the common mean, so that nothing cancels.
      var mean = 0.0
      for (share, part) in zip(table.shares, table.parts) { mean += share * part.mean }
      var variance = 0.0
      for (share, part) in zip(table.shares, table.parts) {
        let (partMean, partVariance) = part.moments
        variance += share * (partVariance + (partMean - mean) * (partMean - mean))
      }
      return (mean, variance)
    case .quantiles(let table):
      let mean = table.moment(1)
      return (mean, max(0, table.moment(2) - mean * mean))
    }
  }

  private static func logNormalMoments(median: Double, sigma: Double, cap: Double) -> (Double, Double) {
    let sigma2 = sigma * sigma
    let mean = median * PortableMath.exp(sigma2 / 2)
    let free = (mean, mean * mean * sigma2 * PortableMath.expRatio(sigma2))
    guard sigma > 0 else { return free }
    let distance = PortableMath.ln(cap / median) / sigma
    guard distance - 2 * sigma < 9 else { return free }
    let capped = 1 - PortableMath.normalProbability(atMost: distance)
    let first = mean * PortableMath.normalProbability(atMost: distance - sigma) + cap * capped
    let second =
      mean * mean * PortableMath.exp(sigma2) * PortableMath.normalProbability(atMost: distance - 2 * sigma)
      + cap * cap * capped
    return (first, second - first * first)
  }
}
