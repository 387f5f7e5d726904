public import Configuration

extension BreakerPolicy {
  /// Reads the settings of a policy file; what a missing key would set is absent, as in `bare`.
  public init(_ value: JSONValue, at path: String = "") throws(ConfigurationError) {
    self = try Self.codec.read(value, at: path)
  }

  /// The settings as a policy file has them, with every key.
  public var value: JSONValue { Self.fields.write(self) }

  static let codec = FieldCodec.object(fields, base: .bare)

  static let fields = ObjectCodec<BreakerPolicy>()
    .optional("window", \.window, .object(Window.fields, base: Window(.count)))
    .field("trip", \.trip, .object(Trip.fields, base: Trip()))
    .field("enforce", \.enforce, .boolean)
    .field("open", \.open, .object(Open.fields, base: Open(wait: .zero)))
    .optional("halfOpen", \.halfOpen, .object(HalfOpen.fields, base: HalfOpen()))
    .field("outcomes", \.outcomes, .object(Outcomes.fields, base: Outcomes()))
    .field("lateResults", \.lateResults, .choice)
    .field("illegalTransitions", \.illegalTransitions, .choice)
    .field("clock", \.clock, .object(Clock.fields, base: Clock()))
    .check { policy in
      guard let tick = policy.trip.tick, let window = policy.window, window.kind == .time else { return nil }
      return window.duration / 1_000_000 > tick
        ? ("trip.tickMs", "below a millionth of window.durationMs") : nil
    }
    .check { policy in
      let decidesByRate = policy.halfOpen?.decision == .rate
      let hasRate = policy.trip.failureRate != nil || policy.trip.slowRate != nil
      return decidesByRate && !hasRate
        ? ("halfOpen.decision", "'rate' needs trip.failureRate or trip.slowRate") : nil
    }
}

extension BreakerPolicy.Window {
  static let fields = ObjectCodec<Self>()
    .field("type", \.kind, .choice)
    .field("size", \.size, .integer(1...1_000_000))
    .field("durationMs", \.duration, .milliseconds())
    .field("buckets", \.buckets, .integer(1...10_000))
    .field("align", \.align, .choice)
    .field("boundary", \.boundary, .choice)
    .check { window in
      (window.kind == .time || window.kind == .fixed) && window.duration == .zero
        ? ("durationMs", "a window of type \(window.kind.rawValue) needs a positive duration") : nil
    }
}

extension BreakerPolicy.Trip {
  static let fields = ObjectCodec<Self>()
    .optional("consecutiveFailures", \.consecutiveFailures, .integer(1...Int.max))
    .optional("failures", \.failures, .integer(1...Int.max))
    .optional("failureRate", \.failureRate, .number(0...1))
    .optional("slowRate", \.slowRate, .number(0...1))
    .optional("slowCallMs", \.slowCall, .milliseconds())
    .field("minimumCalls", \.minimumCalls, .integer(0...Int.max))
    .field("comparison", \.comparison, .choice)
    .field("rounding", \.rounding, .choice)
    .field("countStarted", \.countStarted, .boolean)
    .field("evaluateOn", \.evaluateOn, .choice)
    .optional("tickMs", \.tick, .milliseconds(atLeast: 1))
    .check { $0.slowRate != nil && $0.slowCall == nil ? ("slowRate", "needs slowCallMs") : nil }
    .check { $0.evaluateOn == .tick && $0.tick == nil ? ("evaluateOn", "'tick' needs tickMs") : nil }
}

extension BreakerPolicy.Open {
  static let fields = ObjectCodec<Self>()
    .field("waitMs", \.wait, .milliseconds())
    .field("multiplier", \.multiplier, .number(1...1_000_000))
    .optional("maxWaitMs", \.maximum, .milliseconds())
    .field("waitsMs", \.waits, .list(.milliseconds()))
    .field("boundary", \.boundary, .choice)
    .field("expires", \.expires, .choice)
    .optional("tickMs", \.tick, .milliseconds(atLeast: 1))
    .check { $0.expires == .tick && $0.tick == nil ? ("expires", "'tick' needs tickMs") : nil }
}

extension BreakerPolicy.HalfOpen {
  static let fields = ObjectCodec<Self>()
    .field("permits", \.permits, .integer(1...Int.max))
    .field("permitModel", \.permitModel, .choice)
    .field("decision", \.decision, .choice)
    .field("successes", \.successes, .integer(1...Int.max))
    .optional("outOf", \.outOf, .integer(1...Int.max))
    .optional("maxWaitMs", \.maxWait, .milliseconds(atLeast: 1))
    .field("maxWaitState", \.maxWaitState, .choice)
    .field("retryAfter", \.retryAfter, .choice)
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
  static let fields = ObjectCodec<Self>()
    .field("ignored", \.ignored, .choice)
    .field("cancelled", \.cancelled, .choice)
}

extension BreakerPolicy.Clock {
  static let fields = ObjectCodec<Self>()
    .field("startMs", \.start, .milliseconds())
    .optional("maxMs", \.maximum, .milliseconds())
    .field("source", \.source, .choice)
}
