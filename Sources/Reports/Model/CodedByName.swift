/// Encodes an enumeration by the names of its cases, whatever its raw values are.
///
/// Results name a search mode, sessions store its number.
@propertyWrapper
package struct CodedByName<Value: CaseIterable & Hashable & Sendable>: Hashable, Sendable, Codable {
  package var wrappedValue: Value

  package init(wrappedValue: Value) { self.wrappedValue = wrappedValue }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let name = try container.decode(String.self)
    guard let value = Value.allCases.first(where: { "\($0)" == name }) else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "\(name) is none of \(Array(Value.allCases))")
    }
    wrappedValue = value
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode("\(wrappedValue)")
  }
}
