import Primitives
package import SimCore
import SimulatedTravel

/// Everything that can go wrong once in a booking, one after another: at each call in turn, until a run
/// finishes untouched.
package enum BookingEnumeration {
  /// One kind of trouble that strikes one call.
  package struct Strike: Sendable, Hashable, CustomStringConvertible {
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

  /// What can strike any call, and what can strike the journal alone.
  package static let strikes: [Strike] =
    FaultSide.allCases.flatMap { side in
      [
        Strike("crash", .crash, side),
        Strike("hang", .hang, side),
        Strike("error", .transientError(code: 503), side),
        Strike("wrong", .permanentError(code: 500), side),
        Strike("reset", .connectionReset, side),
        Strike("reply-lost", .replyLost, side),
        Strike("throttle", .throttle(retryAfter: .seconds(2)), side),
        Strike("late", .late(by: .nanoseconds(8_000_000_000)), side),
        Strike("twice", .duplicate, side),
        Strike("unreadable", .corrupt(.malformed), side),
        Strike("other-currency", .corrupt(.wrongCurrency), side),
        Strike("price-zero", .corrupt(.zeroPrice), side),
        Strike("save-fails", .store(.failedSave), side, target: "journal"),
        Strike("slow-save", .store(.slowSave), side, target: "journal"),
        Strike("disk-full", .store(.fullDisk), side, target: "journal"),
        Strike("torn-save", .store(.tornSave), side, target: "journal"),
        Strike("stale-read", .store(.staleRead), side, target: "journal"),
      ]
    } + [Strike("refused", .connectionRefused, .before)]

  /// What an enumeration found.
  package struct Findings: Sendable {
    /// Runs in which the fault struck.
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
    mutating func take(_ trial: BookingTrial, _ result: BookingTrial.Result, struck: Bool) {
      if struck { points += 1 }
      if !result.violations.isEmpty { failures.append(Failure(trial: trial, violations: result.violations)) }
    }

    package mutating func merge(_ other: Findings) {
      points += other.points
      failures += other.failures
    }
  }

  /// `strike` at the first call, the second, … until none is left to strike.
  package static func each(_ strike: Strike, luck: BookingTrial.Luck) throws -> Findings {
    var findings = Findings()
    for ordinal in 1...1000 {
      let trial = BookingTrial(seed: 1, luck: luck, faults: FaultPlan([strike.fault(at: ordinal)]))
      let result = try trial.run()
      findings.take(trial, result, struck: result.faultsFired[0] > 0)
      if result.faultsFired[0] == 0 { return findings }
    }
    return findings
  }

  /// A crash at every call, and in what follows `strike` at every later call.
  package static func each(_ strike: Strike, afterCrash side: FaultSide, luck: BookingTrial.Luck) throws
    -> Findings
  {
    var findings = Findings()
    let crash = Strike("crash", .crash, side)
    for first in 1...1000 {
      for second in 1...1000 {
        let trial = BookingTrial(
          seed: 1, luck: luck,
          faults: FaultPlan([crash.fault(at: first), strike.fault(at: first + second, named: "-then")]))
        let result = try trial.run()
        findings.take(trial, result, struck: result.faultsFired[1] > 0)
        if result.faultsFired[0] == 0 { return findings }
        if result.faultsFired[1] == 0 { break }
      }
    }
    return findings
  }

  /// A moment of a booking, in steps that fall on its calls' ends and between them.
  package static let moment: Int64 = 25_000_000

  /// The process dies at one moment after another, with whatever is on its way at the time.
  package static func eachKill(luck: BookingTrial.Luck) throws -> Findings {
    var findings = Findings()
    for step in 0..<2000 {
      let trial = BookingTrial(seed: 1, luck: luck, kills: [Int64(step) * moment])
      let result = try trial.run()
      findings.take(trial, result, struck: result.kills > 0)
      if result.kills == 0 { return findings }
    }
    return findings
  }

  /// And dies again at one moment after another of its recovery.
  package static func eachKillOfRecovery(luck: BookingTrial.Luck) throws -> Findings {
    var findings = Findings()
    for first in 0..<2000 {
      for second in 0..<2000 {
        let trial = BookingTrial(
          seed: 1, luck: luck, kills: [Int64(first) * 2 * moment, Int64(second) * 2 * moment])
        let result = try trial.run()
        findings.take(trial, result, struck: result.kills > 1)
        if result.kills == 0 { return findings }
        if result.kills == 1 { break }
      }
    }
    return findings
  }

  /// Who else may come at any moment.
  package enum Visitor: String, Sendable, CaseIterable {
    /// A second process that takes on everything unfinished.
    case rival
    /// The same request once more, at another process.
    case repetition
    /// The traveller, who takes the booking back.
    case cancellation
  }

  package static func each(_ visitor: Visitor, luck: BookingTrial.Luck) throws -> Findings {
    var findings = Findings()
    let untouched = try BookingTrial(seed: 1, luck: luck).run()
    let last = untouched.endedAt.nanoseconds / moment
    for step in 0...min(last, 200) {
      var trial = BookingTrial(seed: 1, luck: luck)
      switch visitor {
      case .rival: trial.rivalAt = step * moment
      case .repetition: trial.repeatedAt = step * moment
      case .cancellation: trial.cancelledAt = step * moment
      }
      findings.take(trial, try trial.run(), struck: true)
    }
    return findings
  }

  // MARK: Drawn

  /// A booking with two things going wrong, drawn by the seed alone: faults, kills and visitors, under any
  /// luck, any order of tasks and latencies that vary.
  package static func pair(seed: UInt64) -> BookingTrial {
    var draws = RandomSource(seed: seed).draw("booking.pair")
    func pick<Element>(_ list: [Element]) -> Element { list[Int(draws.next(below: UInt64(list.count)))] }
    var trial = BookingTrial(
      seed: seed, luck: pick(BookingTrial.Luck.allCases), scheduling: pick([.fifo, .random, .pct(depth: 3)]),
      profile: pick([.reference, .production]))
    for number in 1...2 {
      switch draws.next(below: 10) {
      case 0...6:
        let ordinal = 1 + Int(draws.next(below: 24))
        trial.faults.faults.append(pick(strikes).fault(at: ordinal, named: "-\(number)"))
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
  /// What goes wrong, in one line.
  package var summary: String {
    var parts = ["seed \(seed)", "\(luck.rawValue) luck"]
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
