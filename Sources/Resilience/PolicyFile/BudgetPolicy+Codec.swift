public import Configuration

extension BudgetPolicy {
  /// Reads a retry budget: an object with its `model`.
  public init(_ value: JSONValue, at path: String = "") throws(ConfigurationError) {
    self = try Self.codec.read(value, at: path)
  }

  /// The policy as a policy file has it, with every key.
  public var value: JSONValue { Self.codec.write(self) }

  static let codec = FieldCodec<BudgetPolicy>.union(
    "model",
    [
      UnionCase("tokens", Tokens.fields, base: Tokens(), embed: { .tokens($0) }) {
        if case .tokens(let part) = $0 { part } else { nil }
      },
      UnionCase("quota", Quota.fields, base: Quota(), embed: { .quota($0) }) {
        if case .quota(let part) = $0 { part } else { nil }
      },
      UnionCase("ratio", Ratio.fields, base: Ratio(), embed: { .ratio($0) }) {
        if case .ratio(let part) = $0 { part } else { nil }
      },
      UnionCase("concurrency", Concurrency.fields, base: Concurrency(), embed: { .concurrency($0) }) {
        if case .concurrency(let part) = $0 { part } else { nil }
      },
    ])
}

extension BudgetPolicy.Tokens {
  static let fields = ObjectCodec<Self>()
    .field("maxTokens", \.maxTokens, .integer(1...1000))
    .field("tokenRatio", \.tokenRatio, .number(0...1000))
}

extension BudgetPolicy.Quota {
  static let fields = ObjectCodec<Self>()
    .field("capacity", \.capacity, .integer(0...1_000_000_000))
    .field("costs", \.costs, .dictionary(.integer(0...1_000_000_000)))
    .field("successCredit", \.successCredit, .integer(0...1_000_000_000))
}

extension BudgetPolicy.Ratio {
  static let fields = ObjectCodec<Self>()
    .field("ttlMs", \.timeToLive, .milliseconds())
    .field("minPerSecond", \.minPerSecond, .integer(0...1_000_000))
    .field("ratio", \.ratio, .number(0...1000))
    .check { budget in
      budget.timeToLive < .seconds(1) || budget.timeToLive > .seconds(60)
        ? ("ttlMs", "a time to live is 1000 to 60000 ms") : nil
    }
}

extension BudgetPolicy.Concurrency {
  static let fields = ObjectCodec<Self>()
    .field("rule", \.rule, .choice)
    .field("maxRate", \.maxRate, .number(0...1))
    .field("minConcurrency", \.minConcurrency, .integer(0...1_000_000))
}

extension RateLimiterPolicy {
  /// Reads a rate limiter: an object with its `model`.
  public init(_ value: JSONValue, at path: String = "") throws(ConfigurationError) {
    self = try Self.codec.read(value, at: path)
  }

  /// The policy as a policy file has it, with every key.
  public var value: JSONValue { Self.codec.write(self) }

  static let codec = FieldCodec<RateLimiterPolicy>.union(
    "model",
    [
      UnionCase("smooth", Smooth.fields, base: Smooth(interval: .zero), embed: { .smooth($0) }) {
        if case .smooth(let part) = $0 { part } else { nil }
      },
      UnionCase("cycle", Cycle.fields, base: Cycle(permits: 1, period: .zero), embed: { .cycle($0) }) {
        if case .cycle(let part) = $0 { part } else { nil }
      },
      UnionCase(
        "tokenBucket", TokenBucket.fields, base: TokenBucket(capacity: 1, permits: 1, period: .zero),
        embed: { .tokenBucket($0) }
      ) {
        if case .tokenBucket(let part) = $0 { part } else { nil }
      },
      UnionCase("slidingWindow", SlidingWindow.fields, base: SlidingWindow([]), embed: { .slidingWindow($0) })
      {
        if case .slidingWindow(let part) = $0 { part } else { nil }
      },
    ])
}

extension RateLimiterPolicy.Smooth {
  static let fields = ObjectCodec<Self>()
    .field("intervalMs", \.interval, .milliseconds())
    .optional("maxWaitMs", \.maxWait, .milliseconds())
    .check { $0.interval == .zero ? ("intervalMs", "must be positive") : nil }
}

extension RateLimiterPolicy.Cycle {
  static let fields = ObjectCodec<Self>()
    .field("permits", \.permits, .integer(1...1_000_000_000))
    .field("periodMs", \.period, .milliseconds())
    .optional("maxWaitMs", \.maxWait, .milliseconds())
    .field("refill", \.refill, .choice)
    .check { $0.period == .zero ? ("periodMs", "must be positive") : nil }
}

extension RateLimiterPolicy.TokenBucket {
  static let fields = ObjectCodec<Self>()
    .field("capacity", \.capacity, .integer(1...1_000_000))
    .field("permits", \.permits, .integer(1...1_000_000))
    .field("periodMs", \.period, .milliseconds())
    .optional("maxWaitMs", \.maxWait, .milliseconds())
    .check { $0.period == .zero ? ("periodMs", "must be positive") : nil }
}

extension RateLimiterPolicy.SlidingWindow {
  static let fields = ObjectCodec<Self>()
    .field("windows", \.windows, .list(.object(Window.fields, base: Window(permits: 1, period: .zero))))
    .check { $0.windows.isEmpty ? ("windows", "at least one window is needed") : nil }
}

extension RateLimiterPolicy.SlidingWindow.Window {
  static let fields = ObjectCodec<Self>()
    .field("permits", \.permits, .integer(1...1_000_000))
    .field("periodMs", \.period, .milliseconds())
    .check { $0.period == .zero ? ("periodMs", "must be positive") : nil }
}

extension ConcurrencyLimitPolicy {
  /// Reads an adaptive concurrency limit: an object with its `model`.
  public init(_ value: JSONValue, at path: String = "") throws(ConfigurationError) {
    self = try Self.codec.read(value, at: path)
  }

  /// The policy as a policy file has it, with every key.
  public var value: JSONValue { Self.codec.write(self) }

  static let codec = FieldCodec<ConcurrencyLimitPolicy>.union(
    "model",
    [
      UnionCase("vegas", Vegas.fields, base: Vegas(), embed: { .vegas($0) }) {
        if case .vegas(let part) = $0 { part } else { nil }
      },
      UnionCase("aimd", Aimd.fields, base: Aimd(), embed: { .aimd($0) }) {
        if case .aimd(let part) = $0 { part } else { nil }
      },
      UnionCase("gradient", Gradient.fields, base: Gradient(), embed: { .gradient($0) }) {
        if case .gradient(let part) = $0 { part } else { nil }
      },
    ])
}

extension ConcurrencyLimitPolicy.Vegas {
  static let fields = ObjectCodec<Self>()
    .field("initial", \.initial, .integer(1...1_000_000))
    .field("max", \.maximum, .integer(1...1_000_000))
    .optional("alpha", \.alpha, .integer(0...1_000_000))
    .optional("beta", \.beta, .integer(0...1_000_000))
    .field("smoothing", \.smoothing, .number(0...1))
    .field("decrease", \.decrease, .choice)
}

extension ConcurrencyLimitPolicy.Aimd {
  static let fields = ObjectCodec<Self>()
    .field("initial", \.initial, .integer(0...1_000_000))
    .field("min", \.minimum, .integer(0...1_000_000))
    .field("max", \.maximum, .integer(1...1_000_000))
    .field("backoffRatio", \.backoffRatio, .number(0...1))
    .field("timeoutMs", \.timeout, .milliseconds())
    .check { $0.minimum > $0.maximum ? ("min", "above max") : nil }
}

extension ConcurrencyLimitPolicy.Gradient {
  static let fields = ObjectCodec<Self>()
    .field("initial", \.initial, .integer(1...1_000_000))
    .field("min", \.minimum, .integer(1...1_000_000))
    .field("max", \.maximum, .integer(1...1_000_000))
    .field("smoothing", \.smoothing, .number(0...1))
    .field("longWindow", \.longWindow, .integer(1...1_000_000))
    .field("tolerance", \.tolerance, .number(1...100))
    .field("queue", \.queue, .integer(0...1_000_000))
    .check { $0.minimum > $0.maximum ? ("min", "above max") : nil }
}
