import Primitives

/// Decides how long a call waits for a permit. Never admits more than the policy's rate.
///
/// A value without clock or lock.
public struct RateLimiter: Sendable {
  private var model: Model

  private enum Model: Sendable {
    case smooth(SmoothLimiter)
    case cycle(CycleLimiter)
    case bucket(TokenBucketLimiter)
    case sliding(SlidingWindowLimiter)
  }

  /// The answer to a call that asks for permits.
  @frozen
  public enum Admission: Sendable, Hashable {
    /// The permits are reserved and may be used after this many nanoseconds; 0 for now.
    case admitted(wait: Int64)
    /// Nothing is reserved; nanoseconds until it would be admitted, nil for never.
    case refused(retryAfter: Int64?)
  }

  /// Creates a limiter with all its permits.
  public init(_ policy: RateLimiterPolicy) {
    switch policy {
    case .smooth(let policy): model = .smooth(SmoothLimiter(policy))
    case .cycle(let policy): model = .cycle(CycleLimiter(policy))
    case .tokenBucket(let policy): model = .bucket(TokenBucketLimiter(policy))
    case .slidingWindow(let policy): model = .sliding(SlidingWindowLimiter(policy))
    }
  }

  /// Reserves permits whose wait is at most the policy's and at most `within`.
  public mutating func acquire(_ permits: Int = 1, within: Int64 = .max, at now: Int64) -> Admission {
    switch model {
    case .smooth(var limiter):
      defer { model = .smooth(limiter) }
      return limiter.acquire(permits, within: within, at: now)
    case .cycle(var limiter):
      defer { model = .cycle(limiter) }
      return limiter.acquire(permits, within: within, at: now)
    case .bucket(var limiter):
      defer { model = .bucket(limiter) }
      return limiter.acquire(permits, within: within, at: now)
    case .sliding(var limiter):
      // The log leaves the enum while it changes, so that it is not copied.
      model = .smooth(.placeholder)
      defer { model = .sliding(limiter) }
      return limiter.acquire(permits, at: now)
    }
  }
}

/// A limiter with one permit for each interval. A free limiter starts at the beginning of the current interval.
package struct SmoothLimiter: Sendable, Hashable {
  private let interval, maxWait: Int64
  /// The time at which the next permit is free.
  package private(set) var nextFree: Int64 = 0

  /// Creates a free limiter.
  package init(_ policy: RateLimiterPolicy.Smooth) {
    interval = max(1, policy.interval.wholeNanoseconds)
    maxWait = policy.maxWait?.wholeNanoseconds ?? .max
  }

  static let placeholder = SmoothLimiter(RateLimiterPolicy.Smooth(interval: .seconds(1)))

  /// Reserves permits whose wait is at most the policy's and at most `within`.
  package mutating func acquire(_ permits: Int, within: Int64 = .max, at now: Int64) -> RateLimiter.Admission
  {
    let start = max(nextFree, now - now % interval)
    let (span, overflow) = interval.multipliedReportingOverflow(by: Int64(permits) - 1)
    let wait = overflow ? .max : max(0, start.addingSaturating(span) - now)
    if wait > min(maxWait, within) || wait == .max {
      return .refused(retryAfter: wait == .max ? nil : wait - min(maxWait, within))
    }
    nextFree = start + span + interval
    return .admitted(wait: wait)
  }
}

/// A limiter with a number of permits for each period; a waiting caller takes those of later periods.
package struct CycleLimiter: Sendable, Hashable {
  private let permits: Int
  private let period, maxWait: Int64
  private let capped: Bool
  private var cycle: Int64 = 0
  private var left: Int

  /// Creates a limiter with the permits of one period.
  package init(_ policy: RateLimiterPolicy.Cycle) {
    permits = max(1, policy.permits)
    period = max(1, policy.period.wholeNanoseconds)
    maxWait = policy.maxWait?.wholeNanoseconds ?? .max
    capped = policy.refill == .capped
    left = permits
  }

  /// Returns the permits of the current period that are left; negative when later ones are taken.
  package mutating func available(at now: Int64) -> Int {
    refill(at: now)
    return left
  }

  /// Returns the nanoseconds until one permit is free.
  package mutating func nextPermit(at now: Int64) -> Int64 {
    refill(at: now)
    return wait(for: 1, at: now)
  }

  /// Reserves permits whose wait is at most the policy's and at most `within`.
  package mutating func acquire(_ wanted: Int, within: Int64 = .max, at now: Int64) -> RateLimiter.Admission {
    refill(at: now)
    let wait = wait(for: wanted, at: now)
    if wait > min(maxWait, within) || wait == .max {
      return .refused(retryAfter: wait == .max ? nil : wait - min(maxWait, within))
    }
    left -= wanted
    return .admitted(wait: wait)
  }

  private func wait(for wanted: Int, at now: Int64) -> Int64 {
    let (missing, overflow) = wanted.subtractingReportingOverflow(left)
    if overflow { return .max }
    if missing <= 0 { return 0 }
    let periods = Int64((missing - 1) / permits + 1)
    let (span, tooLong) = period.multipliedReportingOverflow(by: periods)
    return tooLong ? .max : span - now % period
  }

  private mutating func refill(at now: Int64) {
    let current = now / period
    guard current > cycle else { return }
    let (gained, overflow) = permits.multipliedReportingOverflow(by: Int(clamping: current - cycle))
    let refilled = overflow ? permits : left + gained
    left = capped ? min(permits, refilled) : (left < 0 ? refilled : permits)
    cycle = current
  }
}

/// A bucket of permits that fills evenly, stored as the time at which it would be full (as in GCRA).
package struct TokenBucketLimiter: Sendable, Hashable {
  // A permit takes `period / permits` nanoseconds to fill; times are multiplied by `permits` to stay exact.
  private let permits, period, depth: Int64
  private let maxWait: Int64
  /// The time until the bucket is full, after `origin`, in nanoseconds times `permits`.
  private var debt: Int64 = 0
  private var origin: Int64 = 0

  /// Creates a full bucket.
  package init(_ policy: RateLimiterPolicy.TokenBucket) {
    permits = Int64(max(1, policy.permits))
    period = max(1, policy.period.wholeNanoseconds)
    depth = Int64(max(1, policy.capacity)).multipliedReportingOverflow(by: period).partialValue
    maxWait = policy.maxWait?.wholeNanoseconds ?? .max
  }

  /// Returns the whole permits in the bucket.
  package mutating func available(at now: Int64) -> Int64 {
    drain(at: now)
    return max(0, depth - debt) / period
  }

  /// Reserves permits whose wait is at most the policy's and at most `within`.
  package mutating func acquire(_ wanted: Int, within: Int64 = .max, at now: Int64) -> RateLimiter.Admission {
    drain(at: now)
    let (cost, overflow) = period.multipliedReportingOverflow(by: Int64(wanted))
    if overflow { return .refused(retryAfter: nil) }
    let after = debt.addingSaturating(cost)
    let missing = after - depth
    let wait = missing <= 0 ? 0 : (missing - 1) / permits + 1
    if wait > min(maxWait, within) || after == .max {
      return .refused(retryAfter: cost > depth && maxWait == 0 ? nil : wait - min(maxWait, within))
    }
    debt = after
    return .admitted(wait: wait)
  }

  private mutating func drain(at now: Int64) {
    guard now > origin else { return }
    let (filled, overflow) = (now - origin).multipliedReportingOverflow(by: permits)
    debt = overflow ? 0 : max(0, debt - filled)
    origin = now
  }
}

/// A limiter with a largest number of permits in any span of each window's length, by a log of the last
/// admissions.
package struct SlidingWindowLimiter: Sendable, Hashable {
  private let windows: [(permits: Int, period: Int64)]
  /// A ring of the last admissions, as long as the largest window needs.
  private var log: [Int64]
  private var next = 0
  private var count = 0

  /// Creates a limiter with an empty log.
  package init(_ policy: RateLimiterPolicy.SlidingWindow) {
    windows = policy.windows.map { (max(1, $0.permits), $0.period.wholeNanoseconds) }
    log = Array(repeating: 0, count: windows.map(\.permits).max() ?? 1)
  }

  /// Takes permits that are free now. An admission exactly one period old no longer counts.
  package mutating func acquire(_ wanted: Int = 1, at now: Int64) -> RateLimiter.Admission {
    var wait: Int64 = 0
    for window in windows {
      if wanted > window.permits { return .refused(retryAfter: nil) }
      // Admitting `wanted` needs the one before the last `permits - wanted` to have left the window.
      let back = window.permits - wanted + 1
      if count >= back {
        let time = log[(next - back + log.count) % log.count]
        wait = max(wait, time.addingSaturating(window.period) - now)
      }
    }
    if wait > 0 { return .refused(retryAfter: wait) }
    for _ in 0..<wanted {
      log[next] = now
      next = next + 1 == log.count ? 0 : next + 1
      count = min(count + 1, log.count)
    }
    return .admitted(wait: 0)
  }

  /// Returns true if both limiters have the same windows and the same log.
  package static func == (left: SlidingWindowLimiter, right: SlidingWindowLimiter) -> Bool {
    left.log == right.log && left.next == right.next && left.count == right.count
      && left.windows.elementsEqual(right.windows, by: ==)
  }

  /// Hashes the log.
  package func hash(into hasher: inout Hasher) {
    hasher.combine(log)
    hasher.combine(next)
    hasher.combine(count)
  }
}
