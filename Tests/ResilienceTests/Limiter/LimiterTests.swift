import Resilience
import Testing

@Suite("Rate limiters and bulkheads")
struct LimiterTests {
  @Test func `an admission exactly one period old no longer counts`() {
    var limiter = SlidingWindowLimiter(.init([.init(permits: 1, period: .seconds(60))]))
    #expect(limiter.acquire(at: 0) == .admitted(wait: 0))
    #expect(limiter.acquire(at: 60 * second - 1) == .refused(retryAfter: 1))
    #expect(limiter.acquire(at: 60 * second) == .admitted(wait: 0))
  }

  @Test func `several windows hold at once, and the longest wait is told`() {
    // Of the gateway: 60 a minute and a burst of 10 in 10 s.
    var limiter = SlidingWindowLimiter(
      .init([.init(permits: 60, period: .seconds(60)), .init(permits: 10, period: .seconds(10))]))
    for _ in 0..<10 { #expect(limiter.acquire(at: 0) == .admitted(wait: 0)) }
    #expect(limiter.acquire(at: 0) == .refused(retryAfter: 10 * second))
    for burst in 1...5 {
      for _ in 0..<10 { #expect(limiter.acquire(at: Int64(burst) * 10 * second) == .admitted(wait: 0)) }
    }
    #expect(limiter.acquire(at: 59 * second) == .refused(retryAfter: second))
    #expect(limiter.acquire(11, at: 120 * second) == .refused(retryAfter: nil))
  }

  @Test func `a bucket lets its burst through and then its rate`() {
    var limiter = TokenBucketLimiter(.init(capacity: 3, permits: 2, period: .seconds(1)))
    for _ in 0..<3 { #expect(limiter.acquire(1, at: 0) == .admitted(wait: 0)) }
    #expect(limiter.acquire(1, at: 0) == .refused(retryAfter: second / 2))
    #expect(limiter.acquire(1, at: second / 2 - 1) == .refused(retryAfter: 1))
    #expect(limiter.acquire(1, at: second / 2) == .admitted(wait: 0))
    #expect(limiter.available(at: 10 * second) == 3)
  }

  @Test func `a wait that the caller has no time for reserves nothing`() {
    var limiter = RateLimiter(.smooth(.init(interval: .seconds(1))))
    #expect(limiter.acquire(at: 0) == .admitted(wait: 0))
    #expect(limiter.acquire(within: second - 1, at: 0) == .refused(retryAfter: 1))
    #expect(limiter.acquire(within: second, at: 0) == .admitted(wait: second))
  }

  @Test func `at exactly the longest wait the place is still given, after it is not`() {
    for (late, served) in [(Int64(0), true), (1, false)] {
      var bulkhead = Bulkhead(BulkheadPolicy(limit: 1, queue: 1, maxWait: .seconds(1)))
      #expect(bulkhead.enter(at: 0) == .admitted)
      #expect(bulkhead.enter(at: 0) == .queued(ticket: 1, until: second, position: 1))
      #expect(bulkhead.enter(at: 0) == .refused)
      bulkhead.leave()
      #expect((bulkhead.next(at: second + late) != nil) == served)
    }
  }

  @Test func `an adaptive bulkhead shrinks when calls are dropped and never stops`() {
    var bulkhead = Bulkhead(
      BulkheadPolicy(limit: 50, adaptive: .aimd(.init(initial: 20, minimum: 1, maximum: 40))))
    #expect(bulkhead.limit == 20)
    for _ in 0..<60 {
      #expect(bulkhead.enter(at: 0) == .admitted)
      _ = bulkhead.leave(time: second, dropped: true)
    }
    #expect(bulkhead.limit == 1)
  }

  @Test func `a quantile needs enough times, and is one of them`() {
    var sample = LatencySample(size: 100)
    for time in 1...19 { sample.record(Int64(time)) }
    #expect(sample.quantile(0.9) == nil)
    for time in 20...200 { sample.record(Int64(time)) }
    // The last hundred: 101 to 200.
    #expect(sample.quantile(0.9) == 190)
    #expect(sample.quantile(1) == 200)
    #expect(sample.quantile(0) == 101)
  }
}
