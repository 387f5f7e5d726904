import CSimRuntime

/// An actor that sleeping tasks hop to. Its executor arms a timer for each task enqueued on it.
///
/// A task that hops here is enqueued with the executor and thereby suspended, and running its job again wakes it:
/// one enqueue and one run, where a continuation would cost a suspension, a resumption, an enqueue and a run. A
/// woken task runs on the global executor, so returning to the caller costs no further hop.
@usableFromInline @safe
final actor SleepActor {
  @usableFromInline static let shared = SleepActor()

  // The executor lives as long as the process.
  private nonisolated let executor = unsafe SleepExecutor.shared.asUnownedSerialExecutor()

  @usableFromInline nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe executor }

  /// Returns when the timer that `beginSleep` has reserved fires or is cancelled. The call of an empty function
  /// keeps the compiler from removing the hop.
  @usableFromInline func sleep() { sim_nothing() }
}

/// Suspends each job enqueued on it until the job's timer fires.
private final class SleepExecutor: SerialExecutor {
  static let shared = SleepExecutor()

  func enqueue(_ job: consuming ExecutorJob) {
    let job = unsafe unsafeBitCast(UnownedJob(job), to: UInt.self)
    guard let world = unsafe sim_current_world() else { World.trapForeignUse() }
    unsafe world.assumingMemoryBound(to: Kernel.self).armSleep(job)
  }

  func checkIsolated() {}
  func isIsolatingCurrentContext() -> Bool? { true }
}
