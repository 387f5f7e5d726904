public import LoadGen

/// Figures of one case, or of many together: integers and histograms that add up exactly in any order.
public struct CaseMeasures: Sendable, Hashable, Codable {
  public var cases = 0

  // Requests.
  public var requests = 0
  /// Everything that was asked for.
  public var ok = 0
  /// Partial plans.
  public var degraded = 0
  /// No plan at all.
  public var failed = 0
  /// The user left before there was an answer.
  public var gaveUp = 0

  // Bookings.
  public var booked = 0
  public var refunded = 0

  // Calls.
  /// Let through to a dependency.
  public var attempts = 0
  /// First attempts of a call at a target.
  public var firstTries = 0
  public var retries = 0
  public var hedges = 0
  public var timeouts = 0
  public var fallbacks = 0
  /// Turned away by a breaker, a bulkhead, a rate limiter or a budget.
  public var refusals = 0
  public var breakerOpenings = 0
  public var breakerClosings = 0

  /// Answers of plans that ended, degraded ones too, in nanoseconds.
  public var latencies = Histogram()
  /// From the end of the last fault until the share of good answers was back, one a case that had both.
  public var recoveries = Histogram()

  /// The world's time, summed over cases.
  public var simulatedNanoseconds: Int64 = 0
  /// Scheduling steps and timers, summed over cases.
  public var events: UInt64 = 0
  public var tasks: UInt64 = 0

  public init() {}

  public mutating func merge(_ other: CaseMeasures) {
    cases += other.cases
    requests += other.requests
    ok += other.ok
    degraded += other.degraded
    failed += other.failed
    gaveUp += other.gaveUp
    booked += other.booked
    refunded += other.refunded
    attempts += other.attempts
    firstTries += other.firstTries
    retries += other.retries
    hedges += other.hedges
    timeouts += other.timeouts
    fallbacks += other.fallbacks
    refusals += other.refusals
    breakerOpenings += other.breakerOpenings
    breakerClosings += other.breakerClosings
    latencies.merge(other.latencies)
    recoveries.merge(other.recoveries)
    simulatedNanoseconds += other.simulatedNanoseconds
    events += other.events
    tasks += other.tasks
  }

  /// Attempts for each first try: 1 without retries; nil without a call.
  public var amplification: Double? {
    firstTries > 0 ? Double(attempts) / Double(firstTries) : nil
  }
}
