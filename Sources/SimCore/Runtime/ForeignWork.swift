import CSimRuntime
import Synchronization

/// The inbox of a world for jobs that threads outside it have enqueued.
///
/// A task of a world carries the world's number in its header. When something outside resumes it (a dispatch queue,
/// a socket, another thread), the job is not run there but left here.
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
  /// True when the inbox is not empty; read without a lock.
  private let arrived = Atomic(false)

  deinit { unsafe sim_mailbox_destroy(mailbox) }

  private static let worlds = Mutex<[UInt32: ForeignWork]>([:])
  private static let nextID = Atomic<UInt32>(1)

  /// Returns a number that no other world of the process has.
  static func makeWorldID() -> UInt32 { nextID.wrappingAdd(1, ordering: .relaxed).oldValue }

  /// Makes `inbox` receive the foreign work of a world.
  static func register(_ inbox: ForeignWork, for worldID: UInt32) {
    worlds.withLock { $0[worldID] = inbox }
  }

  /// Ends the delivery of foreign work to a world.
  static func unregister(_ worldID: UInt32) { worlds.withLock { $0[worldID] = nil } }

  /// Delivers a marked job to its world. A task whose world has ended never runs again.
  static func deliver(_ job: UInt) -> Bool {
    let worldID = UInt32(truncatingIfNeeded: sim_job_mark(job) >> 32)
    guard let inbox = worlds.withLock({ $0[worldID] }) else { return true }
    inbox.post { $0.jobs.append(job) }
    return true
  }

  /// Delivers the cancellation of a sleep to every world; the one that has issued the timer performs it.
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

  /// True when the inbox is not empty.
  var hasArrived: Bool { arrived.load(ordering: .acquiring) }

  /// Takes the work that has arrived since the last call, with the number of foreign threads so far.
  func take() -> (jobs: [UInt], cancelledTimers: [UInt64], threads: Int) {
    arrived.store(false, ordering: .relaxed)
    return state.withLock { state in
      defer { (state.jobs, state.cancelledTimers) = ([], []) }
      return (state.jobs, state.cancelledTimers, state.threads.count)
    }
  }

  /// Waits for work, at most `milliseconds` of the host's time. Returns false when none came.
  func wait(milliseconds: Int64) -> Bool { unsafe hasArrived || sim_mailbox_wait(mailbox, milliseconds) }
}

/// Returns a word that differs between threads.
private func threadIdentifier() -> UInt { sim_thread_identifier() }
