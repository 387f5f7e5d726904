import CSimRuntime
public import Primitives

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
/// thread, in any process.
public struct Simulation: Sendable {
  /// Names the run; everything random in it follows.
  public var seed: UInt64
  /// How what is ready at the same time is ordered.
  public var scheduling: Scheduling
  /// What the calendar shows when the world begins.
  public var epoch: Timestamp = .simulationEpoch
  /// How far the world's time may go.
  public var timeBudget: Duration = .seconds(100 * 365 * 86_400)
  /// How many times a task may be scheduled.
  public var stepBudget: UInt64 = 10_000_000_000
  /// Keeps every event for `Outcome.trace`; the digest is kept always.
  public var keepsTrace = false
  /// Keeps the scheduler's choices for `Outcome.schedule`.
  public var recordsSchedule = false
  /// What happens to code that reads the host's clock, sleeps on it, or draws from the system's randomness.
  public var hostAccess: HostAccess = .refused
  /// What happens to tasks that a foreign thread resumes.
  public var foreignWork: ForeignWorkPolicy = .refused()
  /// Whether tasks still there when the body returns end the run with an error; the certificate lists them
  /// in any case.
  public var allowsLeftovers = true
  /// What goes wrong in this world.
  public var faults = FaultPlan()

  public init(seed: UInt64, scheduling: Scheduling = .fifo) {
    self.seed = seed
    self.scheduling = scheduling
  }

  /// What a run gave.
  public struct Outcome<Value> {
    /// What the body returned.
    public var value: Value
    /// The fingerprint of every decision until the body returned.
    public var digest: Digest
    /// The world's time when the body returned.
    public var endedAt: SimInstant
    /// How often a task was chosen to run.
    public var steps: UInt64
    /// Tasks that appeared.
    public var tasks: UInt64
    /// Timers that fired.
    public var timersFired: UInt64
    public var certificate: HermeticityCertificate
    /// Empty unless `keepsTrace`.
    public var trace: Trace
    /// Empty unless `recordsSchedule`.
    public var schedule: Schedule
    /// How often each fault of the plan was injected, in the plan's order.
    public var faultsInjected: [Int]
  }

  /// A run that may have failed, and how far it came.
  public struct Attempt<Value> {
    /// What `run` would have returned or thrown.
    public var result: Result<Outcome<Value>, any Error>
    /// The fingerprint of every decision until the run ended.
    public var digest: Digest
    /// The world's time when the run ended.
    public var endedAt: SimInstant
    /// Empty unless `keepsTrace`.
    public var trace: Trace
    /// Empty unless `recordsSchedule`.
    public var schedule: Schedule
  }

  /// Runs `body` to its end on this thread, and everything it starts.
  ///
  /// Throws what the body throws, or a `SimulationError` when the world deadlocks, exceeds a budget, or is not
  /// hermetic. When the body has returned, tasks still there are cancelled and given the chance to end, in the
  /// dark: nothing they do then is part of the outcome.
  public func run<Value>(_ body: sending @escaping (World) async throws -> sending Value) throws -> Outcome<
    Value
  > {
    try attempt(body).result.get()
  }

  /// `run`, for who wants to know of a failed run too what it decided until then.
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
    // A priority of its own: the one it would inherit depends on the thread that called.
    Task(name: "body", priority: .medium) {
      do { root.result = .success(try await body(world)) } catch { root.result = .failure(error) }
      unsafe world.kernel.pointee.bodyHasEnded = true
    }
    world.runLoop()
    unsafe sim_set_current_world(outside)

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

  /// Where the body leaves its result. Written and read on the world's thread only.
  private final class Root<Value>: @unchecked Sendable { var result: Result<Value, any Error>? }
}

extension World {
  /// Runs one job, or fires what is due next. False when the world cannot go on by itself.
  public func step() -> Bool { unsafe kernel.step() }

  /// Steps until the body has ended, or until there is a reason to stop.
  func runLoop() {
    let kernel = unsafe self.kernel
    // Where foreign work is part of the plan, it is taken in before time moves on.
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
    let patience =
      switch configuration.foreignWork {
      case .refused(let milliseconds), .admitted(let milliseconds): milliseconds
      }
    guard inbox.wait(milliseconds: patience) else { return false }
    admitForeignWork()
    return true
  }

  func outcome<Value>(_ value: Value) -> Simulation.Outcome<Value> {
    let kernel = unsafe self.kernel
    if unsafe kernel.pointee.tasks.live > 0 { certificate.leftoverTasks = unfinishedTasks() }
    unsafe certificate.leftoverTimers = kernel.pointee.timers.live
    return unsafe Simulation.Outcome(
      value: value, digest: kernel.pointee.digest, endedAt: clock.now, steps: kernel.pointee.steps,
      tasks: kernel.pointee.tasks.appeared, timersFired: kernel.pointee.timersFired, certificate: certificate,
      trace: events, schedule: recorded, faultsInjected: faults.injected)
  }

  /// Cancels what is left and lets it end, so that a sweep over many seeds keeps nothing of the last one.
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
