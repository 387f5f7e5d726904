import Primitives
import SimCore

extension Explanation {
  /// The explanation of a failing case as text.
  package func text() -> String {
    var lines = ["\(scenario.name), seed \(found.seed): \(violation.map { "\($0)" } ?? check)"]
    lines.append("  shrunk in \(Text.count(runs, "run")): " + changes.joined(separator: ", "))
    if ranOut { lines.append("  (the budget of runs ended first: a smaller case may exist)") }
    lines += schedule
    if failsWithoutFaults {
      lines.append("  no fault is necessary: the check fails without any")
    }
    for (fault, role) in zip(shrunk.faults.faults, faults) {
      let part =
        switch (role.isNecessary, role.failsAlone) {
        case (true, true): "necessary, and enough alone"
        case (true, false): "necessary, and not enough alone"
        case (false, true): "not necessary, and enough alone"
        case (false, false): "not necessary"
        }
      lines.append("  fault \(role.fault): \(part); strikes \(Text.count(role.injections, "time"))")
      lines.append("    \(Explanation.describe(fault))")
    }
    return lines.map { Escape.line($0) + "\n" }.joined()
  }

  private var changes: [String] {
    func change(_ what: String, _ before: Int, _ after: Int) -> String? {
      before == 0 ? nil : before == after ? "\(Text.count(after, what))" : "\(before) \(what)s to \(after)"
    }
    var parts: [String] = []
    if let faults = change("fault", found.faults.faults.count, shrunk.faults.faults.count) {
      parts.append(faults)
    }
    if let requests = change(
      "request", found.requests - found.omitted.count, shrunk.requests - shrunk.omitted.count)
    {
      parts.append(requests)
    }
    return parts
  }

  private var schedule: [String] {
    switch shrunk.scheduling {
    case .fifo: ["  in the plain order of what is ready"]
    case .random, .pct: ["  in the order of \(shrunk.scheduling)"]
    case .replay(let schedule):
      ["  with \(Text.count(schedule.picks.count, "choice")) out of the plain order: \(schedule)"]
    }
  }

  /// Returns the target, window and calls of a fault as text.
  static func describe(_ fault: Fault) -> String {
    var text = "\(fault.kind) at \(fault.target) \(fault.operation)"
    if fault.side == .after { text += ", after the effect" }
    if fault.window != .always {
      let end =
        fault.window.end == FaultWindow.endless
        ? "on" : "to \(SimInstant(nanoseconds: fault.window.endNanoseconds))"
      text += ", from \(SimInstant(nanoseconds: fault.window.startNanoseconds)) \(end)"
    }
    switch fault.calls {
    case .every(1): break
    case .every(let n): text += ", every \(n)th call"
    case .nth(let n): text += ", call \(n)"
    case .first(let n): text += ", the first \(n) calls"
    case .keys(let keys):
      text += ", for " + keys.map { "\($0)" }.joined(separator: ", ")
    }
    if fault.probability < .always { text += ", with probability \(fault.probability)" }
    return text
  }
}
