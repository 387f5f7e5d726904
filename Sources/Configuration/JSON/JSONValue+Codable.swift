extension JSONValue: Codable {
  /// Reads any value that a decoder of JSON offers.
  public init(from decoder: any Decoder) throws {
    if let decoder = decoder as? JSONValueDecoder {
      self = decoder.value
      return
    }
    if let members = try? decoder.container(keyedBy: MemberKey.self) {
      var object: [String: JSONValue] = [:]
      for key in members.allKeys {
        object[key.stringValue] = try members.decode(JSONValue.self, forKey: key)
      }
      self = .object(object)
      return
    }
    if var values = try? decoder.unkeyedContainer() {
      var array: [JSONValue] = []
      while !values.isAtEnd { array.append(try values.decode(JSONValue.self)) }
      self = .array(array)
      return
    }
    let single = try decoder.singleValueContainer()
    if single.decodeNil() {
      self = .null
    } else if let value = try? single.decode(Bool.self) {
      self = .bool(value)
    } else if let value = try? single.decode(Int64.self) {
      self = .integer(value)
    } else if let value = try? single.decode(Double.self) {
      self = .number(value)
    } else {
      self = .string(try single.decode(String.self))
    }
  }

  public func encode(to encoder: any Encoder) throws {
    switch self {
    case .object(let members):
      var container = encoder.container(keyedBy: MemberKey.self)
      for (key, value) in members.sorted(by: { $0.key < $1.key }) {
        try container.encode(value, forKey: MemberKey(key))
      }
    case .array(let values):
      var container = encoder.unkeyedContainer()
      for value in values { try container.encode(value) }
    case .null:
      var container = encoder.singleValueContainer()
      try container.encodeNil()
    case .bool(let value):
      var container = encoder.singleValueContainer()
      try container.encode(value)
    case .integer(let value):
      var container = encoder.singleValueContainer()
      try container.encode(value)
    case .number(let value):
      var container = encoder.singleValueContainer()
      try container.encode(value)
    case .string(let value):
      var container = encoder.singleValueContainer()
      try container.encode(value)
    }
  }
}

extension JSONValue {
  /// The value as a type that is `Decodable`, without Foundation. An error has the path of the value below
  /// `path`; names the type does not ask for are skipped, unless it refuses them itself.
  public func decoded<Value: Decodable>(
    as type: Value.Type = Value.self, at path: String = ""
  ) throws(ConfigurationError) -> Value {
    do {
      return try Value(from: JSONValueDecoder(value: self, codingPath: []))
    } catch let error as ConfigurationError {
      throw error.nested(in: path)
    } catch let error as DecodingError {
      throw ConfigurationError(error, at: path)
    } catch {
      throw ConfigurationError(path, "\(error)")
    }
  }

  /// The value that `Encodable` writes. Traps where a value cannot be JSON, as an integer beyond 64 bits with
  /// a sign.
  public init(encoding value: some Encodable) {
    let node = EncodedNode()
    do {
      try value.encode(to: JSONValueEncoder(node: node, codingPath: []))
    } catch {
      preconditionFailure("\(value) cannot be written as JSON: \(error)")
    }
    self = node.value
  }
}

extension ConfigurationError {
  /// The error of a decoder, at its place below `path`.
  public init(_ error: DecodingError, at path: String = "") {
    switch error {
    case .keyNotFound(let key, let context):
      self.init(Self.place(path, context.codingPath + [key]), "is missing")
    case .typeMismatch(let type, let context):
      self.init(Self.place(path, context.codingPath), "is not \(type)")
    case .valueNotFound(_, let context): self.init(Self.place(path, context.codingPath), "is null")
    case .dataCorrupted(let context):
      self.init(Self.place(path, context.codingPath), context.debugDescription)
    @unknown default: self.init(path, "\(error)")
    }
  }

  /// The error of another decoder of `text`, such as Foundation's. If the text is not JSON, the error has the place
  /// where it stops to be.
  public init(_ error: DecodingError, in text: String) {
    if case .dataCorrupted(let context) = error, context.codingPath.isEmpty {
      do throws(ConfigurationError) {
        _ = try JSONParser(.strict).parse(text)
      } catch {
        self = error
        return
      }
    }
    self.init(error)
  }

  private static func place(_ path: String, _ keys: [any CodingKey]) -> String {
    keys.reduce(path) { path, key in
      key.intValue.map { path.element($0) } ?? path.member(key.stringValue)
    }
  }
}

/// Any name of an object, or a place in a list.
struct MemberKey: CodingKey {
  let stringValue: String
  let intValue: Int?

  init(_ name: String) {
    stringValue = name
    intValue = nil
  }
  init(index: Int) {
    stringValue = "\(index)"
    intValue = index
  }
  init(stringValue: String) { self.init(stringValue) }
  init?(intValue: Int) { nil }
}
