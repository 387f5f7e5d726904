import Resilience
import SimCore

/// Every request has an end, and nothing it held is kept.
enum RequestTerminationCheck {
  static let name = "every request ends"
  static let permits = "permits are returned"

  static func check(_ record: CaseRecord, _ findings: inout CheckReport) {
    findings.evaluated(name, record.requests.count)
    for request in record.requests where request.ending == .pending {
      let since = SimInstant(nanoseconds: request.arrivedAt)
      let step = record.steps.last { $0.plan == UInt64(request.number) }?.event
      let doing = step.map { "; the last it did was \($0)" } ?? ""
      findings.add(PendingWork(.request, "\(request.number)", "no answer since \(since)\(doing)"))
      findings.add(
        Violation(
          name, "no answer until \(SimInstant(nanoseconds: record.endedAt))\(doing)",
          time: request.arrivedAt, request: request.number))
    }
    let bulkheads = record.targets.count { $0.policy.bulkhead != nil }
    if bulkheads > 0 { findings.evaluated(permits, bulkheads) }
    for target in record.targets where target.running > 0 || target.queued > 0 {
      findings.add(
        PendingWork(.permit, target.name, "\(target.running) calls inside, \(target.queued) waiting"))
      findings.add(
        Violation(
          permits, "\(target.name) has \(target.running) calls inside and \(target.queued) waiting at the end"
        ))
    }
  }
}
