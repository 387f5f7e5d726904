import Primitives
import Resilience

/// Retries as they must come: not more than the policy's attempts, not sooner than announced, spread where the
/// policy spreads them.
struct RetryOracle {
  static let name = "retry legality"

  private let target: String
  private let policy: RetryPolicy?
  private var due: [AttemptKey: Int64] = [:]
  /// Attempts whose failure will stay one.
  private var final: Set<AttemptKey> = []
  /// By attempt: the wait of each call, of the last round of one that is made anew.
  private var waits: [UInt32: [UInt64: Int64]] = [:]
  private(set) var evaluations = 0

  /// So many equal waits are no chance any more, where each is drawn from half a second and more.
  private static let suspicious = 4

  /// Another process's guards of the same target: they know nothing of the last one's.
  init(_ target: CaseRecord.TargetEntry, after last: RetryOracle) {
    self.init(target)
    evaluations = last.evaluations
  }

  init(_ target: CaseRecord.TargetEntry) {
    self.target = target.name
    policy = target.policy.retry
  }

  mutating func take(_ event: ResilienceEvent, _ findings: inout CheckReport) {
    switch event.kind {
    case .attemptStarted:
      evaluations += 1
      if let most = policy?.maxAttempts, Int(event.attempt) > most {
        add("made attempt \(event.attempt), \(most) are allowed", event, &findings)
      }
      guard event.attempt > 1 else { return }
      if policy == nil { add("tried again without a policy to", event, &findings) }
      if let due = due[AttemptKey(event).before], event.time < due {
        add("came \(due - event.time) ns before it was due", event, &findings)
      }
    case .attemptFailed where event.detail == 0: final.insert(AttemptKey(event))
    case .retryScheduled:
      if final.contains(AttemptKey(event)) {
        add("tries again after a failure that is final", event, &findings)
      }
      due[AttemptKey(event)] = event.time.addingSaturating(event.detail)
      if event.detail < 0 { add("waits \(event.detail) ns", event, &findings) }
      // A server that names a time is obeyed to the moment.
      guard event.detail <= policy?.delay.longestWait(after: event.attempt) ?? .max else { return }
      waits[event.attempt, default: [:]][event.request] = event.detail
    default: break
    }
  }

  func finish(_ findings: inout CheckReport) {
    guard let policy, policy.delay.jitter.kind != .none else { return }
    for (attempt, ofCalls) in waits.sorted(by: { $0.key < $1.key })
    where ofCalls.count >= RetryOracle.suspicious {
      let longest = ofCalls.values.max() ?? 0
      guard longest > 0, longest == ofCalls.values.min() else { continue }
      findings.add(
        Violation(
          RetryOracle.name,
          "\(target): all \(ofCalls.count) waits after attempt \(attempt) were \(longest) ns, "
            + "\(policy.delay.jitter.kind.rawValue) jitter should spread them"))
    }
  }

  private func add(_ message: String, _ event: ResilienceEvent, _ findings: inout CheckReport) {
    findings.add(
      Violation(
        RetryOracle.name, "\(target) \(message)", time: event.time, request: Int(exactly: event.request)))
  }
}
