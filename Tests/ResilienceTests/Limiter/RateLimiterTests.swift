import Resilience
import Testing

@Suite("Rate limiters")
struct RateLimiterTests {
  @Test func `an admission exactly one period old no longer counts`() {
    var limiter = SlidingWindowLimiter(.init([.init(permits: 1, period: .seconds(60))]))
    #expect(limiter.acquire(at: 0) == .admitted(wait: 0))
    #expect(limiter.acquire(at: 60 * second - 1) == .refused(retryAfter: 1))
    #expect(limiter.acquire(at: 60 * second) == .admitted(wait: 0))
  }

  @Test func `several windows hold at once, and the longest wait is reported`() {
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

  @Test func `a bucket admits its burst and then its rate`() {
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
}
