import Configuration
import Primitives
import Resilience
import SimCore

extension Fault {
  static let codec = FieldCodec<Fault>.object(
    fields, base: Fault("", target: "*", kind: .hang)
  ).map(
    { fault, path throws(ConfigurationError) in
      if fault.name.isEmpty { throw ConfigurationError("\(path).name", "a fault needs a name") }
      return fault
    }, { $0 })

  private static let fields = ObjectCodec<Fault>()
    .field("name", \.name, .line)
    .field("target", \.target, .pattern)
    .field("operation", \.operation, .pattern)
    .field("kind", \.kind, FaultKind.codec)
    .field("window", \.window, FaultWindow.codec)
    .field("shape", \.shape, FaultShape.codec)
    .field("calls", \.calls, CallSelector.codec)
    .field("probability", \.probability, .share)
    .field("side", \.side, .choice)
    .field("correlated", \.isCorrelated, .boolean)
}

extension FaultWindow {
  static let codec = Ends.codec.map(
    { ends, _ throws(ConfigurationError) in
      FaultWindow(from: ends.start, until: ends.end ?? FaultWindow.endless)
    }, { Ends(start: $0.start, end: $0.end == FaultWindow.endless ? nil : $0.end) })
}

extension TimeSpan {
  static let codec = Ends.codec.map(
    { ends, _ throws(ConfigurationError) in TimeSpan(from: ends.start, until: ends.end ?? TimeSpan.endless) },
    { Ends(start: $0.start, end: $0.end == TimeSpan.endless ? nil : $0.end) })
}

/// `{start: "2s", end: "8s"}`; without an end it lasts.
private struct Ends: Sendable {
  var start = Duration.zero
  var end: Duration?

  static let codec = FieldCodec<Ends>.object(
    ObjectCodec<Ends>().field("start", \.start, .time()).optional("end", \.end, .time())
      .check { ends in
        guard let end = ends.end, end <= ends.start else { return nil }
        return (
          "end",
          "\(DurationText.text(end.wholeNanoseconds)) does not come after the start, "
            + DurationText.text(ends.start.wholeNanoseconds)
        )
      }, base: Ends())
}

extension TimeWindow {
  /// `{start: "2s", end: "8s"}`, or the name of a fault for its window.
  static let codec = FieldCodec<TimeWindow>(
    schema: .object(["anyOf": .array([TimeSpan.codec.schema, FieldCodec<String>.line.schema])]),
    read: { value, path throws(ConfigurationError) in
      value.string == nil
        ? .span(try TimeSpan.codec.read(value, at: path))
        : .window(of: try FieldCodec<String>.line.read(value, at: path))
    },
    write: { window in
      switch window {
      case .span(let span): TimeSpan.codec.write(span)
      case .window(let fault): .string(fault)
      }
    })
}

extension FaultShape {
  private struct Lengths: Sendable {
    var first = Duration.seconds(1)
    var second = Duration.seconds(1)
    static func fields(_ first: String, _ second: String? = nil) -> ObjectCodec<Lengths> {
      let fields = ObjectCodec<Lengths>().field(first, \.first, .time(atLeast: .nanoseconds(1)))
      return second.map { fields.field($0, \.second, .time(atLeast: .nanoseconds(1))) } ?? fields
    }
  }

  static let codec = FieldCodec<FaultShape>.union(
    "kind",
    [
      UnionCase("step", .step),
      UnionCase(
        "ramp", Lengths.fields("rise"), base: Lengths(), embed: { .ramp(rise: $0.first) },
        extract: { if case .ramp(let rise) = $0 { Lengths(first: rise) } else { nil } }),
      UnionCase(
        "squareWave",
        Lengths.fields("period", "on").check {
          $0.second > $0.first ? ("on", "longer than the period") : nil
        }, base: Lengths(), embed: { .squareWave(period: $0.first, on: $0.second) },
        extract: {
          guard case .squareWave(let period, let on) = $0 else { return nil }
          return Lengths(first: period, second: on)
        }),
      UnionCase(
        "burst", Lengths.fields("meanOn", "meanOff"), base: Lengths(),
        embed: { .burst(meanOn: $0.first, meanOff: $0.second) },
        extract: {
          guard case .burst(let on, let off) = $0 else { return nil }
          return Lengths(first: on, second: off)
        }),
    ])
}

extension CallSelector {
  /// The members of a selector, of which exactly one is given.
  private struct Choice: Sendable {
    var nth: Int?
    var first: Int?
    var every: Int?
    var keys: [UInt64]?
    static let fields = ObjectCodec<Choice>()
      .optional("nth", \.nth, .integer(1...1_000_000_000)).optional(
        "first", \.first, .integer(1...1_000_000_000)
      )
      .optional("every", \.every, .integer(1...1_000_000_000)).optional(
        "keys", \.keys, .list(.integer(0...UInt64.max))
      )
      .check { choice in
        let given = [choice.nth != nil, choice.first != nil, choice.every != nil, choice.keys != nil]
        return given.count { $0 } == 1
          ? nil : ("every", "exactly one of nth, first, every and keys is needed")
      }
  }

  static let codec = FieldCodec<Choice>.object(Choice.fields, base: Choice()).map(
    { choice, _ throws(ConfigurationError) in
      if let nth = choice.nth { return .nth(nth) }
      if let first = choice.first { return .first(first) }
      if let keys = choice.keys { return .keys(keys) }
      return .every(choice.every ?? 1)
    },
    { (selector: CallSelector) in
      var choice = Choice()
      switch selector {
      case .nth(let n): choice.nth = n
      case .first(let n): choice.first = n
      case .every(let n): choice.every = n
      case .keys(let keys): choice.keys = keys
      }
      return choice
    }
  ).withoutNulls
}

extension FaultPointRule {
  static let codec = FieldCodec<FaultPointRule>.object(
    ObjectCodec<FaultPointRule>().field("point", \.pattern, .pattern).field("armed", \.armed, .share)
      .field("fires", \.fires, .share), base: FaultPointRule("*"))
}

extension KnobRule {
  static let codec = FieldCodec<KnobRule>.object(
    ObjectCodec<KnobRule>().field("knob", \.pattern, .pattern).field("spiked", \.spiked, .share),
    base: KnobRule("*"))
}
