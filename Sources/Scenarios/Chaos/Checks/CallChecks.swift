import Resilience
import SimulatedTravel
import TravelPlanner

/// Reads what the guards decided once, for every check that judges it.
enum CallChecks {
  static func check(_ record: CaseRecord, _ findings: inout CheckReport) {
    var slots = [Int](repeating: -1, count: 1 + Int(record.targets.map(\.id).max() ?? 0))
    for (slot, target) in record.targets.enumerated() { slots[Int(target.id)] = slot }
    var attempts = AttemptAccountingCheck()
    var breakers = record.targets.map { BreakerOracle($0) }
    var retries = record.targets.map { RetryOracle($0) }
    var places = record.targets.map { BulkheadOracle($0) }
    attempts.reserve(record.calls.count / 2)
    // Processes that are gone have had their say: what they still report is of nobody's guards.
    var (restart, stray) = (0, 0)
    for (place, event) in record.calls.enumerated() {
      while restart < record.restarts.count, record.restarts[restart] <= place {
        restart += 1
        attempts.forget(from: DependencyID.payments.number)
        for (slot, target) in record.targets.enumerated() where target.id >= DependencyID.payments.number {
          retries[slot].finish(&findings)
          breakers[slot] = BreakerOracle(target, after: breakers[slot])
          retries[slot] = RetryOracle(target, after: retries[slot])
          places[slot] = BulkheadOracle(target, after: places[slot])
        }
      }
      if stray < record.strays.count, record.strays[stray] == place {
        stray += 1
        continue
      }
      attempts.take(event, record, &findings)
      guard Int(event.target) < slots.count, slots[Int(event.target)] >= 0 else { continue }
      let slot = slots[Int(event.target)]
      breakers[slot].take(event, &findings)
      retries[slot].take(event, &findings)
      places[slot].take(event, &findings)
    }
    attempts.finish(record, &findings)
    if record.targets.contains(where: { $0.policy.breaker != nil }) {
      findings.evaluated(BreakerOracle.name, breakers.reduce(0) { $0 + $1.evaluations })
    }
    findings.evaluated(RetryOracle.name, retries.reduce(0) { $0 + $1.evaluations })
    for retry in retries { retry.finish(&findings) }
    if record.targets.contains(where: { $0.policy.bulkhead != nil }) {
      findings.evaluated(BulkheadOracle.places, places.reduce(0) { $0 + $1.judgedPlaces })
    }
    findings.evaluated(BulkheadOracle.timeouts, places.reduce(0) { $0 + $1.judgedTimes })
  }
}

/// Names one attempt of one call.
struct AttemptKey: Hashable {
  var request: UInt64
  var target: UInt32
  var attempt: UInt32

  init(_ event: ResilienceEvent) {
    request = event.request
    target = event.target
    attempt = event.attempt
  }

  var before: AttemptKey {
    var key = self
    key.attempt -= 1
    return key
  }
}

/// Names one call, with all its attempts.
private struct CallKey: Hashable {
  var request: UInt64
  var target: UInt32
}

/// Every attempt that was let through ends once, and every attempt but the first was announced.
struct AttemptAccountingCheck {
  static let name = "attempts add up"

  /// Under way, by attempt: more than one where a hedge runs beside the first.
  private var running: [AttemptKey: Int] = [:]
  /// A bit for each attempt whose retry has been announced, in the round that runs.
  private var announced: [CallKey: UInt64] = [:]
  private var hedged: [AttemptKey: Int] = [:]
  private var starts = 0

  mutating func reserve(_ count: Int) { running.reserveCapacity(count) }

  mutating func take(_ event: ResilienceEvent, _ record: CaseRecord, _ findings: inout CheckReport) {
    switch event.kind {
    case .attemptStarted:
      starts += 1
      let key = AttemptKey(event)
      running[key, default: 0] += 1
      if running[key]! > 1 + hedged[key, default: 0] {
        findings.add(violation(event, record, "attempt \(event.attempt) began twice"))
      }
      let call = CallKey(request: event.request, target: event.target)
      // A call that is made anew begins with its first attempt.
      if event.attempt == 1 && running[key] == 1 { announced[call] = nil }
      if event.attempt > 1 && announced[call, default: 0] & 1 << UInt64(event.attempt - 1) == 0 {
        findings.add(violation(event, record, "attempt \(event.attempt) was never announced as a retry"))
      }
    case .attemptSucceeded, .attemptFailed, .attemptTimedOut, .attemptCancelled, .attemptUnclassified:
      let key = AttemptKey(event)
      if running[key, default: 0] > 0 {
        running[key]! -= 1
      } else {
        findings.add(violation(event, record, "attempt \(event.attempt) ended without having begun"))
      }
    case .retryScheduled:
      let call = CallKey(request: event.request, target: event.target)
      let bit: UInt64 = 1 << UInt64(event.attempt)
      let isAgain = announced[call, default: 0] & bit != 0
      announced[call, default: 0] |= bit
      if isAgain {
        findings.add(violation(event, record, "the retry after attempt \(event.attempt) was announced twice"))
      }
    case .hedgeStarted: hedged[AttemptKey(event), default: 0] += 1
    default: break
    }
  }

  /// The process that made these calls is gone, and what it had under way.
  mutating func forget(from target: UInt32) {
    running = running.filter { $0.key.target < target }
    hedged = hedged.filter { $0.key.target < target }
    announced = announced.filter { $0.key.target < target }
  }

  func finish(_ record: CaseRecord, _ findings: inout CheckReport) {
    findings.evaluated(AttemptAccountingCheck.name, starts)
    // In the order they began; a dictionary has none.
    for event in record.calls
    where event.kind == .attemptStarted && running[AttemptKey(event), default: 0] != 0 {
      findings.add(violation(event, record, "attempt \(event.attempt) never ended"))
    }
  }

  private func violation(_ event: ResilienceEvent, _ record: CaseRecord, _ message: String) -> Violation {
    Violation(
      AttemptAccountingCheck.name, "\(record.name(of: event.target)): \(message)", time: event.time,
      request: Int(exactly: event.request))
  }
}

extension CaseRecord {
  func name(of target: UInt32) -> String {
    targets.first { $0.id == target }?.name ?? "target \(target)"
  }
}
