import Configuration
import Testing

@Suite("JSON parser")
struct JSONParserTests {
  typealias Dialect = JSONParser.Dialect

  // MARK: What both dialects accept

  static let accepted: [(text: String, value: JSONValue)] = [
    ("null", .null), ("true", .bool(true)), ("false", .bool(false)), (" \t\r\n null \n", .null),
    ("0", .integer(0)), ("-0", .integer(0)), ("-7", .integer(-7)), ("1234567890", .integer(1_234_567_890)),
    ("9223372036854775807", .integer(.max)), ("-9223372036854775808", .integer(.min)),
    ("9223372036854775808", .number(9_223_372_036_854_775_808)),
    ("100000000000000000000", .number(1e20)),
    ("0.5", .number(0.5)), ("-0.25", .number(-0.25)), ("1.0", .integer(1)), ("1e3", .integer(1000)),
    ("1E+3", .integer(1000)), ("25e-1", .number(2.5)), ("0e0", .integer(0)), ("1e308", .number(1e308)),
    ("1e-999", .integer(0)), ("5e-324", .number(.leastNonzeroMagnitude)),
    ("0.1000000000000000055511151231257827", .number(0.1)),
    ("\"\"", .string("")), ("\"a b\"", .string("a b")),
    (#""\"\\\/\b\f\n\r\t""#, .string("\"\\/\u{8}\u{c}\n\r\t")),
    (#""\u0041\u00e9""#, .string("Aé")), (#""\uD83D\ude00""#, .string("😀")), (#""\u0000""#, .string("\0")),
    ("\"é😀\u{2028}\u{7F}\"", .string("é😀\u{2028}\u{7F}")), ("\"'\"", .string("'")),
    ("[]", .array([])), ("[ ]", .array([])), ("[1,2]", .array([.integer(1), .integer(2)])),
    ("[[],[[]]]", .array([.array([]), .array([.array([])])])),
    ("{}", .object([:])), ("{ }", .object([:])), (#"{"":0}"#, .object(["": .integer(0)])),
    (
      #"{"a":[{"b":null}], "c" : "d"}"#,
      .object(["a": .array([.object(["b": .null])]), "c": .string("d")])
    ),
  ]

  @Test("reads JSON in both dialects", arguments: accepted.indices, Dialect.allCases)
  func both(index: Int, dialect: Dialect) throws {
    let (text, value) = Self.accepted[index]
    #expect(try JSONParser(dialect).parse(text) == value, "\(text)")
  }

  // MARK: What only JSON5 accepts

  static let json5: [(text: String, value: JSONValue)] = [
    ("// before\n1", .integer(1)), ("1 // after", .integer(1)), ("/* a */ 1 /* b **/", .integer(1)),
    ("// ends with CR\r1", .integer(1)), ("[/**/]", .array([])),
    ("\u{FEFF}1", .integer(1)), ("\u{A0}1\u{3000}", .integer(1)), ("\u{B}\u{C}1", .integer(1)),
    ("{a: 1}", .object(["a": .integer(1)])), ("{$_1: 1}", .object(["$_1": .integer(1)])),
    ("{ünïcode: 1}", .object(["ünïcode": .integer(1)])), (#"{\u0061b: 1}"#, .object(["ab": .integer(1)])),
    ("{'a': 1}", .object(["a": .integer(1)])), ("{null: 1}", .object(["null": .integer(1)])),
    ("[1,]", .array([.integer(1)])), ("{a: 1,}", .object(["a": .integer(1)])),
    ("+1", .integer(1)), (".5", .number(0.5)), ("-.5", .number(-0.5)), ("5.", .integer(5)),
    ("5.e1", .integer(50)), ("+.5e1", .integer(5)),
    ("0x1F", .integer(31)), ("-0X10", .integer(-16)), ("0x7FFFFFFFFFFFFFFF", .integer(.max)),
    ("-0x8000000000000000", .integer(.min)),
    ("'it'", .string("it")), (#"'a"b'"#, .string("a\"b")), (#"'\''"#, .string("'")),
    (#"'\x41\v\0'"#, .string("A\u{B}\0")), (#"'\q'"#, .string("q")), ("'a\\\nb'", .string("ab")),
    ("'a\\\r\nb'", .string("ab")), ("'a\\\u{2028}b'", .string("ab")), ("'tab\there'", .string("tab\there")),
  ]

  @Test("reads JSON5, which strict JSON refuses", arguments: json5.indices)
  func onlyJSON5(index: Int) throws {
    let (text, value) = Self.json5[index]
    #expect(try JSONParser(.json5).parse(text) == value, "\(text)")
    #expect(throws: ConfigurationError.self, "\(text)") { try JSONParser(.strict).parse(text) }
  }

  // MARK: What is refused

  static let refused: [(text: String, byte: Int, says: String)] = [
    ("", 0, "a value is missing"), ("  ", 2, "a value is missing"), ("[", 1, "a value is missing"),
    ("1 2", 2, "text after the value"), ("{} Enjoy!", 3, "text after the value"),
    ("Sure! {}", 0, "\"Sure\" is not a value"), ("nul", 0, "is not a value"), ("True", 0, "is not a value"),
    ("undefined", 0, "is not a value"), ("```json", 0, "no value begins with \"`\""),
    ("}", 0, "no value begins with \"}\""), ("\u{1}", 0, "no value begins with"),
    ("NaN", 0, "NaN are not allowed"), ("Infinity", 0, "infinity and NaN"),
    ("01", 0, "begins with 0"), ("-01.5", 0, "begins with 0"), ("-", 1, "a digit is missing"),
    ("1e", 2, "a digit is missing"), ("1e+", 3, "a digit is missing"), ("1e999", 0, "too large"),
    ("-1e400", 0, "too large"), ("1_000", 1, "followed by \"_\""), ("12px", 2, "followed by \"p\""),
    ("1.2.3", 3, "followed by \".\""), ("--1", 1, "a digit is missing"),
    ("\"", 0, "does not end"), ("\"abc", 0, "does not end"), ("\"a\nb\"", 0, "does not end on its line"),
    (#""\u12""#, 1, "4 hexadecimal digits"), (#""\u12G4""#, 1, "4 hexadecimal digits"),
    (#""\ud800""#, 1, "half a surrogate pair"), (#""\ud800x""#, 1, "half a surrogate pair"),
    (#""ab\udc00""#, 3, "half a surrogate pair"), (#""\ud800\u0041""#, 1, "half a surrogate pair"),
    ("[1 2]", 3, "',' or ']' expected"), ("[1,,2]", 3, "no value begins with \",\""), ("[,]", 1, "no value"),
    (#"{"a" 1}"#, 5, "':' expected after the name \"a\""), (#"{"a":1 "b":2}"#, 7, "',' or '}' expected"),
    (#"{"a":1,,}"#, 7, "a name"), (#"{"a":}"#, 5, "no value begins with \"}\""), ("{1: 2}", 1, "a name"),
    (#"{"a":1,"b":2,"a":3}"#, 13, "the name \"a\" is given twice"),
    (#"{"a":1,"\u0061":2}"#, 7, "the name \"a\" is given twice"),
    ("{", 1, "a name"), ("{\"a\":1", 6, "',' or '}' expected"),
  ]

  @Test("refuses in both dialects, at the exact byte", arguments: refused.indices, Dialect.allCases)
  func refuses(index: Int, dialect: Dialect) throws {
    let (text, byte, says) = Self.refused[index]
    let error = try #require(throws: ConfigurationError.self) { try JSONParser(dialect).parse(text) }
    #expect(error.isSyntaxError)
    #expect(error.position?.byte == byte, "\(text): \(error)")
    #expect(error.problem.contains(says), "\(text): \(error)")
  }

  static let refusedByJSON5: [(text: String, byte: Int, says: String)] = [
    ("/* a", 0, "a comment does not end"), ("1 /", 2, "text after"), ("[1 / 2]", 3, "expected"),
    ("{flights.primary: 1}", 1, "needs quotation marks"), ("{a-b: 1}", 1, "needs quotation marks"),
    ("{1a: 1}", 1, "begins with a digit"), ("{\\u0031: 1}", 1, "not a letter of a name"),
    ("{\\x: 1}", 1, "no such escape"),
    ("{,}", 1, "a name is missing"), ("0x", 2, "a hexadecimal digit is missing"), ("0x1G", 3, "followed by"),
    ("0x8000000000000000", 0, "too large"), ("0xFFFFFFFFFFFFFFFFFF", 0, "too large"),
    ("0x-5", 2, "hexadecimal"),
    (".", 1, "a digit is missing"), ("+-1", 1, "a digit is missing"), ("+Infinity", 0, "not allowed"),
    ("-NaN", 0, "not allowed"), (#"'\1'"#, 1, "no such escape"), (#"'\01'"#, 1, "no such escape"),
    (#"'\x4'"#, 1, "2 hexadecimal digits"), ("'a\rb'", 0, "does not end on its line"),
  ]

  @Test("refuses what is no JSON5 either", arguments: refusedByJSON5.indices)
  func refusesJSON5(index: Int) throws {
    let (text, byte, says) = Self.refusedByJSON5[index]
    let error = try #require(throws: ConfigurationError.self) { try JSONParser(.json5).parse(text) }
    #expect(error.position?.byte == byte, "\(text): \(error)")
    #expect(error.problem.contains(says), "\(text): \(error)")
  }

  @Test func `an escape of JSON5 and a control character are no strict JSON`() {
    for text in [#""\x41""#, #""\q""#, "\"\u{1}\"", "\"\t\""] {
      #expect(throws: ConfigurationError.self) { try JSONParser(.strict).parse(text) }
    }
  }

  // MARK: Places and limits

  @Test(
    "an error names line and column, whatever ends the lines",
    arguments: ["\n", "\r\n", "\r"])
  func position(lineEnd: String) throws {
    let text = ["{", "  \"näme\": \"ü\",", "  \"other\" 1", "}"].joined(separator: lineEnd)
    let error = try #require(throws: ConfigurationError.self) { try JSONParser(.strict).parse(text) }
    #expect(error.position?.line == 3)
    #expect(error.position?.column == 11)
    #expect(error.position.map { Array(text.utf8)[$0.byte] } == UInt8(ascii: "1"))
    #expect(error.description == "line 3, column 11: ':' expected after the name \"other\"")
    #expect(error.path == "line 3, column 11")
  }

  @Test func `a column counts letters, not bytes`() throws {
    let error = try #require(throws: ConfigurationError.self) { try JSONParser(.strict).parse("[\"é😀\" x]") }
    #expect(error.position?.column == 7 && error.position?.byte == 10)
  }

  @Test("nesting is limited to the level given", arguments: [1, 8, 100, 500])
  func depth(limit: Int) throws {
    let parser = JSONParser(.strict, limits: .init(depth: limit))
    let deepest = String(repeating: "[", count: limit) + String(repeating: "]", count: limit)
    _ = try parser.parse(deepest)
    let error = try #require(throws: ConfigurationError.self) { try parser.parse("[\(deepest)]") }
    #expect(error.position?.byte == limit)
    #expect(error.problem == "nested more than \(limit) deep")
    #expect(throws: ConfigurationError.self) {
      try parser.parse(String(repeating: #"{"a":"#, count: 100_000))
    }
  }

  @Test func `length is limited to the bytes given`() throws {
    let parser = JSONParser(.strict, limits: .init(bytes: 4))
    #expect(try parser.parse("\"é\"") == .string("é"))
    #expect(throws: ConfigurationError.self) { try parser.parse("\"éa\"") }
  }
}
