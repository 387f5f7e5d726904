package import Configuration
import Primitives
import Resilience

/// One conformance vector: a configuration, what happens, and what must be true.
package struct Vector: Sendable {
  package let id: String
  package let kind: String
  package let profile: String
  package let source: String
  package let config: JSONValue
  package let steps: [JSONValue]
  package let inputs: JSONValue?
  package let expect: [String: JSONValue]
  /// The sentence of an intent, and the day on which it is said.
  package let text: String?
  package let today: String?

  /// The vectors of a file: a JSON array. An entry without `id` or `kind` is refused.
  package static func all(parsing text: String) throws(ConfigurationError) -> [Vector] {
    guard let entries = try JSONValue(parsing: text).array else {
      throw ConfigurationError("", "a vector file is a list of vectors")
    }
    var vectors: [Vector] = []
    for (index, entry) in entries.enumerated() { vectors.append(try Vector(entry, at: "[\(index)]")) }
    return vectors
  }

  init(_ value: JSONValue, at path: String) throws(ConfigurationError) {
    guard let id = value["id"]?.string else { throw ConfigurationError("\(path).id", "a name is missing") }
    guard let kind = value["kind"]?.string else {
      throw ConfigurationError("\(path).kind", "a kind is missing")
    }
    guard value["steps"].map({ $0.array != nil }) ?? true else {
      throw ConfigurationError("\(path).steps", "the steps are a list")
    }
    guard value["expect"].map({ $0.object != nil }) ?? true else {
      throw ConfigurationError("\(path).expect", "what is expected is an object")
    }
    for part in ["steps", "inputs"] {
      if let value = value[part] { try VectorRanges.check(value, at: "\(path).\(part)") }
    }
    if let stages = value["config"]?["stages"] {
      try VectorRanges.check(stages, at: "\(path).config.stages")
    }
    self.id = id
    self.kind = kind
    profile = value["profile"]?.string ?? ""
    source = value["source"]?.string ?? ""
    config = value["config"] ?? .object([:])
    steps = value["steps"]?.array ?? []
    inputs = value["inputs"]
    expect = value["expect"]?.object ?? [:]
    text = value["text"]?.string
    today = value["today"]?.string
    guard kind == "intent" else { return }
    if text == nil { throw ConfigurationError("\(path).text", "the sentence is missing") }
    if today.flatMap({ CalendarDay($0) }) == nil {
      throw ConfigurationError("\(path).today", "a day written yyyy-mm-dd is missing")
    }
    for key in expect.keys.sorted() where !Conformance.intentKeys.contains(key) {
      throw ConfigurationError("\(path).expect.\(key)", "is no key of an intent")
    }
  }
}

/// A mismatch between a vector and the engine.
package struct VectorFailure: Sendable, Hashable {
  package let id: String
  /// From 1; 0 for what must be true at the end or is true of the whole vector.
  package let step: Int
  /// The compared value, and both sides as JSON.
  package let key: String
  package let expected: String
  package let actual: String
}

extension VectorFailure: CustomStringConvertible {
  /// `CB02 step 5: state: expected "closed", was "open"`.
  package var description: String { "\(id) step \(step): \(key): expected \(expected), was \(actual)" }

  var value: JSONValue {
    .object([
      "id": .string(id), "step": .integer(Int64(step)), "key": .string(key), "expected": Self.side(expected),
      "actual": Self.side(actual),
    ])
  }

  /// A side as the value it was, or the words that stand for it.
  private static func side(_ text: String) -> JSONValue {
    (try? JSONValue(parsing: text)) ?? .string(text)
  }
}

/// Collects where a vector fails while it runs.
struct VectorChecks {
  let id: String
  private(set) var failures: [VectorFailure] = []
  var step = 0

  init(_ id: String) { self.id = id }

  mutating func fail(_ key: String, expected: String, actual: String) {
    failures.append(VectorFailure(id: id, step: step, key: key, expected: expected, actual: actual))
  }

  /// Compares what `expected` names; keys it does not name are free.
  mutating func match(
    _ expected: [String: JSONValue], prefix: String = "", _ actual: (String) -> JSONValue?
  ) {
    for (key, value) in expected.sorted(by: { $0.key < $1.key }) {
      let name = prefix.isEmpty ? key : "\(prefix).\(key)"
      guard let found = actual(key) else {
        fail(name, expected: value.json, actual: "no such expectation")
        continue
      }
      if !VectorChecks.equal(value, found) { fail(name, expected: value.json, actual: found.json) }
    }
  }

  /// Whole numbers, text and booleans are equal; other numbers agree within 1e-6, absolute or relative.
  /// An object is compared by the keys the expected one names.
  static func equal(_ expected: JSONValue, _ actual: JSONValue) -> Bool {
    switch (expected, actual) {
    case (.integer(let left), .integer(let right)): return left == right
    case (.integer, .number), (.number, .integer), (.number, .number):
      let left = expected.double ?? .nan
      let right = actual.double ?? .nan
      return abs(left - right) <= 1e-6 * max(1, abs(left), abs(right))
    case (.object(let left), .object(let right)):
      return left.allSatisfy { key, value in right[key].map { equal(value, $0) } ?? false }
    case (.array(let left), .array(let right)):
      return left.count == right.count && zip(left, right).allSatisfy { equal($0, $1) }
    default: return expected == actual
    }
  }
}
