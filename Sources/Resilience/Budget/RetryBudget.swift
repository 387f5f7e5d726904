import Mutation
import Primitives

/// Decides whether a target's retries and hedges may be sent. One for each target, shared by all its
/// calls.
///
/// When it is charged: a call deposits when its first attempt starts (`ratio`); a retry or hedge pays
/// when it is asked for (`ratio`, `quota`, `concurrency`), and a refused one costs nothing; an attempt
/// that ends fills or empties (`tokens`) or leaves (`concurrency`); a call that ends well refunds
/// (`quota`). Whether a retry asks before or after its delay is the retry policy's `budgetCharge`.
public struct RetryBudget: Sendable {
  // One of these. Not an enum: to change what an enum holds is to take it out and to put it back.
  private var tokens: TokenBudget?
  private var quota: QuotaBudget?
  private var share: ShareBudget?
  private var concurrency: ConcurrencyBudget?

  public init(_ policy: BudgetPolicy, at now: Int64 = 0) {
    switch policy {
    case .tokens(let policy): tokens = TokenBudget(policy)
    case .quota(let policy): quota = QuotaBudget(policy)
    case .ratio(let policy): share = ShareBudget(policy, at: now)
    case .concurrency(let policy): concurrency = ConcurrencyBudget(policy)
    }
  }

  /// A call makes its first attempt.
  public mutating func callStarted(at now: Int64) {
    share?.deposit(at: now)
    concurrency?.started()
  }

  /// A retry or a hedge asks to be sent. Refused, it costs nothing.
  public mutating func acquire(throttled: Bool = false, at now: Int64) -> Bool {
    if isMutated(.budgetNeverRefuses) { return true }
    if let tokens { return tokens.allowsRetry }
    if let cost = quota.map({ throttled ? $0.throttledCost : $0.transientCost }) { return quota!.take(cost) }
    return share?.withdraw(at: now) ?? concurrency?.acquire() ?? true
  }

  /// An attempt ended. `extra` is true of one that was acquired here; `throttled` says what its cost
  /// was, and `isLast` that the call is over with it.
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

/// Tokens in thousandths: -1 for a failure, + ratio for a success, retries while more than half is left.
public struct TokenBudget: Sendable, Hashable {
  public private(set) var thousandths: Int
  public private(set) var ratioThousandths: Int
  private var maximum: Int

  public init(_ policy: BudgetPolicy.Tokens) {
    maximum = policy.maxTokens * 1000
    thousandths = maximum
    ratioThousandths = TokenBudget.cut(policy.tokenRatio)
  }

  public var allowsRetry: Bool { thousandths * 2 > maximum }

  public mutating func failure() { thousandths = max(0, thousandths - 1000) }
  public mutating func success() { thousandths = min(maximum, thousandths + ratioThousandths) }

  /// New settings; the share of tokens stays.
  public mutating func replace(_ policy: BudgetPolicy.Tokens) {
    let share = maximum == 0 ? 1 : Double(thousandths) / Double(maximum)
    maximum = policy.maxTokens * 1000
    thousandths = Int((share * Double(maximum)).rounded())
    ratioThousandths = TokenBudget.cut(policy.tokenRatio)
  }

  /// To three decimals, downwards; a ratio typed with three decimals keeps them.
  private static func cut(_ ratio: Double) -> Int { Int((ratio * 1000 + 1e-6).rounded(.down)) }
}

/// A quota that retries spend and successes refund.
public struct QuotaBudget: Sendable, Hashable {
  public private(set) var quota: Int
  private let capacity, credit: Int
  let transientCost, throttledCost: Int

  public init(_ policy: BudgetPolicy.Quota) {
    quota = policy.capacity
    capacity = policy.capacity
    credit = policy.successCredit
    transientCost = policy.cost(of: "transient")
    throttledCost = policy.cost(of: "throttling")
  }

  /// Takes the cost if that much is left.
  public mutating func take(_ cost: Int) -> Bool {
    if cost > quota { return false }
    quota -= cost
    return true
  }

  /// A call ended well: the cost of its last attempt comes back, or the credit when it had none.
  mutating func refund(extra: Bool, throttled: Bool) {
    refund(extra ? (throttled ? throttledCost : transientCost) : nil)
  }

  /// A call ended well: its last cost comes back, or the credit when it had none.
  public mutating func refund(_ lastCost: Int?) { quota = min(capacity, quota + (lastCost ?? credit)) }
}

/// Deposits by calls, withdrawals by retries, both forgotten after the time to live in steps of a tenth.
public struct ShareBudget: Sendable, Hashable {
  private var slots: [Int] = Array(repeating: 0, count: 10)
  /// The number of the newest slot, counted from time 0; its place in the ring, and when the next begins.
  private var newest: Int64
  private var place: Int
  private var nextBegins: Int64
  private var sum = 0
  private let slotLength: Int64
  private let reserve, deposit, cost: Int

  public init(_ policy: BudgetPolicy.Share, at now: Int64 = 0) {
    let ttl = policy.timeToLive.wholeNanoseconds
    slotLength = max(1, ttl / 10)
    newest = now / slotLength
    place = Int(newest % 10)
    nextBegins = (newest + 1) &* slotLength
    deposit = policy.ratio > 0 ? 1000 : 0
    cost = policy.ratio > 0 ? max(1, Int((1000 / policy.ratio + 1e-9).rounded(.down))) : 1
    reserve = Int(Double(policy.minPerSecond) * (Double(ttl) / 1e9) * Double(cost))
  }

  public mutating func deposit(at now: Int64) { add(deposit, at: now) }

  public mutating func withdraw(at now: Int64) -> Bool {
    forget(at: now)
    if reserve + sum < cost { return false }
    add(-cost, at: now)
    return true
  }

  /// Retries left.
  public mutating func balance(at now: Int64) -> Int {
    forget(at: now)
    return max(0, reserve + sum) / cost
  }

  private mutating func add(_ amount: Int, at now: Int64) {
    forget(at: now)
    slots[place] += amount
    sum += amount
  }

  private mutating func forget(at now: Int64) {
    if now < nextBegins { return }
    let current = now / slotLength
    if current <= newest { return }
    for slot in 1...min(10, current - newest) {
      let index = Int((newest + slot) % 10)
      sum -= slots[index]
      slots[index] = 0
    }
    if current - newest > 10 {
      for index in slots.indices { slots[index] = 0 }
      sum = 0
    }
    newest = current
    place = Int(newest % 10)
    nextBegins = (newest + 1) &* slotLength
  }
}

/// Retries as a share of what is in flight.
public struct ConcurrencyBudget: Sendable, Hashable {
  public internal(set) var executions = 0
  public internal(set) var retries = 0
  private let rule: BudgetPolicy.Concurrency.Rule
  private let maxRate: Double
  private let minConcurrency: Int

  public init(_ policy: BudgetPolicy.Concurrency, executions: Int = 0, retries: Int = 0) {
    rule = policy.rule
    maxRate = policy.maxRate
    minConcurrency = policy.minConcurrency
    self.executions = executions
    self.retries = retries
  }

  public var allowsRetry: Bool {
    switch rule {
    case .share: !(retries >= minConcurrency && Double(retries) / Double(executions) > maxRate)
    case .cap: retries < max(minConcurrency, Int((maxRate * Double(executions)).rounded(.down)))
    }
  }

  public mutating func acquire() -> Bool {
    guard allowsRetry else { return false }
    retries += 1
    if rule == .share { executions += 1 }
    return true
  }

  public mutating func release() {
    retries = max(0, retries - 1)
    if rule == .share { ended() }
  }

  public mutating func started() { executions += 1 }
  public mutating func ended() { executions = max(0, executions - 1) }

  /// What others have in flight.
  public mutating func set(executions: Int?, retries: Int?) {
    self.executions = executions ?? self.executions
    self.retries = retries ?? self.retries
  }
}
