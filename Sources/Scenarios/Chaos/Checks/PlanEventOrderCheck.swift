import SimCore
import TravelPlanner

/// Checks the order of a plan's events: it starts once and ends once, each search begins and ends
/// once and in time, each save follows the last.
enum PlanEventOrderCheck {
  static let name = "plan events fit together"
  static let deadlines = "searches keep their deadline"

  private struct Plan {
    var isStarted = false
    var isEnded = false
    /// A bit for each search that runs, and for each that is over.
    var running: UInt8 = 0
    var over: UInt8 = 0
    var revision: UInt32?
    var startedAt: (Int64, Int64, Int64, Int64) = (0, 0, 0, 0)

    subscript(kind: SearchKind) -> Int64 {
      get {
        switch kind {
        case .flights: startedAt.0
        case .hotels: startedAt.1
        case .weather: startedAt.2
        case .activities: startedAt.3
        }
      }
      set {
        switch kind {
        case .flights: startedAt.0 = newValue
        case .hotels: startedAt.1 = newValue
        case .weather: startedAt.2 = newValue
        case .activities: startedAt.3 = newValue
        }
      }
    }
  }

  static func check(_ record: CaseRecord, _ findings: inout CheckReport) {
    var plans: [UInt64: Plan] = [:]
    plans.reserveCapacity(record.requests.count)
    var searches = 0
    for entry in record.steps {
      var plan = plans[entry.plan] ?? Plan()
      func add(_ message: String, of check: String = name) {
        findings.add(Violation(check, message, time: entry.time, request: Int(exactly: entry.plan)))
      }
      if plan.isEnded { add("\(entry.event) after its end") }
      switch entry.event {
      case .planStarted:
        if plan.isStarted { add("started twice") }
        plan.isStarted = true
      case .planCompleted, .planFailed:
        if plan.running != 0 { add("ended with a search under way") }
        plan.isEnded = true
      case .searchStarted(let kind):
        let bit = kind.need.rawValue
        if plan.running & bit != 0 { add("\(kind) began twice") }
        plan.running |= bit
        plan[kind] = entry.time
      case .searchCompleted(let kind, _, _), .searchFailed(let kind, _):
        searches += 1
        let bit = kind.need.rawValue
        // One that is impossible fails without having begun.
        if plan.running & bit != 0 {
          let took = entry.time - plan[kind]
          if took > record.searchDeadline {
            add("\(kind) took \(took) ns, the deadline is \(record.searchDeadline) ns", of: deadlines)
          }
        } else if case .searchCompleted = entry.event {
          add("\(kind) ended without having begun")
        }
        plan.running &= ~bit
        plan.over |= bit
      case .saved(let revision):
        // One between them was kept and its reply lost.
        if let last = plan.revision, revision <= last { add("saved revision \(revision) after \(last)") }
        plan.revision = revision
      default: break
      }
      plans[entry.plan] = plan
    }
    findings.evaluated(name, record.steps.count)
    findings.evaluated(deadlines, searches)
    for request in record.requests where request.ending != .pending {
      guard let plan = plans[UInt64(request.number)], plan.isStarted, plan.isEnded else {
        findings.add(Violation(name, "has an answer and no end", request: request.number))
        continue
      }
    }
  }
}
