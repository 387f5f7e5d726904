import CSimRuntime
public import Primitives

/// The clock of a world: its time advances only when no task of the world can run.
///
/// Sleeping tasks wake in the order of their deadlines, and those with the same deadline in the order in which they
/// went to sleep. The clock may be used by the world's own tasks only; any other use stops the program with a message.
@safe
public struct SimClock: NanosecondClock, Identifiable, Sendable {
  /// A point in the world's time.
  public typealias Instant = SimInstant
  /// The standard library's duration.
  public typealias Duration = Swift.Duration

  // A world outlives its tasks, and only they may use its clock: every use checks for the world's thread.
  nonisolated(unsafe) let kernel: KernelPointer

  /// The identity of a world's clock.
  public struct ID: Hashable, Sendable { let world: UInt32 }

  init(kernel: KernelPointer) { unsafe self.kernel = kernel }

  /// The identity of the clock: equal for all copies of one world's clock.
  public var id: ID {
    unsafe kernel.requireCurrent()
    return unsafe ID(world: kernel.pointee.tasks.worldID)
  }

  /// The world's time.
  public var now: SimInstant { SimInstant(nanoseconds: nanoseconds) }

  /// The world's time in nanoseconds since the world began.
  public var nanoseconds: Int64 {
    unsafe kernel.requireCurrent()
    return unsafe kernel.pointee.now
  }

  /// One nanosecond.
  public var minimumResolution: Swift.Duration { .nanoseconds(1) }

  /// Suspends until `deadline`; for a deadline that has passed it still suspends once. Throws `CancellationError`
  /// as soon as the task is cancelled, and leaves nothing behind.
  ///
  /// `tolerance` is ignored: a simulated clock is exact.
  public func sleep(until deadline: SimInstant, tolerance: Swift.Duration? = nil) async throws {
    try await sleep(untilNanoseconds: deadline.nanoseconds)
  }

  /// Suspends for `duration`. Traps when it is negative.
  @inlinable @inline(__always)
  public func sleep(for duration: Swift.Duration) async throws {
    let nanoseconds = duration.wholeNanoseconds
    precondition(nanoseconds >= 0, "a sleep cannot be negative, was \(duration)")
    try await sleep(untilNanoseconds: now.advanced(byNanoseconds: nanoseconds).nanoseconds)
  }

  /// Suspends until a deadline in nanoseconds since the world began, like `sleep(until:)`.
  @inlinable @inline(__always)
  public func sleep(untilNanoseconds deadline: Int64) async throws {
    let sleep = beginSleep(until: deadline)
    await SleepActor.shared.sleep()
    if sleep.end() { throw CancellationError() }
  }

  /// A sleep of the running task that has a timer but is not armed yet.
  @usableFromInline @safe
  struct Sleep {
    let kernel: KernelPointer
    let timer: UInt64
    let record: OpaquePointer

    /// Returns true when the sleep was cancelled. Called once, when the task is awake again.
    @usableFromInline func end() -> Bool {
      unsafe sim_sleep_end(record)
      return unsafe kernel.pointee.timers.endSleep(timer)
    }
  }

  @usableFromInline func beginSleep(until deadline: Int64) -> Sleep {
    unsafe kernel.beginSleep(until: deadline)
  }

  /// Calls `action` at `deadline` unless `cancel` comes first. It runs between tasks, must not block, and
  /// may arm timers and resume continuations.
  @discardableResult
  public func schedule(
    atNanoseconds deadline: Int64, _ action: @escaping @Sendable () -> Void
  ) -> TimerID {
    unsafe kernel.requireCurrent()
    let timer = unsafe kernel.pointee.timers.reserve()
    unsafe kernel.pointee.timers.setPayload(timer, TimerPayload.callback(action))
    unsafe kernel.pointee.timers.arm(timer, deadline: max(deadline, kernel.pointee.now))
    return TimerID(rawValue: timer)
  }

  /// Cancels a timer of `schedule`; does nothing for one that has fired.
  public func cancel(_ timer: TimerID) {
    unsafe kernel.requireCurrent()
    if let payload = unsafe kernel.pointee.timers.forget(timer.rawValue) {
      _ = TimerPayload.callback(in: payload)
    }
  }
}

extension UnsafeMutablePointer where Pointee == Kernel {
  /// Stops the program when the caller is not on the world's thread.
  @inline(__always) func requireCurrent() {
    if unsafe sim_current_world() != UnsafeMutableRawPointer(self) { World.trapForeignUse() }
  }

  /// Reserves the timer of a sleep that the running task begins next.
  @inline(__always) func beginSleep(until deadline: Int64) -> SimClock.Sleep {
    unsafe requireCurrent()
    let timer = unsafe pointee.timers.reserve()
    unsafe pointee.pendingTimer = timer
    unsafe pointee.pendingDeadline = max(deadline, pointee.now)
    return unsafe SimClock.Sleep(kernel: self, timer: timer, record: sim_sleep_begin(timer))
  }

  /// Arms the timer that the task of `job`, which has just suspended, has reserved.
  func armSleep(_ job: UInt) {
    let timer = unsafe pointee.pendingTimer
    guard unsafe pointee.timers.payload(timer) == TimerPayload.reserved else {
      unsafe wake(job)
      return
    }
    unsafe pointee.timers.setPayload(timer, job)
    unsafe pointee.timers.arm(timer, deadline: pointee.pendingDeadline)
  }

  /// Wakes a sleeping task early, or keeps a task from going to sleep.
  func cancelSleep(_ timer: UInt64) {
    guard let payload = unsafe pointee.timers.cancelSleep(timer) else { return }
    if TimerPayload.isSleeper(payload) { unsafe wake(payload) }
  }
}
