import Foundation
import Primitives

/// Makes inputs for parsers out of valid ones: the same seed gives the same inputs.
///
/// Most changes keep the text well formed, so that what is behind the parser sees hostile values and not only errors
/// of syntax.
package struct InputMutator {
  private var draws: SplitMix64

  package init(seed: UInt64) { draws = SplitMix64(seed: seed) }

  /// The number of inputs of a fuzz test: 1,000, or `FUZZ_INPUTS` of the environment.
  package static var count: Int {
    ProcessInfo.processInfo.environment["FUZZ_INPUTS"].flatMap { Int($0) } ?? 1_000
  }

  /// Calls `body` with `count` inputs made from the valid `samples`.
  package static func each(
    of samples: [String], count: Int = InputMutator.count, seed: UInt64 = 1, _ body: (String) throws -> Void
  ) rethrows {
    for number in 0..<UInt64(count) {
      var mutator = InputMutator(seed: seed << 32 | number)
      try body(mutator.mutated(samples[Int(number) % samples.count]))
    }
  }

  /// Returns a text with one to three changes.
  package mutating func mutated(_ text: String) -> String {
    var tokens = InputMutator.tokens(text)
    for _ in 0..<draws.next(in: 1...3) { change(&tokens) }
    let text = tokens.joined()
    return draws.next(in: 0...19) == 0 ? damaged(text) : text
  }

  // MARK: Tokens

  /// Splits a text into numbers, quoted strings, words, blanks and single marks.
  static func tokens(_ text: String) -> [String] {
    var tokens: [String] = []
    let scalars = Array(text.unicodeScalars)
    var index = 0
    func isWord(_ scalar: Unicode.Scalar) -> Bool {
      scalar.properties.isAlphabetic || scalar == "_" || ("0"..."9").contains(scalar) || scalar == "."
    }
    while index < scalars.count {
      let start = index
      let first = scalars[index]
      index += 1
      if first == "\"" {
        while index < scalars.count, scalars[index] != "\"" { index += scalars[index] == "\\" ? 2 : 1 }
        index = min(index + 1, scalars.count)
      } else if isWord(first) || (first == "-" && index < scalars.count && isWord(scalars[index])) {
        while index < scalars.count, isWord(scalars[index]) { index += 1 }
      } else if first.properties.isWhitespace {
        while index < scalars.count, scalars[index].properties.isWhitespace { index += 1 }
      }
      var token = String.UnicodeScalarView()
      token.append(contentsOf: scalars[start..<index])
      tokens.append(String(token))
    }
    return tokens
  }

  private mutating func change(_ tokens: inout [String]) {
    guard !tokens.isEmpty else {
      tokens = [pick(InputMutator.values)]
      return
    }
    // Values more often than the rest.
    let values = tokens.indices.filter { tokens[$0].first?.isNumber == true || tokens[$0].hasPrefix("-") }
    let texts = tokens.indices.filter { tokens[$0].hasPrefix("\"") }
    switch draws.next(in: 0...9) {
    case 0...4 where !values.isEmpty: tokens[pick(values)] = pick(InputMutator.numbers)
    case 5 where !texts.isEmpty: tokens[pick(texts)] = pick(InputMutator.texts)
    case 6 where !texts.isEmpty: tokens[pick(texts)] = pick(InputMutator.values)
    case 7: tokens.remove(at: pick(Array(tokens.indices)))
    case 8:
      let token = pick(tokens)
      tokens.insert(token, at: pick(Array(tokens.indices)))
    default: tokens[pick(Array(tokens.indices))] = pick(InputMutator.values)
    }
  }

  /// Cuts, repeats or replaces bytes; what is no UTF-8 becomes U+FFFD.
  private mutating func damaged(_ text: String) -> String {
    var bytes = Array(text.utf8)
    guard !bytes.isEmpty else { return "\u{FEFF}" }
    let place = draws.next(in: 0...bytes.count - 1)
    switch draws.next(in: 0...3) {
    case 0: bytes.removeSubrange(place...)
    case 1: bytes[place] = UInt8(truncatingIfNeeded: draws.next())
    case 2: bytes.insert(contentsOf: bytes[..<place], at: place)
    default: bytes.insert(0, at: place)
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private mutating func pick<Element>(_ choices: [Element]) -> Element {
    choices[draws.next(in: 0...choices.count - 1)]
  }

  /// Numbers at and past the ends of what types hold.
  package static let numbers = [
    "0", "-0", "1", "-1", "2", "7", "0.1", "0.5", "0.999999999", "1.5", "-0.5", "1e-16", "1e-300", "5e-324",
    "1e9",
    "1e15", "1e18", "1e19", "1e300", "1e308", "1e999", "-1e999", "127", "128", "255", "256", "32767", "65535",
    "65536",
    "2147483647", "2147483648", "4294967295", "4294967296", "9007199254740991", "9007199254740992",
    "9007199254740993", "9223372036854775807", "9223372036854775808", "-9223372036854775808",
    "-9223372036854775809", "18446744073709551615", "18446744073709551616", "-0x8000000000000000",
    "0x7fffffffffffffff", "+5", "0x1p3", "1_000", "1.", ".5", "01", "NaN", "Infinity", "-Infinity",
  ]

  private static let texts = [
    "\"\"", "\" \"", "\"a\"", "\"1\"", "\"-1\"", "\"1e400\"", "\"9223372036854775808\"", "\"1ns\"", "\"-5s\"",
    "\"1e300s\"", "\"106752d\"", "\"500%\"", "\"\\u0000\"", "\"\\ud800\"", "\"\\u0600'\"", "\"\\r\\n\"",
    "\"*\"", "\"flights\"", "\"flights.*\"", "\"é\"", "\"\\\\\"",
  ]

  private static let values =
    numbers + texts + [
      "null", "true", "false", "[]", "{}", "[[]]", "[0]", "{\"a\":0}", ",", ":", "{", "}", "[", "]", "\"",
    ]
}
