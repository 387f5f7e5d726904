/// A place on the Earth as a unit vector from its centre.
///
/// Distances come from the chord between two vectors, so they need no sine per pair, and everything is
/// built from `+ - * /`: the same bits on every machine.
struct Direction: Sendable {
  let x: Double
  let y: Double
  let z: Double

  /// Both in hundredths of a degree.
  init(latitude: Int32, longitude: Int32) {
    let radiansPerHundredth = 1.745_329_251_994_329_6e-4
    let (sinLatitude, cosLatitude) = Direction.sineAndCosine(Double(latitude) * radiansPerHundredth)
    let (sinLongitude, cosLongitude) = Direction.sineAndCosine(Double(longitude) * radiansPerHundredth)
    x = cosLatitude * cosLongitude
    y = cosLatitude * sinLongitude
    z = sinLatitude
  }

  /// Rounded down, on a sphere of 6,371 km.
  func kilometres(to other: Direction) -> Int {
    let dx = x - other.x
    let dy = y - other.y
    let dz = z - other.z
    let chord = Direction.squareRoot(dx * dx + dy * dy + dz * dz)
    return Int(2 * 6371 * Direction.arcSine(chord / 2))
  }

  /// For an angle within ±π, to about 1e-15: Taylor sums for an eighth of it, then doubled three times.
  private static func sineAndCosine(_ angle: Double) -> (sine: Double, cosine: Double) {
    let eighth = angle / 8
    let square = eighth * eighth
    var sine =
      eighth
      * (1 - square / 6
        * (1 - square / 20 * (1 - square / 42 * (1 - square / 72 * (1 - square / 110)))))
    var cosine =
      1 - square / 2
      * (1 - square / 12 * (1 - square / 30 * (1 - square / 56 * (1 - square / 90))))
    for _ in 0..<3 { (sine, cosine) = (2 * sine * cosine, cosine * cosine - sine * sine) }
    return (sine, cosine)
  }

  /// For 0…1 (more counts as 1), to about 1e-5: a few terms of the series up to a half, above it the
  /// complement's half angle.
  private static func arcSine(_ value: Double) -> Double {
    if value <= 0.5 { return series(value) }
    let rest = value < 1 ? 1 - value : 0
    return 1.570_796_326_794_896_6 - 2 * series(squareRoot(rest / 2))
  }

  /// The arc sine's Taylor sum up to the eleventh power.
  @inline(__always) private static func series(_ sine: Double) -> Double {
    let square = sine * sine
    let tail = 15 / 336 + square * (105 / 3456 + square * (945 / 42_240))
    return sine * (1 + square * (1 / 6 + square * (3 / 40 + square * tail)))
  }

  /// Newton's method from half the exponent, to the last bit or two. The standard library's own would
  /// call libm in a debug build.
  private static func squareRoot(_ value: Double) -> Double {
    guard value > 0 else { return 0 }
    var root = Double(bitPattern: (value.bitPattern >> 1) + (1023 << 51))
    for _ in 0..<4 { root = 0.5 * (root + value / root) }
    return root
  }
}
