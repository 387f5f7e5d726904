/// Reads an object member by member, for a form that is only read, or whose members depend on one another too
/// much to be declared as an `ObjectCodec`.
///
///     let fields = try ObjectReader(value, at: "cases[0]", allowing: ["id", "lambda"])
///     let id = try fields.read("id", .string)
///     let rate = try fields.readIfPresent("lambda", .positive) ?? 1
public struct ObjectReader: Sendable {
  /// The path of the object.
  public let path: String
  private let members: [String: JSONValue]

  /// The members of `value`, which must be an object. A name that is not in `names` is refused; nil allows all.
  public init(
    _ value: JSONValue, at path: String = "", allowing names: [String]? = nil
  ) throws(ConfigurationError) {
    guard case .object(let members) = value else {
      throw ConfigurationError(path, value.refusal(allowed: "an object"))
    }
    self.path = path
    self.members = members
    if let names { try refuseNames(except: names) }
  }

  /// Refuses a name that is not in `names`, when they are known only after some members are read.
  public func refuseNames(except names: [String]) throws(ConfigurationError) {
    if let unknown = members.keys.filter({ !names.contains($0) }).min() {
      throw ConfigurationError.unknownName(unknown, at: path, allowed: names)
    }
  }

  /// The member `name`; nil when it is missing or null.
  public subscript(name: String) -> JSONValue? {
    let value = members[name]
    return value == .null ? nil : value
  }

  /// Returns the member `name`, which must be there.
  public func read<Value>(_ name: String, _ codec: FieldCodec<Value>) throws(ConfigurationError) -> Value {
    guard let value = members[name] else { throw error(name, "is missing") }
    return try codec.read(value, at: path(of: name))
  }

  /// Returns the member `name`; nil when it is missing or null.
  public func readIfPresent<Value>(
    _ name: String, _ codec: FieldCodec<Value>
  ) throws(ConfigurationError) -> Value? {
    guard let value = self[name] else { return nil }
    return try codec.read(value, at: path(of: name))
  }

  /// The path of the member `name`.
  public func path(of name: String) -> String { path.member(name) }

  /// An error about the member `name`.
  public func error(_ name: String, _ problem: String) -> ConfigurationError {
    ConfigurationError(path(of: name), problem)
  }
}
