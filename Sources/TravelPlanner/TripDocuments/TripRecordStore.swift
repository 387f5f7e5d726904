/// A durable store of trip records, without expiry.
///
/// A save is atomic, and saved records are immutable. A record must have the next version of its kind for its trip, 1 if
/// there is none yet. Saving a record that is there already has no effect, so a save with an unknown outcome may be
/// repeated.
package protocol TripRecordStore: Sendable {
  /// Saves `records`, which must be of one trip and of different kinds.
  func save(_ records: [TripRecord]) async throws(TripRecordStoreError)

  /// Returns the latest version of each kind; nil for an unknown trip.
  func load(_ trip: TripID) async throws(TripRecordStoreError) -> TripRecords?

  /// Returns all versions of one kind in order.
  func history(_ kind: TripRecordKind, of trip: TripID) async throws(TripRecordStoreError) -> [TripRecord]

  /// Returns all trips in ascending order.
  func trips() async throws(TripRecordStoreError) -> [TripID]
}

/// The reason a store of trip records failed.
package enum TripRecordStoreError: Error, Hashable, Sendable {
  /// The store has a different record with this version.
  case immutable(TripID, TripRecordVersion)
  /// The version is not the next one, which is `expected`.
  case notNext(TripID, TripRecordVersion, expected: TripRecordVersion)
  /// The records of a save are of several trips or of one kind, or there are none.
  case mixed(String)
  /// A stored record cannot be read; the message names the place and the problem.
  case corrupt(String)
  /// The medium failed and nothing was saved; the message names the operation and the problem.
  case unavailable(String)
}

extension TripRecordStoreError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .immutable(let trip, let version): "\(trip): \(version) is saved already and cannot change"
    case .notNext(let trip, let version, let expected):
      "\(trip): the next version is \(expected), not \(version)"
    case .mixed(let reason): reason
    case .corrupt(let reason), .unavailable(let reason): reason
    }
  }
}

extension TripRecord {
  /// Checks that records may be saved together. Returns their trip.
  package static func checkTogether(_ records: [TripRecord]) throws(TripRecordStoreError) -> TripID {
    guard let trip = records.first?.tripId else { throw .mixed("a save needs at least one record") }
    var kinds: [TripRecordKind] = []
    for record in records {
      guard record.tripId == trip else {
        throw .mixed("one save is for one trip: it holds \(trip) and \(record.tripId)")
      }
      if kinds.contains(record.kind) {
        throw .mixed("one save holds two records of kind \(record.kind.rawValue)")
      }
      guard type(of: record.entity).kind == record.kind else {
        throw .mixed("a record of kind \(type(of: record.entity).kind.rawValue) says \(record.version)")
      }
      kinds.append(record.kind)
    }
    return trip
  }

  /// Returns true if this record is to be written after the versions in `saved`, and false if it is one of them.
  package func isNew(after saved: [TripRecord]) throws(TripRecordStoreError) -> Bool {
    if version.number <= saved.count {
      guard saved[version.number - 1] == self else { throw .immutable(tripId, version) }
      return false
    }
    guard version.number == saved.count + 1 else {
      throw .notNext(tripId, version, expected: TripRecordVersion(kind, saved.count + 1))
    }
    return true
  }
}
