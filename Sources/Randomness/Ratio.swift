/// An exact probability or share: a whole number of parts out of a whole.
///
/// Prints the way it is typed: `Ratio(3, outOf: 100)` is `3/100`.
@frozen
public struct Ratio: Hashable, Sendable {
  public let parts: UInt64
  public let whole: UInt64

  /// Traps unless `0 ... whole` holds `parts` and `whole` is positive.
  @inlinable public init(_ parts: UInt64, outOf whole: UInt64) {
    precondition(whole > 0, "a ratio's whole must be positive, was 0")
    precondition(parts <= whole, "a ratio is at most one, was \(parts)/\(whole)")
    self.parts = parts
    self.whole = whole
  }

  public static let never = Ratio(0, outOf: 1)
  public static let always = Ratio(1, outOf: 1)

  /// For arithmetic and display; decisions use `happens(in:)`.
  @inlinable public var value: Double { Double(parts) / Double(whole) }

  /// True in exactly `parts` of `whole` draws; `never` and `always` take no draw.
  @inlinable public func happens(in generator: inout some RandomNumberGenerator) -> Bool {
    if parts == 0 { return false }
    if parts == whole { return true }
    return generator.next(below: whole) < parts
  }
}

extension Ratio: CustomStringConvertible {
  public var description: String { "\(parts)/\(whole)" }
}
