package import Primitives

/// Something a scenario demands, beyond what must hold always. Times are nanoseconds.
package struct Expectation: Sendable, Hashable {
  package enum Kind: Sendable, Hashable {
    /// A figure of the whole run, or of the requests and calls that began in a stretch of it.
    case threshold(Metric, Bound, Int64, during: Stretch?)
    /// At every moment of a stretch, or of the whole run.
    case always(Condition, during: Stretch?)
    /// At some moment not later than so long after another.
    case eventually(Condition, within: Int64, after: Moment)
    /// At no moment after another.
    case never(Condition, after: Moment)
    /// Of the requests that come so long after the moment or later, this share gets all it asked for.
    case recovers(to: Ratio, within: Int64, after: Moment)
    /// The breaker of a target opens so soon after a fault's start, and closes so soon after its end.
    case breaker(target: String, opensWithin: Int64?, closesWithin: Int64?, fault: String)
    /// This share of a sweep's cases sees the state; a sweep that never does fails.
    case sometimes(RareState, share: Ratio)
    /// At most so many per cent of what the same seed gives without faults, plus a margin.
    case comparedWithControl(Metric, atMostPercent: Int64, plus: Int64)
  }

  package var kind: Kind

  package init(_ kind: Kind) { self.kind = kind }
}

package enum Bound: String, Sendable, Hashable, CaseIterable, Codable {
  case atLeast, atMost, exactly

  func holds(_ value: Int64, _ limit: Int64) -> Bool {
    switch self {
    case .atLeast: value >= limit
    case .atMost: value <= limit
    case .exactly: value == limit
    }
  }
}

/// A stretch of the world's time, in nanoseconds; the end is not part of it.
package struct TimeSpan: Sendable, Hashable, Codable {
  package var start: Int64
  package var end: Int64

  /// Traps unless `start` comes before `end`.
  package init(from start: Int64, until end: Int64) {
    precondition(start < end, "a stretch of time must have a length, was \(start) ..< \(end)")
    self.start = start
    self.end = end
  }

  package func contains(_ time: Int64) -> Bool { start <= time && time < end }
}

/// A part of a run that an expectation is about.
package enum Stretch: Sendable, Hashable {
  case span(TimeSpan)
  /// The window of a fault. In a case without the fault there is nothing to judge.
  case window(of: String)
}

/// A moment of a run that an expectation counts from.
package enum Moment: Sendable, Hashable {
  /// The world's beginning.
  case start
  /// So many nanoseconds after it.
  case at(Int64)
  /// The first moment of a fault's window.
  case startOf(fault: String)
  /// The end of a fault's window.
  case endOf(fault: String)
  /// The end of the last fault's window.
  case healed
}

/// What is true or not at each moment of a run.
package enum Condition: Sendable, Hashable {
  /// The breaker of the target is in that state.
  case breaker(target: String, BreakerState)
  /// So many requests are under way.
  case inFlight(Bound, Int64)

  package enum BreakerState: String, Sendable, Hashable, CaseIterable, Codable {
    case closed, open, halfOpen
  }
}

/// A figure of a run: a whole number in a unit of its own.
package struct Metric: Sendable, Hashable {
  package enum Figure: String, Sendable, Hashable, CaseIterable {
    case requests, ok, degraded, failed, gaveUp
    /// Millionths of the requests whose user stayed: those that got all they asked for; those that got a plan.
    case success, served
    /// Nanoseconds, of requests that were answered.
    case latencyP50 = "latency.p50"
    case latencyP90 = "latency.p90"
    case latencyP99 = "latency.p99"
    case latencyMax = "latency.max"
    case attempts, firstTries, retries, hedges, timeouts, fallbacks, refusals
    /// Millionths of attempts a first try.
    case amplification
    case openings, closings
    case booked, refunded
    /// The longest queue at a service.
    case queuePeak
    /// Calls that a service began to work on; those a cache answers are not among them.
    case loads
  }

  /// What a figure counts, and so how its limits are written.
  package enum Unit: Sendable, Hashable { case count, share, factor, time }

  package var figure: Figure
  /// For figures of calls: of this target alone, `flights.primary`; nil for all together.
  package var target: String?

  package init(_ figure: Figure, of target: String? = nil) {
    self.figure = figure
    self.target = target
  }

  package var unit: Unit {
    switch figure {
    case .success, .served: .share
    case .amplification: .factor
    case .latencyP50, .latencyP90, .latencyP99, .latencyMax: .time
    case .requests, .ok, .degraded, .failed, .gaveUp, .attempts, .firstTries, .retries, .hedges, .timeouts,
      .fallbacks, .refusals, .openings, .closings, .booked, .refunded, .queuePeak,
      .loads:
      .count
    }
  }

  /// Whether the figure can be asked of one target.
  package var isOfCalls: Bool {
    switch figure {
    case .attempts, .firstTries, .retries, .hedges, .timeouts, .fallbacks, .refusals, .amplification,
      .openings, .closings, .queuePeak, .loads:
      true
    case .requests, .ok, .degraded, .failed, .gaveUp, .success, .served, .latencyP50, .latencyP90,
      .latencyP99, .latencyMax, .booked, .refunded:
      false
    }
  }
}
