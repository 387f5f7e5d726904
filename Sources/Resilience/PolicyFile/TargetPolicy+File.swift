extension TargetPolicy {
  /// From a policy file; a stage that is not named, or null, is absent.
  public init(_ value: PolicyValue, at path: String = "") throws(PolicyFileError) {
    try self.init(value, at: path, base: TargetPolicy())
  }

  /// A stage that is not named is that of `base`; null takes it away.
  init(_ value: PolicyValue, at path: String, base: TargetPolicy) throws(PolicyFileError) {
    var policy = base
    try Self.form.read(value, path, into: &policy)
    self = policy
  }

  public var value: PolicyValue { Self.form.write(self) }

  static let form = Form<TargetPolicy>()
    .optional("retry", \.retry, RetryPolicy.leaf)
    .optional("budget", \.budget, BudgetPolicy.leaf)
    .optional("hedge", \.hedge, HedgePolicy.leaf)
    .optional("rateLimiter", \.rateLimiter, RateLimiterPolicy.leaf)
    .optional("bulkhead", \.bulkhead, BulkheadPolicy.leaf)
    .optional("breaker", \.breaker, BreakerPolicy.namedLeaf)
    .optional("timeout", \.timeout, TimeoutPolicy.leaf)
}

extension BreakerPolicy {
  /// The knobs, or the name of a profile that has them.
  static let namedLeaf = Leaf<BreakerPolicy>(
    schema: .object(["anyOf": .array([leaf.schema, .object(["type": .string("string")])])]),
    read: { value, path throws(PolicyFileError) in
      guard case .string(let name) = value else { return try leaf.read(value, path) }
      guard let policy = Profile(named: name)?.policy.breaker else {
        let names = Profile.all.filter { $0.policy.breaker != nil }.map(\.name).joined(separator: ", ")
        throw Leaf<BreakerPolicy>.refused(value, path, allowed: "an object, or one of \(names)")
      }
      return policy
    }, write: leaf.write)
}

extension HedgePolicy {
  static let leaf = Leaf<HedgePolicy>.form(form, base: HedgePolicy(delay: .seconds(1)))

  static let form = Form<HedgePolicy>()
    .key("delayMs", \.delay, .signedMilliseconds)
    .key("maxHedges", \.maxHedges, .whole(0...100))
    .key("onFailure", \.onFailure, .choice)
    .key("allFailed", \.allFailed, .choice)
    .optional("quantile", \.quantile, .number(0...1))
}

extension BulkheadPolicy {
  static let leaf = Leaf<BulkheadPolicy>.form(form, base: BulkheadPolicy())

  static let form = Form<BulkheadPolicy>()
    .key("limit", \.limit, .whole(1...1_000_000))
    .key("queue", \.queue, .whole(0...1_000_000))
    .optional("maxWaitMs", \.maxWait, .milliseconds())
    .optional("adaptive", \.adaptive, ConcurrencyLimitPolicy.leaf)
}

extension CachePolicy {
  static let leaf = Leaf<CachePolicy>.form(form, base: CachePolicy())

  static let form = Form<CachePolicy>()
    .key("ttlMs", \.timeToLive, .milliseconds(atLeast: 1))
    .key("capacity", \.capacity, .whole(1...10_000_000))
    .optional("staleIfErrorMs", \.staleIfError, .milliseconds())
    .optional("negativeMs", \.negative, .milliseconds())
}

extension Leaf where Value == Duration {
  /// Milliseconds, also less than none: `-1` for never by time.
  static var signedMilliseconds: Leaf {
    Leaf(
      schema: .object(["type": .string("number"), "minimum": .integer(-1)]),
      read: { value, path throws(PolicyFileError) in
        if value.int64 == -1 { return .milliseconds(-1) }
        do throws(PolicyFileError) {
          return try Leaf<Duration>.milliseconds().read(value, path)
        } catch {
          throw refused(value, path, allowed: "milliseconds, not negative, or -1 for only after a failure")
        }
      }, write: Leaf<Duration>.milliseconds().write)
  }
}
