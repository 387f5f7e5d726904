internal import Primitives

/// A weight with exponential decay, so that old observations count less.
///
/// Stored in whole millionths and decayed by a factor from basic IEEE operations, so a profile is the same on every machine.
package struct DecayingWeight: Hashable, Sendable, Codable {
  /// The weight in millionths at the time of the profile.
  package private(set) var millionths: Int64

  package static let one: Int64 = 1_000_000

  package init(millionths: Int64 = 0) { self.millionths = millionths }

  /// Decodes a number of 0 to 10^15.
  package init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    millionths = try container.decode(Int64.self)
    guard (0...1_000_000_000_000_000).contains(millionths) else {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: "a weight is 0 to 10^15")
    }
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(millionths)
  }

  mutating func add(_ amount: Int64) { millionths = min(1_000_000_000_000_000, max(0, millionths + amount)) }

  /// Decays the weight, rounded to the nearest millionth.
  mutating func decay(by factor: Decay) { millionths = factor.applied(to: millionths) }
}

/// A decay factor as a fraction of 2^30.
package struct Decay: Hashable, Sendable {
  let parts: Int64

  private static let whole: Int64 = 1 << 30

  /// Creates the factor of a time: a half after `halfLife`, a quarter after two; one for a time that is not positive.
  package init(_ time: Duration, halfLife: Duration) {
    let halves = Decay.seconds(time) / Decay.seconds(halfLife)
    // A factor of one must be exact.
    parts =
      halves <= 0 ? Decay.whole : Int64(saturating: PortableMath.power(2, -halves) * Double(Decay.whole))
  }

  package func applied(to amount: Int64) -> Int64 {
    let (high, low) = amount.multipliedFullWidth(by: parts)
    return high << 34 | Int64(bitPattern: UInt64(low) >> 30) + Int64(low >> 29 & 1)
  }

  private static func seconds(_ duration: Duration) -> Double {
    Double(duration.components.seconds) + Double(duration.components.attoseconds) / 1e18
  }
}
