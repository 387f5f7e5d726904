public import Primitives

/// What offers the load. One line of it stands in every report header, for an open and a closed model
/// answer different questions.
public enum LoadModel: Sendable, Hashable, Codable {
  /// One request after another, without a pause.
  case sequential(requests: Int)
  /// A fixed number of users; each waits for its answer, thinks, and asks again.
  /// `think` is drawn by user and request number; nil is no pause.
  case closed(users: Int, think: LatencyDistribution? = nil, stop: ClosedStop)
  /// Requests come when they come, answered or not.
  case open(OpenLoad)

  /// Requests that arrive together, served at most `users` at a time in order of arrival. With one user
  /// and with many, request `i` is the same request.
  public static func batch(requests: Int, users: Int) -> LoadModel {
    .open(
      OpenLoad(
        arrivals: .together, rate: .constant(0), requests: requests,
        limit: InFlightLimit(users, whenFull: .wait)))
  }

  /// One line: `closed, 30 users, no think time, 10 requests each`.
  public var summary: String {
    switch self {
    case .sequential(let requests): "sequential, \(Text.count(requests, "request"))"
    case .closed(let users, let think, let stop):
      "closed, \(Text.count(users, "user")), \(think.map { "think \($0)" } ?? "no think time"), \(stop.summary)"
    case .open(let load): load.summary
    }
  }
}

/// When a closed model ends.
public enum ClosedStop: Sendable, Hashable, Codable {
  /// Each user makes this many requests. Request `k` of user `u` has the index `k · users + u`.
  case iterations(Int)
  /// The users share this many; indices are given out in order of start.
  case requests(Int)
  /// No request starts at or after this many nanoseconds; those under way are finished. Requests or
  /// thinking must take time: a virtual clock does not move by itself.
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
  public var arrivals: ArrivalProcess
  public var rate: RateProfile
  /// At most this many requests; nil for no bound.
  public var requests: Int?
  /// Arrivals before this many nanoseconds; nil for no bound.
  public var duration: Int64?
  public var limit: InFlightLimit?

  /// Needs a bound: `requests`, `duration`, or a trace.
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

/// How many requests of an open model are under way at most.
public struct InFlightLimit: Sendable, Hashable, Codable {
  public enum WhenFull: String, Sendable, Hashable, Codable {
    /// The arrival is counted as dropped and never sent.
    case drop
    /// It waits for its turn, in order of arrival; the wait is part of its latency.
    case wait
  }

  public var count: Int
  public var whenFull: WhenFull

  public init(_ count: Int, whenFull: WhenFull) {
    precondition(count > 0, "the limit must be positive, was \(count)")
    self.count = count
    self.whenFull = whenFull
  }

  var summary: String {
    "at most \(Text.grouped(count)) in flight, " + (whenFull == .drop ? "rest dropped" : "rest wait")
  }
}

extension Text {
  /// `1 user`, `1,000 users`.
  package static func count(_ count: Int, _ noun: String) -> String {
    "\(grouped(count)) \(noun)\(count == 1 ? "" : "s")"
  }
}
