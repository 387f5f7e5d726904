/// A sequence of 64-bit draws that is the same on every machine and in every build.
///
/// Steele, Lea and Flood's SplitMix64: the state is a counter, each output a bijective mix of it, so
/// every seed gives a full-period (2^64) sequence and copying the value copies the future.
@frozen
public struct SplitMix64: RandomNumberGenerator, Sendable, Hashable {
  @usableFromInline var state: UInt64

  /// Starts the sequence that `seed` names.
  @inlinable public init(seed: UInt64) { state = seed }

  /// Returns the next draw.
  @inlinable public mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    return SplitMix64.mix(state)
  }

  /// Spreads every input bit over every output bit; distinct inputs give distinct outputs.
  @inlinable public static func mix(_ value: UInt64) -> UInt64 {
    var z = value
    z = (z ^ (z &>> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z &>> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z &>> 31)
  }
}

extension RandomNumberGenerator {
  /// Returns a whole number in `0 ..< bound`, each equally likely.
  ///
  /// Lemire's multiply-and-reject: exact, one draw except with probability below `bound / 2^64`. The mapping of
  /// `Int.random(in:using:)` may change with the standard library; this one does not.
  @inlinable public mutating func next(below bound: UInt64) -> UInt64 {
    precondition(bound > 0, "bound must be positive, was 0")
    var (high, low) = next().multipliedFullWidth(by: bound)
    if low < bound {
      let threshold = (0 &- bound) % bound
      while low < threshold { (high, low) = next().multipliedFullWidth(by: bound) }
    }
    return high
  }

  /// Returns a whole number in `range`, ends included, each equally likely.
  @inlinable public mutating func next(in range: ClosedRange<Int>) -> Int {
    let width = UInt64(bitPattern: Int64(range.upperBound &- range.lowerBound))
    let offset = width == .max ? next() : next(below: width + 1)
    return range.lowerBound &+ Int(Int64(bitPattern: offset))
  }

  /// Returns a fraction in `[0, 1)`: one of the 2^53 multiples of 2^-53, each equally likely.
  @inlinable public mutating func nextUnit() -> Double {
    Double(next() &>> 11) * 0x1p-53
  }
}
