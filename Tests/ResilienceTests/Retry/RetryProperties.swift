import Foundation
import Primitives
import Resilience
import Testing

@Suite("Retries, over random policies")
struct RetryProperties {
  static func backoff(_ chance: inout SplitMix64) -> DelayPolicy.Backoff {
    var backoff = DelayPolicy.Backoff()
    backoff.kind = chance.pick(DelayPolicy.Backoff.Kind.allCases)
    backoff.base = .nanoseconds(Int64(truncatingIfNeeded: chance.next() >> UInt64(1 + chance.below(62))))
    backoff.multiplier = chance.pick([1, 1.5, 2, 10, 1e6])
    backoff.schedule = [.nanoseconds(5), .seconds(3)]
    if chance.flips() {
      backoff.maximum = .nanoseconds(Int64(truncatingIfNeeded: chance.next() >> UInt64(1 + chance.below(62))))
    }
    if chance.flips() { backoff.cap = .afterJitter }
    return backoff
  }

  @Test("delays are never negative, never overflow, and stay under their cap")
  func bounds() {
    overTraces { chance in
      var policy = DelayPolicy(Self.backoff(&chance))
      policy.jitter = DelayPolicy.Jitter(
        chance.pick(DelayPolicy.Jitter.Kind.allCases), factor: chance.nextUnit(),
        addition: .nanoseconds(Int64(chance.below(1000))))
      var sequence = DelaySequence(policy)
      let staysUnder =
        policy.backoff.cap == .afterJitter || [.none, .full, .equal].contains(policy.jitter.kind)
        || policy.backoff.kind == .decorrelated || policy.backoff.kind == .decorrelatedV2
      var attempt: UInt64 = 1
      for _ in 0..<10 {
        let draw = chance.pick([0, 1, chance.nextUnit()])
        guard let delay = sequence.delay(after: attempt, draw: .unit(draw)) else { throw Broken("no delay") }
        if delay < 0 { throw Broken("\(delay) after \(attempt): \(policy)") }
        if staysUnder, let most = policy.backoff.maximum, delay > most.wholeNanoseconds + 1 {
          // A double has 53 bits, so a cap near the end of the range is met to within them.
          if Double(delay) > most.exactNanoseconds * (1 + 1e-15) + 1 {
            throw Broken("\(delay) over \(most) after \(attempt): \(policy)")
          }
        }
        attempt += chance.flips() ? 1 : chance.next() >> UInt64(2 + chance.below(60))
      }
    }
  }

  @Test("attempts, time and deadline are never exceeded")
  func limits() {
    overTraces { chance in
      var policy = RetryPolicy(maxAttempts: 1 + chance.below(6))
      policy.delay = DelayPolicy(
        .exponential(base: .nanoseconds(Int64(1 + chance.below(50))), cap: .nanoseconds(200)),
        jitter: .init(.full))
      if chance.flips() { policy.maxDuration = .nanoseconds(Int64(chance.below(300))) }
      if chance.flips() { policy.stopAfter = .nanoseconds(Int64(chance.below(300))) }
      let deadline = chance.flips() ? Deadline(nanoseconds: Int64(chance.below(400))) : .none
      var retry = Retry(policy, startedAt: 0)
      var now: Int64 = 0
      var attempts = 1
      while true {
        now += Int64(chance.below(40))
        let draw = chance.nextUnit()
        guard case .wait(let delay) = retry.failed(.failure, at: now, deadline: deadline, draw: .unit(draw))
        else { break }
        attempts += 1
        if delay < 0 { throw Broken("a wait of \(delay)") }
        if let most = policy.stopAfter?.wholeNanoseconds, now >= most {
          throw Broken("goes on at \(now), stops after \(most)")
        }
        now += delay
        if let most = policy.maxDuration?.wholeNanoseconds, now > most {
          throw Broken("attempt at \(now), limit \(most)")
        }
        if deadline.hasPassed(at: now) { throw Broken("attempt at \(now), deadline \(deadline.nanoseconds)") }
      }
      if attempts > policy.maxAttempts! { throw Broken("\(attempts) attempts of \(policy.maxAttempts!)") }
    }
  }

  /// The largest distance between the distribution of the delays and that of `cdf`.
  private func distance(_ policy: DelayPolicy, after attempt: UInt64, cdf: (Double) -> Double) -> Double {
    var chance = SplitMix64(seed: 11)
    let count = 20_000
    let delays = (0..<count).map { _ -> Double in
      var sequence = DelaySequence(policy)
      return Double(sequence.delay(after: attempt, draw: .unit(chance.nextUnit()))!)
    }.sorted()
    var worst = 0.0
    for (index, delay) in delays.enumerated() {
      let share = cdf(delay)
      worst = max(
        worst, abs(share - Double(index) / Double(count)), abs(Double(index + 1) / Double(count) - share))
    }
    return worst
  }

  /// Kolmogorov–Smirnov at the 0.1 % level for 20,000 draws.
  private let limit = 1.95 / 20_000.0.squareRoot()

  @Test(
    "jitter is spread evenly over its range, also at the cap",
    arguments: [
      (DelayPolicy.Jitter.Kind.full, UInt64(3), 0.0, 4e9), (.full, 50, 0, 8e9), (.equal, 3, 2e9, 4e9),
      (.equal, 50, 4e9, 8e9), (.proportional, 3, 2e9, 6e9), (.proportional, 50, 4e9, 12e9),
      (.above, 3, 4e9, 6e9),
      (.above, 50, 8e9, 12e9), (.additive, 3, 4e9, 5e9), (.additive, 50, 8e9, 9e9),
    ] as [(DelayPolicy.Jitter.Kind, UInt64, Double, Double)])
  func uniform(kind: DelayPolicy.Jitter.Kind, attempt: UInt64, low: Double, high: Double) {
    let policy = DelayPolicy(
      .exponential(base: .seconds(1), cap: .seconds(8)),
      jitter: .init(kind, factor: 0.5, addition: .seconds(1)))
    #expect(distance(policy, after: attempt) { min(1, max(0, ($0 - low) / (high - low))) } < limit)
  }

  @Test func `decorrelated jitter is spread evenly between the base and three times the last delay`() {
    let policy = DelayPolicy(.decorrelated(base: .seconds(1), cap: .seconds(60)))
    #expect(distance(policy, after: 1) { min(1, max(0, ($0 - 1e9) / 2e9)) } < limit)
  }

  @Test func `decorrelated jitter at the cap still spreads below it`() {
    let policy = DelayPolicy(.decorrelated(base: .seconds(1), cap: .seconds(8)))
    var chance = SplitMix64(seed: 3)
    var below: [Double] = []
    var atCap = 0
    for _ in 0..<20_000 {
      var sequence = DelaySequence(policy)
      // The largest draws first: the previous delay is the cap, so the next is 1 + r 23, cut at 8.
      for attempt in 1...3 { _ = sequence.delay(after: UInt64(attempt), draw: .unit(1)) }
      let delay = sequence.delay(after: 4, draw: .unit(chance.nextUnit()))!
      if delay == 8_000_000_000 { atCap += 1 } else { below.append(Double(delay)) }
    }
    #expect(abs(Double(atCap) / 20_000 - 16.0 / 23) < 0.015)
    let sorted = below.sorted()
    let worst = sorted.enumerated().map { abs(($1 - 1e9) / 7e9 - Double($0) / Double(sorted.count)) }.max()!
    #expect(worst < 1.95 / Double(sorted.count).squareRoot() + 1e-3)
  }

  private static func smooth(cap: Duration? = nil) -> DelayPolicy {
    var backoff = DelayPolicy.Backoff.constant(.seconds(1))
    backoff.kind = .decorrelatedV2
    backoff.maximum = cap
    return DelayPolicy(backoff)
  }

  /// The share of first delays of the smooth form up to `delay`: its formula, turned round by halving.
  private static func smoothShare(_ delay: Double) -> Double {
    var (low, high) = (0.0, 1.0)
    for _ in 0..<60 {
      let r = (low + high) / 2
      if exp2(r) * tanh((4 * r).squareRoot()) * 1e9 / 1.4 < delay { low = r } else { high = r }
    }
    return low
  }

  @Test func `the smooth decorrelated form is spread as its formula says`() {
    #expect(distance(Self.smooth(), after: 1, cdf: Self.smoothShare) < limit)
  }

  @Test func `the smooth decorrelated form still spreads below its cap`() {
    let policy = Self.smooth(cap: .seconds(1))
    let share = Self.smoothShare(1e9)
    var chance = SplitMix64(seed: 4)
    var below: [Double] = []
    for _ in 0..<20_000 {
      var sequence = DelaySequence(policy)
      let delay = sequence.delay(after: 1, draw: .unit(chance.nextUnit()))!
      #expect(delay <= second)
      if delay < second { below.append(Double(delay)) }
    }
    #expect(abs(Double(below.count) / 20_000 - share) < 0.015)
    let count = Double(below.count)
    let worst = below.sorted().enumerated().map { abs(Self.smoothShare($1) / share - Double($0) / count) }
    #expect(worst.max()! < 1.95 / count.squareRoot() + 1e-3)
  }

  @Test func `the smooth decorrelated form has its published mean course`() {
    // t = 0.5, 1.5, 2.5: (2^t tanh(sqrt(4 t)) - previous) / 1.4.
    var sequence = DelaySequence(Self.smooth())
    let delays = (1...3).map { sequence.delay(after: UInt64($0), draw: .unit(0.5))! }
    #expect(delays.map { $0 / 1_000_000 } == [897, 1093, 2035])
  }
}
