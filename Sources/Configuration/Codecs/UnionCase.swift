/// One of the forms that a value of an enum takes in a configuration file.
///
///     FieldCodec<Shape>.union("kind", [
///       UnionCase("circle", circle, base: Circle(), embed: { .circle($0) }) {
///         if case .circle(let circle) = $0 { circle } else { nil }
///       },
///       …
///     ])
///
/// reads `{kind: "circle", radius: 2}`.
public struct UnionCase<Value>: Sendable {
  /// The value of the tag.
  public let name: String
  let codec: FieldCodec<Value>
  let holds: @Sendable (Value) -> Bool

  /// The case whose other members are those of `object`. `embed` and `extract` go between the type of the
  /// members and the value; `extract` returns nil for the other cases.
  public init<Part: Sendable>(
    _ name: String, _ object: ObjectCodec<Part>, base: Part,
    embed: @escaping @Sendable (Part) -> Value, extract: @escaping @Sendable (Value) -> Part?
  ) {
    self.name = name
    codec = FieldCodec(
      schema: object.schema,
      read: { value, path throws(ConfigurationError) in
        var part = base
        try object.read(value, at: path, into: &part)
        return embed(part)
      },
      write: { extract($0).map { object.write($0) } ?? .null })
    holds = { extract($0) != nil }
  }

  /// The case that has no other members.
  public init(_ name: String, _ value: Value) where Value: Equatable & Sendable {
    self.init(
      name, ObjectCodec<Void>(), base: (), embed: { _ in value }, extract: { $0 == value ? () : nil })
  }

  /// True if the tag alone says everything.
  public var isBare: Bool { codec.schema["properties"]?.object?.isEmpty ?? true }
}

extension FieldCodec {
  /// An object that is one of several forms, told apart by its member `tag`. Traps when it is to write a value
  /// that no case holds.
  public static func union(_ tag: String, _ cases: [UnionCase<Value>]) -> FieldCodec {
    FieldCodec(
      schema: .object([
        "oneOf": .array(
          cases.map { option in
            guard case .object(var schema) = option.codec.schema else { return option.codec.schema }
            var properties = schema["properties"]?.object ?? [:]
            properties[tag] = .object(["const": .string(option.name)])
            schema["properties"] = .object(properties)
            schema["required"] = .array([.string(tag)] + (schema["required"]?.array ?? []))
            return .object(schema)
          })
      ]),
      read: { value, path throws(ConfigurationError) in
        guard case .object(var members) = value else { throw refused(value, at: path, allowed: "an object") }
        let name = members.removeValue(forKey: tag)
        guard let option = cases.first(where: { $0.name == name?.string }) else {
          let names = cases.map(\.name)
          guard let name else {
            throw ConfigurationError(
              path.member(tag), "is missing; allowed: \(names.joined(separator: ", "))")
          }
          throw refused(name, at: path.member(tag), oneOf: names)
        }
        return try option.codec.read(.object(members), at: path)
      },
      write: { value in
        for option in cases where option.holds(value) {
          guard case .object(var members) = option.codec.write(value) else { continue }
          members[tag] = .string(option.name)
          return .object(members)
        }
        preconditionFailure("no case of '\(tag)' holds \(value)")
      })
  }
}
