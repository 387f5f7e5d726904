import Primitives
import Synchronization
import TravelPlanner

/// The readings of request texts that were asked before.
///
/// A reading takes several times as long as the rest of a simulated plan, and a load asks few texts many times. It
/// depends on nothing but the text and the day, so all worlds of the process may share it: no world can tell.
final class RememberedReadings: Sendable {
  static let shared = RememberedReadings()

  private struct Question: Hashable {
    var text: String
    var today: CalendarDay
  }

  /// The number of readings to keep; all are dropped when there are more.
  private static let limit = 512

  private let readings = Mutex<[Question: Classification]>([:])

  /// Returns what the rules read in a text.
  func classify(_ text: String, today: CalendarDay) -> Classification {
    let question = Question(text: text, today: today)
    if let known = readings.withLock({ $0[question] }) { return known }
    let reading = RuleBasedClassifier().classify(text, today: today)
    readings.withLock {
      if $0.count >= RememberedReadings.limit { $0.removeAll(keepingCapacity: true) }
      $0[question] = reading
    }
    return reading
  }
}
