import Configuration
import Primitives
import Resilience
import SimCore

extension Expectation {
  static let codec = FieldCodec<Kind>.union(
    "kind",
    [
      UnionCase(
        "threshold", Bounded.fields.optional("during", \.during, TimeWindow.codec), base: Bounded(),
        embed: { .threshold($0.metric, $0.bound, $0.value, during: $0.during) },
        extract: {
          guard case .threshold(let metric, let bound, let value, let span) = $0 else { return nil }
          return Bounded(metric: metric, bound: bound, value: value, during: span)
        }),
      UnionCase(
        "always", Held.fields.optional("during", \.during, TimeWindow.codec), base: Held(),
        embed: { .always($0.condition, during: $0.during) },
        extract: {
          guard case .always(let condition, let span) = $0 else { return nil }
          return Held(condition: condition, during: span)
        }),
      UnionCase(
        "eventually", Held.fields.field("within", \.within, .time()).field("after", \.after, TimePoint.codec),
        base: Held(), embed: { .eventually($0.condition, within: $0.within, after: $0.after) },
        extract: {
          guard case .eventually(let condition, let within, let moment) = $0 else { return nil }
          return Held(condition: condition, within: within, after: moment)
        }),
      UnionCase(
        "never", Held.fields.field("after", \.after, TimePoint.codec), base: Held(),
        embed: { .never($0.condition, after: $0.after) },
        extract: {
          guard case .never(let condition, let moment) = $0 else { return nil }
          return Held(condition: condition, after: moment)
        }),
      UnionCase(
        "recovers",
        ObjectCodec<Recovery>().field("to", \.share, .share).field("within", \.within, .time())
          .field("after", \.after, TimePoint.codec),
        base: Recovery(), embed: { .recovers(to: $0.share, within: $0.within, after: $0.after) },
        extract: {
          guard case .recovers(let share, let within, let moment) = $0 else { return nil }
          return Recovery(share: share, within: within, after: moment)
        }),
      UnionCase(
        "breaker",
        ObjectCodec<BreakerTimes>().field("target", \.target, .line)
          .optional("opensWithin", \.opens, .time()).optional("closesWithin", \.closes, .time())
          .field("fault", \.fault, .line)
          .check {
            $0.opens == nil && $0.closes == nil ? ("opensWithin", "this or closesWithin is needed") : nil
          },
        base: BreakerTimes(),
        embed: {
          .breaker(target: $0.target, opensWithin: $0.opens, closesWithin: $0.closes, fault: $0.fault)
        },
        extract: {
          guard case .breaker(let target, let opens, let closes, let fault) = $0 else { return nil }
          return BreakerTimes(target: target, opens: opens, closes: closes, fault: fault)
        }),
      UnionCase(
        "sometimes",
        ObjectCodec<Sometimes>().field("state", \.state, CoverageGoal.codec).field("share", \.share, .share),
        base: Sometimes(), embed: { .sometimes($0.state, share: $0.share) },
        extract: {
          guard case .sometimes(let state, let share) = $0 else { return nil }
          return Sometimes(state: state, share: share)
        }),
      UnionCase(
        "comparedWithControl",
        ObjectCodec<Compared>().field("metric", \.metric, Metric.codec)
          .field("atMostPercent", \.percent, .integer(0...1_000_000)).field(
            "plus", \.margin, .integer(0...Int64.max)),
        base: Compared(),
        embed: { .comparedWithControl($0.metric, atMostPercent: $0.percent, plus: $0.margin) },
        extract: {
          guard case .comparedWithControl(let metric, let percent, let margin) = $0 else { return nil }
          return Compared(metric: metric, percent: percent, margin: margin)
        }),
    ]
  ).map({ kind, _ throws(ConfigurationError) in Expectation(kind) }, { $0.kind }).withoutNulls

  private struct Held: Sendable {
    var condition = Condition.inFlight(.atMost, 0)
    var during: TimeWindow?
    var within = Duration.zero
    var after = TimePoint.start
    static let fields = ObjectCodec<Held>().field("condition", \.condition, Condition.codec)
  }

  private struct Recovery: Sendable {
    var share = Ratio.always
    var within = Duration.zero
    var after = TimePoint.healed
  }

  private struct BreakerTimes: Sendable {
    var target = ""
    var opens: Duration?
    var closes: Duration?
    var fault = ""
  }

  private struct Sometimes: Sendable {
    var state = CoverageGoal.breakerOpened
    var share = Ratio.always
  }

  private struct Compared: Sendable {
    var metric = Metric(.attempts)
    var percent: Int64 = 100
    var margin: Int64 = 0
  }

  /// A metric and its limit, which is written in the metric's own unit.
  private struct Bounded: Sendable {
    var metric = Metric(.requests)
    var bound = Bound.atLeast
    var value: Int64 = 0
    var during: TimeWindow?
    var limits: [Bound: JSONValue] = [:]

    /// The three keys together are one limit, so they are read when all are there.
    static let fields = ObjectCodec<Bounded>()
      .field("metric", \.metric, Metric.codec)
      .optional("atLeast", \.atLeast, .any).optional("atMost", \.atMost, .any)
      .optional("exactly", \.exactly, .any)
      .afterReading { bounded, path throws(ConfigurationError) in
        guard bounded.limits.count == 1, let (bound, written) = bounded.limits.first else {
          throw ConfigurationError("\(path).atLeast", "exactly one of atLeast, atMost and exactly is needed")
        }
        bounded.bound = bound
        bounded.value = try bounded.metric.unit.limit.read(written, at: "\(path).\(bound.rawValue)")
      }

    private subscript(bound: Bound) -> JSONValue? {
      get { limits[bound] ?? (limits.isEmpty && bound == self.bound ? metric.unit.limit.write(value) : nil) }
      set { limits[bound] = newValue }
    }
    var atLeast: JSONValue? {
      get { self[.atLeast] }
      set { self[.atLeast] = newValue }
    }
    var atMost: JSONValue? {
      get { self[.atMost] }
      set { self[.atMost] = newValue }
    }
    var exactly: JSONValue? {
      get { self[.exactly] }
      set { self[.exactly] = newValue }
    }

    init(
      metric: Metric = Metric(.requests), bound: Bound = .atLeast, value: Int64 = 0, during: TimeWindow? = nil
    ) {
      self.metric = metric
      self.bound = bound
      self.value = value
      self.during = during
    }
  }
}

extension Metric {
  /// `"success"`, `"latency.p99"`, `"attempts of flights.primary"`.
  static let codec = FieldCodec<Metric>(
    schema: .object([
      "type": .string("string"),
      "pattern": .string("^(\(Figure.allCases.map(\.rawValue).joined(separator: "|")))( of .+)?$"),
    ]),
    read: { value, path throws(ConfigurationError) in
      let parts = value.string?.split(separator: " of ", maxSplits: 1).map(String.init) ?? []
      guard let name = parts.first, let figure = Figure(rawValue: name) else {
        throw FieldCodec<Metric>.refused(value, at: path, oneOf: Figure.allCases.map(\.rawValue))
      }
      let metric = Metric(figure, of: parts.count > 1 ? parts[1] : nil)
      if metric.target != nil && !metric.isOfCalls {
        let all = Figure.allCases.filter { Metric($0).isOfCalls }.map(\.rawValue).joined(separator: ", ")
        throw ConfigurationError(path, "\(name) is not a target's; those that are: \(all)")
      }
      return metric
    },
    write: { .string($0.description) })
}

extension Metric.Unit {
  /// The codec of a limit in this unit: `12`, `"95%"`, `1.5`, `"2s"`.
  var limit: FieldCodec<Int64> {
    switch self {
    case .count: .integer(0...Int64.max)
    case .time: .time()
    case .share:
      FieldCodec<Ratio>.share.map(
        { share, path throws(ConfigurationError) in
          let (high, low) = share.parts.multipliedFullWidth(by: 1_000_000)
          return Int64(share.whole.dividingFullWidth((high, low)).quotient)
        }, { Ratio(UInt64($0), outOf: 1_000_000) })
    case .factor:
      FieldCodec<Double>.number(0...1_000_000).map(
        { factor, _ throws(ConfigurationError) in Int64(saturating: (factor * 1_000_000).rounded()) },
        { Double($0) / 1_000_000 })
    }
  }
}

extension TimePoint {
  /// `"start"`, `"healed"`, `"12s"`, `"start of outage"`, `"end of outage"`.
  static let codec = FieldCodec<TimePoint>.text(
    "\"start\", \"healed\", a time such as \"12s\", \"start of FAULT\", \"end of FAULT\"",
    { text in
      if text == "start" { return .start }
      if text == "healed" { return .healed }
      if text.hasPrefix("start of ") { return .startOf(fault: String(text.dropFirst(9))) }
      if text.hasPrefix("end of ") { return .endOf(fault: String(text.dropFirst(7))) }
      return DurationText.nanoseconds(text).map { .at(.nanoseconds($0)) }
    },
    { moment in
      switch moment {
      case .start: "start"
      case .healed: "healed"
      case .at(let time): DurationText.text(time.wholeNanoseconds)
      case .startOf(let fault): "start of \(fault)"
      case .endOf(let fault): "end of \(fault)"
      }
    })
}

extension CoverageGoal {
  static let codec = FieldCodec<CoverageGoal>.choice(among: allCases, named: { $0.name })
}

extension Condition {
  /// `{breaker: "flights.primary", is: "open"}` or `{inFlight: {atMost: 20}}`.
  private struct Parts: Sendable {
    var breaker: String?
    var state: BreakerState?
    var inFlight: Limit?
    struct Limit: Sendable {
      var atLeast: Int?
      var atMost: Int?
      var exactly: Int?
      static let fields = ObjectCodec<Limit>().optional("atLeast", \.atLeast, .integer(0...1_000_000_000))
        .optional("atMost", \.atMost, .integer(0...1_000_000_000))
        .optional("exactly", \.exactly, .integer(0...1_000_000_000))
        .check { limit in
          [limit.atLeast, limit.atMost, limit.exactly].count { $0 != nil } == 1
            ? nil : ("atMost", "exactly one of atLeast, atMost and exactly is needed")
        }
    }
    static let fields = ObjectCodec<Parts>().optional("breaker", \.breaker, .line)
      .optional("is", \.state, .choice)
      .optional("inFlight", \.inFlight, FieldCodec<Limit>.object(Limit.fields, base: Limit()).withoutNulls)
      .check { parts in
        if (parts.breaker == nil) != (parts.state == nil) {
          return (parts.breaker == nil ? "breaker" : "is", "breaker and is come together")
        }
        return (parts.breaker == nil) == (parts.inFlight == nil)
          ? ("breaker", "either breaker and is, or inFlight is needed") : nil
      }
  }

  static let codec = FieldCodec<Parts>.object(Parts.fields, base: Parts()).map(
    { parts, _ throws(ConfigurationError) in
      if let breaker = parts.breaker, let state = parts.state { return .breaker(target: breaker, state) }
      if let least = parts.inFlight?.atLeast { return .inFlight(.atLeast, Int64(least)) }
      if let exact = parts.inFlight?.exactly { return .inFlight(.exactly, Int64(exact)) }
      return .inFlight(.atMost, Int64(parts.inFlight?.atMost ?? 0))
    },
    { (condition: Condition) in
      var parts = Parts()
      switch condition {
      case .breaker(let target, let state):
        parts.breaker = target
        parts.state = state
      case .inFlight(let bound, let limit):
        var written = Parts.Limit()
        switch bound {
        case .atLeast: written.atLeast = Int(limit)
        case .atMost: written.atMost = Int(limit)
        case .exactly: written.exactly = Int(limit)
        }
        parts.inFlight = written
      }
      return parts
    }
  ).withoutNulls
}
