import Resilience

/// Reads what the guards decided once, for every check that judges it.
enum CallChecks {
  static func check(_ record: CaseRecord, _ findings: inout Findings) {
    var slots = [Int](repeating: -1, count: 1 + Int(record.targets.map(\.id).max() ?? 0))
    for (slot, target) in record.targets.enumerated() { slots[Int(target.id)] = slot }
    var attempts = AttemptAccounts()
    var breakers = record.targets.map { BreakerModel($0) }
    var retries = record.targets.map { RetryModel($0) }
    var places = record.targets.map { PlaceModel($0) }
    attempts.reserve(record.calls.count / 2)
    for event in record.calls {
      attempts.take(event, record, &findings)
      guard Int(event.target) < slots.count, slots[Int(event.target)] >= 0 else { continue }
      let slot = slots[Int(event.target)]
      breakers[slot].take(event, &findings)
      retries[slot].take(event, &findings)
      places[slot].take(event, &findings)
    }
    attempts.finish(record, &findings)
    if record.targets.contains(where: { $0.policy.breaker != nil }) {
      findings.judged(BreakerModel.name, breakers.reduce(0) { $0 + $1.judged })
    }
    findings.judged(RetryModel.name, retries.reduce(0) { $0 + $1.judged })
    for retry in retries { retry.finish(&findings) }
    if record.targets.contains(where: { $0.policy.bulkhead != nil }) {
      findings.judged(PlaceModel.places, places.reduce(0) { $0 + $1.judgedPlaces })
    }
    findings.judged(PlaceModel.timeouts, places.reduce(0) { $0 + $1.judgedTimes })
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

/// Every attempt that was let through ends once, and every attempt but the first was announced.
struct AttemptAccounts {
  static let name = "attempts add up"

  /// Under way, by attempt: more than one where a hedge runs beside the first.
  private var running: [AttemptKey: Int] = [:]
  private var announced: [AttemptKey: Int] = [:]
  private var hedged: [AttemptKey: Int] = [:]
  private var starts = 0

  mutating func reserve(_ count: Int) { running.reserveCapacity(count) }

  mutating func take(_ event: ResilienceEvent, _ record: CaseRecord, _ findings: inout Findings) {
    switch event.kind {
    case .attemptStarted:
      starts += 1
      let key = AttemptKey(event)
      running[key, default: 0] += 1
      if running[key]! > 1 + hedged[key, default: 0] {
        findings.add(violation(event, record, "attempt \(event.attempt) began twice"))
      }
      if event.attempt > 1 && announced[key.before] == nil {
        findings.add(violation(event, record, "attempt \(event.attempt) was never announced as a retry"))
      }
    case .attemptSucceeded, .attemptFailed, .attemptTimedOut, .attemptCancelled, .attemptUnclassified:
      let key = AttemptKey(event)
      running[key, default: 0] -= 1
      if running[key]! < 0 {
        findings.add(violation(event, record, "attempt \(event.attempt) ended without having begun"))
      }
    case .retryScheduled:
      let key = AttemptKey(event)
      announced[key, default: 0] += 1
      if announced[key]! > 1 {
        findings.add(violation(event, record, "the retry after attempt \(event.attempt) was announced twice"))
      }
    case .hedgeStarted: hedged[AttemptKey(event), default: 0] += 1
    default: break
    }
  }

  func finish(_ record: CaseRecord, _ findings: inout Findings) {
    findings.judged(AttemptAccounts.name, starts)
    // In the order they began; a dictionary has none.
    for event in record.calls where event.kind == .attemptStarted && running[AttemptKey(event)] != 0 {
      findings.add(violation(event, record, "attempt \(event.attempt) never ended"))
    }
  }

  private func violation(_ event: ResilienceEvent, _ record: CaseRecord, _ message: String) -> Violation {
    Violation(
      AttemptAccounts.name, "\(record.name(of: event.target)): \(message)", time: event.time,
      request: Int(exactly: event.request))
  }
}

extension CaseRecord {
  func name(of target: UInt32) -> String {
    targets.first { $0.id == target }?.name ?? "target \(target)"
  }
}
