import TravelPlanner

/// The rows of one profile and search mode: sequential requests first, then by users.
struct ComparisonGroup {
  var rows: [ComparisonRow]
  /// The row with the highest goodput; nil for a single row, or when no answer is whole.
  var best: ComparisonRow?
}

extension ResultEnvelope {
  /// The rows by profile and search mode, in order of first appearance.
  var comparisonGroups: [ComparisonGroup] {
    var keys: [(String, SearchMode)] = []
    for row in comparisons where !keys.contains(where: { $0 == row.profile && $1 == row.searchMode }) {
      keys.append((row.profile, row.searchMode))
    }
    return keys.map { key in
      let rows = comparisons.filter { $0.profile == key.0 && $0.searchMode == key.1 }
      let sorted = rows.enumerated().sorted { a, b in
        (a.element.requestMode == .sequential ? 0 : 1, a.element.users, a.element.requests, a.offset)
          < (b.element.requestMode == .sequential ? 0 : 1, b.element.users, b.element.requests, b.offset)
      }.map(\.element)
      let best = sorted.max { ($0.goodputPerSecond.value ?? 0) < ($1.goodputPerSecond.value ?? 0) }
      return ComparisonGroup(
        rows: sorted, best: sorted.count > 1 && (best?.goodputPerSecond.value ?? 0) > 0 ? best : nil)
    }
  }
}
