import Primitives
import Resilience
import SimCore

extension Fault {
  static let leaf = Leaf<Fault>.form(
    form, base: Fault("", target: "*", kind: .hang)
  ).map(
    { fault, path throws(PolicyFileError) in
      if fault.name.isEmpty { throw PolicyFileError("\(path).name", "a fault needs a name") }
      return fault
    }, { $0 })

  private static let form = Form<Fault>()
    .key("name", \.name, .name)
    .key("target", \.target, .pattern)
    .key("operation", \.operation, .pattern)
    .key("kind", \.kind, FaultKind.leaf)
    .key("window", \.window, FaultWindow.leaf)
    .key("shape", \.shape, FaultShape.leaf)
    .key("calls", \.calls, CallSelector.leaf)
    .key("probability", \.probability, .share)
    .key("side", \.side, .choice)
    .key("correlated", \.isCorrelated, .flag)
}

extension FaultWindow {
  static let leaf = Ends.leaf.map(
    { ends, _ throws(PolicyFileError) in FaultWindow(from: ends.start, until: ends.end ?? .max) },
    { Ends(start: $0.start, end: $0.end == .max ? nil : $0.end) })
}

extension TimeSpan {
  static let leaf = Ends.leaf.map(
    { ends, _ throws(PolicyFileError) in TimeSpan(from: ends.start, until: ends.end ?? .max) },
    { Ends(start: $0.start, end: $0.end == .max ? nil : $0.end) })
}

/// `{start: "2s", end: "8s"}`; without an end it lasts.
private struct Ends: Sendable {
  var start: Int64 = 0
  var end: Int64?

  static let leaf = Leaf<Ends>.form(
    Form<Ends>().key("start", \.start, .time()).optional("end", \.end, .time())
      .check { ends in
        guard let end = ends.end, end <= ends.start else { return nil }
        return (
          "end", "\(DurationText.text(end)) does not come after the start, \(DurationText.text(ends.start))"
        )
      }, base: Ends())
}

extension Stretch {
  /// `{start: "2s", end: "8s"}`, or the name of a fault for its window.
  static let leaf = Leaf<Stretch>(
    schema: .object(["anyOf": .array([TimeSpan.leaf.schema, Leaf<String>.name.schema])]),
    read: { value, path throws(PolicyFileError) in
      value.string == nil
        ? .span(try TimeSpan.leaf.read(value, path)) : .window(of: try Leaf<String>.name.read(value, path))
    },
    write: { stretch in
      switch stretch {
      case .span(let span): TimeSpan.leaf.write(span)
      case .window(let fault): .string(fault)
      }
    })
}

extension FaultShape {
  private struct Lengths: Sendable {
    var first: Int64 = 1_000_000_000
    var second: Int64 = 1_000_000_000
    static func form(_ first: String, _ second: String? = nil) -> Form<Lengths> {
      let form = Form<Lengths>().key(first, \.first, .time(atLeast: 1))
      return second.map { form.key($0, \.second, .time(atLeast: 1)) } ?? form
    }
  }

  static let leaf = Leaf<FaultShape>.variants(
    "kind",
    [
      Variant(
        "step", Form<Lengths>(), base: Lengths(), embed: { _ in .step },
        extract: { $0 == .step ? Lengths() : nil }),
      Variant(
        "ramp", Lengths.form("rise"), base: Lengths(), embed: { .ramp(rise: $0.first) },
        extract: { if case .ramp(let rise) = $0 { Lengths(first: rise) } else { nil } }),
      Variant(
        "squareWave",
        Lengths.form("period", "on").check {
          $0.second > $0.first ? ("on", "longer than the period") : nil
        }, base: Lengths(), embed: { .squareWave(period: $0.first, on: $0.second) },
        extract: {
          if case .squareWave(let period, let on) = $0 { Lengths(first: period, second: on) } else { nil }
        }),
      Variant(
        "burst", Lengths.form("meanOn", "meanOff"), base: Lengths(),
        embed: { .burst(meanOn: $0.first, meanOff: $0.second) },
        extract: {
          if case .burst(let on, let off) = $0 { Lengths(first: on, second: off) } else { nil }
        }),
    ])
}

extension CallSelector {
  /// One of them.
  private struct Choice: Sendable {
    var nth: Int?
    var first: Int?
    var every: Int?
    var keys: [UInt64]?
    static let form = Form<Choice>()
      .optional("nth", \.nth, .whole(1...1_000_000_000)).optional("first", \.first, .whole(1...1_000_000_000))
      .optional("every", \.every, .whole(1...1_000_000_000)).optional("keys", \.keys, .list(.count))
      .check { choice in
        let given = [choice.nth != nil, choice.first != nil, choice.every != nil, choice.keys != nil]
        return given.count { $0 } == 1
          ? nil : ("every", "exactly one of nth, first, every and keys is needed")
      }
  }

  static let leaf = Leaf<Choice>.form(Choice.form, base: Choice()).map(
    { choice, _ throws(PolicyFileError) in
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

extension Leaf {
  /// Writes no key that has nothing.
  var withoutNulls: Leaf {
    Leaf(
      schema: schema, read: read,
      write: { value in
        guard case .object(let members) = self.write(value) else { return self.write(value) }
        return .object(members.filter { $0.value != .null })
      })
  }
}

extension FaultPointRule {
  static let leaf = Leaf<FaultPointRule>.form(
    Form<FaultPointRule>().key("point", \.pattern, .pattern).key("armed", \.armed, .share)
      .key("fires", \.fires, .share), base: FaultPointRule("*"))
}

extension KnobRule {
  static let leaf = Leaf<KnobRule>.form(
    Form<KnobRule>().key("knob", \.pattern, .pattern).key("spiked", \.spiked, .share), base: KnobRule("*"))
}
