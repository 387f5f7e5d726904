import Configuration
import Resilience

extension Conformance {
  static func runBudget(_ vector: Vector) throws(ConfigurationError) -> [VectorFailure] {
    var checks = VectorChecks(vector.id)
    var rig = try BudgetVectorRunner(vector.config)
    for (index, step) in vector.steps.enumerated() {
      checks.step = index + 1
      if let at = step["atMs"]?.int64 { rig.now = at * 1_000_000 }
      try rig.perform(step)
      let shown = rig.shown()
      checks.match(step["expect"]?.object ?? [:]) { shown[$0] }
    }
    return checks.failures
  }

  static func runRateLimiter(_ vector: Vector) throws(ConfigurationError) -> [VectorFailure] {
    var checks = VectorChecks(vector.id)
    var smooth: SmoothLimiter?
    var cycle: CycleLimiter?
    switch try RateLimiterPolicy(vector.config, at: "config") {
    case .smooth(let policy): smooth = SmoothLimiter(policy)
    case .cycle(let policy): cycle = CycleLimiter(policy)
    case .tokenBucket, .slidingWindow: throw ConfigurationError("config.model", "no vectors of this model")
    }
    var now: Int64 = 0
    for (index, step) in vector.steps.enumerated() {
      checks.step = index + 1
      if let at = step["atMs"]?.int64 { now = at * 1_000_000 }
      var last: RateLimiter.Admission?
      if step["do"]?.string == "acquire" {
        for _ in 0..<(step["times"]?.int ?? 1) {
          let permits = step["permits"]?.int ?? 1
          last = smooth?.acquire(permits, at: now) ?? cycle?.acquire(permits, at: now)
        }
      }
      checks.match(step["expect"]?.object ?? [:]) { key in
        switch key {
        case "waitMs": if case .admitted(let wait)? = last { milliseconds(wait) } else { .null }
        case "admitted":
          switch last {
          case .admitted?: .bool(true)
          case .refused?: .bool(false)
          case nil: .null
          }
        case "nextFreeMs": smooth.map { milliseconds($0.nextFree) }
        case "available": cycle.map { _ in .integer(Int64(cycle!.available(at: now))) }
        case "nextPermitMs": cycle.map { _ in milliseconds(cycle!.nextPermit(at: now)) }
        default: nil
        }
      }
    }
    return checks.failures
  }

  static func runConcurrencyLimit(_ vector: Vector) throws(ConfigurationError) -> [VectorFailure] {
    var checks = VectorChecks(vector.id)
    var limit = ConcurrencyLimit(try ConcurrencyLimitPolicy(vector.config, at: "config"))
    for (index, step) in vector.steps.enumerated() {
      checks.step = index + 1
      if step["do"]?.string == "sample" {
        limit.sample(
          time: (step["rttMs"]?.int64 ?? 0) * 1_000_000, inFlight: step["inflight"]?.int ?? 0,
          dropped: step["dropped"]?.bool ?? false)
      }
      checks.match(step["expect"]?.object ?? [:]) { $0 == "limit" ? .integer(Int64(limit.limit)) : nil }
    }
    return checks.failures
  }

  static func milliseconds(_ nanoseconds: Int64) -> JSONValue {
    nanoseconds % 1_000_000 == 0
      ? .integer(nanoseconds / 1_000_000) : .number(Double(nanoseconds) / 1e6)
  }
}

/// One budget model under a vector's clock.
private struct BudgetVectorRunner {
  var now: Int64 = 0
  private var tokens: TokenBudget?
  private var quota: QuotaBudget?
  private var quotaPolicy = BudgetPolicy.Quota()
  private var ratio: RatioBudget?
  private var concurrency: ConcurrencyBudget?
  private var cubic: CubicRate?
  private var isValid = true
  private var lastCosts: [String: Int] = [:]
  private var allowed: Bool?
  private var allowedCount = 0

  init(_ config: JSONValue) throws(ConfigurationError) {
    guard config["model"]?.string != "cubic" else {
      cubic = CubicRate(
        wMax: config["wMax"]?.double ?? 0, beta: config["beta"]?.double ?? 0.7,
        scale: config["scale"]?.double ?? 0.4)
      return
    }
    do throws(ConfigurationError) {
      switch try BudgetPolicy(config, at: "config") {
      case .tokens(let policy): tokens = TokenBudget(policy)
      case .quota(let policy):
        quotaPolicy = policy
        quota = QuotaBudget(policy)
      case .ratio(let policy): ratio = RatioBudget(policy)
      case .concurrency(let policy): concurrency = ConcurrencyBudget(policy)
      }
    } catch {
      // Settings that are not allowed can be what the vector is about.
      guard error.path == "config.ttlMs" else { throw error }
      isValid = false
    }
  }

  mutating func perform(_ step: JSONValue) throws(ConfigurationError) {
    allowedCount = 0
    let id = step["id"]?.string ?? ""
    let times = step["times"]?.int ?? 1
    switch step["do"]?.string {
    case "failure": tokens?.failure()
    case "success":
      tokens?.success()
      cubic?.success(at: now)
    case "replace":
      tokens?.replace(
        BudgetPolicy.Tokens(
          maxTokens: step["maxTokens"]?.int ?? 10, tokenRatio: step["tokenRatio"]?.double ?? 0.1))
    case "retry":
      let cost = quotaPolicy.cost(of: step["error"]?.string ?? "transient")
      allowed = quota?.acquire(cost)
      if allowed == true { lastCosts[id] = cost }
    case "end":
      if step["outcome"]?.string == "success" { quota?.refund(lastCosts[id]) }
      lastCosts[id] = nil
    case "deposit": for _ in 0..<times { ratio?.deposit(at: now) }
    case "withdraw": for _ in 0..<times { withdraw() }
    case "depositAndWithdraw":
      for _ in 0..<times {
        ratio?.deposit(at: now)
        withdraw()
      }
    case "set": concurrency?.set(executions: step["executions"]?.int, retries: step["retries"]?.int)
    case "acquire": allowed = concurrency?.acquire()
    case "release": concurrency?.release()
    case "throttled": cubic?.throttled(rate: step["rate"]?.double ?? 0, at: now)
    case "read": break
    default: throw ConfigurationError("do", "\(step["do"]?.json ?? "nothing") is not known")
    }
  }

  private mutating func withdraw() {
    allowed = ratio?.withdraw(at: now)
    if allowed == true { allowedCount += 1 }
  }

  mutating func shown() -> [String: JSONValue] {
    var shown: [String: JSONValue] = [
      "valid": .bool(isValid), "allowedCount": .integer(Int64(allowedCount)),
      "retryAllowed": allowed.map { .bool($0) } ?? .null,
    ]
    if let tokens {
      shown["tokens"] = .number(Double(tokens.thousandths) / 1000)
      shown["tokenRatio"] = .number(Double(tokens.ratioThousandths) / 1000)
      shown["retryAllowed"] = .bool(tokens.allowsRetry)
    }
    if let quota { shown["quota"] = .integer(Int64(quota.quota)) }
    if ratio != nil { shown["balance"] = .integer(Int64(ratio!.balance(at: now))) }
    if let concurrency {
      shown["retries"] = .integer(Int64(concurrency.retries))
      shown["executions"] = .integer(Int64(concurrency.executions))
    }
    if let cubic {
      shown["rate"] = .number(cubic.rate)
      shown["k"] = .number(cubic.k)
      shown["wMax"] = .number(cubic.wMax)
    }
    return shown
  }
}
