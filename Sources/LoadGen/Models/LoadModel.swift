public import Primitives

/// The way in which requests are offered.
///
/// In a closed model users wait for answers, so a slow server receives fewer requests; in an open model
/// requests arrive regardless of answers. The two answer different questions, so every report header names
/// the model.
public enum LoadModel: Sendable, Hashable, Codable {
  /// One request after another, without pauses.
  case sequential(requests: Int)
  /// A fixed number of users, each of which sends a request, waits for the answer and thinks. Think times
  /// are drawn by user and request number; without `think` there is no pause.
  case closed(users: Int, think: LatencyDistribution? = nil, stop: ClosedStop)
  /// Arrivals that do not wait for answers.
  case open(OpenLoad)

  /// Returns the model of `requests` that arrive together and are served in order of arrival, at most
  /// `users` at a time. Request `i` is the same request for any number of users.
  public static func batch(requests: Int, users: Int) -> LoadModel {
    .open(
      OpenLoad(
        arrivals: .together, rate: .constant(0), requests: requests,
        limit: InFlightLimit(users, whenFull: .wait)))
  }

  /// The model in one line: `closed, 30 users, no think time, 10 requests each`.
  public var summary: String {
    switch self {
    case .sequential(let requests): "sequential, \(Text.count(requests, "request"))"
    case .closed(let users, let think, let stop):
      "closed, \(Text.count(users, "user")), \(think.map { "think \($0)" } ?? "no think time"), \(stop.summary)"
    case .open(let load): load.summary
    }
  }
}

/// The end of a closed model.
public enum ClosedStop: Sendable, Hashable, Codable {
  /// Each user sends this many requests. Request `k` of user `u` has the index `k · users + u`.
  case iterations(Int)
  /// The users share this many requests; indices are assigned in order of start.
  case requests(Int)
  /// No request starts at or after this many nanoseconds; those in flight are finished. Requests or think
  /// times must take time, because a virtual clock does not advance on its own.
  case duration(Int64)

  var summary: String {
    switch self {
    case .iterations(let count): "\(Text.count(count, "request")) each"
    case .requests(let count): "\(Text.count(count, "request")) shared"
    case .duration(let length): "for \(Text.duration(length))"
    }
  }
}

/// Arrivals that do not wait for answers.
public struct OpenLoad: Sendable, Hashable, Codable {
  /// The distribution of arrivals around the rate.
  public var arrivals: ArrivalProcess
  /// The rate over time.
  public var rate: RateProfile
  /// The largest number of requests; nil for no bound.
  public var requests: Int?
  /// The time in nanoseconds before which requests arrive; nil for no bound.
  public var duration: Int64?
  /// The limit of requests in flight; nil for none.
  public var limit: InFlightLimit?

  /// Makes a load, which needs a bound: `requests`, `duration`, or a trace.
  public init(
    arrivals: ArrivalProcess, rate: RateProfile, requests: Int? = nil, duration: Int64? = nil,
    limit: InFlightLimit? = nil
  ) {
    if case .trace = arrivals {
    } else {
      precondition(requests != nil || duration != nil, "an open load ends after requests or a duration")
    }
    if case .together = arrivals { precondition(requests != nil, "arrivals all at once need a number") }
    self.arrivals = arrivals
    self.rate = rate
    self.requests = requests
    self.duration = duration
    self.limit = limit
  }

  var summary: String {
    var parts = ["open", arrivals.name]
    switch arrivals {
    case .poisson, .uniform, .constant: parts.append(rate.summary)
    case .together: break
    case .trace(let instants): parts.append("\(Text.count(instants.count, "instant"))")
    }
    if let requests { parts.append(Text.count(requests, "request")) }
    if let duration { parts.append("for \(Text.duration(duration))") }
    if let limit { parts.append(limit.summary) }
    return parts.joined(separator: ", ")
  }
}

/// The distribution of arrivals around the rate.
public enum ArrivalProcess: Sendable, Hashable, Codable {
  /// Exponential gaps, as from independent users.
  case poisson
  /// Gaps distributed evenly from zero to twice the mean.
  case uniform
  /// Equal gaps; the first arrival is at the start.
  case constant
  /// All arrivals at the start.
  case together
  /// These instants in nanoseconds from the start, in order; the rate is not used.
  case trace([Int64])

  var name: String {
    switch self {
    case .poisson: "Poisson arrivals"
    case .uniform: "uniform arrivals"
    case .constant: "constant arrivals"
    case .together: "all arrive at once"
    case .trace: "arrivals from a trace"
    }
  }
}

/// The largest number of requests of an open model in flight.
public struct InFlightLimit: Sendable, Hashable, Codable {
  /// The treatment of an arrival at the limit.
  public enum WhenFull: String, Sendable, Hashable, Codable {
    /// The arrival is never sent and counts as dropped.
    case drop
    /// The arrival waits for a permit, in order of arrival; the wait is part of its latency.
    case wait
  }

  /// The number of permits.
  public var count: Int
  /// The treatment of an arrival without a permit.
  public var whenFull: WhenFull

  /// Makes a limit of `count` requests, which must be positive.
  public init(_ count: Int, whenFull: WhenFull) {
    precondition(count > 0, "the limit must be positive, was \(count)")
    self.count = count
    self.whenFull = whenFull
  }

  var summary: String {
    "at most \(Text.grouped(count)) in flight, " + (whenFull == .drop ? "rest dropped" : "rest wait")
  }
}
