import Mutation
import Primitives

/// Admits or refuses the retries and hedges of a target. One for each target, shared by all its calls.
///
/// | event                | tokens          | quota     | ratio    | concurrency |
/// | -------------------- | --------------- | --------- | -------- | ----------- |
/// | a call starts        |                 |           | deposits | counts      |
/// | a retry or hedge asks | needs half the tokens | pays | pays    | counts      |
/// | an attempt succeeds  | adds `tokenRatio` | refunds |          | leaves      |
/// | an attempt fails     | takes one       |           |          | leaves      |
///
/// A refused retry costs nothing. The retry policy's `budgetCharge` says if a retry asks before or after
/// its delay.
public struct RetryBudget: Sendable {
  // One of these is set. Not an enum: changing a payload copies it out and back with every call.
  private var tokens: TokenBudget?
  private var quota: QuotaBudget?
  private var ratio: RatioBudget?
  private var concurrency: ConcurrencyBudget?

  /// Creates a full budget at `now`.
  public init(_ policy: BudgetPolicy, at now: Int64 = 0) {
    switch policy {
    case .tokens(let policy): tokens = TokenBudget(policy)
    case .quota(let policy): quota = QuotaBudget(policy)
    case .ratio(let policy): ratio = RatioBudget(policy, at: now)
    case .concurrency(let policy): concurrency = ConcurrencyBudget(policy)
    }
  }

  /// Records the first attempt of a call.
  public mutating func callStarted(at now: Int64) {
    ratio?.deposit(at: now)
    concurrency?.started()
  }

  /// Asks for a retry or a hedge; true if it may be sent. A refused one costs nothing.
  public mutating func acquire(throttled: Bool = false, at now: Int64) -> Bool {
    if isMutated(.budgetNeverRefuses) { return true }
    if let tokens { return tokens.allowsRetry }
    if let cost = quota.map({ throttled ? $0.throttledCost : $0.transientCost }) {
      return quota!.acquire(cost)
    }
    return ratio?.withdraw(at: now) ?? concurrency?.acquire() ?? true
  }

  /// Records the end of an attempt; `success` is nil for one that counts as neither.
  ///
  /// `extra` is true of an attempt that was acquired here, `throttled` selects its cost, and `isLast` is
  /// true if the call ends with it.
  public mutating func attemptEnded(
    success: Bool?, extra: Bool, throttled: Bool = false, isLast: Bool = true
  ) {
    if let success { success ? tokens?.success() : tokens?.failure() }
    if isLast, success == true {
      quota?.refund(extra: extra, throttled: throttled)
    }
    extra ? concurrency?.release() : concurrency?.ended()
  }
}

/// Tokens that failures take and successes add; retries are allowed while more than half is left.
///
/// In thousandths: a failure takes 1000, a success adds `tokenRatio`. Source: gRFC A6, client retries.
package struct TokenBudget: Sendable, Hashable {
  /// The tokens left, in thousandths.
  package private(set) var thousandths: Int
  /// The tokens that a success adds, in thousandths.
  package private(set) var ratioThousandths: Int
  private var maximum: Int

  /// Creates a full bucket.
  package init(_ policy: BudgetPolicy.Tokens) {
    maximum = policy.maxTokens * 1000
    thousandths = maximum
    ratioThousandths = TokenBudget.cut(policy.tokenRatio)
  }

  /// True if a retry may be sent.
  package var allowsRetry: Bool { thousandths * 2 > maximum }

  /// Takes a token.
  package mutating func failure() { thousandths = max(0, thousandths - 1000) }
  /// Adds the ratio.
  package mutating func success() { thousandths += min(maximum - thousandths, ratioThousandths) }

  /// Takes on new settings; the share of tokens left stays.
  package mutating func replace(_ policy: BudgetPolicy.Tokens) {
    let share = maximum == 0 ? 1 : Double(thousandths) / Double(maximum)
    maximum = policy.maxTokens * 1000
    thousandths = Int(saturating: (share * Double(maximum)).rounded())
    ratioThousandths = TokenBudget.cut(policy.tokenRatio)
  }

  /// Returns a ratio in thousandths, rounded down; one typed with three decimals keeps them.
  private static func cut(_ ratio: Double) -> Int { Int(saturating: (ratio * 1000 + 1e-6).rounded(.down)) }
}

/// A quota that retries spend and successes refund.
package struct QuotaBudget: Sendable, Hashable {
  /// The quota left.
  package private(set) var quota: Int
  private let capacity, credit: Int
  let transientCost, throttledCost: Int

  /// Creates a full quota.
  package init(_ policy: BudgetPolicy.Quota) {
    quota = policy.capacity
    capacity = policy.capacity
    credit = policy.successCredit
    transientCost = policy.cost(of: "transient")
    throttledCost = policy.cost(of: "throttling")
  }

  /// Takes the cost if that much is left.
  package mutating func acquire(_ cost: Int) -> Bool {
    if cost > quota { return false }
    quota -= cost
    return true
  }

  /// Refunds the cost of a successful call's last attempt, or the credit when it was not a retry.
  mutating func refund(extra: Bool, throttled: Bool) {
    refund(extra ? (throttled ? throttledCost : transientCost) : nil)
  }

  /// Refunds the last cost of a successful call, or the credit when it had none.
  package mutating func refund(_ lastCost: Int?) { quota = min(capacity, quota + (lastCost ?? credit)) }
}

/// Deposits by calls and withdrawals by retries, which expire after the time to live in steps of a tenth.
///
/// A call deposits 1, a retry withdraws `1 / ratio`, both in thousandths.
package struct RatioBudget: Sendable, Hashable {
  private var slots: [Int] = Array(repeating: 0, count: 10)
  /// The number of the newest slot, counted from time 0; its index in the ring, and the start of the next.
  private var newest: Int64
  private var index: Int
  private var nextBegins: Int64
  private var sum = 0
  private let slotLength: Int64
  private let reserve, deposit, cost: Int

  /// The bound of cost and reserve: far beyond every number of calls, and two of them with a sum stay in range.
  private static let most = 1 << 60

  /// Creates a budget without deposits at `now`.
  package init(_ policy: BudgetPolicy.Ratio, at now: Int64 = 0) {
    let ttl = policy.timeToLive.wholeNanoseconds
    slotLength = max(1, ttl / 10)
    newest = now / slotLength
    index = Int(newest % 10)
    nextBegins = (newest + 1) &* slotLength
    deposit = policy.ratio > 0 ? 1000 : 0
    let wanted = policy.ratio > 0 ? (1000 / policy.ratio + 1e-9).rounded(.down) : 1
    cost = min(RatioBudget.most, max(1, Int(saturating: wanted)))
    reserve = min(
      RatioBudget.most, Int(saturating: Double(policy.minPerSecond) * (Double(ttl) / 1e9) * Double(cost)))
  }

  /// Adds the deposit of one call.
  package mutating func deposit(at now: Int64) { add(deposit, at: now) }

  /// Takes the cost of one retry if that much is left.
  package mutating func withdraw(at now: Int64) -> Bool {
    expire(at: now)
    if reserve + sum < cost { return false }
    add(-cost, at: now)
    return true
  }

  /// Returns the number of retries left.
  package mutating func balance(at now: Int64) -> Int {
    expire(at: now)
    return max(0, reserve + sum) / cost
  }

  private mutating func add(_ amount: Int, at now: Int64) {
    expire(at: now)
    slots[index] += amount
    sum += amount
  }

  private mutating func expire(at now: Int64) {
    if now < nextBegins { return }
    let current = now / slotLength
    if current <= newest { return }
    for slot in 1...min(10, current - newest) {
      let old = Int((newest + slot) % 10)
      sum -= slots[old]
      slots[old] = 0
    }
    if current - newest > 10 {
      for index in slots.indices { slots[index] = 0 }
      sum = 0
    }
    newest = current
    index = Int(newest % 10)
    nextBegins = (newest + 1) &* slotLength
  }
}

/// Retries as a share of the calls in flight.
package struct ConcurrencyBudget: Sendable, Hashable {
  /// The number of calls in flight; with the rule `share` retries are counted too.
  package internal(set) var executions = 0
  /// The number of retries in flight.
  package internal(set) var retries = 0
  private let rule: BudgetPolicy.Concurrency.Rule
  private let maxRate: Double
  private let minConcurrency: Int

  /// Creates a budget with calls in flight.
  package init(_ policy: BudgetPolicy.Concurrency, executions: Int = 0, retries: Int = 0) {
    rule = policy.rule
    maxRate = policy.maxRate
    minConcurrency = policy.minConcurrency
    self.executions = executions
    self.retries = retries
  }

  /// True if a retry may be sent.
  package var allowsRetry: Bool {
    switch rule {
    case .share: !(retries >= minConcurrency && Double(retries) / Double(executions) > maxRate)
    case .cap: retries < max(minConcurrency, Int(saturating: (maxRate * Double(executions)).rounded(.down)))
    }
  }

  /// Counts a retry if it may be sent.
  package mutating func acquire() -> Bool {
    guard allowsRetry else { return false }
    retries += 1
    if rule == .share { executions += 1 }
    return true
  }

  /// Records the end of a retry.
  package mutating func release() {
    retries = max(0, retries - 1)
    if rule == .share { ended() }
  }

  /// Records the start of a call.
  package mutating func started() { executions += 1 }
  /// Records the end of a call.
  package mutating func ended() { executions = max(0, executions - 1) }

  /// Sets the numbers in flight; nil leaves one as it is.
  package mutating func set(executions: Int?, retries: Int?) {
    self.executions = executions ?? self.executions
    self.retries = retries ?? self.retries
  }
}
