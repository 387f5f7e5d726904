import Primitives
import TravelPlanner

extension ReportTables {
  static func profiles(_ result: ResultEnvelope) -> [String] {
    var names: [String] = []
    for row in result.comparisons where !names.contains(row.profile) { names.append(row.profile) }
    return names
  }

  /// True if an answer of the rows is not whole, so that goodput and throughput differ.
  static func hasPartialAnswers(_ rows: [ComparisonRow]) -> Bool {
    rows.contains { ($0.wholeShare.value ?? 1) < 1 }
  }

  /// The makespan and mean latency; n/a when no request ended.
  static func makespan(_ row: ComparisonRow) -> String {
    row.finished == 0 ? "n/a" : Text.duration(row.makespanNanoseconds, digits: 4)
  }
  static func mean(_ row: ComparisonRow) -> String {
    row.finished == 0 ? "n/a" : Text.duration(row.latency.mean)
  }

  static func time(_ nanoseconds: Int64?) -> String { nanoseconds.map { Text.duration($0) } ?? "n/a" }
  static func change(_ nanoseconds: Int64) -> String {
    (nanoseconds > 0 ? "+" : "") + Text.duration(nanoseconds)
  }
  static func rate(_ figure: Figure) -> String {
    figure.value.map { $0 >= 1000 ? Text.grouped(Int(saturating: $0.rounded())) : Text.significant($0) }
      ?? "n/a"
  }
  static func factor(_ figure: Figure) -> String {
    figure.value.map { ($0 >= 100 ? Text.grouped(Int(saturating: $0.rounded())) : Text.fixed($0, 2)) + "x" }
      ?? "n/a"
  }
  static func share(_ figure: Figure) -> String { figure.value.map { Text.percent($0) } ?? "n/a" }
  static func value(_ figure: Figure, _ unit: String) -> String {
    guard let value = figure.value else { return "n/a" }
    switch unit {
    case "ns": return Text.duration(Int64(saturating: value.rounded()), digits: 4)
    case "1/s": return Text.significant(value, 4) + "/s"
    case "1": return Text.significant(value, 4)
    default: return Text.significant(value, 4) + " " + unit
    }
  }
}
