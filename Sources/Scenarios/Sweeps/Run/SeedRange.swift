/// Seeds in ascending order without gaps.
package struct SeedRange: Sendable, Hashable {
  package let first: UInt64
  package let count: Int

  /// Traps unless there is a seed, and all of them are below 2^64.
  package init(from first: UInt64, count: Int) {
    precondition(count > 0, "a sweep needs a seed, was given \(count)")
    precondition(UInt64(count - 1) <= UInt64.max - first, "\(count) seeds from \(first) end beyond 2^64")
    self.first = first
    self.count = count
  }

  package var last: UInt64 { first + UInt64(count - 1) }

  package subscript(place: Int) -> UInt64 { first + UInt64(place) }
}

extension SeedRange: CustomStringConvertible {
  /// `1..1000`, both ends included.
  package var description: String { "\(first)..\(last)" }
}

extension SeedRange: Codable {
  private enum Key: String, CodingKey { case first, count }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    let first = try container.decode(UInt64.self, forKey: .first)
    let count = try container.decode(Int.self, forKey: .count)
    guard count > 0, UInt64(count - 1) <= UInt64.max - first else {
      throw DecodingError.dataCorruptedError(
        forKey: .count, in: container, debugDescription: "there are no \(count) seeds from \(first) on")
    }
    self.init(from: first, count: count)
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(first, forKey: .first)
    try container.encode(count, forKey: .count)
  }
}
