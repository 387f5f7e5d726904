import Primitives
import Resilience
import SimCore

/// Attempts as a bulkhead and a timeout must keep them: not more at once than there are places, those who wait in
/// their order, none answered after its time.
struct BulkheadOracle {
  static let places = "bulkhead legality"
  static let timeouts = "timeouts are kept"

  private let target: String
  private let limit: Int?
  /// The longest an attempt may take to an answer that counts, in nanoseconds; nil where hedges make it
  /// uncertain which attempt an answer belongs to.
  private let longest: Int64?
  private var running = 0
  private var began: [AttemptKey: Int64] = [:]
  /// True if a caller waits in one queue only.
  private let hasOneQueue: Bool
  /// The number in the queue of each attempt that waits, and of the last that was let in, and when.
  private var waiting: [AttemptKey: Int] = [:]
  private var queued = 0
  private var last = (number: 0, time: Int64.min)
  private(set) var judgedPlaces = 0
  private(set) var judgedTimes = 0

  /// Another process's guards of the same target: they know nothing of the last one's.
  init(_ target: CaseRecord.TargetEntry, after last: BulkheadOracle) {
    self.init(target)
    judgedPlaces = last.judgedPlaces
    judgedTimes = last.judgedTimes
  }

  init(_ target: CaseRecord.TargetEntry) {
    self.target = target.name
    // A limit that moves is lower by the time those who came before it moved are counted.
    hasOneQueue =
      !target.sharesPlaces && target.policy.bulkhead?.adaptive == nil && target.policy.hedge == nil
    limit = target.policy.bulkhead.flatMap { $0.adaptive == nil ? $0.limit : nil }
    longest = target.policy.timeout.flatMap { timeout in
      if target.policy.hedge != nil { return nil }
      let after = Int64(saturating: timeout.after.exactNanoseconds)
      // Whoever vouches for its end has it before the deadline; otherwise the clock decides a tie.
      return timeout.enforcement == .byCall ? after - 1 : after
    }
  }

  mutating func take(_ event: ResilienceEvent, _ findings: inout CheckReport) {
    switch event.kind {
    case .attemptStarted:
      running += 1
      if longest != nil { began[AttemptKey(event)] = event.time }
      guard let limit else { return }
      judgedPlaces += 1
      if running > limit {
        add(BulkheadOracle.places, "has \(running) calls at once, its limit is \(limit)", event, &findings)
      }
    case .attemptSucceeded, .attemptFailed:
      running -= 1
      guard let longest, let start = began.removeValue(forKey: AttemptKey(event)) else { return }
      judgedTimes += 1
      if event.time - start > longest {
        add(
          BulkheadOracle.timeouts,
          "was answered \(event.time - start) ns after attempt \(event.attempt) began",
          event,
          &findings)
      }
    case .bulkheadQueued where hasOneQueue:
      queued += 1
      waiting[AttemptKey(event)] = queued
    case .bulkheadDequeued where hasOneQueue:
      guard let number = waiting.removeValue(forKey: AttemptKey(event)) else { return }
      judgedPlaces += 1
      // Of those let in at one instant any may say so first.
      if number < last.number, event.time > last.time {
        add(BulkheadOracle.places, "let one in that came later, before this one", event, &findings)
      }
      if number > last.number { last = (number, event.time) }
    case .attemptTimedOut, .attemptCancelled, .attemptUnclassified:
      running -= 1
      began.removeValue(forKey: AttemptKey(event))
    default: break
    }
  }

  private func add(
    _ check: String, _ message: String, _ event: ResilienceEvent, _ findings: inout CheckReport
  ) {
    findings.add(
      Violation(check, "\(target) \(message)", time: event.time, request: Int(exactly: event.request)))
  }
}
