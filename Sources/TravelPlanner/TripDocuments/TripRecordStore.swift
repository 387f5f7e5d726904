/// Keeps the records of trips for good.
///
/// A save is all or none, and what is saved never changes. Each record must be the next version of its kind for
/// its trip: 1 when there is none yet. Saving again exactly what is there already does nothing, so a caller who
/// does not know whether a save arrived may repeat it.
package protocol TripRecordStore: Sendable {
  /// Saves `records`, which belong to one trip and are of different kinds.
  func save(_ records: [TripRecord]) async throws(TripRecordStoreError)

  /// The latest version of each kind; nil when nothing is known of the trip.
  func load(_ trip: TripID) async throws(TripRecordStoreError) -> TripRecords?

  /// Every version of one kind, the first one first.
  func history(_ kind: TripRecordKind, of trip: TripID) async throws(TripRecordStoreError) -> [TripRecord]

  /// All trips, in ascending order.
  func trips() async throws(TripRecordStoreError) -> [TripID]
}

/// Why a store of records did not do what it was asked.
package enum TripRecordStoreError: Error, Hashable, Sendable {
  /// This version is there already and says something else.
  case immutable(TripID, TripRecordVersion)
  /// The next version would be `expected`.
  case notNext(TripID, TripRecordVersion, expected: TripRecordVersion)
  /// The records of one save are of several trips, or two of a kind, or none at all.
  case mixed(String)
  /// What is kept there cannot be read: where, and what is wrong with it.
  case corrupt(String)
  /// The medium failed; nothing was saved. What failed, and why.
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
  /// What every store asks of a save before it looks at what it has. The trip they are of.
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

  /// Whether this record is to be written when `saved` are the versions of its kind so far, the first one first:
  /// false when it is among them already.
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
