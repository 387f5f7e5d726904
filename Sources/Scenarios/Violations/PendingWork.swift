/// Work that had not reached a terminal state when a case ended, with the reason.
package struct PendingWork: Sendable, Hashable, Codable, CustomStringConvertible {
  package enum Kind: String, Sendable, Hashable, Codable {
    case request, breaker, permit, saga, refund
  }
  package var kind: Kind
  /// The request's number, the target's name or the booking's id.
  package var subject: String
  /// The event it waits for.
  package var reason: String

  package init(_ kind: Kind, _ subject: String, _ reason: String) {
    self.kind = kind
    self.subject = subject
    self.reason = reason
  }

  package var description: String { "\(kind.rawValue) \(subject): \(reason)" }
}
