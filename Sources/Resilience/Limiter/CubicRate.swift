import Primitives

/// A sending rate that falls when throttled and climbs back along a cubic curve (adaptive mode of the AWS SDKs).
///
/// `rate = scale (t - k)^3 + wMax`, with `k` the cube root of `wMax (1 - beta) / scale` and `t` the
/// seconds since the last throttling.
package struct CubicRate: Sendable, Hashable {
  /// The present rate, in calls a second.
  package private(set) var rate: Double
  /// The measured rate at the last throttling.
  package private(set) var wMax: Double
  /// The factor by which the rate falls, and the steepness of the curve.
  package let beta, scale: Double
  private var throttledAt: Int64

  /// Creates a rate of `wMax`.
  package init(wMax: Double, beta: Double = 0.7, scale: Double = 0.4, at now: Int64 = 0) {
    self.wMax = wMax
    self.beta = beta
    self.scale = scale
    rate = wMax
    throttledAt = now
  }

  /// The seconds until the curve is back at `wMax`.
  package var k: Double { PortableMath.cubeRoot(wMax * (1 - beta) / scale) }

  /// Lowers the rate after a throttling at the measured rate.
  package mutating func throttled(rate measured: Double, at now: Int64) {
    wMax = measured
    rate = measured * beta
    throttledAt = now
  }

  /// Moves the rate along the curve after a success.
  package mutating func success(at now: Int64) {
    let past = Double(now - throttledAt) / 1e9 - k
    rate = scale * past * past * past + wMax
  }
}
