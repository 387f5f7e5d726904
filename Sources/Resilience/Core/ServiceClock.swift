/// A clock that production code can wait on cheaply.
///
/// Any standard clock can be adapted; a clock that can call back at a deadline saves the task that a
/// timeout would otherwise need. Times are whole nanoseconds since an origin of the clock's own: they
/// order events and measure waits, and say nothing about the calendar.
public protocol ServiceClock: Clock where Duration == Swift.Duration {
  /// Monotonic time in nanoseconds.
  var nanoseconds: Int64 { get }

  /// Suspends until `nanoseconds` has reached `deadline`; at once, but still suspending, when it has
  /// passed. Throws `CancellationError` as soon as the task is cancelled.
  func sleep(untilNanoseconds deadline: Int64) async throws

  /// Calls `action` once when `nanoseconds` has reached `deadline`, unless cancelled before.
  /// The action must be short and must not block: it runs where the clock's timers run.
  func schedule(at deadline: Int64, _ action: @escaping @Sendable () -> Void) -> TimerID

  /// Forgets a timer. Does nothing for one that has fired.
  func cancel(_ timer: TimerID)
}

/// Names a timer of one clock.
@frozen
public struct TimerID: Hashable, Sendable {
  public let rawValue: UInt64
  @inlinable public init(rawValue: UInt64) { self.rawValue = rawValue }
}
