import CSimRuntime
public import Primitives
import Synchronization

/// A run of asynchronous code in a world of its own: virtual time, one order, one seed.
///
///     let outcome = try Simulation(seed: 42).run { world in
///       async let flights: Void = world.clock.sleep(for: .milliseconds(800))
///       async let hotels: Void = world.clock.sleep(for: .milliseconds(500))
///       _ = try await (flights, hotels)
///       return world.clock.now.offset  // 0.8 seconds, always
///     }
///
/// The same configuration gives the same outcome and the same digest: in debug and release builds, on any
/// thread, in any process. The program must be linked with the shared standard library.
public struct Simulation: Sendable {
  /// The source of all randomness in the run.
  public var seed: UInt64
  /// The order in which tasks that are ready at the same time run.
  public var scheduling: Scheduling
  /// The calendar time at which the world begins.
  public var epoch: Timestamp = .simulationEpoch
  /// The longest time the world may simulate.
  public var timeBudget: Duration = .seconds(100 * 365 * 86_400)
  /// The largest number of scheduling steps.
  public var stepBudget: UInt64 = 10_000_000_000
  /// True to keep every event for `Outcome.trace`. The digest is always computed.
  public var keepsTrace = false
  /// True to keep the scheduler's choices for `Outcome.schedule`.
  public var recordsSchedule = false
  /// The treatment of code that reads the host's clock, sleeps on it, or draws from the system's randomness.
  public var hostAccess: HostAccess = .refused
  /// The treatment of tasks that a thread outside the world resumes.
  public var foreignWork: ForeignWorkPolicy = .refused()
  /// False to end the run with an error when tasks are left over at the return of the body. The certificate
  /// lists them in any case.
  public var allowsLeftovers = true
  /// True to end the run with an error at the next call of `interruptAll`.
  public var isInterruptible = false
  /// The faults to inject.
  public var faults = FaultPlan()

  /// Creates a configuration with no faults and the strictest treatment of the host.
  public init(seed: UInt64, scheduling: Scheduling = .fifo) {
    self.seed = seed
    self.scheduling = scheduling
  }

  /// The same configuration with `isInterruptible` set.
  public var interruptible: Simulation {
    var copy = self
    copy.isInterruptible = true
    return copy
  }

  /// The result of a run that succeeded.
  public struct Outcome<Value> {
    /// The value that the body returned.
    public var value: Value
    /// The fingerprint of every decision until the body returned.
    public var digest: Digest
    /// The world's time when the body returned.
    public var endedAt: SimInstant
    /// The number of times that a task was chosen to run.
    public var steps: UInt64
    /// The number of tasks that appeared.
    public var tasks: UInt64
    /// The number of timers that fired.
    public var timersFired: UInt64
    /// The account of everything in the run that its seed does not explain.
    public var certificate: HermeticityCertificate
    /// The events of the run; empty unless `keepsTrace`.
    public var trace: Trace
    /// The choices of the scheduler; empty unless `recordsSchedule`.
    public var schedule: Schedule
    /// The number of injections of each fault, in the order of the plan.
    public var faultsInjected: [Int]
  }

  /// The result of a run that may have failed.
  public struct Attempt<Value> {
    /// The outcome that `run` would have returned, or the error that it would have thrown.
    public var result: Result<Outcome<Value>, any Error>
    /// The fingerprint of every decision until the run ended.
    public var digest: Digest
    /// The world's time when the run ended.
    public var endedAt: SimInstant
    /// The events of the run; empty unless `keepsTrace`.
    public var trace: Trace
    /// The choices of the scheduler; empty unless `recordsSchedule`.
    public var schedule: Schedule
  }

  /// Runs `body` and everything it starts to the end, on this thread.
  ///
  /// Throws what the body throws, or a `SimulationError` when the world deadlocks, exceeds a budget, or is not
  /// hermetic. After the body has returned, the remaining tasks are cancelled and run to completion; nothing they
  /// do then is part of the outcome.
  @discardableResult
  public func run<Value>(_ body: sending @escaping (World) async throws -> sending Value) throws -> Outcome<
    Value
  > {
    try attempt(body).result.get()
  }

  /// Like `run`, but also returns the digest, trace and schedule of a run that failed.
  public func attempt<Value>(
    _ body: sending @escaping (World) async throws -> sending Value
  ) -> Attempt<Value> {
    let world = World(self)
    let kernel = unsafe world.kernel
    let outside = unsafe sim_current_world()
    unsafe sim_set_current_world(kernel)
    defer {
      unsafe sim_set_current_world(kernel)
      world.cancelEverything()
      unsafe sim_set_current_world(outside)
      world.dismantle()
    }
    let root = Root<Value>()
    // An explicit priority: the inherited one would depend on the thread that called.
    Task(name: "body", priority: .medium) {
      do { root.result = .success(try await body(world)) } catch { root.result = .failure(error) }
      unsafe world.kernel.pointee.bodyHasEnded = true
    }
    world.runLoop()

    if world.inbox.hasArrived { world.admitForeignWork() }
    let result: Result<Outcome<Value>, any Error>
    if let failure = world.failure {
      result = .failure(failure)
    } else {
      guard let ended = root.result else {
        preconditionFailure("the loop ended without a result or a reason")
      }
      result = ended.flatMap { value in
        world.record(.bodyReturned)
        let outcome = world.outcome(value)
        if !allowsLeftovers && !outcome.certificate.leftoverTasks.isEmpty {
          return .failure(SimulationError.leftoverTasks(outcome.certificate.leftoverTasks))
        }
        return .success(outcome)
      }
    }
    return Attempt(
      result: result, digest: world.digest, endedAt: world.clock.now, trace: world.events,
      schedule: world.recorded)
  }

  /// Ends every interruptible run of the process with an error, now and from now on. May be called on any thread.
  ///
  /// A run notices within 256 steps, and first cancels its tasks. The call is for a program that was asked to stop.
  public static func interruptAll() { interruption.store(true, ordering: .relaxed) }

  /// True after the first call of `interruptAll`.
  static var isInterrupted: Bool { interruption.load(ordering: .relaxed) }

  private static let interruption = Atomic(false)

  /// The place for the body's result. Written and read on the world's thread only.
  private final class Root<Value>: @unchecked Sendable { var result: Result<Value, any Error>? }
}

extension World {
  /// Steps until the body has ended, or until there is a reason to stop.
  func runLoop() {
    let kernel = unsafe self.kernel
    // Admitted foreign work is taken in before time advances.
    let lookEvery =
      switch configuration.foreignWork {
      case .refused: 256
      case .admitted: 1
      }
    var untilLook = lookEvery
    while unsafe !kernel.pointee.bodyHasEnded && !kernel.pointee.hasFailed {
      untilLook &-= 1
      if untilLook == 0 {
        untilLook = lookEvery
        if inbox.hasArrived { admitForeignWork() }
        if configuration.isInterruptible && Simulation.isInterrupted {
          unsafe fail(.interrupted(at: SimInstant(nanoseconds: kernel.pointee.now)))
          return
        }
      }
      if unsafe kernel.step() { continue }
      if !waitForForeignWork() {
        sim_set_current_world(nil)
        unsafe fail(.deadlock(at: SimInstant(nanoseconds: kernel.pointee.now), parked: unfinishedTasks()))
        unsafe sim_set_current_world(kernel)
      }
    }
  }

  private func waitForForeignWork() -> Bool {
    let limit =
      switch configuration.foreignWork {
      case .refused(let milliseconds), .admitted(let milliseconds): milliseconds
      }
    guard inbox.wait(milliseconds: limit) else { return false }
    admitForeignWork()
    return true
  }

  /// Returns the outcome of a run that has just ended with `value`.
  func outcome<Value>(_ value: Value) -> Simulation.Outcome<Value> {
    let kernel = unsafe self.kernel
    if unsafe kernel.pointee.tasks.live > 0 { certificate.leftoverTasks = unfinishedTasks() }
    unsafe certificate.leftoverTimers = kernel.pointee.timers.live
    return unsafe Simulation.Outcome(
      value: value, digest: kernel.pointee.digest, endedAt: clock.now, steps: kernel.pointee.steps,
      tasks: kernel.pointee.tasks.appeared, timersFired: kernel.pointee.timersFired, certificate: certificate,
      trace: events, schedule: recorded, faultsInjected: faults.injected)
  }

  /// Cancels the remaining tasks and runs them to completion, so that a sweep over many seeds keeps nothing of the
  /// last one.
  func cancelEverything() {
    let kernel = unsafe self.kernel
    unsafe kernel.pointee.keepsTrace = false
    unsafe kernel.pointee.isFirstInFirstOut = true
    unsafe kernel.pointee.stepLimit = .max
    unsafe kernel.pointee.timeLimit = .max
    for _ in 0..<8 {
      unsafe kernel.pointee.tasks.sweep()
      let left = unsafe kernel.pointee.tasks.all
      if left.isEmpty { return }
      for (_, entry) in left where entry.isRetained { sim_task_cancel(entry.task) }
      var steps = 0
      while steps < 1_000_000, unsafe kernel.step() { steps += 1 }
    }
  }
}
