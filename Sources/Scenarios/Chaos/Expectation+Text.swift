import Primitives

extension Expectation: CustomStringConvertible {
  /// `success at least 95 %`, `breaker flights.primary opens within 5s of outage's start`.
  package var description: String {
    switch kind {
    case .threshold(let metric, let bound, let limit, let span):
      "\(metric) \(bound.text) \(metric.text(limit))" + text(span)
    case .always(let condition, let span): "always \(condition)" + text(span)
    case .eventually(let condition, let within, let moment):
      "\(condition) within \(DurationText.text(within.wholeNanoseconds)) of \(moment)"
    case .never(let condition, let moment): "never \(condition) after \(moment)"
    case .recovers(let share, let within, let moment):
      "recovers to \(share) within \(DurationText.text(within.wholeNanoseconds)) of \(moment)"
    case .breaker(let target, let opens, let closes, let fault):
      "breaker \(target) "
        + [
          opens.map { "opens within \(DurationText.text($0.wholeNanoseconds)) of \(fault)'s start" },
          closes.map { "closes within \(DurationText.text($0.wholeNanoseconds)) of \(fault)'s end" },
        ].compactMap { $0 }.joined(separator: ", ")
    case .sometimes(let state, let share): "sometimes \(state.name), in \(share) of the cases"
    case .comparedWithControl(let metric, let percent, let margin):
      "\(metric) at most \(percent) % of the control's"
        + (margin > 0 ? " and \(metric.text(margin))" : "")
    }
  }

  private func text(_ window: TimeWindow?) -> String {
    switch window {
    case nil: return ""
    case .window(let fault): return " during \(fault)"
    case .span(let span):
      let end = span.end == TimeSpan.endless ? "on" : "to \(DurationText.text(span.end.wholeNanoseconds))"
      return " from \(DurationText.text(span.start.wholeNanoseconds)) \(end)"
    }
  }
}

extension Bound {
  var text: String {
    switch self {
    case .atLeast: "at least"
    case .atMost: "at most"
    case .exactly: "exactly"
    }
  }
}

extension Metric: CustomStringConvertible {
  /// `latency.p99`, `attempts of flights.primary`.
  package var description: String { figure.rawValue + (target.map { " of \($0)" } ?? "") }

  /// A value as it is written: `95%`, `1.5`, `250ms`, `12`.
  func text(_ value: Int64) -> String {
    switch unit {
    case .count: "\(value)"
    case .share: decimal(value, per: 10_000) + "%"
    case .factor: decimal(value, per: 1_000_000)
    case .time: DurationText.text(value)
    }
  }

  private func decimal(_ value: Int64, per unit: Int64) -> String {
    let digits = String(unit + value % unit).dropFirst()
    let fraction = String(digits.reversed().drop { $0 == "0" }.reversed())
    return "\(value / unit)" + (fraction.isEmpty ? "" : ".\(fraction)")
  }
}

extension TimePoint: CustomStringConvertible {
  package var description: String {
    switch self {
    case .start: "the start"
    case .at(let time): DurationText.text(time.wholeNanoseconds)
    case .startOf(let fault): "\(fault)'s start"
    case .endOf(let fault): "\(fault)'s end"
    case .healed: "the last fault's end"
    }
  }
}

extension Condition: CustomStringConvertible {
  package var description: String {
    switch self {
    case .breaker(let target, let state): "breaker \(target) \(state.rawValue)"
    case .inFlight(let bound, let limit): "\(bound.text) \(limit) requests under way"
    }
  }
}
