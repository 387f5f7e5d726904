package import Primitives

/// How a service behaves, as data.
///
///     {"latency": {"kind": "log-normal", "median": "210ms", "p99": "700ms"}, "errors": "0.2%",
///      "servers": 8, "queueLimit": 100, "quota": {"requests": 50, "window": "1s"}}
///
/// Only `latency` is required. An unknown key is an error.
package struct ServiceModel: Hashable, Sendable {
  /// What happens to the work of a caller that gave up.
  package enum Abandonment: String, Codable, CaseIterable, Sendable {
    /// It is done to its end, as behind a network: the server cannot know.
    case finishesWork
    /// It stops at once and the server is free.
    case stopsWork
  }

  package var latency: LatencyDistribution
  /// The share of calls that end in a transient error, after their latency.
  package var errors: Ratio
  /// Calls served at a time; nil for no bound.
  package var servers: Int?
  /// Calls that may wait; nil for no bound, 0 for none. Matters only with `servers`.
  package var queueLimit: Int?
  package var quota: Quota?
  /// Priority classes; 0 is served first.
  package var classes: Int
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

extension ServiceModel: Codable {
  private enum Key: String, CodingKey, CaseIterable {
    case latency, errors, servers, queueLimit, quota, classes, abandonment
  }

  package init(from decoder: any Decoder) throws {
    try decoder.refuseUnknownKeys(Key.allCases.map(\.rawValue))
    let container = try decoder.container(keyedBy: Key.self)
    func count(_ key: Key, atLeast least: Int) throws -> Int? {
      guard let value = try container.decodeIfPresent(Int.self, forKey: key) else { return nil }
      guard value >= least else {
        throw DecodingError.dataCorruptedError(
          forKey: key, in: container, debugDescription: "must be at least \(least), was \(value)")
      }
      return value
    }
    self.init(
      try container.decode(LatencyDistribution.self, forKey: .latency),
      errors: try container.decodeIfPresent(Ratio.self, forKey: .errors) ?? .never,
      servers: try count(.servers, atLeast: 1),
      queueLimit: try count(.queueLimit, atLeast: 0),
      quota: try container.decodeIfPresent(Quota.self, forKey: .quota),
      classes: try count(.classes, atLeast: 1) ?? 1,
      abandonment: try container.decodeIfPresent(Abandonment.self, forKey: .abandonment) ?? .finishesWork)
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(latency, forKey: .latency)
    if errors != .never { try container.encode(errors, forKey: .errors) }
    try container.encodeIfPresent(servers, forKey: .servers)
    try container.encodeIfPresent(queueLimit, forKey: .queueLimit)
    try container.encodeIfPresent(quota, forKey: .quota)
    if classes > 1 { try container.encode(classes, forKey: .classes) }
    if abandonment != .finishesWork { try container.encode(abandonment, forKey: .abandonment) }
  }
}

extension Quota: Codable {
  private enum Key: String, CodingKey, CaseIterable { case requests, window }

  /// Reads `{"requests": 50, "window": "1s"}`.
  package init(from decoder: any Decoder) throws {
    try decoder.refuseUnknownKeys(Key.allCases.map(\.rawValue))
    let container = try decoder.container(keyedBy: Key.self)
    let requests = try container.decode(Int.self, forKey: .requests)
    guard requests >= 0 else {
      throw DecodingError.dataCorruptedError(
        forKey: .requests, in: container, debugDescription: "must not be negative, was \(requests)")
    }
    let text = try container.decode(String.self, forKey: .window)
    guard let window = DurationText.nanoseconds(text), window > 0 else {
      throw DecodingError.dataCorruptedError(
        forKey: .window, in: container,
        debugDescription: "a window is a positive time with a unit, such as \"1s\"; was \"\(text)\"")
    }
    self.init(requests, per: .nanoseconds(window))
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(requests, forKey: .requests)
    try container.encode(DurationText.text(window), forKey: .window)
  }
}

extension Decoder {
  /// Throws, naming the first key that is not allowed and those that are.
  package func refuseUnknownKeys(_ allowed: [String]) throws {
    let container = try container(keyedBy: FileKey.self)
    let unknown = container.allKeys.map(\.stringValue).filter { !allowed.contains($0) }.sorted()
    guard let first = unknown.first else { return }
    throw DecodingError.dataCorruptedError(
      forKey: FileKey(first), in: container,
      debugDescription: "unknown key \"\(first)\"; allowed are \(allowed.joined(separator: ", "))")
  }
}

/// Any key of a file.
package struct FileKey: CodingKey {
  package let stringValue: String
  package var intValue: Int? { nil }
  package init(_ name: String) { stringValue = name }
  package init(stringValue: String) { self.stringValue = stringValue }
  package init?(intValue: Int) { nil }
}
