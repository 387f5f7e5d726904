import CSimRuntime
@_spi(ExperimentalCustomExecutors) @_spi(ExperimentalScheduling) import _Concurrency

/// Sends the jobs that a world's thread enqueues to its world, and all others where they went before.
///
/// Two paths lead to an executor in Swift 6.3. Most jobs pass `swift_task_enqueueGlobal`, whose hook costs one
/// function pointer. `Task.yield`, `Task.sleep` and `MainActor` use the default and main executor objects instead,
/// so those are replaced too, through the SPI that sets them. Tested with toolchain 6.3.1; the probe matrix in the
/// tests shows if another one works.
enum ExecutorCapture {
  /// Captures both paths, once in a process.
  static let installed: Void = {
    precondition(
      sim_sees_hops(),
      "simulations need the standard library as a shared library: build without --static-swift-stdlib")
    _ = platformDefault
    _ = platformMain
    unsafe sim_install_hook(
      { world, job in unsafe world.assumingMemoryBound(to: Kernel.self).enqueue(job, onMain: false) },
      { job in ForeignWork.deliver(job) },
      { timer in World.cancelSleep(timer) })
    _createExecutors(factory: Factory.self)
    HostAccessHooks.install()
  }()

  // The executors that were set before; async code outside simulations goes on using them.
  static let platformDefault: any TaskExecutor = Task.defaultExecutor
  static let platformMain: any MainExecutor = MainActor.executor

  private struct Factory: ExecutorFactory {
    static var mainExecutor: any MainExecutor { MainRouter.shared }
    static var defaultExecutor: any TaskExecutor { DefaultRouter.shared }
  }
}

/// The kernel of the thread's world.
private var currentKernel: KernelPointer? {
  unsafe sim_current_world().map { unsafe $0.assumingMemoryBound(to: Kernel.self) }
}

private func take(_ job: consuming ExecutorJob) -> UInt {
  unsafe unsafeBitCast(UnownedJob(job), to: UInt.self)
}

/// The default executor: a world's, or the platform's.
private final class DefaultRouter: TaskExecutor, SchedulingExecutor {
  static let shared = DefaultRouter()

  func enqueue(_ job: consuming ExecutorJob) {
    guard let kernel = unsafe currentKernel else {
      ExecutorCapture.platformDefault.enqueue(job)
      return
    }
    unsafe kernel.enqueue(take(job), onMain: false)
  }

  func enqueue<C: Clock>(
    _ job: consuming ExecutorJob, at instant: C.Instant, tolerance: C.Duration?, clock: C
  ) {
    guard let kernel = unsafe currentKernel else {
      forward(job, at: instant, tolerance: tolerance, clock: clock)
      return
    }
    let delay = clock.now.duration(to: instant)
    unsafe kernel.pointee.world.hostSleep(take(job), delay: delay as? Duration)
  }

  func enqueue<C: Clock>(
    _ job: consuming ExecutorJob, after delay: C.Duration, tolerance: C.Duration?, clock: C
  ) {
    guard let kernel = unsafe currentKernel else {
      forward(job, at: clock.now.advanced(by: delay), tolerance: tolerance, clock: clock)
      return
    }
    unsafe kernel.pointee.world.hostSleep(take(job), delay: delay as? Duration)
  }

  private func forward<C: Clock>(
    _ job: consuming ExecutorJob, at instant: C.Instant, tolerance: C.Duration?, clock: C
  ) {
    guard let scheduling = ExecutorCapture.platformDefault as? any SchedulingExecutor else {
      preconditionFailure("the platform's default executor cannot schedule")
    }
    scheduling.enqueue(job, at: instant, tolerance: tolerance, clock: clock)
  }
}

/// The main executor: a world's, or the platform's.
private final class MainRouter: MainExecutor {
  static let shared = MainRouter()

  func enqueue(_ job: consuming ExecutorJob) {
    guard let kernel = unsafe currentKernel else {
      ExecutorCapture.platformMain.enqueue(job)
      return
    }
    unsafe kernel.pointee.world.enterMainActor()
    unsafe kernel.enqueue(take(job), onMain: true)
  }

  var isMainExecutor: Bool { true }
  func checkIsolated() { ExecutorCapture.platformMain.checkIsolated() }
  func isIsolatingCurrentContext() -> Bool? { ExecutorCapture.platformMain.isIsolatingCurrentContext() }
  func run() throws { try ExecutorCapture.platformMain.run() }
  func runUntil(_ condition: () -> Bool) throws { try ExecutorCapture.platformMain.runUntil(condition) }
  func stop() { ExecutorCapture.platformMain.stop() }
}
