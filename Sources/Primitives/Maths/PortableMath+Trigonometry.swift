extension PortableMath {
  /// The sine of an angle in full turns, by its series: within 1e-15 of the exact value.
  ///
  /// | turns | sine |
  /// | ----: | ---: |
  /// |     0 |    0 |
  /// |  0.25 |    1 |
  /// |  0.75 |   -1 |
  public static func sine(ofTurns turns: Double) -> Double {
    var t = turns - turns.rounded()
    if t > 0.25 { t = 0.5 - t }
    if t < -0.25 { t = -0.5 - t }
    let x = t * 6.283185307179586
    let z = x * x
    var series = 1.0
    for n in stride(from: 22.0, through: 2.0, by: -2) { series = 1 - z / (n * (n + 1)) * series }
    return x * series
  }

  /// The cosine of an angle in full turns: the sine a quarter of a turn further on.
  public static func cosine(ofTurns turns: Double) -> Double { sine(ofTurns: turns + 0.25) }

  /// The angle in radians whose sine is `value`, for 0 to 1 (more counts as 1), to about 1e-5.
  ///
  /// A few terms of the series up to a half; above it the angle follows from half the complement. Made for
  /// distances on a map, where 1e-5 is 60 m on the Earth.
  public static func approximateArcSine(_ value: Double) -> Double {
    if value <= 0.5 { return arcSineSeries(value) }
    let rest = value < 1 ? 1 - value : 0
    return 1.570_796_326_794_896_6 - 2 * arcSineSeries((rest / 2).squareRoot())
  }

  /// The Taylor series of the arc sine up to the eleventh power.
  @inline(__always) private static func arcSineSeries(_ sine: Double) -> Double {
    let square = sine * sine
    let tail = 15 / 336 + square * (105 / 3456 + square * (945 / 42_240))
    return sine * (1 + square * (1 / 6 + square * (3 / 40 + square * tail)))
  }
}
