import Primitives
import Resilience
import Testing

@Suite("Budgets, bulkheads, limiters, hedges and caches, over random traces")
struct FlowProperties {
  @Test func `a share budget equals a recount of the last tenths and never goes below nothing`() {
    overTraces { chance in
      let policy = BudgetPolicy.Ratio(
        timeToLive: .seconds(1), minPerSecond: chance.below(4), ratio: chance.pick([0, 0.1, 0.25, 0.5, 1, 2]))
      let cost = policy.ratio == 0 ? 1 : Int(1000 / policy.ratio)
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
            : retries < max(limit.minConcurrency, Int(limit.maxRate * Double(executions)))
          if !allowed { throw Broken("retry \(retries + 1) beside \(executions) under \(limit)") }
        }
      }
    }
  }

  @Test func `a bulkhead never runs more than its limit, serves in order, and loses no place`() {
    overTraces { chance in
      let policy = BulkheadPolicy(
        limit: 1 + chance.below(3), queue: chance.below(4),
        maxWait: chance.flips() ? .nanoseconds(Int64(1 + chance.below(20))) : nil)
      var bulkhead = Bulkhead(policy)
      var queue: [(ticket: UInt64, until: Int64)] = []
      var running = 0
      var now: Int64 = 0
      for _ in 0..<24 {
        now += Int64(chance.below(6))
        // The shell withdraws whoever runs out of time, at that time.
        for waiting in queue where waiting.until < now {
          if !bulkhead.withdraw(waiting.ticket) { throw Broken("\(waiting.ticket) was lost") }
        }
        queue.removeAll { $0.until < now }
        switch chance.below(5) {
        case 0, 1, 2:
          switch bulkhead.enter(at: now) {
          case .admitted:
            if !queue.isEmpty || running >= policy.limit { throw Broken("overtook, or over the limit") }
            running += 1
          case .queued(let ticket, let until, let position):
            queue.append((ticket, until))
            if position != queue.count { throw Broken("position \(position) of \(queue.count)") }
          case .refused:
            if queue.count < policy.queue { throw Broken("refused with a free place in the queue") }
          }
        case 3:
          guard running > 0 else { continue }
          bulkhead.leave()
          running -= 1
          while let (ticket, _) = bulkhead.next(at: now) {
            if queue.isEmpty || queue.removeFirst().ticket != ticket { throw Broken("out of order") }
            running += 1
          }
        default:
          guard !queue.isEmpty else { continue }
          let gone = queue.remove(at: chance.below(queue.count))
          if !bulkhead.withdraw(gone.ticket) { throw Broken("could not give up") }
          if bulkhead.withdraw(gone.ticket) { throw Broken("gave up twice") }
        }
        if bulkhead.inFlight != running || bulkhead.waiting != queue.count || running > policy.limit {
          throw Broken(
            "\(bulkhead.inFlight) run and \(bulkhead.waiting) wait instead of \(running), \(queue.count)")
        }
        if running < policy.limit && !queue.isEmpty {
          throw Broken("a place is free while \(queue.count) wait")
        }
      }
    }
  }

  @Test func `no limiter lets more through than its rate in any span`() {
    overTraces { chance in
      let permits = 1 + chance.below(4)
      let period = Int64(5 + chance.below(20))
      let span = Duration.nanoseconds(period)
      let maxWait: Duration? = chance.flips() ? nil : .nanoseconds(Int64(chance.below(30)))
      let kind = chance.below(4)
      let capacity = 1 + chance.below(5)
      var limiter =
        switch kind {
        case 0: RateLimiter(.smooth(.init(interval: span, maxWait: maxWait)))
        case 1: RateLimiter(.cycle(.init(permits: permits, period: span, maxWait: maxWait)))
        case 2:
          RateLimiter(
            .tokenBucket(.init(capacity: capacity, permits: permits, period: span, maxWait: maxWait)))
        default:
          RateLimiter(
            .slidingWindow(
              .init([.init(permits: permits, period: span), .init(permits: permits + 2, period: span * 3)])))
        }
      var times: [Int64] = []
      var now: Int64 = 0
      for _ in 0..<16 {
        now += Int64(chance.below(9))
        switch limiter.acquire(at: now) {
        case .admitted(let wait):
          if wait < 0 || (maxWait.map { wait > $0.wholeNanoseconds } ?? false) {
            throw Broken("a wait of \(wait)")
          }
          times.append(now + wait)
        case .refused(let retryAfter):
          if let retryAfter, retryAfter <= 0 { throw Broken("refused, to come back after \(retryAfter)") }
        }
      }
      times.sort()
      for first in times.indices {
        for last in times.indices.dropFirst(first) {
          let count = last - first + 1
          let length = times[last] - times[first]
          let most: Int
          switch kind {
          // The first permit of a free limiter may come late in its interval.
          case 0: most = Int(times[last] / period - times[first] / period) + 1
          case 1: most = permits * (Int(times[last] / period - times[first] / period) + 1)
          case 2: most = capacity + Int((length * Int64(permits)) / period) + 1
          default:
            if length < period, count > permits { throw Broken("\(count) within \(length)") }
            if length < 3 * period, count > permits + 2 { throw Broken("\(count) within \(length)") }
            continue
          }
          if count > most { throw Broken("kind \(kind): \(count) within \(length), at most \(most)") }
        }
      }
    }
  }

  @Test func `adaptive limits stay within their bounds`() {
    overTraces { chance in
      let kind = chance.below(3)
      var vegas = ConcurrencyLimitPolicy.Vegas(initial: 1 + chance.below(50), maximum: 60)
      vegas.decrease = chance.pick([.step, .half])
      var limit = ConcurrencyLimit(
        kind == 0
          ? .vegas(vegas)
          : kind == 1
            ? .aimd(.init(initial: 20, minimum: 5, maximum: 60))
            : .gradient(.init(initial: 20, minimum: 5, maximum: 60)))
      for _ in 0..<20 {
        limit.sample(
          time: Int64(chance.below(10_000_000_000)), inFlight: chance.below(80), dropped: chance.below(5) == 0
        )
        if !((kind == 0 ? 1 : 5)...60).contains(limit.limit) { throw Broken("a limit of \(limit.limit)") }
      }
    }
  }

  @Test func `a hedge sends no more than it may, decides once, and always decides`() {
    overTraces { chance in
      let policy = HedgePolicy(
        delay: .nanoseconds(Int64(chance.below(12)) - 1), maxHedges: chance.below(4),
        onFailure: chance.pick([.wait, .next]), allFailed: chance.pick([.last, .primary]))
      var hedge = Hedge(policy, at: 0)
      var running = [0]
      var now: Int64 = 0
      var winner: Int?
      for _ in 0..<60 {
        while let call = hedge.hedge(at: now) { running.append(call) }
        if running.isEmpty, hedge.winner == nil {
          guard let due = hedge.nextDue else { throw Broken("nobody runs and nobody will: \(policy)") }
          now = due
          continue
        }
        if running.isEmpty { break }
        let call = running.remove(at: chance.below(running.count))
        switch hedge.finished(call, final: chance.below(3) == 0, at: now) {
        case .decided(let decided):
          if winner != nil { throw Broken("decided twice") }
          winner = decided
        case .send(let next): running.append(next)
        case .wait: if winner != nil { throw Broken("waits after the decision") }
        case .dropped: if winner == nil { throw Broken("dropped before the decision") }
        }
        if hedge.sent > policy.maxHedges + 1 { throw Broken("\(hedge.sent) sent") }
        now += Int64(chance.below(8))
      }
      if winner == nil || hedge.winner != winner { throw Broken("undecided: \(policy)") }
    }
  }

  @Test func `a cache equals a plain list kept in order of use`() {
    overTraces { chance in
      let policy = CachePolicy(
        timeToLive: .nanoseconds(10), capacity: 1 + chance.below(4),
        staleIfError: chance.flips() ? .nanoseconds(8) : nil, negative: chance.flips() ? .nanoseconds(4) : nil
      )
      let stale = policy.staleIfError?.wholeNanoseconds ?? 0
      let negative = policy.negative?.wholeNanoseconds ?? 0
      var table = CacheTable<Int, Int>(policy)
      // The least recently used first.
      var list: [(key: Int, value: Int?, at: Int64)] = []
      var now: Int64 = 0
      for step in 0..<24 {
        now += Int64(chance.below(5))
        let key = chance.below(6)
        let place = list.firstIndex { $0.key == key }
        let age = place.map { now - list[$0].at } ?? 0
        switch chance.below(4) {
        case 0, 1:
          var expected = "missing"
          if let place {
            if let value = list[place].value, age < 10 {
              expected = "fresh \(value)"
              list.append(list.remove(at: place))
            } else if list[place].value == nil, age < negative {
              expected = "failed"
            } else if list[place].value == nil || age >= 10 + stale {
              list.remove(at: place)
            }
          }
          let found =
            switch table.find(key, at: now) {
            case .fresh(let value): "fresh \(value)"
            case .failed: "failed"
            case .missing: "missing"
            }
          if found != expected { throw Broken("\(found) instead of \(expected)") }
        case 2:
          if let place { list.remove(at: place) } else if list.count == policy.capacity { list.removeFirst() }
          list.append((key, step, now))
          table.store(step, for: key, at: now)
        default:
          let keeps = place.map { list[$0].value != nil && stale > 0 && age < 10 + stale } ?? false
          if (table.staleValue(key, at: now) != nil) != keeps { throw Broken("stale or not") }
          table.storeFailure(for: key, at: now)
          if negative > 0, !keeps {
            if let place {
              list.remove(at: place)
            } else if list.count == policy.capacity {
              list.removeFirst()
            }
            list.append((key, nil, now))
          }
        }
        if table.count != list.count { throw Broken("\(table.count) kept instead of \(list.count)") }
      }
    }
  }
}
