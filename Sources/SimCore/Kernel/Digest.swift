import Primitives

/// A running 64-bit fingerprint of everything a world decided, in order.
///
/// One multiplication a value; order matters, and so does every bit. Not cryptographic.
@frozen
public struct Digest: Hashable, Sendable {
  @usableFromInline var state: UInt64

  /// Creates the fingerprint of nothing.
  @inlinable public init() { state = 0x5348_414B_4544_4F57 }

  /// Adds a value.
  @inlinable public mutating func mix(_ value: UInt64) {
    // Both halves of the product: a flipped top bit reaches the bottom, and no later value can undo it.
    let product = (state ^ value).multipliedFullWidth(by: 0x9E37_79B9_7F4A_7C15)
    state = (product.high ^ product.low) &+ 0xE703_7ED1_A0B4_28DB
  }

  /// Adds the bits of a value.
  @inlinable public mutating func mix(_ value: Int64) { mix(UInt64(bitPattern: value)) }

  /// The fingerprint so far, spread over all 64 bits.
  @inlinable public var value: UInt64 {
    var z = state ^ (state &>> 32)
    z = z &* 0xD6E8_FEB8_6659_FD93
    return z ^ (z &>> 29)
  }
}

extension Digest: CustomStringConvertible {
  /// The value as sixteen hexadecimal digits.
  public var description: String { Text.hexadecimal(value) }
}
