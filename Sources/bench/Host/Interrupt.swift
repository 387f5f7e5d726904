import Foundation
import Primitives
import SimCore
import Synchronization

/// The user's request to stop: SIGINT or SIGTERM.
///
/// The first signal lets the command stop at its next safe point, write what is done, and say how to go on. A command
/// that has not called `startPolling` has nothing to save and is ended at once, with its verdict. A second signal
/// ends every command at once.
enum Interrupt {
  // A signal handler may access atomics only.
  private static let signal = Atomic<Int32>(0)
  /// True when a second signal is a request of its own.
  private static let endsAtNext = Atomic(false)
  /// The end of a pipe through which the handler wakes the watching thread.
  private static let wake = Atomic<Int32>(-1)
  private static let isPolled = Atomic(false)
  /// The actions that stop work in progress.
  private static let actions = Mutex<(next: Int, all: [Int: @Sendable () -> Void])>((0, [:]))

  /// Two signals within so many microseconds are one request: `timeout` sends its signal to the process and to its
  /// group.
  private static let shortest: UInt32 = 50_000

  private static let commandLine = Mutex("bench")

  /// The command line of this process, quoted for a shell, without secrets.
  static var command: String { commandLine.withLock { $0 } }

  /// Starts to wait for signals. `command` is the command line, for messages.
  static func watch(_ command: String) {
    commandLine.withLock { $0 = command }
    var ends: [Int32] = [0, 0]
    guard unsafe pipe(&ends) == 0 else { return }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    let reading = ends[0]
    wake.store(ends[1], ordering: .relaxed)
    let thread = Thread {
      var byte: UInt8 = 0
      while unsafe read(reading, &byte, 1) < 0, errno == EINTR {}
      Interrupt.hasArrived()
    }
    thread.stackSize = 1 << 19
    thread.start()
    var interrupts = sigset_t()
    unsafe sigemptyset(&interrupts)
    for number in [SIGINT, SIGTERM] {
      Foundation.signal(number) { Interrupt.handle($0) }
      unsafe sigaddset(&interrupts, number)
    }
    // A parent thread that blocks signals passes its mask on to the program.
    unsafe pthread_sigmask(SIG_UNBLOCK, &interrupts, nil)
  }

  /// Runs in the signal handler.
  private static func handle(_ number: Int32) {
    // No clock may be read here: the thread may be running a simulation, which refuses it.
    if signal.compareExchange(expected: 0, desired: number, ordering: .relaxed).exchanged {
      let error = errno
      var byte: UInt8 = 0
      _ = unsafe write(wake.load(ordering: .relaxed), &byte, 1)
      errno = error
    } else if endsAtNext.load(ordering: .relaxed) {
      let line: StaticString =
        number == SIGTERM ? "\nverdict=interrupted exit=143\n" : "\nverdict=interrupted exit=130\n"
      _ = unsafe write(STDERR_FILENO, line.utf8Start, line.utf8CodeUnitCount)
      _exit(128 + number)
    }
  }

  /// Runs on the watching thread after the first signal.
  private static func hasArrived() {
    guard isPolled.load(ordering: .sequentiallyConsistent) else {
      Console().end(code, saying: Interrupt.report(done: nil, saved: [], again: command))
    }
    Simulation.interruptAll()
    for action in actions.withLock({ Array($0.all.values) }) { action() }
    usleep(shortest)
    endsAtNext.store(true, ordering: .relaxed)
  }

  /// Declares that from now on the command polls `hasCome`, stops at a safe point, and reports.
  static func startPolling() { isPolled.store(true, ordering: .sequentiallyConsistent) }

  static var hasCome: Bool { signal.load(ordering: .relaxed) != 0 }

  /// The error with which work stops after an interrupt.
  struct Stop: Error {}

  /// Throws `Stop` after an interrupt.
  static func check() throws { if hasCome { throw Stop() } }

  /// True if `error` says that work was stopped by an interrupt.
  static func isStop(_ error: any Error) -> Bool {
    if case SimulationError.interrupted = error { return true }
    return error is Stop || hasCome && error is CancellationError
  }

  /// Runs work; returns false if an interrupt stopped it.
  static func completes(_ work: () throws -> Void) throws -> Bool {
    do {
      try work()
      return true
    } catch let error where isStop(error) {
      return false
    }
  }

  /// Runs `body`; `stop` is called on another thread if an interrupt comes meanwhile, or has come before.
  static func stopping<Value>(
    with stop: @escaping @Sendable () -> Void, during body: () throws -> Value
  ) rethrows -> Value {
    let number = actions.withLock { actions in
      actions.next += 1
      actions.all[actions.next] = stop
      return actions.next
    }
    defer { _ = actions.withLock { $0.all.removeValue(forKey: number) } }
    if hasCome { stop() }
    return try body()
  }

  /// The exit code after an interrupt.
  static var code: ExitCode { signal.load(ordering: .relaxed) == SIGTERM ? .terminated : .interrupted }

  /// The lines for the user after an interrupt: what was done, where it was saved, and the command that goes on.
  static func report(done: String?, saved: [String], again: String) -> [String] {
    let name = code == .terminated ? "SIGTERM" : "SIGINT"
    return [
      "interrupted by \(name)" + (done.map { " after \($0)" } ?? "") + "; "
        + (saved.isEmpty ? "nothing was saved" : "saved: \(saved.joined(separator: ", "))"),
      "run again: \(again)",
    ]
  }
}

extension Console {
  /// Prints what an interrupted command did, where it was saved, and the command that goes on.
  func interrupted(after done: String?, saved: [String] = [], again: String) -> ExitCode {
    endProgress()
    for line in Interrupt.report(done: done, saved: saved, again: again) { error(line) }
    return Interrupt.code
  }
}
