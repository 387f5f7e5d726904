public import Primitives

/// A point in a world's time: whole nanoseconds since the world began.
///
/// Arithmetic that leaves the range of 64 bits (292 years) stops at its end.
@frozen
public struct SimInstant: InstantProtocol, Hashable, Sendable {
  /// The standard library's duration.
  public typealias Duration = Swift.Duration

  /// Nanoseconds since the world began.
  public var nanoseconds: Int64

  /// Creates the instant `nanoseconds` after the beginning of the world.
  @inlinable public init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

  /// The beginning of the world.
  public static let start = SimInstant(nanoseconds: 0)

  /// Time since the world began.
  @inlinable public var offset: Swift.Duration { .nanoseconds(nanoseconds) }

  /// Returns the instant `duration` later, or the end of the range it would leave.
  @inlinable public func advanced(by duration: Swift.Duration) -> SimInstant {
    advanced(byNanoseconds: duration.wholeNanoseconds)
  }

  /// Returns the instant `delta` nanoseconds later, or the end of the range it would leave.
  @inlinable public func advanced(byNanoseconds delta: Int64) -> SimInstant {
    SimInstant(nanoseconds: nanoseconds.addingSaturating(delta))
  }

  /// Returns the time from this instant to `other`.
  @inlinable public func duration(to other: SimInstant) -> Swift.Duration {
    .nanoseconds(other.nanoseconds) - .nanoseconds(nanoseconds)
  }

  /// Compares the nanoseconds.
  @inlinable public static func < (a: SimInstant, b: SimInstant) -> Bool { a.nanoseconds < b.nanoseconds }
}

extension SimInstant: CustomStringConvertible {
  /// Time since the world began, as in `1.100 s`.
  public var description: String { Text.exactSeconds(nanoseconds) }
}
