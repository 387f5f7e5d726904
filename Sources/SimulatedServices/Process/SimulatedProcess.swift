import Synchronization

/// One generation of a process that can crash at any time and is restarted from its stores.
///
///     let process = SimulatedProcess(life: 1)
///     let journal = CrashableJournal(durable, of: process)
///     let record = await process.run { await service.book(request) }   // nil: it died
///     let next = SimulatedProcess(life: 2)                             // same stores, nothing else
///
/// When it dies its tasks are cancelled, and no call through its ports has an effect or returns normally
/// from then on. A message that was on its way arrives all the same, as one does.
package final class SimulatedProcess: Sendable {
  /// The process of the current task.
  @TaskLocal package static var current: SimulatedProcess?

  /// The generation, counted from 1.
  package let life: UInt64

  private struct State {
    var isAlive = true
    var cancellations: [UInt64: @Sendable () -> Void] = [:]
    var started: UInt64 = 0
  }
  private let state = Mutex(State())

  package init(life: UInt64) { self.life = life }

  package var isAlive: Bool { state.withLock { $0.isAlive } }

  /// Runs `body` as a task of this process and returns its value; nil when the process was killed before.
  package func run<Value: Sendable>(_ body: @escaping @Sendable () async -> Value) async -> Value? {
    let task = SimulatedProcess.$current.withValue(self) { Task { await body() } }
    let number = state.withLock { state -> UInt64? in
      guard state.isAlive else { return nil }
      state.started += 1
      state.cancellations[state.started] = { task.cancel() }
      return state.started
    }
    guard let number else {
      task.cancel()
      _ = await task.value
      return nil
    }
    // A dead process's task ends at its next wait: nothing of it is left when this returns.
    let value = await task.value
    return state.withLock { state in
      state.cancellations[number] = nil
      return state.isAlive ? value : nil
    }
  }

  /// Kills the process: cancels its tasks and makes every later call through its ports fail. Idempotent.
  package func kill() {
    let cancellations = state.withLock { state in
      state.isAlive = false
      defer { state.cancellations = [:] }
      return state.cancellations
    }
    for number in cancellations.keys.sorted() { cancellations[number]?() }
  }
}
