public import Primitives

/// A moment of a world's time: whole nanoseconds since the world began.
///
/// Arithmetic that leaves the range of 64 bits (292 years) stops at its end.
@frozen
public struct SimInstant: InstantProtocol, Hashable, Sendable {
  public typealias Duration = Swift.Duration

  /// Nanoseconds since the world's epoch.
  public var nanoseconds: Int64

  @inlinable public init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

  /// When the world began.
  public static let start = SimInstant(nanoseconds: 0)

  /// Time since the world began.
  @inlinable public var offset: Swift.Duration { .nanoseconds(nanoseconds) }

  @inlinable public func advanced(by duration: Swift.Duration) -> SimInstant {
    advanced(byNanoseconds: duration.wholeNanoseconds)
  }

  @inlinable public func advanced(byNanoseconds delta: Int64) -> SimInstant {
    SimInstant(nanoseconds: nanoseconds.addingSaturating(delta))
  }

  @inlinable public func duration(to other: SimInstant) -> Swift.Duration {
    .nanoseconds(other.nanoseconds) - .nanoseconds(nanoseconds)
  }

  @inlinable public static func < (a: SimInstant, b: SimInstant) -> Bool { a.nanoseconds < b.nanoseconds }
}

extension SimInstant: CustomStringConvertible {
  /// Time since the world began, as in `1.100 s`.
  public var description: String { Text.exactSeconds(nanoseconds) }
}
