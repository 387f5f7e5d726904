import Foundation
import Primitives
import Scenarios

/// Findings as text: a line for each configuration, and what is behind it.
enum MetastabilityText {
  static func text(_ reports: [MetastabilityReport], details: Bool) -> String {
    let head = ["configuration", "verdict", "smallest outage", "without which it returns"]
    let rows = reports.map { report in
      [
        report.name, report.conclusion,
        report.smallest.first { $0.shortest.kind == .outage }.map { time($0.shortest) } ?? "",
        report.sustaining.filter(\.sustains).map(\.mechanism.rawValue).joined(separator: ", "),
      ]
    }
    let widths = head.indices.map { column in ([head] + rows).map { $0[column].count }.max() ?? 0 }
    let lines = ([head] + rows).map { row in
      trimmed(
        zip(row, widths).map { $0 + String(repeating: " ", count: $1 - $0.count) }.joined(separator: "  "))
    }
    let table = lines.joined(separator: "\n") + "\n"
    return details ? ([table] + reports.map(self.details)).joined(separator: "\n") : table
  }

  private static func details(_ report: MetastabilityReport) -> String {
    var text = "\(report.name): \(report.conclusion)\n"
    text += "  \(report.summary)\n"
    text += line("service", "\(report.service), \(fixed(report.capacity, 0)) calls a second")
    for vote in ([report.judged] + [report.vulnerableFrom, report.highest].compactMap { $0 }).distinct {
      for (number, answer) in vote.votes.enumerated() {
        text += line(number == 0 ? "at \(vote.load)/s" : "", self.answer(answer, vote.load, report))
      }
    }
    for (number, found) in report.smallest.enumerated() {
      text += line(number == 0 ? "smallest" : "", "\(found.shortest); \(found.weakest)")
    }
    for (number, tried) in report.sustaining.enumerated() {
      let outcome =
        tried.sustains
        ? "goodput returns within \(seconds(tried.vote.votes.compactMap(\.returnedAfterNanoseconds).max() ?? 0))"
        : "goodput stays away"
      text += line(number == 0 ? "switched off" : "", "\(tried.mechanism.rawValue): \(outcome)")
    }
    return text + staircase(report)
  }

  private static func answer(
    _ vote: MetastabilityReport.Vote, _ load: Int, _ report: MetastabilityReport
  ) -> String {
    var text = "\(vote.trigger): lost in \(vote.lost) of \(vote.worlds) worlds"
    if vote.lostBefore > 0 { text += " (\(vote.lostBefore) before it)" }
    if let time = vote.returnedAfterNanoseconds {
      text += ", else back within \(seconds(time))"
    }
    if let calls = vote.callsPerRequest, let wasted = vote.wastedShare {
      text +=
        "; \(fixed(calls, 2)) calls a request, \(fixed(calls * Double(load) / report.capacity, 2)) of capacity"
      text += ", \(fixed(wasted * 100, 0)) % of the work for nobody"
    }
    return text
  }

  /// Goodput up the staircase and down again, under each other.
  private static func staircase(_ report: MetastabilityReport) -> String {
    let rising = report.loop.filter(\.rising)
    let falling = report.loop.filter { !$0.rising }
    func row(_ name: String, _ cells: [String]) -> String {
      line(
        name, cells.map { String(repeating: " ", count: max(0, 4 - $0.count)) + $0 }.joined(separator: " "))
    }
    return row("load/s", rising.map { fixed($0.load, 0) })
      + row("going up", rising.map { fixed($0.good, 0) })
      + row(
        "down again",
        rising.map { step in falling.first { $0.load == step.load }.map { fixed($0.good, 0) } ?? "" })
  }

  private static func line(_ name: String, _ text: String) -> String {
    trimmed("  " + name + String(repeating: " ", count: max(1, 14 - name.count)) + text) + "\n"
  }

  private static func trimmed(_ line: String) -> String {
    String(line.reversed().drop { $0 == " " }.reversed())
  }

  private static func seconds(_ nanoseconds: Int64) -> String { fixed(Double(nanoseconds) / 1e9, 0) + " s" }
  private static func time(_ trigger: MetastabilityTrigger) -> String {
    DurationText.text(trigger.nanoseconds)
  }
  private static func fixed(_ value: Double, _ digits: Int) -> String {
    String(format: "%.\(digits)f", value)
  }
}

extension [MetastabilityReport.LoadVote] {
  /// Each once, in order.
  fileprivate var distinct: [MetastabilityReport.LoadVote] {
    reduce(into: []) { list, vote in if !list.contains(vote) { list.append(vote) } }
  }
}
