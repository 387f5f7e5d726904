import Primitives

extension ResultEnvelope {
  /// The exit code of a result in which nothing was measured, or most answers are not whole.
  private static let failedExit = 99

  /// Notes which rows have answers that are not whole, nothing measured, or saturation. Fails the result when a
  /// row has nothing measured or fewer than half of its requests were answered in full.
  package mutating func judgeAnswers() {
    var fails = false
    for group in comparisonGroups {
      let first = group.rows[0]
      let name = "profile \(first.profile), \(first.searchMode) search"
      if group.rows.contains(where: { $0.finished == 0 }) {
        notes.append("\(name): nothing was measured, because no request ended")
        fails = true
      }
      let worst = group.rows.min { ($0.wholeShare.value ?? 1) < ($1.wholeShare.value ?? 1) }
      if let worst, let share = worst.wholeShare.value, share < 1 {
        notes.append(
          "\(name), \(Text.count(worst.users, "user")): \(Text.grouped(worst.counts.succeeded)) of "
            + "\(Text.count(worst.requests, "request")) were answered in full, "
            + "\(Text.grouped(worst.counts.degraded)) degraded, "
            + "\(Text.grouped(worst.counts.failed + worst.counts.dropped)) failed or dropped; "
            + "speed-up is of whole answers")
        if share < 0.5 { fails = true }
      }
      if group.rows.contains(where: { $0.saturated == true }) {
        notes.append("\(name): saturated, requests arrived faster than they were answered")
      }
    }
    if fails {
      verdict = .fail
      exit = ResultEnvelope.failedExit
    }
  }
}
