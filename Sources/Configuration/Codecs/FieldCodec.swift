/// The form of one kind of value in a configuration file: read strictly, written completely and described as
/// JSON Schema, all from one declaration.
///
///     let timeout = FieldCodec<Duration>.milliseconds(atLeast: 1)
///     try timeout.read(.integer(250), at: "timeout.ms")  // 0.25 seconds
///     timeout.write(.seconds(2)).json                    // 2000
public struct FieldCodec<Value>: Sendable {
  /// The JSON Schema of the values that `read` accepts; what a schema cannot say is missing from it.
  public let schema: JSONValue
  private let reader: @Sendable (JSONValue, String) throws(ConfigurationError) -> Value
  private let writer: @Sendable (Value) -> JSONValue

  /// A codec of its own kind. `read` is handed the path of the value for its errors; what `write` returns must
  /// be read back as the same value.
  public init(
    schema: JSONValue,
    read: @escaping @Sendable (_ value: JSONValue, _ path: String) throws(ConfigurationError) -> Value,
    write: @escaping @Sendable (Value) -> JSONValue
  ) {
    self.schema = schema
    reader = read
    writer = write
  }

  /// Returns the value that `value` stands for. An error has `path`, or a path below it.
  public func read(_ value: JSONValue, at path: String = "") throws(ConfigurationError) -> Value {
    try reader(value, path)
  }

  /// Returns `value` as it is written in a file.
  public func write(_ value: Value) -> JSONValue { writer(value) }

  /// The error that `value` is not allowed at `path`, with a description of what is.
  public static func refused(
    _ value: JSONValue, at path: String, allowed: String
  ) -> ConfigurationError { ConfigurationError(path, value.refusal(allowed: allowed)) }

  /// The error that `value` is none of `names` (nor `other`), with a guess at the name that was meant.
  public static func refused(
    _ value: JSONValue, at path: String, oneOf names: [String], or other: String? = nil
  ) -> ConfigurationError { ConfigurationError(path, value.refusal(oneOf: names, or: other)) }
}

// MARK: From other codecs

extension FieldCodec {
  /// The same text for another type. `embed` may refuse a value, with the path it is handed.
  public func map<New>(
    _ embed: @escaping @Sendable (_ value: Value, _ path: String) throws(ConfigurationError) -> New,
    _ extract: @escaping @Sendable (New) -> Value
  ) -> FieldCodec<New> {
    FieldCodec<New>(
      schema: schema,
      read: { value, path throws(ConfigurationError) in try embed(try self.read(value, at: path), path) },
      write: { self.write(extract($0)) })
  }

  /// The same codec, which writes no member that is null.
  public var withoutNulls: FieldCodec {
    FieldCodec(
      schema: schema, read: reader,
      write: { value in
        let written = self.write(value)
        guard case .object(let members) = written else { return written }
        return .object(members.filter { $0.value != .null })
      })
  }

  /// A list of elements.
  public static func list<Element>(_ element: FieldCodec<Element>) -> FieldCodec where Value == [Element] {
    FieldCodec(
      schema: .object(["type": .string("array"), "items": element.schema]),
      read: { value, path throws(ConfigurationError) in
        guard let values = value.array else { throw refused(value, at: path, allowed: "a list") }
        var list: [Element] = []
        for (index, value) in values.enumerated() {
          list.append(try element.read(value, at: path.element(index)))
        }
        return list
      },
      write: { .array($0.map { element.write($0) }) })
  }

  /// An object whose member names are data.
  public static func dictionary<Element>(
    _ element: FieldCodec<Element>
  ) -> FieldCodec where Value == [String: Element] {
    FieldCodec(
      schema: .object(["type": .string("object"), "additionalProperties": element.schema]),
      read: { value, path throws(ConfigurationError) in
        guard let members = value.object else { throw refused(value, at: path, allowed: "an object") }
        var dictionary: [String: Element] = [:]
        for (name, value) in members.sorted(by: { $0.key < $1.key }) {
          dictionary[name] = try element.read(value, at: path.member(name))
        }
        return dictionary
      },
      write: { .object($0.mapValues { element.write($0) }) })
  }

  /// An object with the members of `object`. A missing member keeps the value it has in `base`.
  public static func object(
    _ object: ObjectCodec<Value>, base: Value
  ) -> FieldCodec where Value: Sendable {
    FieldCodec(
      schema: object.schema,
      read: { value, path throws(ConfigurationError) in
        var root = base
        try object.read(value, at: path, into: &root)
        return root
      },
      write: { object.write($0) })
  }

  /// The form that the type's own `Codable` reads and writes. `schema` describes it.
  public static func codable(
    schema: JSONValue = .object([:])
  ) -> FieldCodec where Value: Codable & SendableMetatype {
    FieldCodec(
      schema: schema,
      read: { value, path throws(ConfigurationError) in try value.decoded(as: Value.self, at: path) },
      write: { JSONValue(encoding: $0) })
  }
}

extension FieldCodec where Value == JSONValue {
  /// Any value as it is, for a reader that decides later.
  public static var any: FieldCodec {
    FieldCodec(schema: .object([:]), read: { value, _ throws(ConfigurationError) in value }, write: { $0 })
  }
}
