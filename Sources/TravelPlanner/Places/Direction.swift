import Primitives

/// A position on the Earth as a unit vector from its centre.
///
/// Distances follow from the chord between two vectors, so a pair of positions needs no sine.
struct Direction: Sendable {
  let x: Double
  let y: Double
  let z: Double

  /// The direction of a latitude and a longitude in hundredths of a degree.
  init(latitude: Int32, longitude: Int32) {
    let hundredthsPerTurn = 36_000.0
    let north = Double(latitude) / hundredthsPerTurn
    let east = Double(longitude) / hundredthsPerTurn
    x = PortableMath.cosine(ofTurns: north) * PortableMath.cosine(ofTurns: east)
    y = PortableMath.cosine(ofTurns: north) * PortableMath.sine(ofTurns: east)
    z = PortableMath.sine(ofTurns: north)
  }

  /// The great-circle distance, rounded down, on a sphere with a radius of 6,371 km.
  func kilometres(to other: Direction) -> Int {
    let dx = x - other.x
    let dy = y - other.y
    let dz = z - other.z
    let chord = (dx * dx + dy * dy + dz * dz).squareRoot()
    return Int(saturating: 2 * 6371 * PortableMath.approximateArcSine(chord / 2))
  }
}
