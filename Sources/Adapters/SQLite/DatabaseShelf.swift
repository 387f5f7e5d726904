internal import TravelPlanner

/// The records of one kind in a database.
struct DatabaseShelf: RecordShelf {
  let database: StoreDatabase
  let kind: RecordKind

  var damages: [StoreDamage] { database.damages }

  func save(_ record: KeptRecord, as name: String, at now: Timestamp) throws(StoreError) {
    try database.transaction(kind) { records throws(StoreError) in
      switch try current(name, in: records) {
      case .value(let current):
        try DatabaseShelf.check(record, isBasedOn: current, at: now)
        try records.replace(name, record)
        return .value(())
      case .damage(let damage): return .damage(damage)
      }
    }
  }

  func load(_ name: String) throws(StoreError) -> KeptRecord? {
    // Reading alone does not wait for those who write.
    let look = try database.read(kind) { records throws(StoreError) in try records.look(name) }
    if case .found(let record) = look { return record }
    if case .missing = look, !kind.isIrreplaceable { return nil }
    return try database.transaction(kind) { records throws(StoreError) in try current(name, in: records) }
  }

  func delete(_ name: String) throws(StoreError) -> Bool {
    try database.transaction(kind) { records throws(StoreError) in .value(try records.delete(name)) }
  }

  func names(_ choice: RecordChoice) throws(StoreError) -> [String] {
    try database.read(kind) { records throws(StoreError) in
      let names = try records.names(choice)
      return kind.isIrreplaceable && choice == .open ? (names + (try records.namesAside())).sorted() : names
    }
  }

  func removeExpired(at now: Timestamp) throws(StoreError) -> Int {
    try database.transaction(kind) { records throws(StoreError) in .value(try records.deleteExpired(at: now))
    }
  }

  func setAside(_ record: KeptRecord, as name: String, because reason: String) -> StoreDamage {
    do throws(StoreError) {
      try database.transaction(kind) { records throws(StoreError) in
        guard case .found(let current) = try records.look(name), current == record else { return .value(()) }
        return .damage(try database.setAside(name, reason, in: records))
      }
      return database.note(
        StoreDamage(
          subject: "\(kind.name) \(name) in \(database.path)", reason: "\(reason); it has been replaced since"
        ))
    } catch {
      if case .corrupt(let damage) = error { return damage }
      return database.note(
        StoreDamage(subject: "\(kind.name) \(name) in \(database.path)", reason: "\(reason); \(error)"))
    }
  }

  /// The record under a name, in a transaction; sets aside what cannot be read.
  private func current(
    _ name: String, in records: RecordTable
  ) throws(StoreError) -> StoreDatabase.Outcome<KeptRecord?> {
    switch try records.look(name) {
    case .found(let record): return .value(record)
    case .missing:
      if let damage = try database.earlierDamage(name, in: records) { return .damage(damage) }
      return .value(nil)
    case .damaged(let reason): return .damage(try database.setAside(name, reason, in: records))
    }
  }
}
