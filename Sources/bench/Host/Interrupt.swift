import Foundation
import Synchronization

/// The user's request to stop (SIGINT). Long work polls it, writes its partial results and ends.
enum Interrupt {
  // A signal handler may access atomics only.
  private static let flag = Atomic(false)

  /// Starts to record the first interrupt; a second one ends the program immediately.
  static func watch() {
    signal(SIGINT) { _ in
      if Interrupt.flag.exchange(true, ordering: .relaxed) { _exit(130) }
    }
    // A parent thread that blocks signals passes its mask on to the program.
    var interrupts = sigset_t()
    unsafe sigemptyset(&interrupts)
    unsafe sigaddset(&interrupts, SIGINT)
    unsafe pthread_sigmask(SIG_UNBLOCK, &interrupts, nil)
  }

  static var hasCome: Bool { flag.load(ordering: .relaxed) }

  /// The error with which work stops after an interrupt.
  struct Stop: Error {}

  /// Throws `Stop` after an interrupt.
  static func check() throws { if hasCome { throw Stop() } }
}
