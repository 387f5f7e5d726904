package import Primitives

/// Names a session: 16 hexadecimal digits, eight bytes.
@usableFromInline
@frozen
package struct SessionID: Hashable, Sendable {
  @usableFromInline package let rawValue: UInt64
  @inlinable package init(rawValue: UInt64) { self.rawValue = rawValue }

  /// The first 16 digits of the SHA-256 of `user:query:time`, the time in ISO 8601.
  package init(user: String, query: String, at time: Timestamp) {
    // Written as bytes: as an interpolated text it was half of what the name costs.
    var text: [UInt8] = []
    text.reserveCapacity(user.utf8.count + query.utf8.count + 2 + Timestamp.longestText)
    text.append(contentsOf: user.utf8)
    text.append(UInt8(ascii: ":"))
    text.append(contentsOf: query.utf8)
    text.append(UInt8(ascii: ":"))
    time.write(to: &text)
    let digest = SHA256.digest(of: text.span)
    let word = UInt64(digest[0]) << 32 | UInt64(digest[1])
    // One digest in fifty thousand begins like the number of a card: then its next sixteen digits.
    rawValue = SessionID.looksLikeCard(word) ? UInt64(digest[2]) << 32 | UInt64(digest[3]) : word
  }
}

extension SessionID: LosslessStringConvertible {
  /// Lower case, leading zeros kept.
  @usableFromInline package var description: String { Text.hexadecimal(rawValue) }

  /// Exactly 16 hexadecimal digits.
  @usableFromInline package init?(_ text: String) {
    guard text.utf8.count == 16, text.utf8.allSatisfy({ $0 != UInt8(ascii: "+") && $0 != UInt8(ascii: "-") }),
      let value = UInt64(text, radix: 16)
    else { return nil }
    // Somebody has typed a card's number where the session belongs.
    if SessionID.looksLikeCard(value) { return nil }
    rawValue = value
  }

  /// Whether all sixteen digits are decimal, and could be a card's.
  private static func looksLikeCard(_ value: UInt64) -> Bool {
    // A digit above nine shows in its carry when six is added.
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
