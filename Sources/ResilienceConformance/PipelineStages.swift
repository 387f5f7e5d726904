import Configuration
import Resilience
import SimCore
import Synchronization

/// Takes listed draws in order; when they are used up, the middle.
final class ListedDraws: Sendable {
  private let draws: [JSONValue]
  private let next = Mutex(0)

  init(_ draws: [JSONValue]) { self.draws = draws }

  func take() -> JSONValue? {
    next.withLock { next in
      defer { next += 1 }
      return next < draws.count ? draws[next] : nil
    }
  }
}

/// A budget of rule `share` with what others have in flight.
struct ForeignBudget: Sendable {
  private let budget: ConcurrencyBudget

  init?(_ settings: JSONValue?) {
    guard let settings else { return nil }
    budget = ConcurrencyBudget(
      BudgetPolicy.Concurrency(
        maxRate: settings["maxRate"]?.double ?? 0.2, minConcurrency: settings["minConcurrency"]?.int ?? 3),
      executions: settings["executions"]?.int ?? 0, retries: settings["retries"]?.int ?? 0)
  }

  var allows: Bool { budget.allowsRetry }
}

final class RetryStage: Sendable {
  private let policy: RetryPolicy
  private let delayConfig: JSONValue
  private let draws: ListedDraws
  private let budget: ForeignBudget?

  /// A retry that nothing ends is given up after so many attempts.
  private static let mostAttempts = 100_000

  init(_ settings: JSONValue, at path: String) throws(ConfigurationError) {
    guard settings.object != nil else {
      throw ConfigurationError(path, "the settings of a stage are an object")
    }
    delayConfig = settings["delay"] ?? .object([:])
    policy = RetryPolicy(
      maxAttempts: settings["maxAttempts"]?.int, delay: try DelayPolicy(delayConfig, at: "\(path).delay"),
      retryOn: try settings["retryOn"].map { value throws(ConfigurationError) in
        try RetryPolicy.Causes(value, at: "\(path).retryOn")
      } ?? .all,
      maxDuration: settings["maxDurationMs"]?.int64.map { .milliseconds($0) },
      stopAfter: settings["stopAfterMs"]?.int64.map { .milliseconds($0) },
      failAfterMaxAttempts: settings["failAfterMaxAttempts"]?.bool ?? false)
    draws = ListedDraws(settings["draws"]?.array ?? [])
    budget = ForeignBudget(settings["budget"])
  }

  func run(
    _ rig: PipelineVectorRunner, on clock: SimClock, _ inner: @Sendable () async -> CallResult
  ) async -> CallResult {
    if Task.isCancelled { return CallResult(outcome: "cancelled") }
    var retry = Retry(policy, startedAt: clock.nanoseconds)
    var attempt = 1
    while true {
      rig.add("attempts")
      let result = await inner()
      if result.isSuccess { return result }
      let now = clock.nanoseconds
      let decision = retry.failed(
        RetryPolicy.Causes(outcome: result.outcome), at: now,
        draw: Conformance.draw(draws.take(), delayConfig), hint: rig.hint(after: attempt))
      switch decision {
      case .stop(.attemptsUsed) where policy.failAfterMaxAttempts:
        return CallResult(outcome: "retriesExceeded")
      case .stop: return result
      case .wait(let delay):
        rig.add("retryEvents")
        if Task.isCancelled { return CallResult(outcome: "cancelled") }
        rig.slept(delay)
        if delay > 0 {
          do {
            try await clock.sleep(untilNanoseconds: now + delay)
          } catch {
            return CallResult(outcome: "cancelled")
          }
        }
        if let budget, !budget.allows {
          rig.add("attempts")
          rig.add("budgetExceeded")
          return CallResult(outcome: "budgetExceeded")
        }
        rig.add("retries")
        attempt += 1
        if attempt > Self.mostAttempts { return CallResult(outcome: "endless") }
      }
    }
  }
}

final class BreakerStage: Sendable {
  private let breaker: Mutex<CircuitBreaker>

  init(_ policy: BreakerPolicy) { breaker = Mutex(CircuitBreaker(policy)) }

  func run(on clock: SimClock, _ inner: @Sendable () async -> CallResult) async -> CallResult {
    guard case .admitted(let permit) = breaker.withLock({ $0.admit(at: clock.nanoseconds) }) else {
      return CallResult(outcome: "open")
    }
    let result = await inner()
    let outcome: Outcome =
      switch result.outcome {
      case "success": .success
      case "ignored": .ignored
      case "cancelled": .cancelled
      default: .failure
      }
    breaker.withLock { $0.record(outcome, permit, at: clock.nanoseconds) }
    return result
  }

  func shown(at now: Int64) -> JSONValue {
    let breaker = breaker.withLock { $0 }
    let counts = breaker.counts(at: now)
    return .object([
      "state": .string("\(breaker.state)"), "calls": .integer(Int64(counts.calls)),
      "failures": .integer(Int64(counts.failures)), "successes": .integer(Int64(counts.successes)),
      "slow": .integer(Int64(counts.slow)), "started": .integer(Int64(breaker.started)),
      "rejected": .integer(Int64(breaker.rejected)),
      "consecutiveFailures": .integer(Int64(breaker.consecutiveFailures)),
      "consecutiveSuccesses": .integer(Int64(breaker.consecutiveSuccesses)),
    ])
  }
}

final class RateLimiterStage: Sendable {
  private let limiter: Mutex<RateLimiter>

  init(_ policy: RateLimiterPolicy) { limiter = Mutex(RateLimiter(policy)) }

  func run(on clock: SimClock, _ inner: @Sendable () async -> CallResult) async -> CallResult {
    let now = clock.nanoseconds
    guard case .admitted(let wait) = limiter.withLock({ $0.acquire(at: now) }) else {
      return CallResult(outcome: "rateLimited")
    }
    if wait > 0 {
      do {
        try await clock.sleep(untilNanoseconds: now + wait)
      } catch {
        return CallResult(outcome: "cancelled")
      }
    }
    return await inner()
  }
}

final class CacheStage: Sendable {
  private let key: String
  private let table = Mutex(CacheTable<String, JSONValue>(CachePolicy(timeToLive: .seconds(1_000_000_000))))

  init(_ key: String) { self.key = key }

  func run(
    _ rig: PipelineVectorRunner, on clock: SimClock, _ inner: @Sendable () async -> CallResult
  ) async -> CallResult {
    if case .fresh(let value) = table.withLock({ $0.find(key, at: clock.nanoseconds) }) {
      rig.add("cacheHits")
      return CallResult(outcome: "success", value: value)
    }
    rig.add("cacheMisses")
    let result = await inner()
    if result.isSuccess {
      _ = table.withLock { $0.store(result.value, for: key, at: clock.nanoseconds) }
      rig.add("cacheStores")
    }
    return result
  }
}

final class HedgeStage: Sendable {
  private let policy: HedgePolicy
  private let finalOn: [String]?
  private let budget: ForeignBudget?

  init(_ settings: JSONValue) {
    policy = HedgePolicy(
      delay: .milliseconds(settings["delayMs"]?.int64 ?? 0), maxHedges: settings["maxHedges"]?.int ?? 1,
      onFailure: settings["onFailure"]?.string.flatMap { HedgePolicy.OnFailure(rawValue: $0) } ?? .wait,
      allFailed: settings["allFailed"]?.string.flatMap { HedgePolicy.AllFailed(rawValue: $0) } ?? .last)
    finalOn = settings["finalOn"]?.array?.compactMap(\.string)
    budget = ForeignBudget(settings["budget"])
  }

  func run(
    _ rig: PipelineVectorRunner, on clock: SimClock, _ inner: @escaping @Sendable () async -> CallResult
  ) async -> CallResult {
    let finalOn = finalOn
    return await hedged(
      policy, on: clock,
      isFinal: { finalOn?.contains($0.outcome) ?? true },
      mayHedge: { _ in
        if let budget, !budget.allows {
          rig.add("budgetExceeded")
          return false
        }
        rig.add("hedges")
        return true
      },
      { _ in await inner() }
    ).value
  }
}

final class ChaosStage: Sendable {
  private let rate: Double
  private let enabled: Bool
  private let draws: ListedDraws

  init(_ settings: JSONValue) {
    rate = settings["rate"]?.double ?? 0
    enabled = settings["enabled"]?.bool ?? true
    draws = ListedDraws(settings["draws"]?.array ?? [])
  }

  func run(_ rig: PipelineVectorRunner, _ inner: @Sendable () async -> CallResult) async -> CallResult {
    guard enabled, (draws.take()?.double ?? 1) < rate else { return await inner() }
    rig.add("injected")
    return CallResult(outcome: "injected")
  }
}
