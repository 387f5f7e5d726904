/// Why a store did not do what it was asked.
@usableFromInline
package enum StoreError: Error, Hashable, Sendable {
  /// Somebody saved in between; this is the revision there now, 0 when the record is gone.
  case stale(current: UInt32)
  /// A stored record cannot be read. It was left in place or quarantined, as the corruption says; never deleted.
  case corrupt(StoreCorruption)
  /// The medium failed; nothing is known to have been saved, and nothing saved before is lost.
  ///
  /// `reason` is for people: what was tried, on what, and the system's own words, as in
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
    case .stale(let current): "somebody saved in between: the revision is now \(current)"
    case .corrupt(let corruption): corruption.description
    case .unavailable(let reason): reason
    }
  }
}
