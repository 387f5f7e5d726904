package import Primitives

/// The state machine of a booking: its status with the history of transitions.
///
/// A transition that the table of `BookingStatus` does not have can be neither made nor decoded. Allocates nothing: the
/// longest path through the table has `capacity` transitions.
package struct BookingTimeline: Hashable, Sendable {
  package private(set) var status: BookingStatus
  package let startedAt: Timestamp
  private var count: UInt8
  private var storage: InlineArray<5, StatusChange>

  static let capacity = 5

  /// Creates a timeline in the state INITIATED.
  package init(startedAt time: Timestamp) {
    status = .initiated
    startedAt = time
    count = 0
    storage = InlineArray(
      repeating: StatusChange(from: .initiated, to: .initiated, reason: .paymentStarted, time: time))
  }

  /// Makes a transition. It must be in the table; `leads(to:)` returns true for those.
  package mutating func move(to next: BookingStatus, at time: Timestamp, because reason: StatusChange.Reason)
  {
    precondition(status.leads(to: next), "a booking cannot go from \(status) to \(next)")
    storage[Int(count)] = StatusChange(from: status, to: next, reason: reason, time: time)
    count += 1
    status = next
  }

  /// The transitions so far, in order.
  package var changes: [StatusChange] { (0..<Int(count)).map { storage[$0] } }

  /// The time of the last transition, or of the start.
  package var changedAt: Timestamp { count == 0 ? startedAt : storage[Int(count) - 1].time }

  /// Returns the time at which `status` was reached; nil if it was not.
  package func time(of status: BookingStatus) -> Timestamp? {
    if status == .initiated { return startedAt }
    return (0..<Int(count)).first { storage[$0].to == status }.map { storage[$0].time }
  }

  package static func == (left: BookingTimeline, right: BookingTimeline) -> Bool {
    guard left.status == right.status, left.startedAt == right.startedAt, left.count == right.count else {
      return false
    }
    return (0..<Int(left.count)).allSatisfy { left.storage[$0] == right.storage[$0] }
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(startedAt)
    for index in 0..<Int(count) { hasher.combine(storage[index]) }
  }
}

extension BookingTimeline: Codable {
  private enum Key: String, CodingKey { case status, startedAt, changes }

  /// Decodes a timeline. Throws for a transition that the table does not have, and for a status that is not the last one.
  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    self.init(startedAt: try container.decode(Timestamp.self, forKey: .startedAt))
    for change in try container.decode([StatusChange].self, forKey: .changes) {
      guard change.from == status, status.leads(to: change.to) else {
        throw DecodingError.dataCorruptedError(
          forKey: .changes, in: container,
          debugDescription: "a booking that is \(status) cannot go from \(change.from) to \(change.to)")
      }
      move(to: change.to, at: change.time, because: change.reason)
    }
    let written = try container.decode(BookingStatus.self, forKey: .status)
    guard written == status else {
      throw DecodingError.dataCorruptedError(
        forKey: .status, in: container, debugDescription: "\(written), but the changes end in \(status)")
    }
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(status, forKey: .status)
    try container.encode(startedAt, forKey: .startedAt)
    try container.encode(changes, forKey: .changes)
  }
}
