import Primitives
import Resilience
import Testing

@Suite("Bulkheads, over random traces")
struct BulkheadProperties {
  @Test func `a bulkhead never admits more than its limit, serves in order, and loses no permit`() {
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
        // The gate withdraws each call whose wait is over, at that time.
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
            if queue.count < policy.queue { throw Broken("refused with room in the queue") }
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
          if !bulkhead.withdraw(gone.ticket) { throw Broken("could not withdraw") }
          if bulkhead.withdraw(gone.ticket) { throw Broken("withdrew twice") }
        }
        if bulkhead.inFlight != running || bulkhead.waiting != queue.count || running > policy.limit {
          throw Broken(
            "\(bulkhead.inFlight) in flight and \(bulkhead.waiting) wait instead of \(running), \(queue.count)"
          )
        }
        if running < policy.limit && !queue.isEmpty {
          throw Broken("a permit is free while \(queue.count) wait")
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
}
