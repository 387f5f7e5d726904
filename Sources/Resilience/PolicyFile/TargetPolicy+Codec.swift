public import Configuration

extension TargetPolicy {
  /// Reads the policies of one target; a stage that is missing or null is absent. `profiles` are those that the
  /// file may name.
  public init(
    _ value: JSONValue, at path: String = "", profiles: [Profile] = Profile.libraries
  ) throws(ConfigurationError) {
    self.init()
    try Self.fields(naming: profiles).read(value, at: path, into: &self)
  }

  /// The policies as a file has them, absent ones as null.
  public var value: JSONValue { Self.fields.write(self) }

  static let fields = fields(naming: [])

  static func fields(naming profiles: [Profile]) -> ObjectCodec<TargetPolicy> {
    ObjectCodec<TargetPolicy>()
      .optional("retry", \.retry, RetryPolicy.codec)
      .optional("budget", \.budget, BudgetPolicy.codec)
      .optional("hedge", \.hedge, HedgePolicy.codec)
      .optional("rateLimiter", \.rateLimiter, RateLimiterPolicy.codec)
      .optional("bulkhead", \.bulkhead, BulkheadPolicy.codec)
      .optional("breaker", \.breaker, BreakerPolicy.codec(naming: profiles))
      .optional("timeout", \.timeout, TimeoutPolicy.codec)
  }
}

extension BreakerPolicy {
  /// The settings themselves, or the name of a profile that has them.
  static func codec(naming profiles: [Profile]) -> FieldCodec<BreakerPolicy> {
    FieldCodec(
      schema: .object(["anyOf": .array([codec.schema, .object(["type": .string("string")])])]),
      read: { value, path throws(ConfigurationError) in
        guard case .string(let name) = value else { return try codec.read(value, at: path) }
        guard let policy = profiles.first(where: { $0.name == name })?.policy.breaker else {
          let names = profiles.filter { $0.policy.breaker != nil }.map(\.name)
          throw FieldCodec<BreakerPolicy>.refused(value, at: path, oneOf: names, or: "an object")
        }
        return policy
      }, write: { codec.write($0) })
  }
}

extension HedgePolicy {
  static let codec = FieldCodec<HedgePolicy>.object(fields, base: HedgePolicy(delay: .seconds(1)))

  static let fields = ObjectCodec<HedgePolicy>()
    .field("delayMs", \.delay, .signedMilliseconds)
    .field("maxHedges", \.maxHedges, .integer(0...100))
    .field("onFailure", \.onFailure, .choice)
    .field("allFailed", \.allFailed, .choice)
    .optional("quantile", \.quantile, .number(0...1))
}

extension BulkheadPolicy {
  static let codec = FieldCodec<BulkheadPolicy>.object(fields, base: BulkheadPolicy())

  static let fields = ObjectCodec<BulkheadPolicy>()
    .field("limit", \.limit, .integer(1...1_000_000))
    .field("queue", \.queue, .integer(0...1_000_000))
    .optional("maxWaitMs", \.maxWait, .milliseconds())
    .optional("adaptive", \.adaptive, ConcurrencyLimitPolicy.codec)
}

extension CachePolicy {
  static let codec = FieldCodec<CachePolicy>.object(fields, base: CachePolicy())

  static let fields = ObjectCodec<CachePolicy>()
    .field("ttlMs", \.timeToLive, .milliseconds(atLeast: 1))
    .field("capacity", \.capacity, .integer(1...10_000_000))
    .optional("staleIfErrorMs", \.staleIfError, .milliseconds())
    .optional("negativeMs", \.negative, .milliseconds())
}

extension TimeoutPolicy {
  static let codec = FieldCodec.object(fields, base: TimeoutPolicy())

  static let fields = ObjectCodec<TimeoutPolicy>()
    .field("ms", \.after, .milliseconds(atLeast: 1))
    .field("enforcement", \.enforcement, .choice)
}

extension FieldCodec where Value == Duration {
  /// Milliseconds, or -1 for "only after a failure, never by time".
  static var signedMilliseconds: FieldCodec {
    FieldCodec(
      schema: .object(["type": .string("number"), "minimum": .integer(-1)]),
      read: { value, path throws(ConfigurationError) in
        if value.int64 == -1 { return .milliseconds(-1) }
        do throws(ConfigurationError) {
          return try FieldCodec.milliseconds().read(value, at: path)
        } catch {
          throw refused(
            value, at: path, allowed: "milliseconds, not negative, or -1 for only after a failure")
        }
      }, write: { FieldCodec.milliseconds().write($0) })
  }
}
