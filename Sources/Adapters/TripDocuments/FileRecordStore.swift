import Foundation
package import TravelPlanner

/// Records as JSON files: `intents/TRIP_x_intent.json`, `budgets/…_budget.json`, `research/…_research.json`,
/// `itineraries/…_candidates.json` and `…_final.json`, `bookings/…_booking.json` and `…_confirmation.json`.
/// Later versions stand beside the first: `intents/TRIP_x_intent_v2.json`. A file is never written twice.
///
/// How a save is all or none: every file is written and flushed in `.staging`; then one rename moves the folder of
/// the save to `.committed`, and that is the moment it counts; then each file is moved to its place. Whoever
/// opens the folder next, or reads or saves, first finishes the moves of a save that a crash cut short, and
/// throws away what had not been committed. So through a store there is at every moment the whole save or
/// nothing of it. (Somebody who lists the folders by hand after a crash, before any store has been there, may
/// see some of the files in place and the others still in `.committed`.)
///
/// Any number of stores and processes may share a folder: a lock file (`flock`) lets one at a time in. Calls block
/// their thread while they touch the disk.
package final class FileRecordStore: RecordStore {
  package let path: String
  private let pauses: @Sendable (Point) throws -> Void

  /// A moment of a save at which a process may die.
  package enum Point: Hashable, Sendable {
    case staged(Int)
    case allStaged, committed
    case published(Int)
    case cleared
  }

  /// Makes the folder when it is not there, and finishes what a crash left unfinished.
  package convenience init(_ path: String) throws(RecordStoreError) {
    try self.init(path, at: { _ in })
  }

  /// For tests: `point` is called at each moment of a save, and throws to stop it dead.
  package init(_ path: String, at point: @escaping @Sendable (Point) throws -> Void) throws(RecordStoreError)
  {
    self.path = path
    pauses = point
    try Self.attempt {
      for folder in [staging, committed] + Set(TripRecordKind.allCases.map(\.folder)).sorted() {
        try Folder.create("\(path)/\(folder)")
      }
    }
    try locked {}
  }

  // MARK: Saving

  package func save(_ records: [TripRecord]) async throws(RecordStoreError) {
    let trip = try TripRecord.checkTogether(records)
    try locked { () throws(RecordStoreError) in
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
      try file.write([UInt8](RecordJSON.data(of: record)))
      try file.synchronize()
      try pauses(.staged(index))
    }
    for folder in try Folder.names(in: stage) { try Folder.synchronize("\(stage)/\(folder)") }
    try Folder.synchronize(stage)
    try pauses(.allStaged)
    try Folder.rename(stage, to: "\(path)/\(committed)/\(trip)")
    try Folder.synchronize("\(path)/\(committed)")
    try Folder.synchronize("\(path)/\(staging)")
    try pauses(.committed)
    try publish(trip)
    try pauses(.cleared)
  }

  /// Moves the files of a committed save to their places.
  private func publish(_ trip: TripID) throws {
    let from = "\(path)/\(committed)/\(trip)"
    var index = 0
    for folder in try Folder.names(in: from) {
      for file in try Folder.names(in: "\(from)/\(folder)") {
        let target = "\(path)/\(folder)/\(file)"
        guard !Folder.contains(target) else {
          throw RecordStoreError.corrupt("\(target): not written by this save")
        }
        try Folder.rename("\(from)/\(folder)/\(file)", to: target)
        try pauses(.published(index))
        index += 1
      }
      try Folder.synchronize("\(path)/\(folder)")
    }
    try FileManager.default.removeItem(atPath: from)
    try Folder.synchronize("\(path)/\(committed)")
  }

  // MARK: Reading

  package func load(_ trip: TripID) async throws(RecordStoreError) -> TripRecords? {
    try locked { () throws(RecordStoreError) in
      var latest: [TripRecord] = []
      for kind in TripRecordKind.allCases {
        if let record = try read(kind, of: trip).last { latest.append(record) }
      }
      return latest.isEmpty ? nil : TripRecords(latest)
    }
  }

  package func history(_ kind: TripRecordKind, of trip: TripID) async throws(RecordStoreError) -> [TripRecord]
  {
    try locked { () throws(RecordStoreError) in try read(kind, of: trip) }
  }

  package func trips() async throws(RecordStoreError) -> [TripID] {
    try locked { () throws(RecordStoreError) in
      var trips: Set<TripID> = []
      for folder in Set(TripRecordKind.allCases.map(\.folder)).sorted() {
        let files = try Self.attempt { try Folder.names(in: "\(path)/\(folder)") }
        for file in files {
          // Other files are somebody else's.
          if let trip = TripID(String(file.prefix(17))), file.dropFirst(17).first == "_" {
            trips.insert(trip)
          }
        }
      }
      return trips.sorted()
    }
  }

  /// All versions of a kind.
  private func read(_ kind: TripRecordKind, of trip: TripID) throws(RecordStoreError) -> [TripRecord] {
    var versions: [TripRecord] = []
    while true {
      let version = RecordVersion(kind, versions.count + 1)
      let file = "\(path)/\(name(trip, version))"
      guard Folder.contains(file) else { return versions }
      let bytes = try Self.attempt { try OpenFile(file, O_RDONLY, for: "read").readToEnd() }
      let record: TripRecord
      do {
        record = try RecordJSON.record(in: Data(bytes))
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
  private func name(_ trip: TripID, _ version: RecordVersion) -> String {
    let later = version.number == 1 ? "" : "_v\(version.number)"
    return "\(version.kind.folder)/\(trip)_\(version.kind.rawValue)\(later).json"
  }

  private func name(of record: TripRecord) -> String { name(record.tripId, record.version) }

  // MARK: One at a time

  /// Runs `body` with the folder to itself, after finishing what a crash left.
  private func locked<Value>(_ body: () throws(RecordStoreError) -> Value) throws(RecordStoreError) -> Value {
    // Opened anew each time: a lock on one opening would let the threads of this process in together.
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
          throw RecordStoreError.corrupt("\(path)/\(committed)/\(left): not a trip")
        }
        try publish(trip)
      }
    }
    return try body()
  }

  private static func attempt<Value>(_ body: () throws -> Value) throws(RecordStoreError) -> Value {
    do {
      return try body()
    } catch let error as RecordStoreError {
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
