/// Names a session: 16 hexadecimal digits, eight bytes.
@frozen
public struct SessionID: Hashable, Sendable {
  public let rawValue: UInt64
  @inlinable public init(rawValue: UInt64) { self.rawValue = rawValue }

  /// The first 16 digits of the SHA-256 of `user:query:time`, the time in ISO 8601.
  public init(user: String, query: String, at time: Timestamp) {
    rawValue = SHA256.firstWord(of: "\(user):\(query):\(time)")
  }
}

extension SessionID: LosslessStringConvertible {
  /// Lower case, leading zeros kept.
  public var description: String {
    let digits = String(rawValue, radix: 16)
    return String(repeating: "0", count: 16 - digits.utf8.count) + digits
  }

  /// Exactly 16 hexadecimal digits.
  public init?(_ text: String) {
    guard text.utf8.count == 16, text.utf8.allSatisfy({ $0 != UInt8(ascii: "+") && $0 != UInt8(ascii: "-") }),
      let value = UInt64(text, radix: 16)
    else { return nil }
    rawValue = value
  }
}

extension SessionID: Codable {
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    guard let id = SessionID(text) else {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: "not a session id: \(text)")
    }
    self = id
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}
