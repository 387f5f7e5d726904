import Foundation
package import TravelPlanner

/// Trip documents as JSON files: `intents/TRIP_x_intent.json`, `budgets/…_budget.json`, `research/…_research.json`,
/// `itineraries/…_candidates.json` and `…_final.json`, `bookings/…_booking.json` and `…_confirmation.json`.
/// Later versions are separate files: `intents/TRIP_x_intent_v2.json`. A file is never overwritten.
///
/// A save is atomic. Its files are written and flushed in `.staging`; one rename moves the folder of the save to
/// `.committed`, which commits it; then each file is moved to its place. Opening a store, and every call, first
/// completes the moves of a save that a crash interrupted, and removes a save that was not committed. So a store always
/// returns the whole save or nothing of it. (Listed by hand after a crash, before a store was opened again, the folders
/// may hold some of the files while the others are still in `.committed`.)
///
/// Any number of stores and processes may share a folder; a lock file (`flock`) admits one at a time. Calls block their
/// thread for the disk.
package final class FileTripRecordStore: TripRecordStore {
  package let path: String
  private let reached: @Sendable (Point) throws -> Void

  /// A point of a save at which a process may crash.
  package enum Point: Hashable, Sendable {
    case staged(Int)
    case allStaged, committed
    case published(Int)
    case cleared
  }

  /// Opens the folder, creating it when there is none, and completes an interrupted save.
  package convenience init(_ path: String) throws(TripRecordStoreError) {
    try self.init(path, at: { _ in })
  }

  /// For tests: `point` is called at each point of a save, and throws to abort it there.
  package init(_ path: String, at point: @escaping @Sendable (Point) throws -> Void)
    throws(TripRecordStoreError)
  {
    self.path = path
    reached = point
    try Self.attempt {
      for folder in [staging, committed] + Set(TripRecordKind.allCases.map(\.folder)).sorted() {
        try Folder.create("\(path)/\(folder)")
      }
    }
    try locked {}
  }

  // MARK: Saving

  package func save(_ records: [TripRecord]) async throws(TripRecordStoreError) {
    let trip = try TripRecord.checkTogether(records)
    try locked { () throws(TripRecordStoreError) in
      var new: [TripRecord] = []
      for record in records where try record.isNew(after: read(record.kind, of: trip)) { new.append(record) }
      guard !new.isEmpty else { return }
      try Self.attempt { try write(new, trip) }
    }
  }

  private func write(_ records: [TripRecord], _ trip: TripID) throws {
    let stage = "\(path)/\(staging)/\(trip)"
    for folder in Set(records.map(\.kind.folder)).sorted() {
      try Folder.create("\(stage)/\(folder)")
    }
    for (index, record) in records.enumerated() {
      let file = try OpenFile("\(stage)/\(name(of: record))", O_WRONLY | O_CREAT | O_EXCL, for: "write")
      try file.write([UInt8](TripRecordJSON.data(of: record)))
      try file.synchronize()
      try reached(.staged(index))
    }
    for folder in try Folder.names(in: stage) { try Folder.synchronize("\(stage)/\(folder)") }
    try Folder.synchronize(stage)
    try reached(.allStaged)
    try Folder.rename(stage, to: "\(path)/\(committed)/\(trip)")
    try Folder.synchronize("\(path)/\(committed)")
    try Folder.synchronize("\(path)/\(staging)")
    try reached(.committed)
    try publish(trip)
    try reached(.cleared)
  }

  /// Moves the files of a committed save to their final folders.
  private func publish(_ trip: TripID) throws {
    let from = "\(path)/\(committed)/\(trip)"
    var index = 0
    for folder in try Folder.names(in: from) {
      for file in try Folder.names(in: "\(from)/\(folder)") {
        let target = "\(path)/\(folder)/\(file)"
        guard !Folder.contains(target) else {
          throw TripRecordStoreError.corrupt("\(target): not written by this save")
        }
        try Folder.rename("\(from)/\(folder)/\(file)", to: target)
        try reached(.published(index))
        index += 1
      }
      try Folder.synchronize("\(path)/\(folder)")
    }
    try FileManager.default.removeItem(atPath: from)
    try Folder.synchronize("\(path)/\(committed)")
  }

  // MARK: Reading

  package func load(_ trip: TripID) async throws(TripRecordStoreError) -> TripRecords? {
    try locked { () throws(TripRecordStoreError) in
      var latest: [TripRecord] = []
      for kind in TripRecordKind.allCases {
        if let record = try read(kind, of: trip).last { latest.append(record) }
      }
      return latest.isEmpty ? nil : TripRecords(latest)
    }
  }

  package func history(_ kind: TripRecordKind, of trip: TripID) async throws(TripRecordStoreError)
    -> [TripRecord]
  {
    try locked { () throws(TripRecordStoreError) in try read(kind, of: trip) }
  }

  package func trips() async throws(TripRecordStoreError) -> [TripID] {
    try locked { () throws(TripRecordStoreError) in
      var trips: Set<TripID> = []
      for folder in Set(TripRecordKind.allCases.map(\.folder)).sorted() {
        let files = try Self.attempt { try Folder.names(in: "\(path)/\(folder)") }
        for file in files {
          // Files of other names do not belong to the store.
          if let trip = TripID(String(file.prefix(17))), file.dropFirst(17).first == "_" {
            trips.insert(trip)
          }
        }
      }
      return trips.sorted()
    }
  }

  /// Reads all versions of a kind, the first one first.
  private func read(_ kind: TripRecordKind, of trip: TripID) throws(TripRecordStoreError) -> [TripRecord] {
    var versions: [TripRecord] = []
    while true {
      let version = TripRecordVersion(kind, versions.count + 1)
      let file = "\(path)/\(name(trip, version))"
      guard Folder.contains(file) else { return versions }
      let bytes = try Self.attempt { try OpenFile(file, O_RDONLY, for: "read").readToEnd() }
      let record: TripRecord
      do {
        record = try TripRecordJSON.record(in: Data(bytes))
      } catch {
        throw .corrupt("\(file): \(Self.reason(error))")
      }
      guard record.tripId == trip, record.version == version else {
        throw .corrupt("\(file): holds \(record.version) of \(record.tripId)")
      }
      versions.append(record)
    }
  }

  // MARK: Names

  private var staging: String { ".staging" }
  private var committed: String { ".committed" }

  /// `intents/TRIP_F2317E495669_intent.json`
  private func name(_ trip: TripID, _ version: TripRecordVersion) -> String {
    let later = version.number == 1 ? "" : "_v\(version.number)"
    return "\(version.kind.folder)/\(trip)_\(version.kind.rawValue)\(later).json"
  }

  private func name(of record: TripRecord) -> String { name(record.tripId, record.version) }

  // MARK: Locking

  /// Runs `body` with the folder locked, after completing an interrupted save.
  private func locked<Value>(_ body: () throws(TripRecordStoreError) -> Value) throws(TripRecordStoreError)
    -> Value
  {
    // Opened for each call: flock does not exclude threads that share one opening.
    let lock = try Self.attempt {
      let lock = try FileLock("\(path)/.lock")
      try lock.acquire(.exclusive)
      return lock
    }
    defer { lock.release() }
    try Self.attempt {
      for left in try Folder.names(in: "\(path)/\(staging)") {
        try FileManager.default.removeItem(atPath: "\(path)/\(staging)/\(left)")
      }
      for left in try Folder.names(in: "\(path)/\(committed)") {
        guard let trip = TripID(left) else {
          throw TripRecordStoreError.corrupt("\(path)/\(committed)/\(left): not a trip")
        }
        try publish(trip)
      }
    }
    return try body()
  }

  private static func attempt<Value>(_ body: () throws -> Value) throws(TripRecordStoreError) -> Value {
    do {
      return try body()
    } catch let error as TripRecordStoreError {
      throw error
    } catch {
      throw .unavailable(reason(error))
    }
  }

  private static func reason(_ error: any Error) -> String {
    switch error {
    case DecodingError.dataCorrupted(let context), DecodingError.keyNotFound(_, let context),
      DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context):
      let path = context.codingPath.map(\.stringValue).joined(separator: ".")
      return path.isEmpty ? context.debugDescription : "\(path): \(context.debugDescription)"
    case let error as SystemError: return error.description
    case let error as StoreError: return error.description
    default: return error.localizedDescription
    }
  }
}
