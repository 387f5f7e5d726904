import SimCore

/// An invariant or expectation that did not hold.
package struct Violation: Sendable, Hashable, Codable, CustomStringConvertible {
  /// The check's name: `breaker legality`, `P1 double charge`, or the expectation's own text.
  package var check: String
  /// The finding, with its values.
  package var message: String
  /// The time in nanoseconds since the world began; nil for a violation of the whole run.
  package var time: Int64?
  /// The number of the request concerned.
  package var request: Int?

  package init(_ check: String, _ message: String, time: Int64? = nil, request: Int? = nil) {
    self.check = check
    self.message = message
    self.time = time
    self.request = request
  }

  /// `breaker legality at 1.5s, request 7: …`
  package var description: String {
    var text = check
    if let time { text += " at \(SimInstant(nanoseconds: time))" }
    if let request { text += ", request \(request)" }
    return "\(text): \(message)"
  }
}

/// The number of times a check was evaluated.
package struct CheckCount: Sendable, Hashable, Codable {
  package var check: String
  package var count: Int

  package init(_ check: String, _ count: Int) {
    self.check = check
    self.count = count
  }
}
