import Foundation
import Primitives
import Testing

@Suite("Ratio")
struct RatioTests {
  @Test(
    "prints as typed",
    arguments: [
      "3/100", "6/200", "0/1", "5%", "0.2%", "0.20%", "100%", "0.05", "0.050", "1", "0", "1.0", "99.999%",
    ])
  func asTyped(text: String) throws {
    let ratio = try #require(Ratio(text))
    #expect(ratio.description == text)
    #expect(Ratio(ratio.description) == ratio)
  }

  @Test(
    "reads the exact value",
    arguments: [
      ("3/100", 3, 100), ("0.2%", 2, 1000), ("100%", 1, 1), ("0.05", 1, 20), ("0", 0, 1),
      ("0.000000000000000001", 1, 1_000_000_000_000_000_000),
    ] as [(String, UInt64, UInt64)])
  func exact(text: String, parts: UInt64, whole: UInt64) {
    #expect(Ratio(text) == Ratio(parts, outOf: whole))
  }

  @Test(
    "refuses what is no share",
    arguments: [
      "", "%", "/", "1/", "/2", "2/1", "1/0", "-1/2", "+1/2", "1.1", "101%", "100.1%", ".5", "5.", "0.5.5",
      "5 %",
      "1e-3", "٣/٤", "0.0000000000000000001", "1/99999999999999999999",
    ])
  func refused(text: String) {
    #expect(Ratio(text) == nil)
  }

  @Test("is equal, ordered and hashed by value")
  func byValue() {
    #expect(Ratio(1, outOf: 2) == Ratio(2, outOf: 4))
    #expect(Set([Ratio(1, outOf: 2), Ratio(2, outOf: 4), "50%"]).count == 1)
    #expect(Ratio(1, outOf: 3) < Ratio(334, outOf: 1000))
    #expect(Ratio(333, outOf: 1000) < Ratio(1, outOf: 3))
    #expect(Ratio(.max - 1, outOf: .max) < .always)
  }

  @Test("goes through JSON as typed, and reads plain numbers")
  func coding() throws {
    let json = #"["3/100","0.2%",0.05,1,0,0.1,0.00001]"#
    let ratios = try JSONDecoder().decode([Ratio].self, from: Data(json.utf8))
    #expect(ratios.map(\.description) == ["3/100", "0.2%", "0.05", "1", "0", "0.1", "0.00001"])
    let again = try JSONDecoder().decode([Ratio].self, from: JSONEncoder().encode(ratios))
    #expect(again.map(\.description) == ratios.map(\.description))
    for bad in ["[1.5]", "[-0.1]", "[0.3333333333333333]", #"["half"]"#, "[true]"] {
      #expect(throws: DecodingError.self) { try JSONDecoder().decode([Ratio].self, from: Data(bad.utf8)) }
    }
  }

  @Test("happens in exactly the parts of the whole")
  func happens() {
    // Draws spread evenly over the 64-bit range, 1,000 of them.
    var even = Fixed((0..<1_000).map { UInt64.max / 1_000 * $0 + UInt64.max / 2_000 })
    let ratio = Ratio(37, outOf: 1_000)
    #expect((0..<1_000).count { _ in ratio.happens(in: &even) } == 37)
  }

  @Test("takes no draw for never and always")
  func certain() {
    var draws = Fixed([0])
    #expect(!Ratio.never.happens(in: &draws))
    #expect(Ratio(5, outOf: 5).happens(in: &draws))
    #expect(draws.taken == 0)
    _ = Ratio(1, outOf: 2).happens(in: &draws)
    #expect(draws.taken == 1)
  }
}
