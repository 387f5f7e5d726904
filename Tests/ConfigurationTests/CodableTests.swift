import Configuration
import Foundation
import Primitives
import Testing

@Suite("JSON values and Codable")
struct CodableTests {
  struct Part: Codable, Hashable {
    var name: String
    var counts: [UInt8]
    var ratio: Double?
  }
  struct Whole: Codable, Hashable {
    var parts: [Part]
    var flags: [String: Bool]
    var small: Int16
    var nested: [[Int64]]
    var latency: LatencyDistribution
  }

  static let sample = Whole(
    parts: [Part(name: "a \"b\"", counts: [0, 255], ratio: 0.5), Part(name: "", counts: [], ratio: nil)],
    flags: ["x": true, "y": false], small: -5, nested: [[1], [], [.max]],
    latency: .constant(.milliseconds(5)))

  @Test func `a type is written and read without Foundation as with it`() throws {
    let value = JSONValue(encoding: Self.sample)
    #expect(try value.decoded() == Self.sample)
    let data = try JSONEncoder().encode(Self.sample)
    #expect(try JSONParser(.strict).parse(String(decoding: data, as: UTF8.self)) == value)
    #expect(try JSONDecoder().decode(JSONValue.self, from: data) == value)
    #expect(try JSONDecoder().decode(Whole.self, from: JSONEncoder().encode(value)) == Self.sample)
  }

  @Test(
    "an error has the path and what is allowed",
    arguments: [
      (
        "counts", "[1, 256]",
        "in.parts[0].counts[1]: 256 is not allowed here; allowed: a whole number from 0 to 255"
      ),
      (
        "counts", "[-1]",
        "in.parts[0].counts[0]: -1 is not allowed here; allowed: a whole number from 0 to 255"
      ),
      ("counts", "{}", "in.parts[0].counts: an object is not allowed here; allowed: a list"),
      ("name", "5", "in.parts[0].name: 5 is not allowed here; allowed: a string"),
      ("name", "null", "in.parts[0].name: null is not allowed here; allowed: a string"),
      ("ratio", "true", "in.parts[0].ratio: true is not allowed here; allowed: a number"),
    ])
  func errors(key: String, text: String, message: String) throws {
    guard case .object(var members) = JSONValue(encoding: Self.sample),
      case .array(var parts)? = members["parts"], case .object(var part) = parts[0]
    else { return }
    part[key] = try JSONValue(parsing: text)
    parts[0] = .object(part)
    members["parts"] = .array(parts)
    let error = try #require(throws: ConfigurationError.self) {
      try JSONValue.object(members).decoded(as: Whole.self, at: "in")
    }
    #expect(error.description == message)
  }

  @Test func `a missing key is named, and what a type itself refuses keeps its place`() throws {
    let missing = try #require(throws: ConfigurationError.self) {
      try JSONValue.object(["name": .string("a")]).decoded(as: Part.self, at: "in")
    }
    #expect(missing.description == "in.counts: is missing")
    let unit = try #require(throws: ConfigurationError.self) {
      try JSONValue(parsing: "[{kind: 'uniform', low: '1ms', high: '2'}]")
        .decoded(as: [LatencyDistribution].self, at: "in")
    }
    #expect(unit.path == "in[0].high")
    #expect(unit.problem.contains("needs a unit"))
  }

  @Test(
    "an error of another decoder is put in the same words",
    arguments: [
      ("[", "line 1, column 2: a value is missing"),
      ("{\"name\": 1", "line 1, column 11: ',' or '}' expected"),
      ("{}", "name: is missing"), ("{\"name\": \"a\", \"counts\": [1, \"b\"]}", "counts[1]: is not UInt8"),
    ])
  func foreign(text: String, message: String) throws {
    let error = try #require(throws: DecodingError.self) {
      try JSONDecoder().decode(Part.self, from: Data(text.utf8))
    }
    #expect(ConfigurationError(error, in: text).description == message)
  }

  @Test("JSON values pass through any coder", arguments: UInt64(0)..<10)
  func values(seed: UInt64) throws {
    var draws = RandomSource(seed: seed).stream("values")
    for _ in 0..<20 {
      let value = JSONPropertyTests.value(&draws)
      #expect(JSONValue(encoding: value) == value)
      #expect(try value.decoded(as: JSONValue.self) == value)
      #expect(JSONValue(encoding: [value, .null]) == .array([value, .null]))
      #expect(
        try JSONValue.array([value, .null]).decoded(as: [JSONValue?].self) == [
          value == .null ? nil : value, nil,
        ])
    }
  }
}
