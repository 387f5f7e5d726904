import Foundation
import Synchronization

/// Whether the user has asked the program to stop. Long work looks now and then, writes what it has and ends.
enum Interrupt {
  // A signal handler may only touch this.
  private static let flag = Atomic(false)

  /// From now on the first interrupt is remembered, and a second one ends the program at once.
  static func watch() {
    signal(SIGINT) { _ in
      if Interrupt.flag.exchange(true, ordering: .relaxed) { _exit(130) }
    }
    // Whoever started the program from a thread that takes no signals has left them blocked for it.
    var interrupts = sigset_t()
    unsafe sigemptyset(&interrupts)
    unsafe sigaddset(&interrupts, SIGINT)
    unsafe pthread_sigmask(SIG_UNBLOCK, &interrupts, nil)
  }

  static var hasCome: Bool { flag.load(ordering: .relaxed) }

  /// Thrown where work stops for it.
  struct Stop: Error {}

  static func check() throws { if hasCome { throw Stop() } }
}
