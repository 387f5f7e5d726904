/// The hash of a word, independent of case and accents.
///
/// ASCII letters are folded to lower case, accented Latin letters to their base letter (`ü` to `u`), and apostrophes are
/// left out (`don't` is `dont`). Other scripts are hashed as their bytes.
enum Word {
  static let emptyHash: UInt64 = 0xCBF2_9CE4_8422_2325

  /// Extends a FNV-1a hash by one byte.
  @inline(__always) static func extend(_ hash: UInt64, _ byte: UInt8) -> UInt64 {
    (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3
  }

  /// Returns the hash of a word after folding.
  static func hash(_ word: some StringProtocol) -> UInt64 {
    var hash = emptyHash
    let bytes = Array(word.utf8)
    var index = 0
    while index < bytes.count {
      let (folded, length) = fold(bytes.span, at: index)
      if folded != 0 { hash = extend(hash, folded) }
      index += length
    }
    return hash
  }

  /// Returns the folded byte at `index`, 0 for one to leave out, and the number of bytes it replaces.
  @inline(__always) static func fold(_ bytes: Span<UInt8>, at index: Int) -> (byte: UInt8, length: Int) {
    let byte = bytes[index]
    if byte < 0x80 {
      if byte >= 65 && byte <= 90 { return (byte | 0x20, 1) }
      return (byte == UInt8(ascii: "'") ? 0 : byte, 1)
    }
    return foldLatin(bytes, at: index)
  }

  private static func foldLatin(_ bytes: Span<UInt8>, at index: Int) -> (byte: UInt8, length: Int) {
    let byte = bytes[index]
    // U+00C0…U+017F take two bytes, C3 80 … C5 BF.
    if byte >= 0xC3, byte <= 0xC5, index + 1 < bytes.count {
      let position = Int(byte - 0xC3) * 64 + Int(bytes[index + 1] & 0x3F)
      let base = latinBases[position]
      if base != 0 { return (base, 2) }
    }
    // U+2019, the typographic apostrophe.
    if byte == 0xE2, index + 2 < bytes.count, bytes[index + 1] == 0x80, bytes[index + 2] == 0x99 {
      return (0, 3)
    }
    return (byte, 1)
  }

  /// The base letters of U+00C0…U+017F; a dot for characters without one.
  private static let latinBases: [UInt8] = Array(
    ("aaaaaaaceeeeiiiidnooooo.ouuuuy.saaaaaaaceeeeiiiidnooooo.ouuuuy.y"
      + "aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiiiiijjkkklllllll"
      + "lllnnnnnnnnnoooooooorrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs").utf8
  ).map { $0 == UInt8(ascii: ".") ? 0 : $0 }
}
