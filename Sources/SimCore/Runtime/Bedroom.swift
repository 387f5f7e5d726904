import CSimRuntime

/// Where sleeping tasks are: an actor whose executor arms a timer for whoever comes in.
///
/// A task that hops to it is enqueued with its executor and thereby suspended, and running its job again
/// wakes it: one enqueue and one run, where a continuation would cost a park, a resume, an enqueue and a run.
/// A woken task runs on the global executor, so going back to where it came from costs no further hop.
@usableFromInline @safe
final actor Bedroom {
  @usableFromInline static let shared = Bedroom()

  // The executor lives as long as the process.
  private nonisolated let beds = unsafe Beds.shared.asUnownedSerialExecutor()

  @usableFromInline nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe beds }

  /// Returns when the timer that `beginSleep` has reserved fires or is cancelled. The call that does nothing
  /// keeps the compiler from leaving the visit out.
  @usableFromInline func sleep() { sim_nothing() }
}

private final class Beds: SerialExecutor {
  static let shared = Beds()

  func enqueue(_ job: consuming ExecutorJob) {
    let job = unsafe unsafeBitCast(UnownedJob(job), to: UInt.self)
    guard let world = unsafe sim_current_world() else { World.trapForeignUse() }
    unsafe world.assumingMemoryBound(to: Kernel.self).fallAsleep(job)
  }

  func checkIsolated() {}
  func isIsolatingCurrentContext() -> Bool? { true }
}
