import Primitives

extension PortableMath {
  /// The sine of a fraction of a full turn, by its series.
  static func sineOfTurns(_ turns: Double) -> Double {
    var t = turns - turns.rounded()
    if t > 0.25 { t = 0.5 - t }
    if t < -0.25 { t = -0.5 - t }
    let x = t * 6.283185307179586
    let z = x * x
    var series = 1.0
    for n in stride(from: 22.0, through: 2.0, by: -2) { series = 1 - z / (n * (n + 1)) * series }
    return x * series
  }
}
