package import Primitives

/// The id of a session: 16 hexadecimal digits, eight bytes.
@usableFromInline
@frozen
package struct SessionID: Hashable, Sendable {
  @usableFromInline package let rawValue: UInt64
  @inlinable package init(rawValue: UInt64) { self.rawValue = rawValue }

  /// Creates the id from the first 16 digits of the SHA-256 of `user:query:time`, the time in ISO 8601.
  package init(user: String, query: String, at time: Timestamp) {
    // Bytes instead of an interpolated string, which would take half of the time.
    var text: [UInt8] = []
    text.reserveCapacity(user.utf8.count + query.utf8.count + 2 + Timestamp.longestText)
    text.append(contentsOf: user.utf8)
    text.append(UInt8(ascii: ":"))
    text.append(contentsOf: query.utf8)
    text.append(UInt8(ascii: ":"))
    time.write(to: &text)
    let digest = SHA256.digest(of: text.span)
    let word = UInt64(digest[0]) << 32 | UInt64(digest[1])
    // One digest in fifty thousand starts with a possible card number; its next sixteen digits are used then.
    rawValue = SessionID.looksLikeCard(word) ? UInt64(digest[2]) << 32 | UInt64(digest[3]) : word
  }
}

extension SessionID: LosslessStringConvertible {
  /// The digits in lower case, with leading zeros.
  @usableFromInline package var description: String { Text.hexadecimal(rawValue) }

  /// Parses exactly 16 hexadecimal digits. Returns nil for a possible card number.
  @usableFromInline package init?(_ text: String) {
    guard text.utf8.count == 16, text.utf8.allSatisfy({ $0 != UInt8(ascii: "+") && $0 != UInt8(ascii: "-") }),
      let value = UInt64(text, radix: 16)
    else { return nil }
    // A card number was entered instead of a session id.
    if SessionID.looksLikeCard(value) { return nil }
    rawValue = value
  }

  /// Returns true if all sixteen digits are decimal and form a possible card number.
  private static func looksLikeCard(_ value: UInt64) -> Bool {
    // A digit above nine carries when six is added.
    let carries = (value & 0x7777_7777_7777_7777) &+ 0x6666_6666_6666_6666
    guard carries & value & 0x8888_8888_8888_8888 == 0 else { return false }
    return CardNumber.isSuspected(in: SessionID(rawValue: value).description)
  }
}

extension SessionID: Codable {
  @usableFromInline package init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    guard let id = SessionID(text) else {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: "not a session id: \(text)")
    }
    self = id
  }

  @usableFromInline package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}

extension SessionID: IDKey {
  @inlinable package var hashBits: UInt64 { rawValue }
}
