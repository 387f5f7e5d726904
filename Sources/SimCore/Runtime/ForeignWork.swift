import CSimRuntime
import Synchronization

/// Work of a world that a thread without a world enqueued.
///
/// A task of a world carries the world's number in its header. When something outside resumes it (a
/// dispatch queue, a socket, another thread), the job is not run there but left in the world's inbox.
@safe
final class ForeignWork: Sendable {
  private struct State {
    var jobs: [UInt] = []
    var cancelledTimers: [UInt64] = []
    var threads: [UInt] = []
  }

  private let state = Mutex(State())
  // Created and destroyed with this object, and safe to use from any thread by itself.
  private nonisolated(unsafe) let mailbox = unsafe sim_mailbox_create()
  /// True when there is something to take; read without a lock before every idle moment.
  private let arrived = Atomic(false)

  deinit { unsafe sim_mailbox_destroy(mailbox) }

  private static let worlds = Mutex<[UInt32: ForeignWork]>([:])
  private static let nextID = Atomic<UInt32>(1)

  /// A number no other world of the process has.
  static func makeWorldID() -> UInt32 { nextID.wrappingAdd(1, ordering: .relaxed).oldValue }

  static func register(_ inbox: ForeignWork, for worldID: UInt32) {
    worlds.withLock { $0[worldID] = inbox }
  }

  static func unregister(_ worldID: UInt32) { worlds.withLock { $0[worldID] = nil } }

  /// Hands a marked job to its world. A task whose world has ended never runs again.
  static func deliver(_ job: UInt) -> Bool {
    let worldID = UInt32(truncatingIfNeeded: sim_job_mark(job) >> 32)
    guard let inbox = worlds.withLock({ $0[worldID] }) else { return true }
    inbox.post { $0.jobs.append(job) }
    return true
  }

  /// Leaves the cancellation of a sleep for the world to perform.
  ///
  /// Which world's it is, each finds out for itself.
  static func cancelTimer(_ timer: UInt64) {
    let inboxes = worlds.withLock { worlds in worlds.keys.sorted().compactMap { worlds[$0] } }
    for inbox in inboxes { inbox.post(countsThread: false) { $0.cancelledTimers.append(timer) } }
  }

  private func post(countsThread: Bool = true, _ add: (inout sending State) -> Void) {
    let thread = threadIdentifier()
    state.withLock { state in
      add(&state)
      if countsThread && !state.threads.contains(thread) { state.threads.append(thread) }
    }
    arrived.store(true, ordering: .releasing)
    unsafe sim_mailbox_signal(mailbox)
  }

  var hasArrived: Bool { arrived.load(ordering: .acquiring) }

  /// What has come since the last time, and from how many threads in all.
  func take() -> (jobs: [UInt], cancelledTimers: [UInt64], threads: Int) {
    arrived.store(false, ordering: .relaxed)
    return state.withLock { state in
      defer { (state.jobs, state.cancelledTimers) = ([], []) }
      return (state.jobs, state.cancelledTimers, state.threads.count)
    }
  }

  /// Waits for something to come, in milliseconds of the host's time.
  func wait(milliseconds: Int64) -> Bool { unsafe hasArrived || sim_mailbox_wait(mailbox, milliseconds) }
}

/// A word that differs between threads.
private func threadIdentifier() -> UInt { sim_thread_identifier() }
