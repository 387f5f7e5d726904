import CSimRuntime
public import Primitives

/// A simulated universe as the code inside it sees it: its clock, its randomness, its faults and its trace.
///
/// A world runs to its end on the thread that called `run` and shares nothing with other worlds, so one can run on
/// every thread. Its members may be used by the world's own tasks only.
@safe
public final class World: @unchecked Sendable {
  // Sendable although it has state: only the world's thread reaches it, and every entry point checks that.

  /// The clock of this world.
  public let clock: SimClock
  /// The randomness of this world, a function of its seed.
  public let random: RandomSource
  /// The injector of the faults that the simulation's plan lists.
  public let faults: FaultInjector

  let kernel: KernelPointer
  let configuration: Simulation
  let inbox = ForeignWork()
  private var scheduler: any TaskScheduler
  private var choices: UInt64 = 0
  private var virtualDraws: SplitMix64
  private var ownsMainActor = false
  private var lastNamed: UInt64 = 0
  private(set) var failure: SimulationError?
  private(set) var recorded = Schedule()
  private(set) var events = Trace()
  private var settling = unsafe [UnsafeContinuation<Void, Never>]()
  var certificate = HermeticityCertificate()

  init(_ configuration: Simulation) {
    _ = ExecutorCapture.installed
    self.configuration = configuration
    random = RandomSource(seed: configuration.seed)
    scheduler = configuration.scheduling.makeScheduler(random)
    virtualDraws = random.stream("world.system-randomness")
    faults = FaultInjector(configuration.faults, random: random)
    unsafe kernel = .allocate(capacity: 1)
    unsafe clock = SimClock(kernel: kernel)
    let id = ForeignWork.makeWorldID()
    unsafe kernel.initialize(to: Kernel(world: self, worldID: id))
    unsafe kernel.pointee.stepLimit = configuration.stepBudget
    unsafe kernel.pointee.timeLimit = configuration.timeBudget.wholeNanoseconds
    unsafe kernel.pointee.isFirstInFirstOut = configuration.scheduling == .fifo
    unsafe kernel.pointee.keepsTrace = configuration.keepsTrace
    unsafe kernel.pointee.digest.mix(configuration.seed)
    unsafe faults.world = self
    ForeignWork.register(inbox, for: id)
  }

  /// Frees the kernel's memory. The world must not be used any more.
  func dismantle() {
    unsafe ForeignWork.unregister(kernel.pointee.tasks.worldID)
    if ownsMainActor { sim_main_actor_unlock() }
    unsafe faults.world = nil
    unsafe kernel.pointee.tasks.deallocate()
    unsafe kernel.pointee.timers.deallocate()
    unsafe kernel.pointee.ready.deallocate()
    unsafe kernel.deinitialize(count: 1)
    unsafe kernel.deallocate()
  }

  /// The seed from which all randomness of the world follows.
  public var seed: UInt64 { random.seed }

  /// The calendar time now: the epoch plus the world's time, plus `calendarOffset`.
  public var calendar: Timestamp {
    configuration.epoch.advanced(byNanoseconds: clock.nanoseconds).advanced(by: calendarOffset)
  }

  /// The time by which calendar faults have put the calendar ahead, negative for behind.
  public var calendarOffset: Duration { .nanoseconds(faults.calendarOffset(at: clock.nanoseconds)) }

  // MARK: Trace

  /// Adds a decision to the digest, and to the trace when it is kept. Costs a few nanoseconds.
  ///
  ///     world.record(.breakerOpened, Int64(target))
  ///
  /// The integers mean what the labels of `kind` say.
  @inline(__always)
  public func record(_ kind: TraceKind, _ a: Int64 = 0, _ b: Int64 = 0, _ c: Int64 = 0) {
    unsafe kernel.requireCurrent()
    unsafe kernel.pointee.digest.mix(kind.hash)
    unsafe kernel.pointee.digest.mix(kernel.pointee.now)
    unsafe kernel.pointee.digest.mix(a)
    unsafe kernel.pointee.digest.mix(b)
    unsafe kernel.pointee.digest.mix(c)
    if unsafe kernel.pointee.keepsTrace { unsafe trace(kind, task: kernel.currentSerial, a, b, c) }
  }

  /// Adds an event to the trace only.
  func trace(_ kind: TraceKind, task: UInt64, _ a: Int64, _ b: Int64, _ c: Int64) {
    let time = unsafe kernel.pointee.now
    events.events.append(TraceEvent(time: time, task: task, kind: kind, a: a, b: b, c: c))
  }

  /// Adds to the trace that a task became ready, and its name on its first appearance: the task may be gone when the
  /// run ends.
  func traceReady(_ slot: UInt32) {
    let serial = unsafe kernel.pointee.tasks.serial(slot)
    if serial > lastNamed {
      lastNamed = serial
      events.taskNames[serial] = unsafe TaskInspection.name(of: kernel.pointee.tasks.task(slot))
    }
    trace(.taskReady, task: serial, 0, 0, 0)
  }

  /// The digest of everything decided so far.
  public var digest: Digest {
    unsafe kernel.requireCurrent()
    return unsafe kernel.pointee.digest
  }

  // MARK: Scheduling

  /// Suspends the calling task until no other task of the world can run at this instant.
  ///
  ///     let waiter = Task { await gate.wait() }
  ///     await world.settle()
  ///     #expect(gate.waiters == 1)
  ///
  /// Everything that is ready runs, with the timers that are due, and everything that it makes ready, until each
  /// task has ended or waits: for time, for another task, or in `settle()` as well. Time does not advance. Tasks that settle at the same time go
  /// on one after another, in the order of their calls. Cancellation does not end the wait, which takes no time of
  /// the world in any case. A task that yields forever keeps the world from settling; the step budget ends such a
  /// run.
  public func settle() async {
    unsafe kernel.requireCurrent()
    await unsafe withUnsafeContinuation { continuation in
      unsafe settling.append(continuation)
      unsafe kernel.pointee.isSettling = true
    }
  }

  /// Resumes the task that has waited longest in `settle()`.
  func resumeSettled() {
    let first = unsafe settling.removeFirst()
    unsafe kernel.pointee.isSettling = !settling.isEmpty
    unsafe first.resume()
  }

  /// Returns the scheduler's choice among `count` ready tasks.
  func choose(_ count: Int) -> Int {
    let place = unsafe scheduler.choose(from: ReadyTasks(kernel: kernel))
    precondition(place >= 0 && place < count, "a scheduler chose place \(place) of \(count)")
    if configuration.recordsSchedule && place > 0 {
      recorded.picks.append(Schedule.Pick(choice: choices, place: place))
    }
    choices += 1
    return place
  }

  // MARK: Failure

  /// Ends the run. The first reason is kept, unless a later one is more specific about the same access.
  func fail(_ error: SimulationError) {
    if case .hostClockRead = failure, case .hostSleep = error { failure = error }
    if failure == nil { failure = error }
    unsafe kernel.pointee.hasFailed = true
  }

  /// The title of the running task, for messages.
  var currentTask: String {
    let slot = unsafe kernel.pointee.running.slot
    guard slot != TaskRegistry.none else { return "the world" }
    let serial = unsafe kernel.pointee.tasks.serial(slot)
    return ParkedTask.title(
      serial: serial, name: unsafe TaskInspection.name(of: kernel.pointee.tasks.task(slot)))
  }

  private var now: SimInstant { unsafe SimInstant(nanoseconds: kernel.pointee.now) }

  /// Returns the answer to a read of the host's clock; nil to let the host answer.
  func hostClockRead(isCalendar: Bool) -> Int64? {
    switch configuration.hostAccess {
    case .virtual: return isCalendar ? calendar.nanosecondsSince1970 : clock.nanoseconds
    case .admitted: certificate.hostClockReads += 1
    case .refused:
      certificate.hostClockReads += 1
      withoutWorld { fail(.hostClockRead(task: currentTask, at: now)) }
    }
    return nil
  }

  /// Answers a draw of system randomness. Returns false to let the host answer.
  func systemRandomRead(into buffer: UnsafeMutableRawBufferPointer) -> Bool {
    switch configuration.hostAccess {
    case .virtual:
      for index in buffer.indices { unsafe buffer[index] = UInt8(truncatingIfNeeded: virtualDraws.next()) }
      return true
    case .admitted: certificate.unseededDraws += 1
    case .refused:
      certificate.unseededDraws += 1
      withoutWorld { fail(.unseededDraw(task: currentTask, at: now)) }
    }
    return false
  }

  /// Takes the job that `Task.sleep` enqueues to run after `delay`.
  func hostSleep(_ job: UInt, delay: Duration?) {
    let kernel = unsafe self.kernel
    guard configuration.hostAccess == .virtual, let delay else {
      certificate.hostClockReads += 1
      withoutWorld { fail(.hostSleep(task: currentTask, at: now)) }
      unsafe kernel.enqueue(job, onMain: false)
      return
    }
    let deadline = now.advanced(byNanoseconds: max(0, delay.wholeNanoseconds)).nanoseconds
    // The clock is used by this world's thread only, and the kernel outlives its timers.
    nonisolated(unsafe) let target = unsafe kernel
    _ = clock.schedule(atNanoseconds: deadline) { unsafe target.enqueue(job, onMain: false) }
  }

  /// Locks the process's main actor for this world until its end.
  func enterMainActor() {
    if ownsMainActor { return }
    sim_main_actor_lock()
    ownsMainActor = true
  }

  /// Runs `body` without a current world, so that its own reads of clocks reach the host.
  private func withoutWorld(_ body: () -> Void) {
    sim_set_current_world(nil)
    body()
    unsafe sim_set_current_world(kernel)
  }

  // MARK: Foreign threads

  static func trapForeignUse() -> Never {
    // The message of a precondition is not printed in optimised builds.
    fatalError(
      "a world or its clock was used outside the world: only tasks started inside `run` may use them, while it "
        + "runs, on the thread that called `run`")
  }

  /// Wakes the task that sleeps on `timer`: in the thread's world, or else in the world that has issued it.
  static func cancelSleep(_ timer: UInt64) {
    if let world = unsafe sim_current_world() {
      let kernel = unsafe world.assumingMemoryBound(to: Kernel.self)
      if unsafe kernel.pointee.timers.hasIssued(timer) {
        unsafe kernel.cancelSleep(timer)
        return
      }
    }
    ForeignWork.cancelTimer(timer)
  }

  /// Takes in the work that foreign threads have left.
  func admitForeignWork() {
    let (jobs, timers, threads) = inbox.take()
    certificate.threads = 1 + threads
    for timer in timers where unsafe kernel.pointee.timers.hasIssued(timer) {
      unsafe kernel.cancelSleep(timer)
    }
    for job in jobs {
      certificate.foreignEnqueues += 1
      if case .refused = configuration.foreignWork {
        let serial = unsafe kernel.pointee.tasks.serial(kernel.pointee.tasks.slot(of: job))
        let name = TaskInspection.name(of: job)
        withoutWorld { fail(.foreignResume(task: ParkedTask.title(serial: serial, name: name), at: now)) }
      }
      unsafe kernel.enqueue(job, onMain: false)
    }
  }

  /// The tasks that have not finished, by number.
  func unfinishedTasks() -> [ParkedTask] {
    unsafe kernel.pointee.tasks.sweep()
    return unsafe kernel.pointee.tasks.all.map(\.entry).sorted { $0.serial < $1.serial }
      .map { ParkedTask(serial: $0.serial, task: $0.task) }
  }
}
