/// What a timer does when it fires, in one word: resume a sleeping task, or call back.
enum TimerPayload {
  typealias Sleeper = UnsafeContinuation<Void, Never>

  /// Nothing yet: the timer is reserved.
  static let reserved: UInt = 0
  /// The sleep was cancelled before it was armed.
  static let cancelled: UInt = 2

  private static let callbackTag: UInt = 1

  final class Callback {
    let action: @Sendable () -> Void
    init(_ action: @escaping @Sendable () -> Void) { self.action = action }
  }

  @inline(__always) static func sleeper(_ continuation: Sleeper) -> UInt {
    unsafe unsafeBitCast(continuation, to: UInt.self)
  }

  static func callback(_ action: @escaping @Sendable () -> Void) -> UInt {
    unsafe UInt(bitPattern: Unmanaged.passRetained(Callback(action)).toOpaque()) | callbackTag
  }

  @inline(__always) static func fire(_ payload: UInt) {
    if payload & callbackTag == 0 {
      // The word came from `sleeper` and leaves the queue here, so it is resumed once.
      unsafe unsafeBitCast(payload, to: Sleeper.self).resume()
    } else {
      takeCallback(payload).action()
    }
  }

  /// Ends what waits for a timer that was forgotten.
  static func cancel(_ payload: UInt) {
    if payload & callbackTag == 0 {
      if payload > cancelled { unsafe unsafeBitCast(payload, to: Sleeper.self).resume() }
    } else {
      _ = takeCallback(payload)
    }
  }

  private static func takeCallback(_ payload: UInt) -> Callback {
    let pointer = unsafe UnsafeRawPointer(bitPattern: payload & ~callbackTag)
    guard let pointer = unsafe pointer else { preconditionFailure("a callback's word was \(payload)") }
    // Balances the retain of `callback`.
    return unsafe Unmanaged<Callback>.fromOpaque(pointer).takeRetainedValue()
  }
}
