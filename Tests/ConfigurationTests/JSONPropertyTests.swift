import Configuration
import Primitives
import Testing

@Suite("JSON, generated")
struct JSONPropertyTests {
  /// Any value, at most `depth` deep.
  static func value(_ draws: inout SplitMix64, depth: Int = 5) -> JSONValue {
    switch draws.next(below: depth > 0 ? 9 : 7) {
    case 0: return .null
    case 1: return .bool(draws.next(below: 2) == 0)
    case 2: return .integer(Int64(bitPattern: draws.next()) >> Int64(draws.next(below: 64)))
    case 3:
      let number = Double(bitPattern: draws.next())
      return .number(number.isFinite ? number : 0.5)
    case 4: return .number(Double(draws.next(in: -1000...1000)) / 8)
    case 5, 6: return .string(text(&draws))
    case 7: return .array((0..<draws.next(below: 5)).map { _ in value(&draws, depth: depth - 1) })
    default:
      var members: [String: JSONValue] = [:]
      for _ in 0..<draws.next(below: 5) { members[text(&draws)] = value(&draws, depth: depth - 1) }
      return .object(members)
    }
  }

  static func text(_ draws: inout SplitMix64) -> String {
    let alphabet: [Unicode.Scalar] = [
      "a", "Z", "0", " ", "\"", "'", "\\", "/", "\n", "\r", "\t", "\u{0}", "\u{1F}", "\u{7F}", "é", "\u{301}",
      "ß",
      "\u{2028}", "\u{FEFF}", "😀", "\u{10FFFF}", "{", "}", "[", ":", ",",
    ]
    var text = ""
    for _ in 0..<draws.next(below: 8) {
      text.unicodeScalars.append(alphabet[Int(draws.next(below: UInt64(alphabet.count)))])
    }
    return text
  }

  @Test("what is printed is read as the same, in both dialects", arguments: UInt64(0)..<20)
  func roundTrip(seed: UInt64) throws {
    var draws = RandomSource(seed: seed).stream("values")
    for _ in 0..<100 {
      let value = Self.value(&draws)
      for dialect in JSONParser.Dialect.allCases {
        let read = try JSONParser(dialect).parse(value.json)
        #expect(read == value)
        #expect(read.json == value.json && read.hashValue == value.hashValue)
      }
    }
  }

  /// The parser returned, which is the point; what it took must be printed and read as the same.
  private func check(_ text: String) {
    for dialect in JSONParser.Dialect.allCases {
      do throws(ConfigurationError) {
        let value = try JSONParser(dialect).parse(text)
        #expect((try? JSONParser(.strict).parse(value.json)) == value)
        if dialect == .strict { #expect((try? JSONParser(.json5).parse(text)) == value) }
      } catch {
        #expect(error.isSyntaxError && !error.problem.isEmpty && error.problem.utf8.count < 400)
        #expect(error.position.map { (0...text.utf8.count).contains($0.byte) } == true)
      }
    }
  }

  @Test("random bytes never crash", arguments: UInt64(0)..<20)
  func randomBytes(seed: UInt64) {
    var draws = RandomSource(seed: seed).stream("bytes")
    for _ in 0..<200 {
      let bytes = (0..<draws.next(below: 60)).map { _ in UInt8(truncatingIfNeeded: draws.next()) }
      check(String(decoding: bytes, as: UTF8.self))
    }
  }

  @Test("pieces of JSON5 in any order never crash", arguments: UInt64(0)..<20)
  func pieces(seed: UInt64) {
    let pieces = [
      "{", "}", "[", "]", ",", ":", "\"", "'", "\\", "\\u00e9", "\\ud83d", "\\ude00", "\\x4", "null", "true",
      "NaN",
      "-", "+", ".", "0", "0x", "3.14", "1e9", "e", "a", "a:", "\"a\":", "//", "/*", "*/", "\n", "\r", " ",
      "\u{A0}",
      "\u{2028}", "é", "\u{0}", "999999999999999999999",
    ]
    var draws = RandomSource(seed: seed).stream("pieces")
    for _ in 0..<400 {
      check(
        (0..<draws.next(below: 15)).map { _ in pieces[Int(draws.next(below: UInt64(pieces.count)))] }.joined()
      )
    }
  }

  @Test("damaged documents never crash", arguments: UInt64(0)..<20)
  func damaged(seed: UInt64) {
    var draws = RandomSource(seed: seed).stream("damage")
    for _ in 0..<100 {
      var bytes = Array(Self.value(&draws).json.utf8)
      for _ in 0..<draws.next(in: 1...4) where !bytes.isEmpty {
        let index = Int(draws.next(below: UInt64(bytes.count)))
        switch draws.next(below: 4) {
        case 0: bytes[index] = UInt8(truncatingIfNeeded: draws.next())
        case 1: bytes.remove(at: index)
        case 2: bytes.insert(bytes[Int(draws.next(below: UInt64(bytes.count)))], at: index)
        default: bytes.removeSubrange(index...)
        }
      }
      check(String(decoding: bytes, as: UTF8.self))
    }
  }
}
