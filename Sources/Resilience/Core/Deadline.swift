public import Primitives

/// The time by which a response is useful, in nanoseconds of a clock.
///
/// Passed down, it can only come closer: the deadline of a callee is `deadline.earlier(than:)` of what its
/// caller has left. A deadline that has passed fails a call before it is made.
@frozen
public struct Deadline: Hashable, Sendable, Comparable {
  /// The time in nanoseconds; `Int64.max` for no deadline.
  public let nanoseconds: Int64

  /// Creates a deadline at a time of the clock.
  @inlinable public init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

  /// The deadline that never passes.
  @inlinable public static var none: Deadline { Deadline(nanoseconds: .max) }

  /// Creates a deadline `span` after `now`; a sum beyond the range of the clock never passes.
  @inlinable public init(_ span: Duration, after now: Int64) {
    self.init(nanoseconds: now.addingSaturating(span.wholeNanoseconds))
  }

  /// Returns true if the deadline has passed at `now`; at exactly the deadline it has.
  @inlinable public func hasPassed(at now: Int64) -> Bool { self != .none && now >= nanoseconds }

  /// Returns the nanoseconds left at `now`, never negative; `Int64.max` without a deadline.
  @inlinable public func remaining(at now: Int64) -> Int64 {
    if self == .none { return .max }
    return max(0, nanoseconds.subtractingReportingOverflow(now).partialValue)
  }

  /// Returns the earlier of two deadlines.
  @inlinable public func earlier(than other: Deadline) -> Deadline { min(self, other) }

  /// Returns true if `left` is earlier than `right`.
  @inlinable public static func < (left: Deadline, right: Deadline) -> Bool {
    left.nanoseconds < right.nanoseconds
  }
}
