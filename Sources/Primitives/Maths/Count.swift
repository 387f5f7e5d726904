/// A number of things that is stored in files: a file with a negative one, or one above 2^53, is refused.
@propertyWrapper
package struct Count<Value: FixedWidthInteger & Codable & Sendable>: Sendable, Hashable {
  package var wrappedValue: Value

  package init(wrappedValue: Value) { self.wrappedValue = wrappedValue }

  /// The largest number of a file, which every reader of JSON holds.
  private static var most: Int64 { 1 << 53 }
}

extension Count: Codable {
  package init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let value = try container.decode(Value.self)
    guard value >= 0, value <= Count.most else {
      throw DecodingError.dataCorruptedError(
        in: container,
        debugDescription: "\(value) is not allowed here; allowed: a whole number from 0 to 2^53")
    }
    wrappedValue = value
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(wrappedValue)
  }
}
