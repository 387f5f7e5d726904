import Primitives

/// CRC-64/XZ, to detect corrupted records. It detects every burst of up to 64 flipped bits; other changes go
/// undetected with a probability of 2^-64. No protection against deliberate changes.
///
///     Checksum(of: Array("123456789".utf8)).value == 0x995D_C9BB_DF19_39FA
struct Checksum: Sendable {
  private var state: UInt64 = .max

  init() {}

  init(of bytes: [UInt8]) { add(bytes[...]) }

  mutating func add(_ bytes: ArraySlice<UInt8>) {
    var state = state
    for byte in bytes {
      state = Checksum.table[Int(UInt8(truncatingIfNeeded: state) ^ byte)] ^ (state >> 8)
    }
    self.state = state
  }

  mutating func add(_ text: String) { add(Array(text.utf8)[...]) }

  var value: UInt64 { ~state }

  /// Sixteen hexadecimal digits.
  var text: String { Checksum.text(value) }

  static func text(_ value: UInt64) -> String { Text.hexadecimal(value) }

  /// The polynomial of ECMA-182, reflected.
  private static let table: [UInt64] = (0..<256).map { byte in
    var value = UInt64(byte)
    for _ in 0..<8 { value = value & 1 == 1 ? (value >> 1) ^ 0xC96C_5795_D787_0F42 : value >> 1 }
    return value
  }
}
