import Foundation
import Primitives
import Synchronization

/// The progress of long work on a terminal: a bar, a rate and the remaining time.
///
/// `show` may be called from any thread at any rate; it writes at most ten times a second.
final class ProgressBar: Sendable {
  private let console: Console
  private let started = ContinuousClock.now
  private let last: Mutex<ContinuousClock.Instant?> = Mutex(nil)

  init(_ console: Console) { self.console = console }

  /// Shows that `done` of `all` units are complete, followed by `note`.
  func show(_ done: Int, of all: Int, _ unit: String, note: @autoclosure () -> String = "") {
    guard console.showsProgress, isDue(done == all) else { return }
    let seconds = Self.seconds(started.duration(to: .now))
    let share = Double(done) / Double(max(1, all))
    let filled = Int(saturating: share * 30)
    let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: 30 - filled)
    let rate = seconds > 0 ? Double(done) / seconds : 0
    let left = rate > 0 ? Int(saturating: Double(all - done) / rate) : 0
    console.progress(
      "\(bar) \(Int(saturating: share * 100)) %  \(done) of \(all) \(unit), \(Int(saturating: rate))/s, \(left) s left\(note())"
    )
  }

  private func isDue(_ isLast: Bool) -> Bool {
    let now = ContinuousClock.now
    return last.withLock { last in
      if let last, !isLast, last.duration(to: now) < .milliseconds(100) { return false }
      last = now
      return true
    }
  }

  private static func seconds(_ duration: Duration) -> Double {
    Double(duration.components.seconds) + Double(duration.components.attoseconds) / 1e18
  }
}
