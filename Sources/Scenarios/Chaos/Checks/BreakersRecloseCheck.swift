import Resilience
import SimCore

/// When the faults are over and every breaker has had the calls it needs, none is left open.
enum BreakersRecloseCheck {
  static let name = "breakers close again"

  static func check(_ record: CaseRecord, _ findings: inout CheckReport) {
    let breakers = record.targets.count { $0.breaker != nil && $0.isProbed }
    guard record.hasHealed, breakers > 0 else { return }
    findings.evaluated(name, breakers)
    for target in record.targets where target.isProbed {
      guard let breaker = target.breaker, breaker.state != .closed else { continue }
      findings.add(
        PendingWork(.breaker, target.name, "\(breaker.state), though \(record.probes) probes were made"))
      findings.add(
        Violation(
          name, "\(target.name) is \(breaker.state) at the end, after \(record.probes) probes",
          time: record.endedAt))
    }
  }
}
