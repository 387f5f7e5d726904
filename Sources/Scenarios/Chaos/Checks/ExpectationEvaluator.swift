import Primitives
import SimCore

/// Puts a scenario's expectations to the test on one run.
struct ExpectationEvaluator {
  let faults: FaultPlan
  let record: CaseRecord
  /// The record of the same case without faults, where an expectation compares with it.
  let control: CaseRecord?

  /// Evaluates one expectation; `sometimes` is evaluated over a sweep instead, by `Coverage`.
  func judge(_ expectation: Expectation, _ findings: inout CheckReport) {
    let name = expectation.description
    func found(_ holds: Bool, _ message: @autoclosure () -> String, at time: Int64? = nil) {
      findings.evaluated(name, 1)
      if !holds { findings.add(Violation(name, message(), time: time)) }
    }
    func notJudged() { findings.evaluated(name, 0) }
    switch expectation.kind {
    case .threshold(let metric, let bound, let limit, let during):
      guard let span = span(during),
        let value = MetricReader(record: record, span: span).value(metric)
      else { return notJudged() }
      found(bound.holds(value, limit), "was \(metric.text(value))")
    case .always(let condition, let during):
      guard let span = span(during) else { return notJudged() }
      let end = min(span.end.wholeNanoseconds, record.endedAt)
      let failed = Timeline(condition, in: record).first(
        false, from: span.start.wholeNanoseconds, through: end)
      found(failed == nil, "not so", at: failed)
    case .eventually(let condition, let within, let moment):
      guard let start = time(of: moment) else { return notJudged() }
      let end = start.addingReportingOverflow(within.wholeNanoseconds).partialValue
      found(
        Timeline(condition, in: record).first(true, from: start, through: end) != nil, "not so", at: end)
    case .never(let condition, let moment):
      guard let start = time(of: moment), start <= record.endedAt else { return notJudged() }
      let failed = Timeline(condition, in: record).first(true, from: start, through: .max)
      found(failed == nil, "it was", at: failed)
    case .recovers(let share, let within, let moment):
      guard let start = time(of: moment) else { return notJudged() }
      let from = start.addingReportingOverflow(within.wholeNanoseconds).partialValue
      let later = record.requests.filter { $0.arrivedAt >= from && $0.ending != .abandoned }
      if later.isEmpty { return notJudged() }
      let good = later.count { $0.ending == .ok }
      let last = later.last { $0.ending != .ok }
      let needed = UInt64(later.count).multipliedFullWidth(by: share.parts)
      found(
        UInt64(good).multipliedFullWidth(by: share.whole) >= needed,
        "\(good) of \(later.count) requests from \(SimInstant(nanoseconds: from)) on were good",
        at: last?.arrivedAt)
    case .breaker(let target, let opens, let closes, let fault):
      guard let window = faults.faults.first(where: { $0.name == fault })?.window else { return notJudged() }
      let calls = BreakerCalls(of: target, in: record)
      if let opens {
        let end = window.startNanoseconds.addingReportingOverflow(opens.wholeNanoseconds).partialValue
        let opened =
          Timeline(.breaker(target: target, .open), in: record).first(
            true, from: window.startNanoseconds, through: end)
          != nil
        if opened || calls.couldTrip(from: window.startNanoseconds, through: end) {
          found(opened, "it did not open", at: end)
        } else {
          notJudged()
        }
      }
      if let closes, window.end < FaultWindow.endless {
        let end = window.endNanoseconds.addingReportingOverflow(closes.wholeNanoseconds).partialValue
        let closed = Timeline(.breaker(target: target, .closed), in: record).holds(at: end)
        if closed || !calls.leftAlone(until: end) {
          found(closed, "it was not closed", at: end)
        } else {
          notJudged()
        }
      }
    case .comparedWithControl(let metric, let percent, let margin):
      guard let control, let value = MetricReader(record: record).value(metric),
        let normal = MetricReader(record: control).value(metric)
      else { return notJudged() }
      let (product, overflow) = normal.multipliedReportingOverflow(by: percent)
      let limit = overflow ? .max : (product / 100).addingReportingOverflow(margin).partialValue
      found(
        value <= limit, "was \(metric.text(value)), \(metric.text(normal)) without faults")
    case .sometimes: break
    }
  }

  /// Nil for the window of a fault that this case does not have.
  private func span(_ window: TimeWindow?) -> TimeSpan? {
    switch window {
    case nil: TimeSpan(from: .zero, until: TimeSpan.endless)
    case .span(let span): span
    case .window(let fault):
      faults.faults.first { $0.name == fault }.map { TimeSpan(from: $0.window.start, until: $0.window.end) }
    }
  }

  /// Nil for a moment that this case does not have: its fault was taken out, or never ends.
  private func time(of moment: TimePoint) -> Int64? {
    switch moment {
    case .start: 0
    case .at(let time): time.wholeNanoseconds
    case .startOf(let fault): faults.faults.first { $0.name == fault }?.window.startNanoseconds
    case .endOf(let fault):
      faults.faults.first {
        $0.name == fault && $0.window.end < FaultWindow.endless
      }?.window.endNanoseconds
    case .healed: faults.lastEnd
    }
  }
}

extension FaultPlan {
  /// When the last of its faults has ended; nil when there is none, or one that never ends.
  var lastEnd: Int64? {
    if faults.contains(where: { $0.window.end == FaultWindow.endless }) { return nil }
    return faults.map(\.window.endNanoseconds).max()
  }
}
