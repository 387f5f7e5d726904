import Primitives
import Reports

extension [MetastabilityReport] {
  /// The reports as text: a line for each configuration, then the details of each.
  package func text(details: Bool) -> String {
    let rows = map { report in
      [
        report.name, report.conclusion,
        report.smallest.first { $0.shortest.kind == .outage }
          .map { DurationText.text($0.shortest.nanoseconds) } ?? "",
        report.sustaining.filter(\.sustains).map(\.mechanism.rawValue).joined(separator: ", "),
      ]
    }
    let table = TextTable(
      [
        .text("configuration"), .text("verdict"), .text("smallest outage"), .text("without which it returns"),
      ], rows: rows
    ).text
    return details ? ([table] + map(\.details)).joined(separator: "\n") : table
  }
}

extension MetastabilityReport {
  fileprivate var details: String {
    var text = "\(name): \(conclusion)\n"
    text += "  \(summary)\n"
    text += line("service", "\(service), \(Text.fixed(capacity, 0)) calls a second")
    for vote in ([evaluations] + [vulnerableFrom, highest].compactMap { $0 }).distinct {
      for (number, answer) in vote.votes.enumerated() {
        text += line(number == 0 ? "at \(vote.load)/s" : "", self.text(of: answer, load: vote.load))
      }
    }
    for (number, found) in smallest.enumerated() {
      text += line(number == 0 ? "smallest" : "", "\(found.shortest); \(found.weakest)")
    }
    for (number, tried) in sustaining.enumerated() {
      let outcome =
        tried.sustains
        ? "goodput returns within \(seconds(tried.vote.votes.compactMap(\.returnedAfterNanoseconds).max() ?? 0))"
        : "goodput stays away"
      text += line(number == 0 ? "switched off" : "", "\(tried.mechanism.rawValue): \(outcome)")
    }
    return text + hysteresisText
  }

  private func text(of vote: Vote, load: Int) -> String {
    var text = "\(vote.trigger): lost in \(vote.lost) of \(vote.worlds) worlds"
    if vote.lostBefore > 0 { text += " (\(vote.lostBefore) before it)" }
    if let time = vote.returnedAfterNanoseconds {
      text += ", else back within \(seconds(time))"
    }
    if let calls = vote.callsPerRequest, let wasted = vote.wastedShare {
      text += "; \(Text.fixed(calls, 2)) calls a request, "
      text += "\(Text.fixed(calls * Double(load) / capacity, 2)) of capacity"
      text += ", \(Text.fixed(wasted * 100, 0)) % of the work for nobody"
    }
    return text
  }

  /// Goodput at rising and at falling load, aligned by load.
  private var hysteresisText: String {
    let rising = hysteresis.filter(\.rising)
    let falling = hysteresis.filter { !$0.rising }
    return TextTable(
      [.text(minimumWidth: 13)] + rising.map { _ in .number(minimumWidth: 4) },
      rows: [
        ["load/s"] + rising.map { Text.fixed($0.load, 0) },
        ["going up"] + rising.map { Text.fixed($0.good, 0) },
        ["down again"]
          + rising.map { step in falling.first { $0.load == step.load }.map { Text.fixed($0.good, 0) } ?? "" },
      ], indent: "  ", gap: " "
    ).text
  }
}

private func line(_ name: String, _ text: String) -> String { "  \(Text.padRight(name, 13)) \(text)\n" }

private func seconds(_ nanoseconds: Int64) -> String { Text.fixed(Double(nanoseconds) / 1e9, 0) + " s" }

extension [MetastabilityReport.LoadClassification] {
  /// Each vote once, in order.
  fileprivate var distinct: [MetastabilityReport.LoadClassification] {
    reduce(into: []) { list, vote in if !list.contains(vote) { list.append(vote) } }
  }
}
