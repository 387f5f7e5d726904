import Primitives
import TravelPlanner

extension ReportTables {
  /// The rows of one profile and search mode.
  struct Group {
    var rows: [ComparisonRow]
    /// The row with the highest goodput; nil in a group of one, and when no answer is whole.
    var best: ComparisonRow?
  }

  /// Returns the rows grouped by profile and search mode in order of first appearance; in a group sequential
  /// requests come first, then the rows by users.
  static func groups(_ result: ResultEnvelope) -> [Group] {
    var keys: [(String, SearchMode)] = []
    for row in result.comparisons where !keys.contains(where: { $0 == row.profile && $1 == row.searchMode }) {
      keys.append((row.profile, row.searchMode))
    }
    return keys.map { key in
      let rows = result.comparisons.filter { $0.profile == key.0 && $0.searchMode == key.1 }
      let sorted = rows.enumerated().sorted { a, b in
        (a.element.requestMode == .sequential ? 0 : 1, a.element.users, a.element.requests, a.offset)
          < (b.element.requestMode == .sequential ? 0 : 1, b.element.users, b.element.requests, b.offset)
      }.map(\.element)
      let best = sorted.max { ($0.goodputPerSecond.value ?? 0) < ($1.goodputPerSecond.value ?? 0) }
      return Group(
        rows: sorted, best: sorted.count > 1 && (best?.goodputPerSecond.value ?? 0) > 0 ? best : nil)
    }
  }

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
    figure.value.map { $0 >= 1000 ? Text.grouped(Int($0.rounded())) : Text.significant($0) } ?? "n/a"
  }
  static func factor(_ figure: Figure) -> String {
    figure.value.map { ($0 >= 100 ? Text.grouped(Int($0.rounded())) : Text.fixed($0, 2)) + "x" } ?? "n/a"
  }
  static func share(_ figure: Figure) -> String { figure.value.map { Text.percent($0) } ?? "n/a" }
  static func value(_ figure: Figure, _ unit: String) -> String {
    guard let value = figure.value else { return "n/a" }
    switch unit {
    case "ns": return Text.duration(Int64(value.rounded()), digits: 4)
    case "1/s": return Text.significant(value, 4) + "/s"
    case "1": return Text.significant(value, 4)
    default: return Text.significant(value, 4) + " " + unit
    }
  }
}
