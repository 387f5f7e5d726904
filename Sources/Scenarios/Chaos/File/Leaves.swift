import Foundation
import Primitives
import Resilience
import SimCore

// How the small things of a scenario file are written.

extension Leaf {
  /// The same text for another type; `embed` may refuse what cannot be.
  func map<New>(
    _ embed: @escaping @Sendable (Value, String) throws(PolicyFileError) -> New,
    _ extract: @escaping @Sendable (New) -> Value
  ) -> Leaf<New> {
    Leaf<New>(
      schema: schema,
      read: { value, path throws(PolicyFileError) in try embed(try self.read(value, path), path) },
      write: { self.write(extract($0)) })
  }

  /// A text that `embed` can read.
  static func text(
    _ allowed: String, pattern: String? = nil, _ embed: @escaping @Sendable (String) -> Value?,
    _ extract: @escaping @Sendable (Value) -> String
  ) -> Leaf {
    var schema: [String: PolicyValue] = ["type": .string("string")]
    if let pattern { schema["pattern"] = .string(pattern) }
    return Leaf(
      schema: .object(schema),
      read: { value, path throws(PolicyFileError) in
        guard let text = value.string, let read = embed(text) else {
          throw refused(value, path, allowed: allowed)
        }
        return read
      }, write: { .string(extract($0)) })
  }

  /// What `Codable` reads and writes, strict as it is.
  static func coded(schema: PolicyValue = .object([:])) -> Leaf where Value: Codable & SendableMetatype {
    Leaf(
      schema: schema,
      read: { value, path throws(PolicyFileError) in
        do {
          // A text or a number alone is no document to older readers: in a list it is.
          let json = Data("[\(value.json)]".utf8)
          return try JSONDecoder().decode([Value].self, from: json)[0]
        } catch {
          throw PolicyFileError(error, at: path)
        }
      },
      write: { value in
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        guard let data = try? encoder.encode([value]),
          let list = try? PolicyValue(parsing: String(decoding: data, as: UTF8.self)),
          let first = list.array?.first
        else { preconditionFailure("\(value) cannot be written") }
        return first
      })
  }
}

extension PolicyFileError {
  /// What a decoder objected to, at its place in a file.
  init(_ error: any Error, at path: String) {
    let context: DecodingError.Context
    switch error as? DecodingError {
    case .dataCorrupted(let found), .valueNotFound(_, let found), .typeMismatch(_, let found): context = found
    case .keyNotFound(let key, let found):
      self.init(
        PolicyFileError.place(path, found.codingPath), "\"\(key.stringValue)\" is missing")
      return
    default:
      self.init(path, "\(error)")
      return
    }
    self.init(PolicyFileError.place(path, context.codingPath), context.debugDescription)
  }

  /// The first step leads into the list that the value was put into.
  private static func place(_ path: String, _ steps: [any CodingKey]) -> String {
    steps.dropFirst().reduce(path) { path, step in
      if let index = step.intValue { return "\(path)[\(index)]" }
      return path.isEmpty ? step.stringValue : "\(path).\(step.stringValue)"
    }
  }
}

extension Leaf where Value == Int64 {
  /// A time with its unit, `"2.5s"`.
  static func time(atLeast least: Int64 = 0) -> Leaf {
    .text(
      "a time with its unit (ns, us, ms, s, m, h)"
        + (least > 0 ? ", longer than none" : ", such as \"2.5s\""),
      pattern: #"^[0-9]+(\.[0-9]+)? ?(ns|us|µs|ms|s|m|h)$"#,
      { text in DurationText.nanoseconds(text).flatMap { $0 >= least ? $0 : nil } },
      { DurationText.text($0) })
  }

  /// A time that may be negative, `"-2h"`.
  static var signedTime: Leaf {
    .text(
      "a time with its unit, perhaps negative, such as \"-2h\"",
      pattern: #"^-?[0-9]+(\.[0-9]+)? ?(ns|us|µs|ms|s|m|h)$"#,
      { text in
        text.first == "-"
          ? DurationText.nanoseconds(text.dropFirst()).map { -$0 } : DurationText.nanoseconds(text)
      }, { DurationText.text($0) })
  }

  static func number(_ range: ClosedRange<Int64>) -> Leaf {
    Leaf<Int>.whole(Int(range.lowerBound)...Int(range.upperBound)).map(
      { value, _ throws(PolicyFileError) in Int64(value) }, { Int($0) })
  }
}

extension Leaf where Value == UInt64 {
  /// A whole number, not negative.
  static var count: Leaf {
    Leaf<Int>.whole(0...Int.max).map(
      { value, _ throws(PolicyFileError) in UInt64(value) }, { Int(clamping: $0) })
  }
}

extension Leaf where Value == Ratio {
  /// `"5%"`, `"1/3"`, `"0.05"`: from nothing to one.
  static var share: Leaf {
    .text(
      "a share from 0 to 1, as \"5%\", \"1/3\" or \"0.05\"", pattern: #"^[0-9./]+%?$"#,
      { Ratio($0) }, { $0.description })
  }
}

extension Leaf where Value == String {
  static func word(_ allowed: String, pattern: String, _ holds: @escaping @Sendable (String) -> Bool) -> Leaf
  {
    .text(allowed, pattern: pattern, { holds($0) ? $0 : nil }, { $0 })
  }

  /// Anything but nothing.
  static var prose: Leaf {
    .word("a text of 1 to 2000 characters", pattern: "^.+$") {
      !$0.isEmpty && $0.unicodeScalars.count <= 2_000
    }
  }

  /// What a fault or a scenario is called.
  static var name: Leaf {
    .word("a text of 1 to 100 characters on one line", pattern: "^.{1,100}$") {
      !$0.isEmpty && $0.unicodeScalars.count <= 100 && !$0.contains("\n")
    }
  }
}

extension Leaf where Value == NamePattern {
  static var pattern: Leaf {
    Leaf<String>.name.map({ text, _ throws(PolicyFileError) in NamePattern(text) }, { $0.text })
  }
}

extension Leaf where Value == PolicyValue {
  /// Whatever it is; somebody else says whether it fits.
  static var any: Leaf {
    Leaf(
      schema: .object([:]), read: { value, _ throws(PolicyFileError) in value }, write: { $0 })
  }
}
