extension BudgetPolicy {
  public init(_ value: PolicyValue, at path: String = "") throws(PolicyFileError) {
    self = try Self.leaf.read(value, path)
  }

  public var value: PolicyValue { Self.leaf.write(self) }

  static let leaf = Leaf<BudgetPolicy>.variants(
    "model",
    [
      Variant("tokens", Tokens.form, base: Tokens(), embed: { .tokens($0) }) {
        if case .tokens(let part) = $0 { part } else { nil }
      },
      Variant("quota", Quota.form, base: Quota(), embed: { .quota($0) }) {
        if case .quota(let part) = $0 { part } else { nil }
      },
      Variant("ratio", Share.form, base: Share(), embed: { .ratio($0) }) {
        if case .ratio(let part) = $0 { part } else { nil }
      },
      Variant("concurrency", Concurrency.form, base: Concurrency(), embed: { .concurrency($0) }) {
        if case .concurrency(let part) = $0 { part } else { nil }
      },
    ])
}

extension BudgetPolicy.Tokens {
  static let form = Form<Self>()
    .key("maxTokens", \.maxTokens, .whole(1...1000))
    .key("tokenRatio", \.tokenRatio, .number(0...1000))
}

extension BudgetPolicy.Quota {
  static let form = Form<Self>()
    .key("capacity", \.capacity, .whole(0...1_000_000_000))
    .key("costs", \.costs, .named(.whole(0...1_000_000_000)))
    .key("successCredit", \.successCredit, .whole(0...1_000_000_000))
}

extension BudgetPolicy.Share {
  static let form = Form<Self>()
    .key("ttlMs", \.timeToLive, .milliseconds())
    .key("minPerSecond", \.minPerSecond, .whole(0...1_000_000))
    .key("ratio", \.ratio, .number(0...1000))
    .check { budget in
      budget.timeToLive < .seconds(1) || budget.timeToLive > .seconds(60)
        ? ("ttlMs", "a time to live is 1000 to 60000 ms") : nil
    }
}

extension BudgetPolicy.Concurrency {
  static let form = Form<Self>()
    .key("rule", \.rule, .choice)
    .key("maxRate", \.maxRate, .number(0...1))
    .key("minConcurrency", \.minConcurrency, .whole(0...1_000_000))
}

extension RateLimiterPolicy {
  public init(_ value: PolicyValue, at path: String = "") throws(PolicyFileError) {
    self = try Self.leaf.read(value, path)
  }

  public var value: PolicyValue { Self.leaf.write(self) }

  static let leaf = Leaf<RateLimiterPolicy>.variants(
    "model",
    [
      Variant("smooth", Smooth.form, base: Smooth(interval: .zero), embed: { .smooth($0) }) {
        if case .smooth(let part) = $0 { part } else { nil }
      },
      Variant("cycle", Cycle.form, base: Cycle(permits: 1, period: .zero), embed: { .cycle($0) }) {
        if case .cycle(let part) = $0 { part } else { nil }
      },
      Variant(
        "tokenBucket", TokenBucket.form, base: TokenBucket(capacity: 1, permits: 1, period: .zero),
        embed: { .tokenBucket($0) }
      ) {
        if case .tokenBucket(let part) = $0 { part } else { nil }
      },
      Variant("slidingWindow", SlidingWindow.form, base: SlidingWindow([]), embed: { .slidingWindow($0) }) {
        if case .slidingWindow(let part) = $0 { part } else { nil }
      },
    ])
}

extension RateLimiterPolicy.Smooth {
  static let form = Form<Self>()
    .key("intervalMs", \.interval, .milliseconds())
    .optional("maxWaitMs", \.maxWait, .milliseconds())
    .check { $0.interval == .zero ? ("intervalMs", "must be positive") : nil }
}

extension RateLimiterPolicy.Cycle {
  static let form = Form<Self>()
    .key("permits", \.permits, .whole(1...1_000_000_000))
    .key("periodMs", \.period, .milliseconds())
    .optional("maxWaitMs", \.maxWait, .milliseconds())
    .key("refill", \.refill, .choice)
    .check { $0.period == .zero ? ("periodMs", "must be positive") : nil }
}

extension RateLimiterPolicy.TokenBucket {
  static let form = Form<Self>()
    .key("capacity", \.capacity, .whole(1...1_000_000))
    .key("permits", \.permits, .whole(1...1_000_000))
    .key("periodMs", \.period, .milliseconds())
    .optional("maxWaitMs", \.maxWait, .milliseconds())
    .check { $0.period == .zero ? ("periodMs", "must be positive") : nil }
}

extension RateLimiterPolicy.SlidingWindow {
  static let form = Form<Self>()
    .key("windows", \.windows, .list(.form(Window.form, base: Window(permits: 1, period: .zero))))
    .check { $0.windows.isEmpty ? ("windows", "at least one window is needed") : nil }
}

extension RateLimiterPolicy.SlidingWindow.Window {
  static let form = Form<Self>()
    .key("permits", \.permits, .whole(1...1_000_000))
    .key("periodMs", \.period, .milliseconds())
    .check { $0.period == .zero ? ("periodMs", "must be positive") : nil }
}

extension ConcurrencyLimitPolicy {
  public init(_ value: PolicyValue, at path: String = "") throws(PolicyFileError) {
    self = try Self.leaf.read(value, path)
  }

  public var value: PolicyValue { Self.leaf.write(self) }

  static let leaf = Leaf<ConcurrencyLimitPolicy>.variants(
    "model",
    [
      Variant("vegas", Vegas.form, base: Vegas(), embed: { .vegas($0) }) {
        if case .vegas(let part) = $0 { part } else { nil }
      },
      Variant("aimd", Aimd.form, base: Aimd(), embed: { .aimd($0) }) {
        if case .aimd(let part) = $0 { part } else { nil }
      },
      Variant("gradient", Gradient.form, base: Gradient(), embed: { .gradient($0) }) {
        if case .gradient(let part) = $0 { part } else { nil }
      },
    ])
}

extension ConcurrencyLimitPolicy.Vegas {
  static let form = Form<Self>()
    .key("initial", \.initial, .whole(1...1_000_000))
    .key("max", \.maximum, .whole(1...1_000_000))
    .optional("alpha", \.alpha, .whole(0...1_000_000))
    .optional("beta", \.beta, .whole(0...1_000_000))
    .key("smoothing", \.smoothing, .number(0...1))
    .key("decrease", \.decrease, .choice)
}

extension ConcurrencyLimitPolicy.Aimd {
  static let form = Form<Self>()
    .key("initial", \.initial, .whole(0...1_000_000))
    .key("min", \.minimum, .whole(0...1_000_000))
    .key("max", \.maximum, .whole(1...1_000_000))
    .key("backoffRatio", \.backoffRatio, .number(0...1))
    .key("timeoutMs", \.timeout, .milliseconds())
    .check { $0.minimum > $0.maximum ? ("min", "above max") : nil }
}

extension ConcurrencyLimitPolicy.Gradient {
  static let form = Form<Self>()
    .key("initial", \.initial, .whole(1...1_000_000))
    .key("min", \.minimum, .whole(1...1_000_000))
    .key("max", \.maximum, .whole(1...1_000_000))
    .key("smoothing", \.smoothing, .number(0...1))
    .key("longWindow", \.longWindow, .whole(1...1_000_000))
    .key("tolerance", \.tolerance, .number(1...100))
    .key("queue", \.queue, .whole(0...1_000_000))
    .check { $0.minimum > $0.maximum ? ("min", "above max") : nil }
}
