public import Primitives

// Codecs of single values: numbers, texts, times, shares, names of an enum.

extension FieldCodec where Value == Bool {
  /// `true` or `false`.
  public static var boolean: FieldCodec {
    FieldCodec(
      schema: .object(["type": .string("boolean")]),
      read: { value, path throws(ConfigurationError) in
        guard let boolean = value.bool else { throw refused(value, at: path, allowed: "true, false") }
        return boolean
      },
      write: { .bool($0) })
  }
}

// MARK: Numbers

extension FieldCodec where Value: FixedWidthInteger & Sendable {
  /// A whole number in `range`. `5.0` counts as whole.
  public static func integer(_ range: ClosedRange<Value>) -> FieldCodec {
    let allowed =
      range.upperBound == .max
      ? "a whole number, at least \(range.lowerBound)"
      : "a whole number in \(range.lowerBound)...\(range.upperBound)"
    return FieldCodec(
      schema: .object([
        "type": .string("integer"), "minimum": .integer(Int64(clamping: range.lowerBound)),
        "maximum": .integer(Int64(clamping: range.upperBound)),
      ]),
      read: { value, path throws(ConfigurationError) in
        guard let whole = value.int64.flatMap({ Value(exactly: $0) }), range.contains(whole) else {
          throw refused(value, at: path, allowed: allowed)
        }
        return whole
      },
      write: { .integer(Int64(clamping: $0)) })
  }
}

extension FieldCodec where Value == Double {
  /// A number in `range`; an infinite bound is none.
  public static func number(_ range: ClosedRange<Double> = -.infinity ... .infinity) -> FieldCodec {
    let allowed =
      range.upperBound.isFinite
      ? "a number in \(range.lowerBound)...\(range.upperBound)"
      : range.lowerBound.isFinite ? "a number, at least \(range.lowerBound)" : "a number"
    var schema: [String: JSONValue] = ["type": .string("number")]
    if range.lowerBound.isFinite { schema["minimum"] = .number(range.lowerBound) }
    if range.upperBound.isFinite { schema["maximum"] = .number(range.upperBound) }
    return FieldCodec(
      schema: .object(schema),
      read: { value, path throws(ConfigurationError) in
        guard let number = value.double, range.contains(number) else {
          throw refused(value, at: path, allowed: allowed)
        }
        return number
      },
      write: { Int64(exactly: $0).map { .integer($0) } ?? .number($0) })
  }

  /// A number above zero.
  public static var positive: FieldCodec {
    FieldCodec(
      schema: .object(["type": .string("number"), "exclusiveMinimum": .integer(0)]),
      read: { value, path throws(ConfigurationError) in
        guard let number = value.double, number > 0 else {
          throw refused(value, at: path, allowed: "a number above 0")
        }
        return number
      }, write: { Int64(exactly: $0).map { .integer($0) } ?? .number($0) })
  }
}

extension FieldCodec where Value == Ratio {
  /// `"5%"`, `"1/3"`, `"0.05"`: from nothing to one.
  public static var share: FieldCodec {
    .text(
      "a share from 0 to 1, as \"5%\", \"1/3\" or \"0.05\"", pattern: #"^[0-9./]+%?$"#,
      { Ratio($0) }, { $0.description })
  }
}

// MARK: Texts

extension FieldCodec {
  /// A text that `parse` can read; nil from it refuses the text, and `allowed` says what it may be. `pattern` is
  /// for the schema.
  public static func text(
    _ allowed: String, pattern: String? = nil, _ parse: @escaping @Sendable (String) -> Value?,
    _ format: @escaping @Sendable (Value) -> String
  ) -> FieldCodec {
    var schema: [String: JSONValue] = ["type": .string("string")]
    if let pattern { schema["pattern"] = .string(pattern) }
    return FieldCodec(
      schema: .object(schema),
      read: { value, path throws(ConfigurationError) in
        guard let text = value.string, let parsed = parse(text) else {
          throw refused(value, at: path, allowed: allowed)
        }
        return parsed
      }, write: { .string(format($0)) })
  }
}

extension FieldCodec where Value == String {
  /// Any text.
  public static var string: FieldCodec { .text("a string", { $0 }, { $0 }) }

  /// A text of which `isAllowed` is true.
  public static func string(
    _ allowed: String, pattern: String, where isAllowed: @escaping @Sendable (String) -> Bool
  ) -> FieldCodec { .text(allowed, pattern: pattern, { isAllowed($0) ? $0 : nil }, { $0 }) }
}

extension FieldCodec where Value == String {
  /// A text of 1 to 100 characters on one line, as a name is.
  public static var line: FieldCodec {
    .string("a text of 1 to 100 characters on one line", pattern: "^.{1,100}$") {
      !$0.isEmpty && $0.unicodeScalars.count <= 100 && !$0.contains("\n")
    }
  }
}

extension FieldCodec where Value: RawRepresentable & CaseIterable & Sendable, Value.RawValue == String {
  /// One of the raw values of an enum.
  public static var choice: FieldCodec {
    let names = Value.allCases.map(\.rawValue)
    return FieldCodec(
      schema: .object(["enum": .array(names.map { .string($0) })]),
      read: { value, path throws(ConfigurationError) in
        guard let name = value.string, let choice = Value(rawValue: name) else {
          throw refused(value, at: path, oneOf: names)
        }
        return choice
      },
      write: { .string($0.rawValue) })
  }
}

extension FieldCodec where Value: Sendable {
  /// One of `values`, by its name. The names must differ.
  public static func choice(
    among values: [Value], named name: @escaping @Sendable (Value) -> String
  ) -> FieldCodec {
    let names = values.map(name)
    return FieldCodec(
      schema: .object(["enum": .array(names.map { .string($0) })]),
      read: { value, path throws(ConfigurationError) in
        guard let index = value.string.flatMap({ names.firstIndex(of: $0) }) else {
          throw refused(value, at: path, oneOf: names)
        }
        return values[index]
      },
      write: { .string(name($0)) })
  }
}

// MARK: Times

extension FieldCodec where Value == Duration {
  /// Milliseconds as a number; a fraction counts down to the nanosecond.
  public static func milliseconds(atLeast least: Int64 = 0) -> FieldCodec {
    FieldCodec(
      schema: .object(["type": .string("number"), "minimum": .integer(least)]),
      read: { value, path throws(ConfigurationError) in
        let allowed = least == 0 ? "milliseconds, not negative" : "milliseconds, at least \(least)"
        guard let number = value.double, number >= Double(least), number <= 9e17 else {
          throw refused(value, at: path, allowed: allowed)
        }
        if let whole = value.int64 { return .milliseconds(whole) }
        return .nanoseconds(Int64(exactly: (number * 1e6).rounded()) ?? .max)
      },
      write: { duration in
        let (whole, rest) = duration.attoseconds.quotientAndRemainder(dividingBy: 1_000_000_000_000_000)
        if rest == 0, let whole = Int64(exactly: whole) { return .integer(whole) }
        return .number(Double(duration.attoseconds / 1_000_000_000) / 1e6)
      })
  }
}

extension FieldCodec where Value == Int64 {
  /// A time with its unit in nanoseconds, `"2.5s"`.
  public static func time(atLeast least: Int64 = 0) -> FieldCodec {
    .text(
      "a time with its unit (ns, us, ms, s, m, h)"
        + (least > 0 ? ", longer than none" : ", such as \"2.5s\""),
      pattern: #"^[0-9]+(\.[0-9]+)? ?(ns|us|µs|ms|s|m|h)$"#,
      { text in DurationText.nanoseconds(text).flatMap { $0 >= least ? $0 : nil } },
      { DurationText.text($0) })
  }

  /// A time with its unit in nanoseconds that may be negative, `"-2h"`.
  public static var signedTime: FieldCodec {
    .text(
      "a time with its unit, perhaps negative, such as \"-2h\"",
      pattern: #"^-?[0-9]+(\.[0-9]+)? ?(ns|us|µs|ms|s|m|h)$"#,
      { text in
        text.first == "-"
          ? DurationText.nanoseconds(text.dropFirst()).map { -$0 } : DurationText.nanoseconds(text)
      }, { DurationText.text($0) })
  }
}

extension FieldCodec where Value == Duration {
  /// A time with its unit, `"2.5s"`.
  public static func time(atLeast least: Duration = .zero) -> FieldCodec {
    FieldCodec<Int64>.time(atLeast: least.wholeNanoseconds).map(
      { nanoseconds, _ throws(ConfigurationError) in .nanoseconds(nanoseconds) }, { $0.wholeNanoseconds })
  }

  /// A time with its unit that may be negative, `"-2h"`.
  public static var signedTime: FieldCodec {
    // The smallest number has no positive counterpart to be read as.
    FieldCodec<Int64>.signedTime.map(
      { nanoseconds, _ throws(ConfigurationError) in .nanoseconds(nanoseconds) },
      { max($0.wholeNanoseconds, .min + 1) })
  }
}

extension FieldCodec where Value == LatencyDistribution {
  /// A distribution of latencies: `"80ms"`, or an object with its `kind`.
  public static var latency: FieldCodec {
    .codable(
      schema: .object([
        "anyOf": .array([
          .object([
            "type": .string("string"), "pattern": .string(#"^[0-9]+(\.[0-9]+)? ?(ns|us|µs|ms|s|m|h)$"#),
          ]),
          .object(["type": .string("object"), "required": .array([.string("kind")])]),
        ])
      ]))
  }
}
