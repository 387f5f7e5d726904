import Testing

@testable import TravelPlanner

@Suite("SHA-256")
struct SHA256Tests {
  @Test(
    "agrees with the standard where a text ends near the end of a block",
    arguments: [
      (0, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
      (1, "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881"),
      (55, "d5e285683cd4efc02d021a5c62014694958901005d6f71e89e0989fac77e4072"),
      (56, "04c26261370ee7541549d16dee320c723e3fd14671e66a099afe0a377c16888e"),
      (63, "75220b47218278e656f2013bb8f0c455a25eaf01e86c64924e9d48d89776d6f2"),
      (64, "7ce100971f64e7001e8fe5a51973ecdfe1ced42befe7ee8d5fd6219506b5393c"),
      (119, "000b48d4edf0fa7bee3c6236ecd2785baa5db4eeb8bb54341b029e0d9fa5fb0c"),
      (120, "13f05a0b594787f5ecd315edc96141bd3243203d1b7d4f0836f37308b276ba98"),
      (200, "aa20c23e3201834050679e1d88941b9a6fed0557c9a705cb2c315e2e63fd486d"),
    ])
  func digests(count: Int, expected: String) {
    let digest = SHA256.digest(of: [UInt8](repeating: UInt8(ascii: "x"), count: count).span)
    let text = digest.indices.map { index in
      let digits = String(digest[index], radix: 16)
      return String(repeating: "0", count: 8 - digits.count) + digits
    }
    #expect(text.joined() == expected)
  }
}
