/// A clock that production code can read, wait on and set timers on cheaply.
///
/// Times are whole nanoseconds since an origin of the clock's own: they order events and measure waits, and do
/// not tell the calendar time. A timer that calls back saves the task that a timeout would otherwise need.
/// `NanosecondClockAdapter` makes one of any standard clock that measures in `Duration`.
public protocol NanosecondClock: Clock where Duration == Swift.Duration {
  /// Monotonic time in nanoseconds.
  var nanoseconds: Int64 { get }

  /// Suspends until `nanoseconds` has reached `deadline`; for a deadline that has passed it still suspends
  /// once. Throws `CancellationError` as soon as the task is cancelled.
  func sleep(untilNanoseconds deadline: Int64) async throws

  /// Calls `action` once when `nanoseconds` has reached `deadline`, unless the timer is cancelled before.
  ///
  /// The action must be short and must not block: it runs where the clock's timers run.
  @discardableResult
  func schedule(atNanoseconds deadline: Int64, _ action: @escaping @Sendable () -> Void) -> TimerID

  /// Cancels a timer. Does nothing for one that has fired.
  func cancel(_ timer: TimerID)
}

/// The name of a timer of one clock.
@frozen
public struct TimerID: Hashable, Sendable {
  /// A number that no other timer of the clock has.
  public let rawValue: UInt64

  /// Creates the name of the timer with a number.
  @inlinable public init(rawValue: UInt64) { self.rawValue = rawValue }
}
