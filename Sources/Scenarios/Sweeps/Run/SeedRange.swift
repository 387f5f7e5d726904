/// Seeds in ascending order without gaps.
public struct SeedRange: Sendable, Hashable {
  public let first: UInt64
  public let count: Int

  /// Traps unless there is a seed, and all of them are below 2^64.
  public init(from first: UInt64, count: Int) {
    precondition(count > 0, "a sweep needs a seed, was given \(count)")
    precondition(UInt64(count - 1) <= UInt64.max - first, "\(count) seeds from \(first) end beyond 2^64")
    self.first = first
    self.count = count
  }

  public var last: UInt64 { first + UInt64(count - 1) }

  public subscript(place: Int) -> UInt64 { first + UInt64(place) }
}

extension SeedRange: CustomStringConvertible {
  /// `1..1000`, both ends included.
  public var description: String { "\(first)..\(last)" }
}

extension SeedRange: Codable {
  private enum Key: String, CodingKey { case first, count }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    let first = try container.decode(UInt64.self, forKey: .first)
    let count = try container.decode(Int.self, forKey: .count)
    guard count > 0, UInt64(count - 1) <= UInt64.max - first else {
      throw DecodingError.dataCorruptedError(
        forKey: .count, in: container, debugDescription: "there are no \(count) seeds from \(first) on")
    }
    self.init(from: first, count: count)
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(first, forKey: .first)
    try container.encode(count, forKey: .count)
  }
}
