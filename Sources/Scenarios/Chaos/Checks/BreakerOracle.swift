import Primitives
import Resilience
import SimCore

/// A breaker as it must behave, followed along with the real one: the moves it may make, when it must trip,
/// what it lets through.
///
/// Knows the states of every breaker, and the exact threshold of those that count failures in a row.
struct BreakerOracle {
  static let name = "breaker legality"

  private enum State { case closed, open, halfOpen, byHand }

  private let target: String
  private let policy: BreakerPolicy?
  /// Failures in a row that trip it, where that is all that can and no hedge makes results ambiguous.
  private let limit: Int?
  private var state = State.closed
  private var generation = 0
  private var failures = 0
  private var openUntil: Int64 = 0
  private var probes = 0
  /// The generation each attempt began in; of several calls of a hedge the last first.
  private var begun: [AttemptKey: [Int]] = [:]
  /// True if one failed probe is enough to open it again, and whether there was one.
  private let oneBadProbeOpens: Bool
  private var hadBadProbe = false
  private var goodProbes = 0
  /// As many good probes as it takes, and no bad one.
  private var mustClose = false
  /// It has had as many failures as it takes, and must say so next.
  private var mustOpen = false
  private(set) var evaluations = 0

  /// Another process's guards of the same target: they know nothing of the last one's.
  init(_ target: CaseRecord.TargetEntry, after last: BreakerOracle) {
    self.init(target)
    evaluations = last.evaluations
  }

  init(_ target: CaseRecord.TargetEntry) {
    self.target = target.name
    policy = target.policy.breaker
    oneBadProbeOpens =
      if let halfOpen = policy?.halfOpen, target.policy.hedge == nil {
        halfOpen.decision == .successes && halfOpen.outOf ?? halfOpen.successes == halfOpen.successes
          && policy?.outcomes == BreakerPolicy.Outcomes() && policy?.lateResults == .drop
          && policy?.trip.slowRate == nil
      } else { false }
    limit =
      if let policy, policy.enforce, policy.trip.failures == nil, policy.trip.failureRate == nil,
        policy.trip.slowRate == nil, target.policy.hedge == nil, policy.outcomes == BreakerPolicy.Outcomes(),
        policy.lateResults == .drop
      { policy.trip.consecutiveFailures } else { nil }
  }

  mutating func take(_ event: ResilienceEvent, _ findings: inout CheckReport) {
    guard policy != nil else { return }
    if mustOpen, event.kind != .breakerOpened, event.kind != .breakerTripped {
      mustOpen = false
      add("stayed closed after \(failures) failures in a row", event, &findings)
    }
    if mustClose, event.kind != .breakerClosed {
      mustClose = false
      add("stayed half-open after \(goodProbes) good probes", event, &findings)
    }
    switch event.kind {
    case .attemptStarted: began(event, &findings)
    case .attemptSucceeded: ended(event, failed: false, &findings)
    case .attemptFailed:
      // Of one that is final the event does not say whether it counts.
      ended(event, failed: event.detail == 1 ? true : nil, &findings)
    case .attemptTimedOut: ended(event, failed: true, &findings)
    case .attemptCancelled, .attemptUnclassified: ended(event, failed: nil, &findings)
    case .breakerOpened: opened(event, &findings)
    case .breakerHalfOpened:
      evaluations += 1
      if state != .open { add("became half-open when it was \(state)", event, &findings) }
      if event.time < openUntil { tooEarly(event, &findings) }
      move(to: .halfOpen)
    case .breakerClosed:
      evaluations += 1
      if state != .halfOpen { add("closed when it was \(state)", event, &findings) }
      if oneBadProbeOpens {
        if hadBadProbe { add("closed after a probe that failed", event, &findings) }
        let needed = policy?.halfOpen?.successes ?? 0
        if goodProbes < needed {
          add("closed after \(goodProbes) good probes of \(needed)", event, &findings)
        }
      }
      move(to: .closed)
    case .breakerForcedOpen, .breakerDisabled, .breakerMetricsOnly, .breakerReset: move(to: .byHand)
    default: break
    }
  }

  private mutating func began(_ event: ResilienceEvent, _ findings: inout CheckReport) {
    evaluations += 1
    begun[AttemptKey(event), default: []].append(generation)
    switch state {
    case .open: add("let a call through while it was open", event, &findings)
    case .halfOpen:
      probes += 1
      if let halfOpen = policy?.halfOpen, probes > halfOpen.permits {
        add("let \(probes) probes through at once, \(halfOpen.permits) are allowed", event, &findings)
      }
    case .closed, .byHand: break
    }
  }

  /// `failed` nil for what says nothing of the target, or may not.
  private mutating func ended(_ event: ResilienceEvent, failed: Bool?, _ findings: inout CheckReport) {
    // Which of a hedge's calls this is the event does not say; they began in one generation or nearly.
    guard let began = begun[AttemptKey(event)]?.popLast(), began == generation else { return }
    if state == .halfOpen {
      if policy?.halfOpen?.permitModel == .concurrent { probes -= 1 }
      if failed == true { hadBadProbe = true }
      guard failed == false, let halfOpen = policy?.halfOpen else { return }
      goodProbes += 1
      mustClose = oneBadProbeOpens && !hadBadProbe && goodProbes == halfOpen.successes
      return
    }
    guard state == .closed, let failed else { return }
    failures = failed ? failures + 1 : 0
    guard let limit, failures >= limit else { return }
    evaluations += 1
    mustOpen = true
  }

  private mutating func opened(_ event: ResilienceEvent, _ findings: inout CheckReport) {
    evaluations += 1
    switch state {
    case .closed:
      if let limit, failures < limit {
        add("opened after \(failures) failures in a row, its limit is \(limit)", event, &findings)
      }
    case .open: add("opened when it was open", event, &findings)
    case .halfOpen, .byHand: break
    }
    openUntil = event.time.addingSaturating(max(0, event.detail))
    move(to: .open)
  }

  private func tooEarly(_ event: ResilienceEvent, _ findings: inout CheckReport) {
    let early = SimInstant(nanoseconds: openUntil)
    add("became half-open before its wait was over at \(early)", event, &findings)
  }

  private mutating func move(to next: State) {
    state = next
    generation += 1
    failures = 0
    probes = 0
    hadBadProbe = false
    goodProbes = 0
    mustOpen = false
    mustClose = false
  }

  private func add(_ message: String, _ event: ResilienceEvent, _ findings: inout CheckReport) {
    findings.add(
      Violation(
        BreakerOracle.name, "\(target) \(message)", time: event.time, request: Int(exactly: event.request)))
  }
}
