import Configuration
import Primitives
import Testing

@Suite("Field codecs")
struct FieldCodecTests {
  enum Size: String, CaseIterable, Sendable { case small, medium, large }

  struct Window: Hashable, Sendable {
    var size = 100
    var duration: Duration?
    var steps: [Int] = []

    static let codec = ObjectCodec<Window>()
      .field("size", \.size, .integer(1...1000))
      .optional("durationMs", \.duration, .milliseconds())
      .field("steps", \.steps, .list(.integer(0...9)))
      .check { $0.size > 500 && $0.duration == nil ? ("durationMs", "is needed above a size of 500") : nil }
  }

  enum Shape: Hashable, Sendable {
    case circle(Circle)
    case point
    struct Circle: Hashable, Sendable { var radius = 1.0 }

    static let codec = FieldCodec<Shape>.union(
      "kind",
      [
        UnionCase(
          "circle", ObjectCodec<Circle>().required("radius", \.radius, .positive), base: Circle(),
          embed: { .circle($0) }, extract: { if case .circle(let circle) = $0 { circle } else { nil } }),
        UnionCase("point", .point),
      ])
  }

  struct Settings: Hashable, Sendable {
    var window = Window()
    var shapes: [String: Shape] = [:]
    var size = Size.small
    var share = Ratio.never
    var isOn = false

    static let codec = FieldCodec<Settings>.object(
      ObjectCodec()
        .field("window", \.window, .object(Window.codec, base: Window()))
        .field("shapes", \.shapes, .dictionary(Shape.codec))
        .field("size", \.size, .choice).field("share", \.share, .share).field("isOn", \.isOn, .boolean),
      base: Settings())
  }

  @Test("what is written is read as the same")
  func roundTrip() throws {
    var settings = Settings()
    #expect(try Settings.codec.read(.object([:])) == settings)
    settings.window = Window(size: 600, duration: .microseconds(1_500), steps: [1, 2])
    settings.shapes = ["a": .point, "b": .circle(.init(radius: 2.5))]
    settings.size = .large
    settings.share = "5%"
    settings.isOn = true
    let written = Settings.codec.write(settings)
    #expect(try Settings.codec.read(JSONValue(parsing: written.json, .strict)) == settings)
    #expect(written["window"]?["durationMs"]?.double == 1.5)
    #expect(written["shapes"]?["b"]?["kind"]?.string == "circle")
  }

  @Test(
    "an error has the path, the value and what is allowed",
    arguments: [
      ("[]", "a list is not allowed here; allowed: an object with isOn, shapes, share, size, window"),
      ("{window: 5}", "window: 5 is not allowed here; allowed: an object with durationMs, size, steps"),
      ("{window: {size: 0}}", "window.size: 0 is not allowed here; allowed: a whole number in 1...1000"),
      ("{window: {size: 1.5}}", "window.size: 1.5 is not allowed here; allowed: a whole number in 1...1000"),
      (
        "{window: {steps: [1, 'b']}}",
        "window.steps[1]: \"b\" is not allowed here; allowed: a whole number in 0...9"
      ),
      ("{window: {size: 600}}", "window.durationMs: is needed above a size of 500"),
      (
        "{window: {durationMs: -1}}",
        "window.durationMs: -1 is not allowed here; allowed: milliseconds, not negative"
      ),
      ("{shapes: {a: {}}}", "shapes.a.kind: is missing; allowed: circle, point"),
      ("{shapes: {a: {kind: 'circle'}}}", "shapes.a.radius: is missing"),
      (
        "{shapes: {a: {kind: 'cirlce'}}}",
        "shapes.a.kind: \"cirlce\" is not allowed here; allowed: circle, point; did you mean circle?"
      ),
      (
        "{shapes: {a: {kind: 'circle', radius: 0}}}",
        "shapes.a.radius: 0 is not allowed here; allowed: a number above 0"
      ),
      ("{shapes: {a: {kind: 'point', radius: 1}}}", "shapes.a.radius: no such key; allowed: "),
      (
        "{size: 'huge'}", "size: \"huge\" is not allowed here; allowed: small, medium, large"
      ),
      (
        "{share: '105%'}",
        "share: \"105%\" is not allowed here; allowed: a share from 0 to 1, as \"5%\", \"1/3\" or \"0.05\""
      ),
      ("{isOn: null}", "isOn: null is not allowed here; allowed: true, false"),
      (
        "{windw: {}}", "windw: no such key; allowed: isOn, shapes, share, size, window; did you mean window?"
      ),
      ("{color: {}}", "color: no such key; allowed: isOn, shapes, share, size, window"),
    ])
  func errors(text: String, message: String) throws {
    let value = try JSONValue(parsing: text)
    let error = try #require(throws: ConfigurationError.self) { try Settings.codec.read(value) }
    #expect(error.description == message)
    let nested = try #require(throws: ConfigurationError.self) {
      try Settings.codec.read(value, at: "runs[2]")
    }
    #expect(nested.description == (error.path.isEmpty ? "runs[2]: " : "runs[2].") + message)
    #expect(nested == error.nested(in: "runs[2]"))
  }

  @Test func `the schema has the names, the limits and what is required`() {
    let schema = Settings.codec.schema
    #expect(schema["additionalProperties"] == .bool(false))
    #expect(schema["properties"]?["window"]?["properties"]?["size"]?["maximum"]?.int == 1000)
    #expect(
      schema["properties"]?["size"]?["enum"]?.array == [
        .string("small"), .string("medium"), .string("large"),
      ])
    let circle = schema["properties"]?["shapes"]?["additionalProperties"]?["oneOf"]?.array?.first
    #expect(circle?["required"]?.array == [.string("kind"), .string("radius")])
  }

  @Test func `defaults and nulls can be left out`() {
    let short = Window.codec.omittingDefaults(of: Window())
    #expect(short.write(Window()) == .object([:]))
    #expect(short.write(Window(size: 5)) == .object(["size": .integer(5)]))
    let bare = FieldCodec.object(Window.codec, base: Window()).withoutNulls
    #expect(bare.write(Window()).object?.keys.sorted() == ["size", "steps"])
  }

  @Test(
    "times have a unit",
    arguments: [
      ("2.5s", 2_500_000_000), ("10 ms", 10_000_000), ("1h", 3_600_000_000_000), ("0s", 0),
    ])
  func times(text: String, nanoseconds: Int64) throws {
    #expect(try FieldCodec<Int64>.time().read(.string(text)) == nanoseconds)
    #expect(try FieldCodec<Int64>.signedTime.read(.string("-" + text)) == -nanoseconds)
    let written = FieldCodec<Int64>.signedTime.write(-nanoseconds)
    #expect(try FieldCodec<Int64>.signedTime.read(written) == -nanoseconds)
    #expect(try FieldCodec<Duration>.time().read(.string(text)) == .nanoseconds(nanoseconds))
    #expect(FieldCodec<Duration>.signedTime.write(.nanoseconds(-nanoseconds)) == written)
    for wrong: JSONValue in [.integer(5), .string("5"), .string("-1s"), .string("9999999999h"), .null] {
      #expect(throws: ConfigurationError.self) { try FieldCodec<Int64>.time().read(wrong) }
    }
    #expect(throws: ConfigurationError.self) { try FieldCodec<Int64>.time(atLeast: 1).read(.string("0s")) }
  }

  @Test func `integers beyond the range of 64 bits are refused, not trapped on`() {
    for text in ["1e300", "9223372036854775808", "-1e300", "18446744073709551616"] {
      #expect(throws: ConfigurationError.self) {
        try FieldCodec<Int>.integer(.min ... .max).read(JSONValue(parsing: text))
      }
      #expect(throws: ConfigurationError.self) {
        try FieldCodec<UInt64>.integer(0 ... .max).read(JSONValue(parsing: text))
      }
    }
    #expect(throws: ConfigurationError.self) { try FieldCodec.milliseconds().read(.number(1e300)) }
  }

  @Test func `values without raw values are chosen by a name`() throws {
    let codec = FieldCodec.choice(among: [1, 2, 3], named: { "number \($0)" })
    #expect(try codec.read(.string("number 2")) == 2 && codec.write(3) == .string("number 3"))
    let error = #expect(throws: ConfigurationError.self) { try codec.read(.string("numbr 2"), at: "n") }
    #expect(
      error?.description
        == "n: \"numbr 2\" is not allowed here; allowed: number 1, number 2, number 3; did you mean number 2?"
    )
  }

  @Test(
    "a latency is a time or an object with a kind",
    arguments: [
      "'80ms'", "{kind: 'uniform', low: '1ms', high: '2ms'}", "{kind: 'pareto', minimum: '1ms', shape: 2.5}",
    ])
  func latency(text: String) throws {
    let latency = try FieldCodec.latency.read(JSONValue(parsing: text))
    #expect(try FieldCodec.latency.read(FieldCodec.latency.write(latency)) == latency)
  }

  @Test func `a name is one line of at most 100 letters`() throws {
    #expect(try FieldCodec.line.read(.string(String(repeating: "é", count: 100))).count == 100)
    for wrong in ["", "a\nb", String(repeating: "a", count: 101)] {
      #expect(throws: ConfigurationError.self) { try FieldCodec.line.read(.string(wrong)) }
    }
  }

  @Test func `a long value is not repeated in a message`() throws {
    let error = try #require(throws: ConfigurationError.self) {
      try Settings.codec.read(.object(["size": .string(String(repeating: "a", count: 5_000))]))
    }
    #expect(
      error.description == "size: a string of 5000 bytes is not allowed here; allowed: small, medium, large")
    let unknown = try #require(throws: ConfigurationError.self) {
      try Settings.codec.read(.object([String(repeating: "a", count: 5_000): .null]))
    }
    #expect(unknown.description.utf8.count < 200)
  }

  // MARK: Readers

  @Test func `an object is read member by member`() throws {
    let fields = try ObjectReader(
      JSONValue(parsing: "{id: 'a', rate: null}"), at: "cases[3]", allowing: ["id", "rate", "mean"])
    #expect(try fields.read("id", .string) == "a")
    #expect(try fields.readIfPresent("rate", .positive) == nil)
    #expect(fields["rate"] == nil && fields["id"] == .string("a"))
    let missing = #expect(throws: ConfigurationError.self) { try fields.read("mean", .positive) }
    #expect(missing?.description == "cases[3].mean: is missing")
    let null = #expect(throws: ConfigurationError.self) { try fields.read("rate", .positive) }
    #expect(null?.description == "cases[3].rate: null is not allowed here; allowed: a number above 0")
    let unknown = #expect(throws: ConfigurationError.self) {
      try fields.refuseNames(except: ["ids", "rate"])
    }
    #expect(unknown?.description == "cases[3].id: no such key; allowed: ids, rate; did you mean ids?")
    let list = #expect(throws: ConfigurationError.self) { try ObjectReader(.array([]), at: "cases[0]") }
    #expect(list?.description == "cases[0]: a list is not allowed here; allowed: an object")
  }

  @Test(
    "a name is guessed when it is near",
    arguments: [
      ("hystrx", "hystrix"), ("Polly", "polly"), ("ploly", "polly"), ("xyz", nil), ("", nil),
      (String(repeating: "a", count: 10_000), nil),
    ] as [(String, String?)])
  func suggestion(name: String, expected: String?) {
    #expect(Suggestion.nearest(to: name, among: ["hystrix", "polly", "envoy"]) == expected)
  }
}
