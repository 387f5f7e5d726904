public import Configuration

extension DelayPolicy {
  /// Reads a delay from a policy file; what a missing key would set is absent: no delay, no jitter.
  public init(_ value: JSONValue, at path: String = "") throws(ConfigurationError) {
    self = try Self.codec.read(value, at: path)
  }

  /// The delay as a policy file has it, with every key.
  public var value: JSONValue { Self.fields.write(self) }

  static let codec = FieldCodec.object(fields, base: .none)

  static let fields = ObjectCodec<DelayPolicy>()
    .field("backoff", \.backoff, .object(Backoff.fields, base: Backoff()))
    .field("jitter", \.jitter, .object(Jitter.fields, base: Jitter()))
    .optional("hint", \.hint, .object(Hint.fields, base: Hint()))
    .optional("totalMs", \.total, .milliseconds())
}

extension DelayPolicy.Backoff {
  static let fields = ObjectCodec<Self>()
    .field("kind", \.kind, .choice)
    .field("baseMs", \.base, .milliseconds())
    .optional("incrementMs", \.increment, .milliseconds())
    .field("multiplier", \.multiplier, .number(1...1_000_000))
    .field("scheduleMs", \.schedule, .list(.milliseconds()))
    .optional("maxMs", \.maximum, .milliseconds())
    .optional("minMs", \.minimum, .milliseconds())
    .field("cap", \.cap, .choice)
    .optional("floorMs", \.floor, .milliseconds())
    .optional("saturateMs", \.saturation, .milliseconds())
    .check { $0.kind == .schedule && $0.schedule.isEmpty ? ("scheduleMs", "a schedule needs a delay") : nil }
    .check { backoff in
      guard let least = backoff.minimum, let most = backoff.maximum, least > most else { return nil }
      return ("minMs", "above maxMs")
    }
}

extension DelayPolicy.Jitter {
  static let fields = ObjectCodec<Self>()
    .field("kind", \.kind, .choice)
    .field("factor", \.factor, .number(0...1))
    .field("addMs", \.addition, .milliseconds())
    .field("draw", \.draw, .choice)
}

extension DelayPolicy.Hint {
  static let fields = ObjectCodec<Self>()
    .field("mode", \.mode, .choice)
    .field("addMs", \.addition, .milliseconds())
    .field("onInvalid", \.onInvalid, .choice)
    .field("resetsBackoff", \.resetsBackoff, .boolean)
}

extension RetryPolicy {
  static let codec = FieldCodec.object(fields, base: RetryPolicy())

  static let fields = ObjectCodec<RetryPolicy>()
    .optional("maxAttempts", \.maxAttempts, .integer(1...Int.max))
    .field("delay", \.delay, DelayPolicy.codec)
    .field("retryOn", \.retryOn, Causes.codec)
    .optional("maxDurationMs", \.maxDuration, .milliseconds())
    .optional("stopAfterMs", \.stopAfter, .milliseconds())
    .field("failAfterMaxAttempts", \.failAfterMaxAttempts, .boolean)
    .field("budgetCharge", \.budgetCharge, .choice)
    .check { policy in
      policy.maxAttempts == nil && policy.maxDuration == nil && policy.stopAfter == nil
        && policy.delay.total == nil
        ? ("maxAttempts", "null needs maxDurationMs, stopAfterMs or delay.totalMs: it would retry for ever")
        : nil
    }
    .check { policy in
      let attempts = policy.maxAttempts ?? Int.max
      return attempts > mostWithoutDelay && !policy.delay.canWait
        ? (
          "delay", "more than \(mostWithoutDelay) attempts need a delay: they would all be made in one moment"
        )
        : nil
    }

  private static let mostWithoutDelay = 1_000
}

extension DelayPolicy {
  /// False if every delay is zero.
  var canWait: Bool {
    if (backoff.floor ?? .zero) > .zero || jitter.addition > .zero { return true }
    if backoff.maximum == .zero { return false }
    let growth = backoff.kind == .linear ? backoff.increment ?? .zero : .zero
    let last = backoff.kind == .schedule ? backoff.schedule.last ?? .zero : backoff.base
    return max(last, growth, backoff.minimum ?? .zero) > .zero
  }
}

extension RetryPolicy.Causes {
  /// Reads a list of causes by name.
  public init(_ value: JSONValue, at path: String = "") throws(ConfigurationError) {
    self = try Self.codec.read(value, at: path)
  }

  /// The cause of an outcome by its name; empty for one that is never retried.
  package init(outcome name: String) { self = Self.names.first { $0.0 == name }?.1 ?? [] }

  private static let names: [(String, Self)] = [
    ("failure", .failure), ("timeout", .timeout), ("open", .circuitOpen), ("full", .bulkheadFull),
    ("rateLimited", .rateLimited), ("badResult", .badResult), ("injected", .injected),
  ]

  static let codec = FieldCodec<Self>(
    schema: .object([
      "type": .string("array"),
      "items": .object(["enum": .array(names.map { .string($0.0) })]),
    ]),
    read: { value, path throws(ConfigurationError) in
      guard let list = value.array else { throw FieldCodec<Self>.refused(value, at: path, allowed: "a list") }
      var causes: Self = []
      for (index, entry) in list.enumerated() {
        guard let cause = names.first(where: { $0.0 == entry.string }) else {
          throw FieldCodec<Self>.refused(entry, at: "\(path)[\(index)]", oneOf: names.map(\.0))
        }
        causes.insert(cause.1)
      }
      return causes
    },
    write: { causes in .array(names.filter { causes.contains($0.1) }.map { .string($0.0) }) })
}
