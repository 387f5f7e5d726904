import CSimRuntime
import Primitives

/// The state of a world that changes with every step: its ready jobs, its timers, its tasks and its time.
///
/// A world runs on one thread, and running a job calls back into its kernel through the enqueue hook. The state
/// is therefore reached only through a pointer, one field at a time: no access is open across a call that could
/// come back.
struct Kernel {
  var now: Int64 = 0
  var ready = ReadyQueue()
  var timers: TimerQueue
  var tasks: TaskRegistry
  var digest = Digest()

  /// The entry that runs now; its job is 0 between steps, and for a job that is no task.
  var running = Kernel.idle
  var runningKind: UInt32 = 0
  /// The job that the running task has enqueued of itself: it goes on before another is chosen.
  var continuing = Kernel.idle

  var steps: UInt64 = 0
  var stepLimit = UInt64.max
  var timeLimit = Int64.max
  var timersFired: UInt64 = 0
  /// The sleep that the running task is about to begin.
  var pendingTimer: UInt64 = 0
  var pendingDeadline: Int64 = 0

  /// True when the oldest ready job always runs next.
  var isFirstInFirstOut = true
  /// True when every scheduling event is kept and not only digested.
  var keepsTrace = false
  /// True once the body has returned or thrown.
  var bodyHasEnded = false
  /// True once the run has to end; the world has the reason.
  var hasFailed = false
  /// True while a task waits in `World.settle()`.
  var isSettling = false

  /// The world this belongs to, for everything that is not the common path.
  unowned(unsafe) var world: World

  static let idle = ReadyEntry(job: 0, slot: TaskRegistry.none, onMain: false)

  init(world: World, worldID: UInt32) {
    unsafe self.world = world
    tasks = TaskRegistry(worldID: worldID)
    timers = TimerQueue(worldID: worldID)
  }
}

typealias KernelPointer = UnsafeMutablePointer<Kernel>

extension UnsafeMutablePointer where Pointee == Kernel {
  /// Takes a job that the runtime has enqueued.
  @inline(__always) func enqueue(_ job: UInt, onMain: Bool) {
    let kind = sim_job_kind(job)
    var entry = ReadyEntry(job: job, slot: TaskRegistry.none, onMain: onMain)
    if kind == SIM_JOB_TASK {
      unsafe entry.slot = pointee.tasks.slot(of: job)
    } else if kind == SIM_JOB_CONTINUATION {
      unsafe entry.slot = pointee.running.slot
    }
    // A task that hops between executors, or comes back from a yield, goes on without being scheduled again.
    if unsafe job == pointee.running.job || pointee.runningKind == SIM_JOB_CONTINUATION,
      unsafe pointee.continuing.job == 0
    {
      unsafe pointee.continuing = entry
      return
    }
    unsafe pointee.ready.append(entry)
    if unsafe pointee.keepsTrace {
      unsafe pointee.world.traceReady(entry.slot)
    }
  }

  /// Runs one job, or advances time and fires one timer. Returns false when there is nothing left to do.
  @inline(__always) func step() -> Bool {
    if unsafe pointee.continuing.job != 0 {
      let entry = unsafe pointee.continuing
      unsafe pointee.continuing = Kernel.idle
      unsafe run(entry)
      return true
    }
    let count = unsafe pointee.ready.count
    if count == 0 {
      if unsafe pointee.isSettling && !hasDueTimer {
        unsafe pointee.world.resumeSettled()
        return true
      }
      return unsafe fire()
    }
    unsafe pointee.steps &+= 1
    if unsafe pointee.steps > pointee.stepLimit {
      unsafe pointee.world.fail(
        .stepBudgetExceeded(limit: pointee.stepLimit, at: SimInstant(nanoseconds: pointee.now)))
      return true
    }
    let entry: ReadyEntry
    if unsafe count == 1 || pointee.isFirstInFirstOut {
      unsafe entry = pointee.ready.popFirst()
    } else {
      let choice = unsafe pointee.world.choose(count)
      unsafe entry = pointee.ready.take(at: choice)
      unsafe pointee.digest.mix(UInt64(choice))
    }
    let serial = unsafe pointee.tasks.serial(entry.slot)
    unsafe pointee.digest.mix(serial << 24 ^ UInt64(count))
    if unsafe pointee.keepsTrace {
      unsafe pointee.world.trace(.taskRun, task: serial, Int64(count), 0, 0)
    }
    unsafe run(entry)
    return true
  }

  @inline(__always) private func run(_ entry: ReadyEntry) {
    let kind = sim_job_kind(entry.job)
    unsafe pointee.running = entry
    // The runtime frees an actor's job or a yield when it runs, and may put the next one at the same address.
    if kind != SIM_JOB_TASK { unsafe pointee.running.job = 0 }
    unsafe pointee.runningKind = kind
    if entry.onMain {
      let main = ExecutorReference.main
      sim_job_run(entry.job, main.identity, main.witness)
    } else {
      sim_job_run(entry.job, 0, 0)
    }
    unsafe pointee.running.job = 0
    unsafe pointee.runningKind = 0
    if kind == SIM_JOB_TASK && sim_task_is_complete(entry.job) {
      unsafe pointee.tasks.leave(slot: entry.slot)
    }
  }

  /// True when a timer is due at this instant.
  private var hasDueTimer: Bool {
    guard let next = unsafe pointee.timers.peek() else { return false }
    return unsafe next.deadline <= pointee.now
  }

  /// Advances the clock to the next timer and fires it; with a scheduler that chooses, all timers due then, so
  /// that they can be reordered.
  @inline(__always) private func fire() -> Bool {
    guard let first = unsafe pointee.timers.peek() else { return false }
    if unsafe first.deadline > pointee.timeLimit {
      unsafe pointee.world.fail(
        .timeBudgetExceeded(
          limit: .nanoseconds(pointee.timeLimit), next: SimInstant(nanoseconds: first.deadline)))
      return true
    }
    if unsafe first.deadline > pointee.now { unsafe pointee.now = first.deadline }
    unsafe fire(first)
    if unsafe !pointee.isFirstInFirstOut {
      while let next = unsafe pointee.timers.peek(), unsafe next.deadline <= pointee.now {
        unsafe fire(next)
      }
    }
    return true
  }

  @inline(__always) private func fire(_ key: TimerKey) {
    let payload = unsafe pointee.timers.popPeeked(key)
    unsafe pointee.timersFired &+= 1
    unsafe pointee.digest.mix(key.deadline)
    unsafe pointee.digest.mix(pointee.timers.sequence(of: key.order))
    if unsafe pointee.keepsTrace {
      unsafe pointee.world.trace(.timerFired, task: 0, Int64(pointee.timers.sequence(of: key.order)), 0, 0)
    }
    unsafe perform(payload)
  }

  @inline(__always) private func perform(_ payload: UInt) {
    if TimerPayload.isSleeper(payload) {
      unsafe wake(payload)
    } else {
      TimerPayload.callback(in: payload)?.action()
    }
  }

  /// Makes a sleeping task ready.
  @inline(__always) func wake(_ job: UInt) {
    let slot = unsafe pointee.tasks.slot(of: job)
    unsafe pointee.ready.append(ReadyEntry(job: job, slot: slot, onMain: false))
    if unsafe pointee.keepsTrace {
      unsafe pointee.world.traceReady(slot)
    }
  }

  /// The number of the task that runs now; 0 outside tasks.
  @inline(__always) var currentSerial: UInt64 { unsafe pointee.tasks.serial(pointee.running.slot) }
}
