/// What a timer does when it fires, in one word: resume a sleeping task, or call back.
enum TimerPayload {
  /// Nothing yet: the timer is reserved.
  static let reserved: UInt = 0
  /// The least word that is a job's.
  static let firstJob: UInt = 2

  private static let callbackTag: UInt = 1

  final class Callback {
    let action: @Sendable () -> Void
    init(_ action: @escaping @Sendable () -> Void) { self.action = action }
  }

  static func callback(_ action: @escaping @Sendable () -> Void) -> UInt {
    unsafe UInt(bitPattern: Unmanaged.passRetained(Callback(action)).toOpaque()) | callbackTag
  }

  /// True for the job of a sleeping task.
  @inline(__always) static func isSleeper(_ payload: UInt) -> Bool {
    payload & callbackTag == 0 && payload > firstJob
  }

  /// Takes the callback out of a payload that is no sleeper's and no mere reservation.
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
