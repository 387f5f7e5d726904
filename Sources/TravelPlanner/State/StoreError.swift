/// Why a store did not do what it was asked.
public enum StoreError: Error, Hashable, Sendable {
  /// Somebody saved in between; this is the revision there now, 0 when the record is gone.
  case stale(current: UInt32)
  /// What is kept cannot be read. It was not touched, or set aside as the damage says; never deleted.
  case corrupt(StoreDamage)
  /// The medium failed; nothing is known to have been saved, and nothing saved before is lost.
  ///
  /// `reason` is for people: what was tried, on what, and the system's own words, as in
  /// `cannot write sessions/00ff.json: No space left on device`.
  case unavailable(reason: String)
}

/// Something kept that cannot be read.
public struct StoreDamage: Hashable, Sendable {
  /// What it is: the path of a file, or a record in a database.
  public var subject: String
  /// What is wrong with it.
  public var reason: String
  /// Where it was put out of the way; nil when it is still where it was.
  public var setAside: String?

  public init(subject: String, reason: String, setAside: String? = nil) {
    self.subject = subject
    self.reason = reason
    self.setAside = setAside
  }
}

extension StoreDamage: CustomStringConvertible {
  /// `sessions/00ff.json cannot be read (checksum does not match); kept as sessions/00ff.json.corrupt-1`
  public var description: String {
    "\(subject) cannot be read (\(reason))" + (setAside.map { "; kept as \($0)" } ?? "")
  }
}

extension StoreError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .stale(let current): "somebody saved in between: the revision is now \(current)"
    case .corrupt(let damage): damage.description
    case .unavailable(let reason): reason
    }
  }
}
