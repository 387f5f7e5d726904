public import Primitives

/// The moment by which an answer is worth having, on a clock's own nanoseconds.
///
/// Passed down, it can only come closer: `deadline.earlier(than:)` of a callee is what its caller has
/// left. One that has passed fails a call before it is made.
@frozen
public struct Deadline: Hashable, Sendable, Comparable {
  public let nanoseconds: Int64

  @inlinable public init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

  /// Never passes.
  @inlinable public static var none: Deadline { Deadline(nanoseconds: .max) }

  /// `span` after `now`; a sum beyond the range of the clock never passes.
  @inlinable public init(_ span: Duration, after now: Int64) {
    self.init(nanoseconds: now.addingSaturating(span.wholeNanoseconds))
  }

  /// At exactly the deadline it has passed.
  @inlinable public func hasPassed(at now: Int64) -> Bool { self != .none && now >= nanoseconds }

  /// What is left at `now`, never negative; `Int64.max` without a deadline.
  @inlinable public func remaining(at now: Int64) -> Int64 {
    if self == .none { return .max }
    return max(0, nanoseconds.subtractingReportingOverflow(now).partialValue)
  }

  @inlinable public func earlier(than other: Deadline) -> Deadline { min(self, other) }

  @inlinable public static func < (left: Deadline, right: Deadline) -> Bool {
    left.nanoseconds < right.nanoseconds
  }
}
