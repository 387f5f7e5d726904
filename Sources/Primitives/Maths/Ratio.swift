/// An exact probability or share: a whole number of parts out of a whole.
///
/// Prints the way it is typed: `Ratio(3, outOf: 100)` is `3/100`, `Ratio("0.20%")` is `0.20%`.
/// Two ratios are equal when their values are, however they were typed.
@frozen
public struct Ratio: Sendable {
  /// The numerator, at most `whole`.
  public let parts: UInt64
  /// The denominator, positive.
  public let whole: UInt64
  @usableFromInline let notation: Notation

  /// The form in which it was typed. The number of decimals follows from `whole`.
  @frozen @usableFromInline
  enum Notation: UInt8, Sendable { case fraction, percent, decimal }

  /// Creates the ratio of `parts` to `whole`. Traps unless `parts` is in `0 ... whole` and `whole` is positive.
  @inlinable public init(_ parts: UInt64, outOf whole: UInt64) {
    self.init(parts, outOf: whole, .fraction)
  }

  @inlinable init(_ parts: UInt64, outOf whole: UInt64, _ notation: Notation) {
    precondition(whole > 0, "a ratio's whole must be positive, was 0")
    precondition(parts <= whole, "a ratio is at most one, was \(parts)/\(whole)")
    self.parts = parts
    self.whole = whole
    self.notation = notation
  }

  // Computed properties, so that a comparison with them loads nothing.

  /// The probability of an event that never happens.
  @inlinable public static var never: Ratio { Ratio(0, outOf: 1) }
  /// The probability of an event that always happens.
  @inlinable public static var always: Ratio { Ratio(1, outOf: 1) }

  /// The nearest double, for arithmetic and display; decisions use `happens(in:)`.
  @inlinable public var value: Double { Double(parts) / Double(whole) }

  /// Decides by a draw: true in exactly `parts` of `whole` draws; `never` and `always` take no draw.
  @inlinable public func happens(in generator: inout some RandomNumberGenerator) -> Bool {
    if parts == 0 { return false }
    if parts == whole { return true }
    return generator.next(below: whole) < parts
  }
}

extension Ratio: Hashable, Comparable {
  /// Compares the values, not the forms.
  @inlinable public static func == (a: Ratio, b: Ratio) -> Bool {
    a.parts.multipliedFullWidth(by: b.whole) == b.parts.multipliedFullWidth(by: a.whole)
  }

  /// Compares the values exactly.
  @inlinable public static func < (a: Ratio, b: Ratio) -> Bool {
    a.parts.multipliedFullWidth(by: b.whole) < b.parts.multipliedFullWidth(by: a.whole)
  }

  /// Hashes the ratio in its lowest terms.
  public func hash(into hasher: inout Hasher) {
    var (divisor, rest) = (whole, parts)
    while rest > 0 { (divisor, rest) = (rest, divisor % rest) }
    hasher.combine(parts / divisor)
    hasher.combine(whole / divisor)
  }
}
