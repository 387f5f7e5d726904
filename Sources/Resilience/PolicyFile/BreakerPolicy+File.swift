extension BreakerPolicy {
  /// From a policy file; a missing key is the absence of its knob, as in `bare`.
  public init(_ value: PolicyValue, at path: String = "") throws(PolicyFileError) {
    self = try Self.leaf.read(value, path)
  }

  public var value: PolicyValue { Self.form.write(self) }

  static let leaf = Leaf.form(form, base: .bare)

  static let form = Form<BreakerPolicy>()
    .optional("window", \.window, .form(Window.form, base: Window(.count)))
    .key("trip", \.trip, .form(Trip.form, base: Trip()))
    .key("enforce", \.enforce, .flag)
    .key("open", \.open, .form(Open.form, base: Open(wait: .zero)))
    .optional("halfOpen", \.halfOpen, .form(HalfOpen.form, base: HalfOpen()))
    .key("outcomes", \.outcomes, .form(Outcomes.form, base: Outcomes()))
    .key("lateResults", \.lateResults, .choice)
    .key("illegalTransitions", \.illegalTransitions, .choice)
    .key("clock", \.clock, .form(Clock.form, base: Clock()))
    .check { policy in
      let decidesByRate = policy.halfOpen?.decision == .rate
      let hasRate = policy.trip.failureRate != nil || policy.trip.slowRate != nil
      return decidesByRate && !hasRate
        ? ("halfOpen.decision", "'rate' needs trip.failureRate or trip.slowRate") : nil
    }
}

extension BreakerPolicy.Window {
  static let form = Form<Self>()
    .key("type", \.kind, .choice)
    .key("size", \.size, .whole(1...1_000_000))
    .key("durationMs", \.duration, .milliseconds())
    .key("buckets", \.buckets, .whole(1...10_000))
    .key("align", \.align, .choice)
    .key("boundary", \.boundary, .choice)
    .check { window in
      (window.kind == .time || window.kind == .fixed) && window.duration == .zero
        ? ("durationMs", "a window of type \(window.kind.rawValue) needs a positive duration") : nil
    }
}

extension BreakerPolicy.Trip {
  static let form = Form<Self>()
    .optional("consecutiveFailures", \.consecutiveFailures, .whole(1...Int.max))
    .optional("failures", \.failures, .whole(1...Int.max))
    .optional("failureRate", \.failureRate, .number(0...1))
    .optional("slowRate", \.slowRate, .number(0...1))
    .optional("slowCallMs", \.slowCall, .milliseconds())
    .key("minimumCalls", \.minimumCalls, .whole(0...Int.max))
    .key("comparison", \.comparison, .choice)
    .key("rounding", \.rounding, .choice)
    .key("countStarted", \.countStarted, .flag)
    .key("evaluateOn", \.evaluateOn, .choice)
    .optional("tickMs", \.tick, .milliseconds(atLeast: 1))
    .check { $0.slowRate != nil && $0.slowCall == nil ? ("slowRate", "needs slowCallMs") : nil }
    .check { $0.evaluateOn == .tick && $0.tick == nil ? ("evaluateOn", "'tick' needs tickMs") : nil }
}

extension BreakerPolicy.Open {
  static let form = Form<Self>()
    .key("waitMs", \.wait, .milliseconds())
    .key("multiplier", \.multiplier, .number(1...1_000_000))
    .optional("maxWaitMs", \.maximum, .milliseconds())
    .key("waitsMs", \.waits, .list(.milliseconds()))
    .key("boundary", \.boundary, .choice)
    .key("expires", \.expires, .choice)
    .optional("tickMs", \.tick, .milliseconds(atLeast: 1))
    .check { $0.expires == .tick && $0.tick == nil ? ("expires", "'tick' needs tickMs") : nil }
}

extension BreakerPolicy.HalfOpen {
  static let form = Form<Self>()
    .key("permits", \.permits, .whole(1...Int.max))
    .key("permitModel", \.permitModel, .choice)
    .key("decision", \.decision, .choice)
    .key("successes", \.successes, .whole(1...Int.max))
    .optional("outOf", \.outOf, .whole(1...Int.max))
    .optional("maxWaitMs", \.maxWait, .milliseconds(atLeast: 1))
    .key("maxWaitState", \.maxWaitState, .choice)
    .key("retryAfter", \.retryAfter, .choice)
    .check { half in
      half.outOf.map { $0 < half.successes } == true
        ? ("outOf", "\(half.outOf!) results cannot hold \(half.successes) successes") : nil
    }
    .check { half in
      let needed = half.outOf ?? half.successes
      return half.decision == .successes && half.permitModel == .total && half.permits < needed
        && half.permits < half.successes
        ? ("permits", "\(half.permits) permits in all never give \(half.successes) successes") : nil
    }
}

extension BreakerPolicy.Outcomes {
  static let form = Form<Self>()
    .key("ignored", \.ignored, .choice)
    .key("cancelled", \.cancelled, .choice)
}

extension BreakerPolicy.Clock {
  static let form = Form<Self>()
    .key("startMs", \.start, .milliseconds())
    .optional("maxMs", \.maximum, .milliseconds())
    .key("source", \.source, .choice)
}
