/// The place that an encoder fills: a value, or the nodes of a list or an object.
///
/// A class, because the containers of one value fill it through copies of themselves.
final class EncodedNode {
  private enum Content {
    case empty
    case plain(JSONValue)
    case list([EncodedNode])
    case members([String: EncodedNode])
  }

  private var content = Content.empty

  /// An object without members for a value that wrote nothing.
  var value: JSONValue {
    switch content {
    case .empty: .object([:])
    case .plain(let value): value
    case .list(let nodes): .array(nodes.map(\.value))
    case .members(let nodes): .object(nodes.mapValues(\.value))
    }
  }

  var count: Int { if case .list(let nodes) = content { nodes.count } else { 0 } }

  func set(_ value: JSONValue) { content = .plain(value) }

  func beginList() { if case .list = content {} else { content = .list([]) } }
  func beginMembers() { if case .members = content {} else { content = .members([:]) } }

  func append() -> EncodedNode {
    let node = EncodedNode()
    guard case .list(var nodes) = content else { preconditionFailure("not a list") }
    content = .empty
    nodes.append(node)
    content = .list(nodes)
    return node
  }

  func member(_ key: String) -> EncodedNode {
    guard case .members(var nodes) = content else { preconditionFailure("not an object") }
    if let node = nodes[key] { return node }
    let node = EncodedNode()
    content = .empty
    nodes[key] = node
    content = .members(nodes)
    return node
  }
}

/// Takes what `Encodable` writes as a JSON value.
struct JSONValueEncoder: Encoder {
  let node: EncodedNode
  let codingPath: [any CodingKey]
  var userInfo: [CodingUserInfoKey: Any] { [:] }

  func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
    node.beginMembers()
    return KeyedEncodingContainer(EncodedMembers(node: node, codingPath: codingPath))
  }

  func unkeyedContainer() -> any UnkeyedEncodingContainer {
    node.beginList()
    return EncodedList(node: node, codingPath: codingPath)
  }

  func singleValueContainer() -> any SingleValueEncodingContainer { self }

  fileprivate func whole(_ value: some FixedWidthInteger) throws {
    guard let exact = Int64(exactly: value) else {
      throw EncodingError.invalidValue(
        value, .init(codingPath: codingPath, debugDescription: "\(value) does not fit in 64 bits with a sign")
      )
    }
    node.set(.integer(exact))
  }
}

extension JSONValueEncoder: SingleValueEncodingContainer {
  func encodeNil() { node.set(.null) }
  func encode(_ value: Bool) { node.set(.bool(value)) }
  func encode(_ value: String) { node.set(.string(value)) }
  func encode(_ value: Double) throws {
    guard value.isFinite else {
      throw EncodingError.invalidValue(
        value, .init(codingPath: codingPath, debugDescription: "\(value) is not a number of JSON"))
    }
    node.set(.number(value))
  }
  func encode(_ value: Float) throws { try encode(Double(value)) }
  func encode(_ value: Int) throws { try whole(value) }
  func encode(_ value: Int8) throws { try whole(value) }
  func encode(_ value: Int16) throws { try whole(value) }
  func encode(_ value: Int32) throws { try whole(value) }
  func encode(_ value: Int64) throws { try whole(value) }
  func encode(_ value: UInt) throws { try whole(value) }
  func encode(_ value: UInt8) throws { try whole(value) }
  func encode(_ value: UInt16) throws { try whole(value) }
  func encode(_ value: UInt32) throws { try whole(value) }
  func encode(_ value: UInt64) throws { try whole(value) }
  func encode(_ value: some Encodable) throws {
    if let value = value as? JSONValue { node.set(value) } else { try value.encode(to: self) }
  }
}

private struct EncodedMembers<Key: CodingKey>: KeyedEncodingContainerProtocol {
  let node: EncodedNode
  let codingPath: [any CodingKey]

  private func encoder(_ key: Key) -> JSONValueEncoder {
    JSONValueEncoder(node: node.member(key.stringValue), codingPath: codingPath + [key])
  }

  func encodeNil(forKey key: Key) { encoder(key).encodeNil() }
  func encode(_ value: Bool, forKey key: Key) { encoder(key).encode(value) }
  func encode(_ value: String, forKey key: Key) { encoder(key).encode(value) }
  func encode(_ value: Double, forKey key: Key) throws { try encoder(key).encode(value) }
  func encode(_ value: Float, forKey key: Key) throws { try encoder(key).encode(value) }
  func encode(_ value: Int, forKey key: Key) throws { try encoder(key).whole(value) }
  func encode(_ value: Int8, forKey key: Key) throws { try encoder(key).whole(value) }
  func encode(_ value: Int16, forKey key: Key) throws { try encoder(key).whole(value) }
  func encode(_ value: Int32, forKey key: Key) throws { try encoder(key).whole(value) }
  func encode(_ value: Int64, forKey key: Key) throws { try encoder(key).whole(value) }
  func encode(_ value: UInt, forKey key: Key) throws { try encoder(key).whole(value) }
  func encode(_ value: UInt8, forKey key: Key) throws { try encoder(key).whole(value) }
  func encode(_ value: UInt16, forKey key: Key) throws { try encoder(key).whole(value) }
  func encode(_ value: UInt32, forKey key: Key) throws { try encoder(key).whole(value) }
  func encode(_ value: UInt64, forKey key: Key) throws { try encoder(key).whole(value) }
  func encode(_ value: some Encodable, forKey key: Key) throws { try encoder(key).encode(value) }

  func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type, forKey key: Key
  ) -> KeyedEncodingContainer<Nested> { encoder(key).container(keyedBy: type) }
  func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
    encoder(key).unkeyedContainer()
  }
  func superEncoder() -> any Encoder {
    JSONValueEncoder(node: node.member("super"), codingPath: codingPath + [MemberKey("super")])
  }
  func superEncoder(forKey key: Key) -> any Encoder { encoder(key) }
}

private struct EncodedList: UnkeyedEncodingContainer {
  let node: EncodedNode
  let codingPath: [any CodingKey]

  var count: Int { node.count }

  private func next() -> JSONValueEncoder {
    let path = codingPath + [MemberKey(index: count)]
    return JSONValueEncoder(node: node.append(), codingPath: path)
  }

  func encodeNil() { next().encodeNil() }
  func encode(_ value: Bool) { next().encode(value) }
  func encode(_ value: String) { next().encode(value) }
  func encode(_ value: Double) throws { try next().encode(value) }
  func encode(_ value: Float) throws { try next().encode(value) }
  func encode(_ value: Int) throws { try next().whole(value) }
  func encode(_ value: Int8) throws { try next().whole(value) }
  func encode(_ value: Int16) throws { try next().whole(value) }
  func encode(_ value: Int32) throws { try next().whole(value) }
  func encode(_ value: Int64) throws { try next().whole(value) }
  func encode(_ value: UInt) throws { try next().whole(value) }
  func encode(_ value: UInt8) throws { try next().whole(value) }
  func encode(_ value: UInt16) throws { try next().whole(value) }
  func encode(_ value: UInt32) throws { try next().whole(value) }
  func encode(_ value: UInt64) throws { try next().whole(value) }
  func encode(_ value: some Encodable) throws { try next().encode(value) }

  func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type) -> KeyedEncodingContainer<Nested> {
    next().container(keyedBy: type)
  }
  func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer { next().unkeyedContainer() }
  func superEncoder() -> any Encoder { next() }
}
