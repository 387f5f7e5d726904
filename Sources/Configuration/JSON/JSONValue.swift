import Primitives

/// A JSON value: what a configuration consists of before it is given a meaning.
///
///     let value = try JSONValue(parsing: "{limits: {perHost: 30}}", .json5)
///     value["limits"]?["perHost"]?.int  // 30
///
/// Two values are equal when they mean the same in JSON: the order of members does not matter, and `1` equals
/// `1.0`.
public enum JSONValue: Sendable {
  /// The literal `null`.
  case null
  /// `true` or `false`.
  case bool(Bool)
  /// A number written without fraction and exponent that fits 64 bits.
  case integer(Int64)
  /// Any other number.
  case number(Double)
  /// A text.
  case string(String)
  /// A list.
  case array([JSONValue])
  /// Members by name. A name occurs once.
  case object([String: JSONValue])

  /// The member `key` of an object; nil for a missing member, and for what is not an object.
  public subscript(key: String) -> JSONValue? {
    if case .object(let members) = self { members[key] } else { nil }
  }

  /// The value of a whole number, also when it is written with a fraction of zero.
  public var int64: Int64? {
    switch self {
    case .integer(let value): value
    case .number(let value): Int64(exactly: value)
    case .null, .bool, .string, .array, .object: nil
    }
  }

  /// `int64` as an `Int`.
  public var int: Int? { int64.flatMap { Int(exactly: $0) } }

  /// The value of a number; an integer beyond 2^53 is rounded.
  public var double: Double? {
    switch self {
    case .integer(let value): Double(value)
    case .number(let value): value
    case .null, .bool, .string, .array, .object: nil
    }
  }

  /// The value of a text.
  public var string: String? { if case .string(let value) = self { value } else { nil } }
  /// The value of a boolean.
  public var bool: Bool? { if case .bool(let value) = self { value } else { nil } }
  /// The elements of a list.
  public var array: [JSONValue]? { if case .array(let values) = self { values } else { nil } }
  /// The members of an object.
  public var object: [String: JSONValue]? { if case .object(let members) = self { members } else { nil } }

  /// The kind of value with its article, for messages: `a string`.
  public var kind: String {
    switch self {
    case .null: "null"
    case .bool: "a boolean"
    case .integer, .number: "a number"
    case .string: "a string"
    case .array: "a list"
    case .object: "an object"
    }
  }
}

extension JSONValue: Hashable {
  /// Compares numbers by value, whichever case holds them.
  public static func == (left: JSONValue, right: JSONValue) -> Bool {
    switch (left, right) {
    case (.null, .null): true
    case (.bool(let left), .bool(let right)): left == right
    case (.integer(let left), .integer(let right)): left == right
    case (.number(let left), .number(let right)): left == right
    case (.integer(let whole), .number(let number)), (.number(let number), .integer(let whole)):
      Int64(exactly: number) == whole
    case (.string(let left), .string(let right)): left == right
    case (.array(let left), .array(let right)): left == right
    case (.object(let left), .object(let right)): left == right
    default: false
    }
  }

  public func hash(into hasher: inout Hasher) {
    switch self {
    case .null: hasher.combine(0 as UInt8)
    case .bool(let value): hasher.combine(value)
    case .integer(let value): hasher.combine(value)
    case .number(let value):
      if let whole = Int64(exactly: value) { hasher.combine(whole) } else { hasher.combine(value) }
    case .string(let value): hasher.combine(value)
    case .array(let values): hasher.combine(values)
    case .object(let members): hasher.combine(members)
    }
  }
}

extension JSONValue {
  /// JSON text: members sorted by name, two spaces a level, a list of plain values on one line. Equal values
  /// give equal texts. A number that JSON cannot express (infinity, not a number) is written as null.
  public var json: String {
    var text = ""
    write(to: &text, indent: 0)
    return text
  }

  private func write(to text: inout String, indent: Int) {
    func line(_ level: Int) {
      text += "\n"
      text += String(repeating: "  ", count: level)
    }
    switch self {
    case .null: text += "null"
    case .bool(let value): text += value ? "true" : "false"
    case .integer(let value): text += String(value)
    case .number(let value):
      text += Int64(exactly: value).map { String($0) } ?? (value.isFinite ? String(value) : "null")
    case .string(let value): Text.appendQuoted(value, to: &text)
    case .array(let values) where values.allSatisfy(\.isPlain):
      text += "["
      for (index, value) in values.enumerated() {
        if index > 0 { text += ", " }
        value.write(to: &text, indent: indent)
      }
      text += "]"
    case .array(let values):
      text += "["
      for (index, value) in values.enumerated() {
        if index > 0 { text += "," }
        line(indent + 1)
        value.write(to: &text, indent: indent + 1)
      }
      line(indent)
      text += "]"
    case .object(let members) where members.isEmpty: text += "{}"
    case .object(let members):
      text += "{"
      for (index, member) in members.sorted(by: { $0.key < $1.key }).enumerated() {
        if index > 0 { text += "," }
        line(indent + 1)
        Text.appendQuoted(member.key, to: &text)
        text += ": "
        member.value.write(to: &text, indent: indent + 1)
      }
      line(indent)
      text += "}"
    }
  }

  private var isPlain: Bool {
    switch self {
    case .array, .object: false
    case .null, .bool, .integer, .number, .string: true
    }
  }
}
