/// The members of an object in a configuration file, each bound to a property of `Root`.
///
///     struct Window { var size = 100; var duration: Duration? }
///     let window = ObjectCodec<Window>()
///       .field("size", \.size, .integer(1...1_000_000))
///       .optional("durationMs", \.duration, .milliseconds())
///       .check { $0.size > 10_000 && $0.duration == nil ? ("durationMs", "is needed for a size above 10000") : nil }
///
/// A name that is not declared is refused, with those that are. A declared name may be missing, unless it is
/// required: its property then keeps the value it has.
public struct ObjectCodec<Root>: Sendable {
  private struct Field: Sendable {
    let name: String
    let schema: JSONValue
    let isRequired: Bool
    let read: @Sendable (JSONValue, String, inout Root) throws(ConfigurationError) -> Void
    let write: @Sendable (Root) -> JSONValue
  }

  private var fields: [Field] = []
  private var checks: [@Sendable (Root) -> (field: String, problem: String)?] = []
  private var completions: [@Sendable (inout Root, String) throws(ConfigurationError) -> Void] = []
  private var defaults: [String: JSONValue] = [:]

  /// An object without members.
  public init() {}

  // MARK: Declaring

  /// Adds a member that may be missing.
  public func field<Value>(
    _ name: String, _ property: any WritableKeyPath<Root, Value> & Sendable, _ codec: FieldCodec<Value>
  ) -> ObjectCodec { adding(name, property, codec, isRequired: false) }

  /// Adds a member that must be there.
  public func required<Value>(
    _ name: String, _ property: any WritableKeyPath<Root, Value> & Sendable, _ codec: FieldCodec<Value>
  ) -> ObjectCodec { adding(name, property, codec, isRequired: true) }

  private func adding<Value>(
    _ name: String, _ property: any WritableKeyPath<Root, Value> & Sendable, _ codec: FieldCodec<Value>,
    isRequired: Bool
  ) -> ObjectCodec {
    adding(
      Field(
        name: name, schema: codec.schema, isRequired: isRequired,
        read: { value, path, root throws(ConfigurationError) in
          root[keyPath: property] = try codec.read(value, at: path)
        }, write: { codec.write($0[keyPath: property]) }))
  }

  /// Adds a member that may be missing, or null for nil; nil is written as null.
  public func optional<Value>(
    _ name: String, _ property: any WritableKeyPath<Root, Value?> & Sendable, _ codec: FieldCodec<Value>
  ) -> ObjectCodec {
    adding(
      Field(
        name: name, schema: .object(["anyOf": .array([codec.schema, .object(["type": .string("null")])])]),
        isRequired: false,
        read: { value, path, root throws(ConfigurationError) in
          root[keyPath: property] = value == .null ? nil : try codec.read(value, at: path)
        }, write: { $0[keyPath: property].map { codec.write($0) } ?? .null }))
  }

  private func adding(_ field: Field) -> ObjectCodec {
    precondition(!fields.contains { $0.name == field.name }, "the field \(field.name) is declared twice")
    var codec = self
    codec.fields.append(field)
    return codec
  }

  /// Refuses combinations: `problem` returns the name of the member to blame and the reason, or nil.
  public func check(
    _ problem: @escaping @Sendable (Root) -> (field: String, problem: String)?
  ) -> ObjectCodec {
    var codec = self
    codec.checks.append(problem)
    return codec
  }

  /// Derives what follows from several members together, after all are read and checked. The body is handed the
  /// path of the object.
  public func afterReading(
    _ complete: @escaping @Sendable (inout Root, _ path: String) throws(ConfigurationError) -> Void
  ) -> ObjectCodec {
    var codec = self
    codec.completions.append(complete)
    return codec
  }

  /// Leaves members out of what is written that are as in `base`, unless they are required.
  public func omittingDefaults(of base: Root) -> ObjectCodec {
    var codec = self
    codec.defaults = [:]
    for field in fields where !field.isRequired { codec.defaults[field.name] = field.write(base) }
    return codec
  }

  // MARK: Reading and writing

  /// The declared names, sorted.
  public var names: [String] { fields.map(\.name).sorted() }

  /// The JSON Schema of the object.
  public var schema: JSONValue {
    var properties: [String: JSONValue] = [:]
    for field in fields { properties[field.name] = field.schema }
    var schema: [String: JSONValue] = [
      "type": .string("object"), "additionalProperties": .bool(false), "properties": .object(properties),
    ]
    let required = fields.filter(\.isRequired).map(\.name).sorted()
    if !required.isEmpty { schema["required"] = .array(required.map { .string($0) }) }
    return .object(schema)
  }

  /// Reads the members of `value` into `root`. An error has `path`, or a path below it.
  public func read(
    _ value: JSONValue, at path: String = "", into root: inout Root
  ) throws(ConfigurationError) {
    guard let members = value.object else {
      throw FieldCodec<Root>.refused(
        value, at: path, allowed: "an object with \(names.joined(separator: ", "))")
    }
    if let unknown = members.keys.filter({ key in !fields.contains { $0.name == key } }).min() {
      throw ConfigurationError.unknownName(unknown, at: path, allowed: names)
    }
    for field in fields {
      if let value = members[field.name] {
        try field.read(value, path.member(field.name), &root)
      } else if field.isRequired {
        throw ConfigurationError(path.member(field.name), "is missing")
      }
    }
    for check in checks {
      if let (field, problem) = check(root) { throw ConfigurationError(path.member(field), problem) }
    }
    for complete in completions { try complete(&root, path) }
  }

  /// Returns the object with all members, or those that `omittingDefaults(of:)` leaves.
  public func write(_ root: Root) -> JSONValue {
    var members: [String: JSONValue] = [:]
    for field in fields {
      let value = field.write(root)
      if value != defaults[field.name] { members[field.name] = value }
    }
    return .object(members)
  }
}

extension ConfigurationError {
  /// The error that an object has no member `name`, with a guess at the name that was meant.
  static func unknownName(_ name: String, at path: String, allowed names: [String]) -> ConfigurationError {
    let shown = name.utf8.count <= 60 ? name : name.prefix(40) + "…"
    return ConfigurationError(
      path.member(shown),
      "no such key; allowed: \(names.joined(separator: ", "))" + Suggestion.hint(for: name, among: names))
  }
}
