import Foundation
import Primitives

extension ResultEnvelope {
  private struct Entry: Encodable {
    var name: String
    var unit: String
    var value: Double
    var extra: String
  }

  /// Returns the latencies for github-action-benchmark, tool `customSmallerIsBetter`: milliseconds, the best
  /// supported of p99, p95 and mean for each row.
  package func githubSmallerIsBetter() -> String {
    list(
      comparisons.map { row in
        let (name, time) =
          row.latency.p99.map { ("p99", $0) } ?? row.latency.p95.map { ("p95", $0) }
          ?? ("mean", row.latency.mean)
        return Entry(
          name: "\(label(row)) \(name)", unit: "ms", value: Figure(Double(time) / 1e6).value ?? 0,
          extra: "n=\(row.requests)")
      })
  }

  /// Returns the throughputs for github-action-benchmark, tool `customBiggerIsBetter`.
  package func githubBiggerIsBetter() -> String {
    list(
      comparisons.compactMap { row in
        row.throughputPerSecond.value.map {
          Entry(name: "\(label(row)) throughput", unit: "req/s", value: $0, extra: "n=\(row.requests)")
        }
      })
  }

  /// Returns the main table as Go benchmark text, for `benchstat`: a line for each row, the mean latency as
  /// ns/op.
  package func goBenchmark() -> String {
    var text = "pkg: \(Escape.line(tool.name))\n"
    if let machine { text += "cpu: \(Escape.line(machine.cpu))\n" }
    for row in comparisons {
      let name = [
        "BenchmarkPlan", "profile=\(Escape.word(row.profile))", "requests=\(row.requestMode.rawValue)",
        "searches=\(row.searchMode)", "users=\(row.users)",
      ].joined(separator: "/")
      text += "\(name)-\(machine?.cores ?? 1) \(row.requests) \(row.latency.mean) ns/op"
      if let rate = row.throughputPerSecond.value { text += " \(rate) req/s" }
      if let p99 = row.latency.p99 { text += " \(p99) p99-ns" }
      text += "\n"
    }
    return text
  }

  private func label(_ row: ComparisonRow) -> String {
    "\(row.profile), \(row.requestMode.rawValue) requests, \(row.searchMode) search, "
      + Text.count(row.users, "user") + ", " + Text.count(row.requests, "request")
  }

  private func list(_ entries: [Entry]) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
    do {
      return Escape.json(String(decoding: try encoder.encode(entries), as: UTF8.self)) + "\n"
    } catch {
      preconditionFailure("benchmark entries did not encode: \(error)")
    }
  }
}
