/// The reason a store failed.
@usableFromInline
package enum StoreError: Error, Hashable, Sendable {
  /// The record has another revision by now: `current`, or 0 if it was deleted.
  case stale(current: UInt32)
  /// A stored record cannot be read. It was left in place or quarantined, but not deleted.
  case corrupt(StoreCorruption)
  /// The medium failed. The save may or may not have happened; earlier saves are intact.
  ///
  /// `reason` is a message for people with the operation, its object and the system's error, as in
  /// `cannot write sessions/00ff.json: No space left on device`.
  case unavailable(reason: String)
}

/// A stored file or record that cannot be read.
@usableFromInline
package struct StoreCorruption: Hashable, Sendable {
  /// The path of the file, or the record in its database.
  package var subject: String
  /// The problem found.
  package var reason: String
  /// The place of the quarantined copy; nil if the record was left in place.
  package var quarantinedAs: String?

  package init(subject: String, reason: String, quarantinedAs: String? = nil) {
    self.subject = subject
    self.reason = reason
    self.quarantinedAs = quarantinedAs
  }
}

extension StoreCorruption: CustomStringConvertible {
  /// `sessions/00ff.json cannot be read (checksum does not match); kept as sessions/00ff.json.corrupt-1`
  @usableFromInline package var description: String {
    "\(subject) cannot be read (\(reason))" + (quarantinedAs.map { "; kept as \($0)" } ?? "")
  }
}

extension StoreError: CustomStringConvertible {
  @usableFromInline package var description: String {
    switch self {
    case .stale(let current): "saved by another process in between: the revision is now \(current)"
    case .corrupt(let corruption): corruption.description
    case .unavailable(let reason): reason
    }
  }
}
