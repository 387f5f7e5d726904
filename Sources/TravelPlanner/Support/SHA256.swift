/// SHA-256 (FIPS 180-4) of short texts, for session ids. Not for secrets.
///
/// Written here because the package has no dependencies, and unrolled because every plan computes one digest.
enum SHA256 {
  /// Returns the digest as eight big-endian words.
  static func digest(of bytes: Span<UInt8>) -> InlineArray<8, UInt32> {
    var state = initial
    var start = 0
    while bytes.count - start >= 64 {
      absorb(bytes.extracting(start..<start + 64), &state)
      start += 64
    }
    // The rest of the text, a one bit, and the length in bits at the end of the last block.
    var tail = InlineArray<64, UInt8>(repeating: 0)
    let rest = bytes.count - start
    for index in 0..<rest { tail[index] = bytes[start + index] }
    tail[rest] = 0x80
    if rest >= 56 {
      absorb(tail.span, &state)
      tail = InlineArray(repeating: 0)
    }
    let bits = UInt64(bytes.count) * 8
    for index in 0..<8 { tail[56 + index] = UInt8(truncatingIfNeeded: bits >> UInt64(56 - 8 * index)) }
    absorb(tail.span, &state)
    return state
  }

  private static func absorb(_ block: Span<UInt8>, _ state: inout InlineArray<8, UInt32>) {
    // Lets the compiler drop the per-byte bounds checks.
    precondition(block.count == 64, "a block has 64 bytes, had \(block.count)")
    // The last sixteen words of the message schedule, by round modulo 16.
    var words = InlineArray<16, UInt32> { index in
      let byte = 4 &* index
      return UInt32(block[byte]) << 24 | UInt32(block[byte &+ 1]) << 16 | UInt32(block[byte &+ 2]) << 8
        | UInt32(block[byte &+ 3])
    }
    var working = state
    sixteenRounds(0, &working, &words, extendsWords: false)
    for turn in 1..<4 { sixteenRounds(16 &* turn, &working, &words, extendsWords: true) }
    for index in state.indices { state[index] &+= working[index] }
  }

  /// Runs sixteen rounds. Unrolled: the working variables change roles instead of being moved, and each schedule word is
  /// computed in the round that needs it, which is faster than a separate pass.
  @inline(__always)
  private static func sixteenRounds(
    _ first: Int, _ working: inout InlineArray<8, UInt32>, _ words: inout InlineArray<16, UInt32>,
    extendsWords: Bool
  ) {
    var (a, b, c, d) = (working[0], working[1], working[2], working[3])
    var (e, f, g, h) = (working[4], working[5], working[6], working[7])
    var shared = b ^ c
    func key(_ index: Int) -> UInt32 { constants[(first &+ index) & 63] }
    func word(_ index: Int) -> UInt32 {
      if extendsWords {
        words[index] =
          words[index] &+ mixed(words[(index &+ 1) & 15], 7, 18, 3) &+ words[(index &+ 9) & 15]
          &+ mixed(words[(index &+ 14) & 15], 17, 19, 10)
      }
      return words[index]
    }
    round(a, b, &shared, &d, e, f, g, &h, word(0), key(0))
    round(h, a, &shared, &c, d, e, f, &g, word(1), key(1))
    round(g, h, &shared, &b, c, d, e, &f, word(2), key(2))
    round(f, g, &shared, &a, b, c, d, &e, word(3), key(3))
    round(e, f, &shared, &h, a, b, c, &d, word(4), key(4))
    round(d, e, &shared, &g, h, a, b, &c, word(5), key(5))
    round(c, d, &shared, &f, g, h, a, &b, word(6), key(6))
    round(b, c, &shared, &e, f, g, h, &a, word(7), key(7))
    round(a, b, &shared, &d, e, f, g, &h, word(8), key(8))
    round(h, a, &shared, &c, d, e, f, &g, word(9), key(9))
    round(g, h, &shared, &b, c, d, e, &f, word(10), key(10))
    round(f, g, &shared, &a, b, c, d, &e, word(11), key(11))
    round(e, f, &shared, &h, a, b, c, &d, word(12), key(12))
    round(d, e, &shared, &g, h, a, b, &c, word(13), key(13))
    round(c, d, &shared, &f, g, h, a, &b, word(14), key(14))
    round(b, c, &shared, &e, f, g, h, &a, word(15), key(15))
    working = [a, b, c, d, e, f, g, h]
  }

  /// Returns the combination of two rotations and a shift of a word.
  @inline(__always)
  private static func mixed(_ word: UInt32, _ first: UInt32, _ second: UInt32, _ shift: UInt32) -> UInt32 {
    rotated(rotated(word, second &- first) ^ word, first) ^ (word &>> shift)
  }

  /// Runs one round. `shared` is `a ^ b` of the previous round.
  @inline(__always)
  private static func round(
    _ a: UInt32, _ b: UInt32, _ shared: inout UInt32, _ d: inout UInt32, _ e: UInt32, _ f: UInt32,
    _ g: UInt32,
    _ h: inout UInt32, _ word: UInt32, _ constant: UInt32
  ) {
    let mixed = rotated(e, 6) ^ rotated(e, 11) ^ rotated(e, 25)
    let first = h &+ word &+ constant &+ mixed &+ (g ^ (e & (f ^ g)))
    d = d &+ first
    // The majority of a, b and c: b unless both others differ from it.
    let difference = a ^ b
    h = first &+ (rotated(a, 2) ^ rotated(a, 13) ^ rotated(a, 22)) &+ (b ^ (difference & shared))
    shared = difference
  }

  @inline(__always) private static func rotated(_ word: UInt32, _ count: UInt32) -> UInt32 {
    word &>> count | word &<< (32 &- count)
  }

  private static let initial: InlineArray<8, UInt32> = [
    0x6A09_E667, 0xBB67_AE85, 0x3C6E_F372, 0xA54F_F53A, 0x510E_527F, 0x9B05_688C, 0x1F83_D9AB, 0x5BE0_CD19,
  ]
  private static let constants: InlineArray<64, UInt32> = [
    0x428A_2F98, 0x7137_4491, 0xB5C0_FBCF, 0xE9B5_DBA5, 0x3956_C25B, 0x59F1_11F1, 0x923F_82A4, 0xAB1C_5ED5,
    0xD807_AA98, 0x1283_5B01, 0x2431_85BE, 0x550C_7DC3, 0x72BE_5D74, 0x80DE_B1FE, 0x9BDC_06A7, 0xC19B_F174,
    0xE49B_69C1, 0xEFBE_4786, 0x0FC1_9DC6, 0x240C_A1CC, 0x2DE9_2C6F, 0x4A74_84AA, 0x5CB0_A9DC, 0x76F9_88DA,
    0x983E_5152, 0xA831_C66D, 0xB003_27C8, 0xBF59_7FC7, 0xC6E0_0BF3, 0xD5A7_9147, 0x06CA_6351, 0x1429_2967,
    0x27B7_0A85, 0x2E1B_2138, 0x4D2C_6DFC, 0x5338_0D13, 0x650A_7354, 0x766A_0ABB, 0x81C2_C92E, 0x9272_2C85,
    0xA2BF_E8A1, 0xA81A_664B, 0xC24B_8B70, 0xC76C_51A3, 0xD192_E819, 0xD699_0624, 0xF40E_3585, 0x106A_A070,
    0x19A4_C116, 0x1E37_6C08, 0x2748_774C, 0x34B0_BCB5, 0x391C_0CB3, 0x4ED8_AA4A, 0x5B9C_CA4F, 0x682E_6FF3,
    0x748F_82EE, 0x78A5_636F, 0x84C8_7814, 0x8CC7_0208, 0x90BE_FFFA, 0xA450_6CEB, 0xBEF9_A3F7, 0xC671_78F2,
  ]
}
