import Primitives
import Resilience
import Testing

@Suite("Rate limiters, over random traces")
struct RateLimiterProperties {
  @Test func `no limiter admits more than its rate in any span`() {
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
          if let retryAfter, retryAfter <= 0 { throw Broken("refused with a retry-after of \(retryAfter)") }
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
}
