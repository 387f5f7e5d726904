/// The action of a timer in one word: a sleeping task to resume, or a callback.
@usableFromInline
package enum TimerPayload {
  /// The payload of a timer that is reserved and has no action yet.
  static let reserved: UInt = 0
  /// A word no smaller than this is a job, when it is not tagged as a callback.
  @usableFromInline package static var firstJob: UInt { @inlinable get { 2 } }

  @usableFromInline static var callbackTag: UInt { @inlinable get { 1 } }

  final class Callback {
    let action: @Sendable () -> Void
    init(_ action: @escaping @Sendable () -> Void) { self.action = action }
  }

  /// Returns the payload of a callback, which it retains until `callback(in:)` takes it out.
  static func callback(_ action: @escaping @Sendable () -> Void) -> UInt {
    unsafe UInt(bitPattern: Unmanaged.passRetained(Callback(action)).toOpaque()) | callbackTag
  }

  /// Returns true for the job of a sleeping task.
  @inlinable @inline(__always) static func isSleeper(_ payload: UInt) -> Bool {
    payload & callbackTag == 0 && payload > firstJob
  }

  /// Takes the callback out of a payload; nil when the payload is a reservation.
  static func callback(in payload: UInt) -> Callback? {
    payload & callbackTag == 0 ? nil : takeCallback(payload)
  }

  private static func takeCallback(_ payload: UInt) -> Callback {
    let pointer = unsafe UnsafeRawPointer(bitPattern: payload & ~callbackTag)
    guard let pointer = unsafe pointer else { preconditionFailure("a callback's word was \(payload)") }
    // Balances the retain of `callback`.
    return unsafe Unmanaged<Callback>.fromOpaque(pointer).takeRetainedValue()
  }
}
