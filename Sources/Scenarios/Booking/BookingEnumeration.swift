import Primitives
package import SimCore
import SimulatedTravel

/// Everything that can go wrong once in a booking, one after another: at each call in turn, until a run
/// finishes untouched.
package enum BookingEnumeration {
  /// A fault that is injected into one call.
  package struct InjectedFault: Sendable, Hashable, CustomStringConvertible {
    package var name: String
    package var target: NamePattern
    package var kind: FaultKind
    package var side: FaultSide

    init(_ name: String, _ kind: FaultKind, _ side: FaultSide, target: NamePattern = "*") {
      self.name = name
      self.target = target
      self.kind = kind
      self.side = side
    }

    package var description: String { "\(name) \(side.rawValue)" }

    /// Strikes call number `ordinal`, whoever makes it, in whichever life.
    package func fault(at ordinal: Int, named label: String = "") -> Fault {
      Fault("\(name)-\(side.rawValue)\(label)", target: target, kind: kind, calls: .nth(ordinal), side: side)
    }
  }

  /// The faults that apply to any call, and those that apply to the journal alone.
  package static let injections: [InjectedFault] =
    FaultSide.allCases.flatMap { side in
      [
        InjectedFault("crash", .crash, side),
        InjectedFault("hang", .hang, side),
        InjectedFault("error", .transientError(code: 503), side),
        InjectedFault("wrong", .permanentError(code: 500), side),
        InjectedFault("reset", .connectionReset, side),
        InjectedFault("reply-lost", .replyLost, side),
        InjectedFault("throttle", .throttle(retryAfter: .seconds(2)), side),
        InjectedFault("late", .late(by: .seconds(8)), side),
        InjectedFault("twice", .duplicate, side),
        InjectedFault("unreadable", .corrupt(.malformed), side),
        InjectedFault("other-currency", .corrupt(.wrongCurrency), side),
        InjectedFault("price-zero", .corrupt(.zeroPrice), side),
        InjectedFault("save-fails", .store(.failedSave), side, target: "journal"),
        InjectedFault("slow-save", .store(.slowSave), side, target: "journal"),
        InjectedFault("disk-full", .store(.fullDisk), side, target: "journal"),
        InjectedFault("torn-save", .store(.tornSave), side, target: "journal"),
        InjectedFault("stale-read", .store(.staleRead), side, target: "journal"),
      ]
    } + [InjectedFault("refused", .connectionRefused, .before)]

  /// The result of an enumeration.
  package struct EnumerationResult: Sendable {
    /// Runs in which the fault was injected.
    package var points = 0
    /// The trials in which something did not hold, with the first thing that did not.
    package var failures: [Failure] = []

    package struct Failure: Sendable, CustomStringConvertible {
      package var trial: BookingTrial
      package var violations: [Violation]
      package var description: String {
        "\(trial.summary): \(violations.map(\.description).joined(separator: "; "))"
      }
    }

    package init() {}

    /// Takes a result in; returns whether the trouble of the trial happened at all.
    mutating func take(_ trial: BookingTrial, _ result: BookingTrial.Result, effects: Bool) {
      if effects { points += 1 }
      if !result.violations.isEmpty { failures.append(Failure(trial: trial, violations: result.violations)) }
    }

    package mutating func merge(_ other: EnumerationResult) {
      points += other.points
      failures += other.failures
    }
  }

  /// Injects the fault at the first call, the second, … until there is none left.
  package static func each(_ injection: InjectedFault, outcome: BookingTrial.ProviderOutcome) throws
    -> EnumerationResult
  {
    var findings = EnumerationResult()
    for ordinal in 1...1000 {
      let trial = BookingTrial(seed: 1, outcome: outcome, faults: FaultPlan([injection.fault(at: ordinal)]))
      let result = try trial.run()
      findings.take(trial, result, effects: result.faultsFired[0] > 0)
      if result.faultsFired[0] == 0 { return findings }
    }
    return findings
  }

  /// Injects a crash at every call and, after the restart, the fault at every later call.
  package static func each(
    _ injection: InjectedFault, afterCrash side: FaultSide, outcome: BookingTrial.ProviderOutcome
  ) throws
    -> EnumerationResult
  {
    var findings = EnumerationResult()
    let crash = InjectedFault("crash", .crash, side)
    for first in 1...1000 {
      for second in 1...1000 {
        let trial = BookingTrial(
          seed: 1, outcome: outcome,
          faults: FaultPlan([crash.fault(at: first), injection.fault(at: first + second, named: "-then")]))
        let result = try trial.run()
        findings.take(trial, result, effects: result.faultsFired[1] > 0)
        if result.faultsFired[0] == 0 { return findings }
        if result.faultsFired[1] == 0 { break }
      }
    }
    return findings
  }

  /// A moment of a booking, in steps that fall on its calls' ends and between them.
  package static let moment: Int64 = 25_000_000

  /// The process dies at one moment after another, with whatever is on its way at the time.
  package static func eachKill(outcome: BookingTrial.ProviderOutcome) throws -> EnumerationResult {
    var findings = EnumerationResult()
    for step in 0..<2000 {
      let trial = BookingTrial(seed: 1, outcome: outcome, kills: [Int64(step) * moment])
      let result = try trial.run()
      findings.take(trial, result, effects: result.kills > 0)
      if result.kills == 0 { return findings }
    }
    return findings
  }

  /// And dies again at one moment after another of its recovery.
  package static func eachKillOfRecovery(outcome: BookingTrial.ProviderOutcome) throws -> EnumerationResult {
    var findings = EnumerationResult()
    for first in 0..<2000 {
      for second in 0..<2000 {
        let trial = BookingTrial(
          seed: 1, outcome: outcome, kills: [Int64(first) * 2 * moment, Int64(second) * 2 * moment])
        let result = try trial.run()
        findings.take(trial, result, effects: result.kills > 1)
        if result.kills == 0 { return findings }
        if result.kills == 1 { break }
      }
    }
    return findings
  }

  /// A second actor that may interfere at any time.
  package enum Visitor: String, Sendable, CaseIterable {
    /// A second process that takes on everything unfinished.
    case rival
    /// The same request once more, at another process.
    case repetition
    /// The traveller, who takes the booking back.
    case cancellation
  }

  package static func each(_ visitor: Visitor, outcome: BookingTrial.ProviderOutcome) throws
    -> EnumerationResult
  {
    var findings = EnumerationResult()
    let untouched = try BookingTrial(seed: 1, outcome: outcome).run()
    let last = untouched.endedAt.nanoseconds / moment
    for step in 0...min(last, 200) {
      var trial = BookingTrial(seed: 1, outcome: outcome)
      switch visitor {
      case .rival: trial.rivalAt = step * moment
      case .repetition: trial.repeatedAt = step * moment
      case .cancellation: trial.cancelledAt = step * moment
      }
      findings.take(trial, try trial.run(), effects: true)
    }
    return findings
  }

  // MARK: Drawn

  /// A booking with two things going wrong, drawn by the seed alone: faults, kills and visitors, under any
  /// outcome, any order of tasks and latencies that vary.
  package static func pair(seed: UInt64) -> BookingTrial {
    var draws = RandomSource(seed: seed).draw("booking.pair")
    func pick<Element>(_ list: [Element]) -> Element { list[Int(draws.next(below: UInt64(list.count)))] }
    var trial = BookingTrial(
      seed: seed, outcome: pick(BookingTrial.ProviderOutcome.allCases),
      scheduling: pick([.fifo, .random, .pct(depth: 3)]),
      profile: pick([.reference, .production]))
    for number in 1...2 {
      switch draws.next(below: 10) {
      case 0...6:
        let ordinal = 1 + Int(draws.next(below: 24))
        trial.faults.faults.append(pick(injections).fault(at: ordinal, named: "-\(number)"))
      case 7: trial.kills.append(Int64(draws.next(below: 3000)) * 1_000_000)
      case 8: trial.rivalAt = Int64(draws.next(below: 4000)) * 1_000_000
      default:
        if draws.next(below: 2) == 0 {
          trial.repeatedAt = Int64(draws.next(below: 4000)) * 1_000_000
        } else {
          trial.cancelledAt = Int64(draws.next(below: 4000)) * 1_000_000
        }
      }
    }
    return trial
  }
}

extension BookingTrial {
  /// The trial in one line.
  package var summary: String {
    var parts = ["seed \(seed)", "\(outcome.rawValue) luck"]
    if profile.name != "reference" { parts.append("\(profile.name) latencies") }
    for fault in faults.faults { parts.append("\(fault.name) \(fault.calls)") }
    if !kills.isEmpty {
      parts.append("killed after \(kills.map { SimInstant(nanoseconds: $0).description })")
    }
    if let rivalAt { parts.append("rival at \(SimInstant(nanoseconds: rivalAt))") }
    if let repeatedAt { parts.append("repeated at \(SimInstant(nanoseconds: repeatedAt))") }
    if let cancelledAt { parts.append("cancelled at \(SimInstant(nanoseconds: cancelledAt))") }
    return parts.joined(separator: ", ")
  }
}
