import Primitives

/// A breaker policy in whole ticks of its clock, with every absent setting replaced by its neutral value.
package struct CompiledBreakerPolicy: Sendable {
  let window: BreakerPolicy.Window.Kind?
  let windowSize: Int
  let windowDuration, bucketLength: Int64
  let buckets: Int
  let align: BreakerPolicy.Window.Align
  let periodEndsAfter: Bool

  let consecutiveFailures, failures: Int
  let failureRate, slowRate: Double
  let slowCall: Int64
  let minimumCalls, halfOpenMinimum: Int
  let strictlyAbove, roundsToPercent, countStarted: Bool
  let evaluateOn: BreakerPolicy.Trip.Evaluation
  let evaluationTick: Int64
  let enforce: Bool

  let wait, maximumWait, millisecond: Int64
  let multiplier: Double
  let waits: [Int64]
  let waitEndsAfter: Bool
  let expires: BreakerPolicy.Open.Expires
  let openTick: Int64

  let hasHalfOpen: Bool
  let permits: Int
  let returnsPermits: Bool
  let decidesByRate: Bool
  let successes, tolerated: Int
  let maxWait: Int64
  let maxWaitCloses: Bool
  let reportsBaseWait: Bool
  /// True if a failed, or a slow, half-open result is a bad probe.
  let failuresAreBad, slowIsBad: Bool

  let ignored, cancelled: BreakerPolicy.Outcomes.Counting
  let dropsLate, allowsIllegal: Bool
  let lastTime: Int64

  /// Compiles a policy; `millisecond` is the number of ticks in one: a million for clocks of nanoseconds.
  package init(_ policy: BreakerPolicy, millisecond: Int64 = 1_000_000) {
    func ticks(_ duration: Duration) -> Int64 {
      if millisecond == 1_000_000 { return duration.wholeNanoseconds }
      let (seconds, attoseconds) = duration.components
      return seconds * 1000 * millisecond + attoseconds / (1_000_000_000_000_000 / millisecond)
    }
    self.millisecond = millisecond
    let window = policy.window
    self.window = window?.kind
    windowSize = max(1, window?.size ?? 1)
    windowDuration = max(1, window.map { ticks($0.duration) } ?? 1)
    buckets = max(1, window?.buckets ?? 1)
    bucketLength = max(1, windowDuration / Int64(buckets))
    align = window?.align ?? .epoch
    periodEndsAfter = window?.boundary == .after

    let trip = policy.trip
    consecutiveFailures = trip.consecutiveFailures ?? .max
    failures = trip.failures ?? .max
    failureRate = trip.failureRate ?? .infinity
    slowRate = trip.slowRate ?? .infinity
    slowCall = trip.slowCall.map(ticks) ?? .max
    minimumCalls = window?.kind == .count ? min(trip.minimumCalls, windowSize) : trip.minimumCalls
    strictlyAbove = trip.comparison == .above
    roundsToPercent = trip.rounding == .nearestPercent
    countStarted = trip.countStarted
    evaluateOn = trip.evaluateOn
    evaluationTick = max(1, trip.tick.map(ticks) ?? 1)
    enforce = policy.enforce

    let open = policy.open
    wait = ticks(open.wait)
    maximumWait = open.maximum.map(ticks) ?? .max
    multiplier = open.multiplier
    waits = open.waits.map(ticks)
    waitEndsAfter = open.boundary == .after
    expires = open.expires
    openTick = max(1, open.tick.map(ticks) ?? 1)

    let halfOpen = policy.halfOpen
    hasHalfOpen = halfOpen != nil
    permits = halfOpen?.permits ?? 0
    returnsPermits = halfOpen?.permitModel == .concurrent
    decidesByRate = halfOpen?.decision == .rate
    successes = halfOpen?.successes ?? 1
    tolerated = (halfOpen?.outOf ?? successes) - successes
    halfOpenMinimum = min(trip.minimumCalls, max(1, permits))
    maxWait = halfOpen?.maxWait.map(ticks) ?? .max
    maxWaitCloses = halfOpen?.maxWaitState == .closed
    reportsBaseWait = halfOpen?.retryAfter == .baseWait
    slowIsBad = trip.slowRate != nil
    failuresAreBad =
      trip.consecutiveFailures != nil || trip.failures != nil || trip.failureRate != nil || !slowIsBad

    ignored = policy.outcomes.ignored
    cancelled = policy.outcomes.cancelled
    dropsLate = policy.lateResults == .drop
    allowsIllegal = policy.illegalTransitions == .allow
    lastTime = policy.clock.maximum.map(ticks) ?? .max
  }

  /// Returns the wait of the opening that follows `openings` others since the last close.
  func wait(afterOpenings openings: Int, previous: Int64) -> Int64 {
    if !waits.isEmpty { return waits[min(openings, waits.count - 1)] }
    if openings == 0 || multiplier == 1 { return min(wait, maximumWait) }
    let longer = Int64(saturating: Double(previous) * multiplier)
    return min(longer >= millisecond ? longer - longer % millisecond : longer, maximumWait)
  }

  /// Returns the rate as it is compared.
  package func rounded(_ rate: Double) -> Double {
    roundsToPercent ? (rate * 100 + 0.5).rounded(.down) / 100 : rate
  }

  func exceeds(_ rate: Double, _ threshold: Double) -> Bool {
    strictlyAbove ? rate > threshold : rate >= threshold
  }
}
