/// Gamma variates by Marsaglia and Tsang's squeeze (ACM TOMS 26(3), 2000): about 1.05 normal draws each.
@usableFromInline
struct GammaSampler: Sendable {
  /// For a shape below one: drawn with shape + 1, then scaled by a power of a uniform draw.
  @usableFromInline let inverseShape: Double?
  @usableFromInline let scale: Double
  @usableFromInline let d: Double
  @usableFromInline let c: Double
  let shape: Double

  init(shape: Double, scale: Double) {
    self.shape = shape
    self.scale = scale
    inverseShape = shape < 1 ? 1 / shape : nil
    d = (shape < 1 ? shape + 1 : shape) - 1.0 / 3
    c = 1 / (9 * d).squareRoot()
  }

  @inlinable
  func draw(using generator: inout some RandomNumberGenerator) -> Double {
    var boost = 1.0
    if let inverseShape {
      boost = PortableMath.exp(inverseShape * PortableMath.ln(generator.nextPositiveUnit()))
    }
    while true {
      let z = PortableMath.normalQuantile(generator.nextOpenUnit())
      let root = 1 + c * z
      guard root > 0 else { continue }
      let v = root * root * root
      let u = generator.nextPositiveUnit()
      let z2 = z * z
      if u < 1 - 0.0331 * z2 * z2
        || PortableMath.ln(u) < 0.5 * z2 + d * (1 - v + PortableMath.ln(v))
      {
        return d * v * scale * boost
      }
    }
  }
}

/// Chooses one of several distributions by weight.
@usableFromInline
struct MixtureTable: Sendable {
  /// A draw up to and including `ends[i]` chooses part `i`, the first that holds it.
  @usableFromInline let ends: [UInt64]
  @usableFromInline let parts: [LatencyDistribution]
  /// Add up to one.
  let shares: [Double]

  /// Weights are not negative and add up to more than zero.
  init(weights: [Double], parts: [LatencyDistribution]) {
    let total = weights.reduce(0, +)
    let chosen = zip(weights, parts).filter { $0.0 > 0 }
    shares = chosen.map { $0.0 / total }
    self.parts = chosen.map(\.1)
    var sum = 0.0
    var ends: [UInt64] = []
    for share in shares {
      sum += share
      let end = sum * 0x1p64
      ends.append(UInt64(saturating: end))
    }
    // What rounding left over belongs to the last part.
    ends[ends.count - 1] = .max
    self.ends = ends
  }

  @inlinable
  func index(of draw: UInt64) -> Int {
    var index = 0
    while draw > ends[index] { index &+= 1 }
    return index
  }
}

/// A distribution given by points of its quantile function, straight lines between them.
@usableFromInline
struct QuantileTable: Sendable {
  /// Ascending; equal neighbours are a jump.
  @usableFromInline let probabilities: [Double]
  @usableFromInline let values: [Double]
  /// `slopes[i]` leads from point i to the next; the last is 0.
  @usableFromInline let slopes: [Double]

  init(_ points: [(probability: Double, value: Double)]) {
    probabilities = points.map(\.probability)
    values = points.map(\.value)
    slopes = points.indices.map { index in
      guard index + 1 < points.count else { return 0 }
      let width = points[index + 1].probability - points[index].probability
      return width > 0 ? (points[index + 1].value - points[index].value) / width : 0
    }
  }

  @inlinable
  func value(at p: Double) -> Double {
    // How many points are at or below p.
    var low = 0
    var high = probabilities.count
    while low < high {
      let middle = (low &+ high) &>> 1
      if probabilities[middle] <= p { low = middle &+ 1 } else { high = middle }
    }
    guard low > 0 else { return values[0] }
    let index = low &- 1
    return values[index] + slopes[index] * (p - probabilities[index])
  }

  /// The mean of `value^power`, for powers 1 and 2.
  func moment(_ power: Int) -> Double {
    func ofPoint(_ x: Double) -> Double { power == 1 ? x : x * x }
    func ofLine(_ a: Double, _ b: Double) -> Double { power == 1 ? (a + b) / 2 : (a * a + a * b + b * b) / 3 }
    var sum = probabilities[0] * ofPoint(values[0])
    for index in 1..<max(probabilities.count, 1) {
      sum += (probabilities[index] - probabilities[index - 1]) * ofLine(values[index - 1], values[index])
    }
    return sum + (1 - probabilities[probabilities.count - 1]) * ofPoint(values[values.count - 1])
  }
}
