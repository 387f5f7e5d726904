package import Primitives

/// The behavior of a simulated service, as data.
///
///     {"latency": {"kind": "log-normal", "median": "210ms", "p99": "700ms"}, "errors": "0.2%",
///      "servers": 8, "queueLimit": 100, "quota": {"requests": 50, "window": "1s"}}
///
/// Only `latency` is required. An unknown key is an error.
package struct ServiceModel: Hashable, Sendable {
  /// The fate of the work of a caller that gave up.
  package enum Abandonment: String, Codable, CaseIterable, Sendable {
    /// The server completes it, as behind a network, where it cannot know.
    case finishesWork
    /// The server stops at once and is free.
    case stopsWork
  }

  /// The time that one server takes for a call.
  package var latency: LatencyDistribution
  /// The share of calls that end in a transient error, after their latency.
  package var errors: Ratio
  /// Calls served at a time; nil for no bound.
  package var servers: Int?
  /// Calls that may wait; nil for no bound, 0 for none. Matters only with `servers`.
  package var queueLimit: Int?
  /// The rate at which calls are accepted; nil for no bound.
  package var quota: Quota?
  /// Priority classes; 0 is served first.
  package var classes: Int
  /// The fate of abandoned work.
  package var abandonment: Abandonment

  package init(
    _ latency: LatencyDistribution, errors: Ratio = .never, servers: Int? = nil, queueLimit: Int? = nil,
    quota: Quota? = nil, classes: Int = 1, abandonment: Abandonment = .finishesWork
  ) {
    precondition(servers ?? 1 > 0, "a service needs a server, had \(servers ?? 0)")
    precondition(queueLimit ?? 0 >= 0, "a queue limit must not be negative, was \(queueLimit ?? 0)")
    precondition(classes > 0, "there must be a priority class, was \(classes)")
    self.latency = latency
    self.errors = errors
    self.servers = servers
    self.queueLimit = queueLimit
    self.quota = quota
    self.classes = classes
    self.abandonment = abandonment
  }
}

extension ServiceModel: CustomStringConvertible {
  /// `log-normal median 210ms p99 700ms, 8 servers, errors 5%`.
  package var description: String {
    var parts = ["\(latency)"]
    if let servers { parts.append(servers == 1 ? "1 server" : "\(servers) servers") }
    if servers != nil, let queueLimit { parts.append("queue of \(queueLimit)") }
    if let quota { parts.append("quota \(quota)") }
    if classes > 1 { parts.append("\(classes) priority classes") }
    if errors != .never { parts.append("errors \(errors)") }
    return parts.joined(separator: ", ")
  }
}

extension Quota: CustomStringConvertible {
  package var description: String { "\(requests) per \(DurationText.text(window))" }
}
