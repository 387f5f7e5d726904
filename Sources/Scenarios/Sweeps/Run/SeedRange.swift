/// Seeds in ascending order without gaps.
public struct SeedRange: Sendable, Hashable, Codable {
  public var first: UInt64
  public var count: Int

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
