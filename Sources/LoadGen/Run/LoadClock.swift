import Primitives

/// What a load generator needs of a clock: to read it and to wait.
///
/// A simulation's clock conforms; `StandardLoadClock` adapts any other clock.
public protocol LoadClock: Sendable {
  /// Monotonic time in nanoseconds since an origin of the clock's own.
  var nanoseconds: Int64 { get }

  /// Suspends until `nanoseconds` has reached `deadline`. Throws `CancellationError` when the task is
  /// cancelled.
  func sleep(untilNanoseconds deadline: Int64) async throws
}

/// Any standard clock that measures in `Duration`, counted in nanoseconds from when it was adapted.
public struct StandardLoadClock<Base: Clock>: LoadClock where Base.Duration == Duration {
  private let base: Base
  private let origin: Base.Instant

  public init(_ base: Base) {
    self.base = base
    origin = base.now
  }

  public var nanoseconds: Int64 { origin.duration(to: base.now).wholeNanoseconds }

  public func sleep(untilNanoseconds deadline: Int64) async throws {
    try await base.sleep(until: origin.advanced(by: .nanoseconds(deadline)), tolerance: nil)
  }
}
