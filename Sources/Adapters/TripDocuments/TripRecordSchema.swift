internal import CSQLite
internal import TravelPlanner

/// The tables of a database of trip documents.
enum TripRecordSchema {
  /// "Trip": the application id in the header of the file.
  static let applicationID: Int64 = 0x5472_6970
  static let version: Int64 = 1

  static func table(_ kind: TripRecordKind) -> String {
    switch kind {
    case .intent: "trip_intents"
    case .budget: "budget_predictions"
    case .research: "agent_research"
    case .candidates: "itinerary_candidates"
    case .final: "final_itineraries"
    case .booking: "bookings"
    case .confirmation: "confirmations"
    }
  }

  /// The columns of a kind beside those that all kinds have. Amounts are in minor units.
  static func columns(_ kind: TripRecordKind) -> [(name: String, type: String)] {
    switch kind {
    case .intent:
      [
        ("origin", "TEXT"), ("destination", "TEXT NOT NULL"), ("departure", "TEXT NOT NULL"),
        ("num_days", "INTEGER NOT NULL"), ("num_people", "INTEGER NOT NULL"), ("season", "TEXT NOT NULL"),
        ("comfort_level", "TEXT NOT NULL"), ("trip_type", "TEXT NOT NULL"), ("interests", "TEXT NOT NULL"),
        ("budget_min", "INTEGER"), ("budget_max", "INTEGER"), ("currency", "TEXT"),
      ]
    case .budget: [("total", "INTEGER NOT NULL"), ("currency", "TEXT NOT NULL"), ("model", "TEXT NOT NULL")]
    case .research: [("destination", "TEXT NOT NULL"), ("attractions", "INTEGER NOT NULL")]
    case .candidates: [("candidates", "INTEGER NOT NULL")]
    case .final:
      [
        ("destination", "TEXT NOT NULL"), ("style", "TEXT NOT NULL"), ("total", "INTEGER NOT NULL"),
        ("currency", "TEXT NOT NULL"), ("locked_at", "TEXT NOT NULL"),
      ]
    case .booking:
      [
        ("booking_id", "TEXT NOT NULL"), ("destination", "TEXT NOT NULL"), ("user_name", "TEXT NOT NULL"),
        ("user_email", "TEXT NOT NULL"), ("user_phone", "TEXT NOT NULL"),
        ("locked_budget", "INTEGER NOT NULL"),
        ("currency", "TEXT NOT NULL"), ("payment_status", "TEXT NOT NULL"),
        ("transaction_id", "TEXT NOT NULL"),
        ("booking_state", "TEXT NOT NULL"), ("confirmation_number", "TEXT"), ("valid_until", "TEXT"),
      ]
    case .confirmation:
      [
        ("confirmation_number", "TEXT NOT NULL"), ("booking_id", "TEXT NOT NULL"),
        ("status", "TEXT NOT NULL"),
        ("valid_until", "TEXT NOT NULL"),
      ]
    }
  }

  /// The values of a record, in the order of `columns`.
  static func values(of record: TripRecord) -> [SQLiteValue] {
    switch record {
    case .intent(let intent):
      let limits = intent.budgetRange
      return [
        intent.origin.map { .text($0.name) } ?? .null, .text(intent.destination.name),
        .text("\(intent.departure)"),
        .integer(Int64(intent.tripDuration.days)), .integer(Int64(intent.tripDuration.people)),
        .text(intent.preferences.season.rawValue), .text(intent.preferences.comfortLevel.rawValue),
        .text(intent.preferences.tripType.rawValue),
        .text(intent.preferences.interests.joined(separator: ",")),
        limits?.min.map { .integer($0.minorUnits) } ?? .null,
        limits?.max.map { .integer($0.minorUnits) } ?? .null,
        (limits?.max ?? limits?.min).map { .text($0.currency.code) } ?? .null,
      ]
    case .budget(let budget):
      let total = budget.predictedBudget.total
      return [.integer(total.minorUnits), .text(total.currency.code), .text(budget.model.name)]
    case .research(let research):
      return [.text(research.destination.city.name), .integer(Int64(research.attractions.count))]
    case .candidates(let candidates): return [.integer(Int64(candidates.candidates.count))]
    case .final(let final):
      return [
        .text(final.destination.name), .text(final.style), .integer(final.cost.total.minorUnits),
        .text(final.cost.total.currency.code), .text("\(final.lockedAt)"),
      ]
    case .booking(let booking):
      return [
        .text("\(booking.bookingId)"), .text(booking.destination.name), .text(booking.userContact.name),
        .text(booking.userContact.email), .text(booking.userContact.phone),
        .integer(booking.lockedBudget.total.minorUnits), .text(booking.lockedBudget.total.currency.code),
        .text(booking.paymentDetails.status.rawValue), .text("\(booking.paymentDetails.transactionId)"),
        .text("\(booking.bookingState.current)"), booking.confirmationNumber.map { .text("\($0)") } ?? .null,
        booking.validUntil.map { .text("\($0)") } ?? .null,
      ]
    case .confirmation(let confirmation):
      return [
        .text("\(confirmation.confirmationNumber)"), .text("\(confirmation.bookingId)"),
        .text(confirmation.status), .text("\(confirmation.validUntil)"),
      ]
    }
  }

  static func insert(_ kind: TripRecordKind) -> String {
    let names =
      ["trip_id", "version_number", "version", "source", "created_at"] + columns(kind).map(\.name) + [
        "document"
      ]
    let marks = names.map { _ in "?" }.joined(separator: ", ")
    return "INSERT INTO \(table(kind)) (\(names.joined(separator: ", "))) VALUES (\(marks))"
  }

  /// The query for the trips of all tables, in ascending order.
  static let trips =
    TripRecordKind.allCases.map { "SELECT trip_id FROM \(table($0))" }.joined(separator: " UNION ")
    + " ORDER BY trip_id"

  /// Creates the tables when they are missing, in one transaction, and checks the version and the pages.
  static func prepare(_ database: Database) throws(SQLiteError) {
    let failure = { (message: String, code: Int32) in
      SQLiteError(action: "open", path: database.path, code: code, message: message)
    }
    if try database.integer("PRAGMA application_id") != applicationID {
      guard try database.texts("PRAGMA journal_mode = WAL") == ["wal"] else {
        throw failure("no write-ahead log is possible there; is it on a network file system?", SQLITE_ERROR)
      }
      try database.execute("BEGIN IMMEDIATE", for: "create tables in")
      do throws(SQLiteError) {
        // Another process may have created them since.
        if try database.integer("PRAGMA application_id") != applicationID {
          guard try database.integer("SELECT count(*) FROM sqlite_schema") == 0 else {
            throw failure("it is a database of another program", SQLITE_NOTADB)
          }
          try database.execute(tables, for: "create tables in")
        }
        try database.execute("COMMIT", for: "create tables in")
      } catch {
        if database.isInTransaction { try? database.execute("ROLLBACK", for: "open") }
        throw error
      }
    }
    let found = try database.integer("PRAGMA user_version")
    guard found == version else {
      throw failure("it has format version \(found); this program reads \(version)", SQLITE_ERROR)
    }
    let problems = try database.texts("PRAGMA quick_check(3)")
    guard problems == ["ok"] else { throw failure(problems.joined(separator: "; "), SQLITE_CORRUPT) }
  }

  private static let tables: String = {
    var sql = ""
    for kind in TripRecordKind.allCases {
      let own = columns(kind).map { "  \($0.name) \($0.type),\n" }.joined()
      sql += """
        CREATE TABLE \(table(kind)) (
          trip_id TEXT NOT NULL,
          version_number INTEGER NOT NULL,
          version TEXT NOT NULL,
          source TEXT NOT NULL,
          created_at TEXT NOT NULL,
        \(own)  document TEXT NOT NULL,
          PRIMARY KEY (trip_id, version_number)
        ) STRICT, WITHOUT ROWID;

        """
      for action in ["UPDATE", "DELETE"] {
        sql += """
          CREATE TRIGGER \(table(kind))_\(action.lowercased()) BEFORE \(action) ON \(table(kind))
          BEGIN SELECT RAISE(ABORT, 'a saved record cannot change'); END;

          """
      }
    }
    return sql + "PRAGMA application_id = \(applicationID); PRAGMA user_version = \(version);"
  }()
}
