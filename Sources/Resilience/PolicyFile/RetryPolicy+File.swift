extension DelayPolicy {
  /// From a policy file; a missing key is the absence of its knob: no delay, no jitter.
  public init(_ value: PolicyValue, at path: String = "") throws(PolicyFileError) {
    self = try Self.leaf.read(value, path)
  }

  public var value: PolicyValue { Self.form.write(self) }

  static let leaf = Leaf.form(form, base: .none)

  static let form = Form<DelayPolicy>()
    .key("backoff", \.backoff, .form(Backoff.form, base: Backoff()))
    .key("jitter", \.jitter, .form(Jitter.form, base: Jitter()))
    .optional("hint", \.hint, .form(Hint.form, base: Hint()))
    .optional("totalMs", \.total, .milliseconds())
}

extension DelayPolicy.Backoff {
  static let form = Form<Self>()
    .key("kind", \.kind, .choice)
    .key("baseMs", \.base, .milliseconds())
    .optional("incrementMs", \.increment, .milliseconds())
    .key("multiplier", \.multiplier, .number(1...1_000_000))
    .key("scheduleMs", \.schedule, .list(.milliseconds()))
    .optional("maxMs", \.maximum, .milliseconds())
    .optional("minMs", \.minimum, .milliseconds())
    .key("cap", \.cap, .choice)
    .optional("floorMs", \.floor, .milliseconds())
    .optional("saturateMs", \.saturation, .milliseconds())
    .check { $0.kind == .schedule && $0.schedule.isEmpty ? ("scheduleMs", "a schedule needs a delay") : nil }
    .check { backoff in
      guard let least = backoff.minimum, let most = backoff.maximum, least > most else { return nil }
      return ("minMs", "above maxMs")
    }
}

extension DelayPolicy.Jitter {
  static let form = Form<Self>()
    .key("kind", \.kind, .choice)
    .key("factor", \.factor, .number(0...1))
    .key("addMs", \.addition, .milliseconds())
    .key("draw", \.draw, .choice)
}

extension DelayPolicy.Hint {
  static let form = Form<Self>()
    .key("mode", \.mode, .choice)
    .key("addMs", \.addition, .milliseconds())
    .key("onInvalid", \.onInvalid, .choice)
    .key("resetsBackoff", \.resetsBackoff, .flag)
}

extension RetryPolicy {
  static let leaf = Leaf.form(form, base: RetryPolicy())

  static let form = Form<RetryPolicy>()
    .optional("maxAttempts", \.maxAttempts, .whole(1...Int.max))
    .key("delay", \.delay, DelayPolicy.leaf)
    .key("retryOn", \.retryOn, Causes.leaf)
    .optional("maxDurationMs", \.maxDuration, .milliseconds())
    .optional("stopAfterMs", \.stopAfter, .milliseconds())
    .key("failAfterMaxAttempts", \.failAfterMaxAttempts, .flag)
    .key("budgetCharge", \.budgetCharge, .choice)
    .check { policy in
      policy.maxAttempts == nil && policy.maxDuration == nil && policy.stopAfter == nil
        && policy.delay.total == nil
        ? ("maxAttempts", "null needs maxDurationMs, stopAfterMs or delay.totalMs: it would retry for ever")
        : nil
    }
}

extension RetryPolicy.Causes {
  public init(_ value: PolicyValue, at path: String = "") throws(PolicyFileError) {
    self = try Self.leaf.read(value, path)
  }

  /// The cause of that name; empty for one that is never retried.
  package init(outcome name: String) { self = Self.names.first { $0.0 == name }?.1 ?? [] }

  private static let names: [(String, Self)] = [
    ("failure", .failure), ("timeout", .timeout), ("open", .open), ("full", .full),
    ("rateLimited", .rateLimited), ("badResult", .badResult), ("injected", .injected),
  ]

  static let leaf = Leaf<Self>(
    schema: .object([
      "type": .string("array"),
      "items": .object(["enum": .array(names.map { .string($0.0) })]),
    ]),
    read: { value, path throws(PolicyFileError) in
      guard let list = value.array else { throw Leaf<Self>.refused(value, path, allowed: "a list") }
      var causes: Self = []
      for (index, entry) in list.enumerated() {
        guard let cause = names.first(where: { $0.0 == entry.string }) else {
          let allowed = names.map(\.0).joined(separator: ", ")
          throw Leaf<Self>.refused(entry, "\(path)[\(index)]", allowed: allowed)
        }
        causes.insert(cause.1)
      }
      return causes
    },
    write: { causes in .array(names.filter { causes.contains($0.1) }.map { .string($0.0) }) })
}

extension TimeoutPolicy {
  static let leaf = Leaf.form(form, base: TimeoutPolicy())

  static let form = Form<TimeoutPolicy>()
    .key("ms", \.after, .milliseconds(atLeast: 1))
    .key("enforcement", \.enforcement, .choice)
}
