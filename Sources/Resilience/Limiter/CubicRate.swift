import Primitives

/// A sending rate that falls when throttled and climbs back along a cubic curve (AWS adaptive mode).
///
/// `rate = scale (t - k)^3 + wMax`, with `k` the cube root of `wMax (1 - beta) / scale` and `t` the
/// seconds since the last throttling.
public struct CubicRate: Sendable, Hashable {
  public private(set) var rate: Double
  public private(set) var wMax: Double
  public let beta, scale: Double
  private var throttledAt: Int64

  public init(wMax: Double, beta: Double = 0.7, scale: Double = 0.4, at now: Int64 = 0) {
    self.wMax = wMax
    self.beta = beta
    self.scale = scale
    rate = wMax
    throttledAt = now
  }

  /// Seconds until the curve is back at `wMax`.
  public var k: Double { PortableMath.cubeRoot(wMax * (1 - beta) / scale) }

  public mutating func throttled(rate measured: Double, at now: Int64) {
    wMax = measured
    rate = measured * beta
    throttledAt = now
  }

  public mutating func success(at now: Int64) {
    let past = Double(now - throttledAt) / 1e9 - k
    rate = scale * past * past * past + wMax
  }
}
