/// SHA-256 (FIPS 180-4) of short texts, for names; not for secrets.
enum SHA256 {
  /// What a message should reserve beyond its words, so that nothing is allocated again.
  static let room = 32 + 72

  /// The digest as eight big-endian words.
  static func digest(of bytes: [UInt8]) -> InlineArray<8, UInt32> {
    var message = bytes
    let bits = UInt64(message.count) * 8
    message.append(0x80)
    while message.count % 64 != 56 { message.append(0) }
    for shift in stride(from: UInt64(56), through: 0, by: -8) {
      message.append(UInt8(truncatingIfNeeded: bits >> shift))
    }
    var state = initial
    for block in stride(from: 0, to: message.count, by: 64) {
      absorb(message.span.extracting(block..<block + 64), &state)
    }
    return state
  }

  private static func absorb(_ block: Span<UInt8>, _ state: inout InlineArray<8, UInt32>) {
    // The schedule's last sixteen words, by the number of the round: a mask needs no check of bounds.
    var words = InlineArray<16, UInt32>(repeating: 0)
    for index in 0..<16 {
      let byte = 4 &* index
      words[index] =
        UInt32(block[byte]) << 24 | UInt32(block[byte &+ 1]) << 16 | UInt32(block[byte &+ 2]) << 8
        | UInt32(block[byte &+ 3])
    }
    var (a, b, c, d) = (state[0], state[1], state[2], state[3])
    var (e, f, g, h) = (state[4], state[5], state[6], state[7])
    // Eight rounds at a time: then the words change roles instead of places.
    for index in stride(from: 0, to: 64, by: 8) {
      round(a, b, c, &d, e, f, g, &h, word(index, &words), constants[index])
      round(h, a, b, &c, d, e, f, &g, word(index &+ 1, &words), constants[index &+ 1])
      round(g, h, a, &b, c, d, e, &f, word(index &+ 2, &words), constants[index &+ 2])
      round(f, g, h, &a, b, c, d, &e, word(index &+ 3, &words), constants[index &+ 3])
      round(e, f, g, &h, a, b, c, &d, word(index &+ 4, &words), constants[index &+ 4])
      round(d, e, f, &g, h, a, b, &c, word(index &+ 5, &words), constants[index &+ 5])
      round(c, d, e, &f, g, h, a, &b, word(index &+ 6, &words), constants[index &+ 6])
      round(b, c, d, &e, f, g, h, &a, word(index &+ 7, &words), constants[index &+ 7])
    }
    state[0] &+= a
    state[1] &+= b
    state[2] &+= c
    state[3] &+= d
    state[4] &+= e
    state[5] &+= f
    state[6] &+= g
    state[7] &+= h
  }

  /// The schedule's word of a round from 0; each is asked for once, in order.
  @inline(__always)
  private static func word(_ round: Int, _ words: inout InlineArray<16, UInt32>) -> UInt32 {
    let place = round & 15
    if round >= 16 {
      let early = words[(round &+ 1) & 15]
      let late = words[(round &+ 14) & 15]
      let first = rotated(early, 7) ^ rotated(early, 18) ^ (early &>> 3)
      let second = rotated(late, 17) ^ rotated(late, 19) ^ (late &>> 10)
      words[place] = words[place] &+ first &+ words[(round &+ 9) & 15] &+ second
    }
    return words[place]
  }

  @inline(__always)
  private static func round(
    _ a: UInt32, _ b: UInt32, _ c: UInt32, _ d: inout UInt32, _ e: UInt32, _ f: UInt32, _ g: UInt32,
    _ h: inout UInt32, _ word: UInt32, _ constant: UInt32
  ) {
    let mixed = rotated(e, 6) ^ rotated(e, 11) ^ rotated(e, 25)
    let first = h &+ mixed &+ ((e & f) ^ (~e & g)) &+ constant &+ word
    d = d &+ first
    h = first &+ (rotated(a, 2) ^ rotated(a, 13) ^ rotated(a, 22)) &+ ((a & b) ^ (a & c) ^ (b & c))
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
