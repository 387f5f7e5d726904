import Primitives
import Resilience
import Testing

@Suite("Retry budgets, over random traces")
struct RetryBudgetProperties {
  @Test func `a ratio budget equals a recount of the last tenths and is never overdrawn`() {
    overTraces { chance in
      let policy = BudgetPolicy.Ratio(
        timeToLive: .seconds(1), minPerSecond: chance.below(4), ratio: chance.pick([0, 0.1, 0.25, 0.5, 1, 2]))
      let cost = policy.ratio == 0 ? 1 : Int(saturating: 1000 / policy.ratio)
      var budget = RatioBudget(policy)
      var amounts: [(slot: Int64, amount: Int)] = []
      var now: Int64 = 0
      for _ in 0..<20 {
        now += Int64(chance.below(150)) * 1_000_000
        let slot = now / 100_000_000
        let left =
          policy.minPerSecond * cost + amounts.filter { $0.slot > slot - 10 }.map(\.amount).reduce(0, +)
        if chance.flips() {
          budget.deposit(at: now)
          amounts.append((slot, policy.ratio == 0 ? 0 : 1000))
        } else {
          let allowed = budget.withdraw(at: now)
          if allowed != (left >= cost) { throw Broken("\(allowed) with \(left) left, cost \(cost)") }
          if allowed { amounts.append((slot, -cost)) }
        }
        if budget.balance(at: now) < 0 { throw Broken("overdrawn") }
      }
    }
  }

  @Test func `tokens, quotas and concurrent retries stay within their bounds`() {
    overTraces { chance in
      var tokens = TokenBudget(.init(maxTokens: 1 + chance.below(10), tokenRatio: chance.nextUnit() * 2))
      let full = tokens.thousandths
      let capacity = chance.below(40)
      var quota = QuotaBudget(.init(capacity: capacity))
      let rule = chance.pick(BudgetPolicy.Concurrency.Rule.allCases)
      let limit = BudgetPolicy.Concurrency(
        rule: rule, maxRate: chance.nextUnit(), minConcurrency: 1 + chance.below(4))
      var concurrency = ConcurrencyBudget(limit)
      for _ in 0..<20 {
        if chance.flips() { tokens.failure() } else { tokens.success() }
        if !(0...full).contains(tokens.thousandths) {
          throw Broken("\(tokens.thousandths) tokens of \(full)")
        }
        let cost = chance.below(20)
        let before = quota.quota
        if chance.flips() {
          if quota.acquire(cost) != (cost <= before) { throw Broken("cost \(cost) of \(before)") }
        } else {
          quota.refund(chance.flips() ? cost : nil)
        }
        if !(0...capacity).contains(quota.quota) { throw Broken("a quota of \(quota.quota)") }
        switch chance.below(4) {
        case 0: concurrency.started()
        case 1: if concurrency.executions > concurrency.retries { concurrency.ended() }
        case 2: if concurrency.retries > 0 { concurrency.release() }
        default:
          let retries = concurrency.retries
          let executions = concurrency.executions
          guard concurrency.acquire() else { break }
          let share = Double(retries) / Double(max(1, executions))
          let allowed =
            rule == .share
            ? retries < limit.minConcurrency || share <= limit.maxRate
            : retries < max(limit.minConcurrency, Int(saturating: limit.maxRate * Double(executions)))
          if !allowed { throw Broken("retry \(retries + 1) beside \(executions) under \(limit)") }
        }
      }
    }
  }
}
