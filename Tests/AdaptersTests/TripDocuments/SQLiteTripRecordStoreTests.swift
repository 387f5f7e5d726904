import Foundation
import TestSupport
import Testing
import TravelPlanner

@testable import Adapters

@Suite("Trip records in SQLite")
struct SQLiteTripRecordStoreTests {
  @Test("columns agree with the document, and another connection sees them")
  func columns() async throws {
    try await withTemporaryFolder { folder in
      let path = "\(folder)/records.db"
      let records = TripRecordFixtures.trip(1)
      let store = try SQLiteTripRecordStore(path)
      try await store.save(records.all)
      #expect(try await SQLiteTripRecordStore(path).load(records.intent!.tripId) == records)
      let database = try Database(path)
      let intents = try database.texts(
        "SELECT destination || '|' || num_days || '|' || num_people || '|' || version FROM trip_intents")
      #expect(intents == ["Varanasi|3|2|intent_v1"])
      let bookings = try database.texts(
        "SELECT booking_id || '|' || locked_budget || '|' || currency || '|' || booking_state FROM bookings")
      #expect(bookings == ["\(records.booking!.bookingId)|1540000|INR|CONFIRMED"])
    }
  }

  @Test("rows cannot be changed or deleted by any program")
  func immutable() async throws {
    try await withTemporaryFolder { folder in
      let path = "\(folder)/records.db"
      try await SQLiteTripRecordStore(path).save(TripRecordFixtures.trip(1).all)
      let database = try Database(path)
      for kind in TripRecordKind.allCases {
        #expect(throws: SQLiteError.self) {
          try database.execute("UPDATE \(TripRecordSchema.table(kind)) SET source = 'me'", for: "change")
        }
        #expect(throws: SQLiteError.self) {
          try database.execute("DELETE FROM \(TripRecordSchema.table(kind))", for: "change")
        }
      }
    }
  }

  @Test("a corrupt file, or one of another program or version, is refused and left alone")
  func foreign() async throws {
    try await withTemporaryFolder { folder in
      let path = "\(folder)/records.db"
      let store = try SQLiteTripRecordStore(path)
      try await store.save(TripRecordFixtures.trip(1).all)

      let other = "\(folder)/other.db"
      try Database(other, creating: true).execute("CREATE TABLE theirs (x)", for: "make")
      #expect(throws: TripRecordStoreError.corrupt("\(other): it is a database of another program")) {
        try SQLiteTripRecordStore(other)
      }
      let text = "\(folder)/text.db"
      try Data(String(repeating: "not a database ", count: 200).utf8).write(to: URL(fileURLWithPath: text))
      let before = try Data(contentsOf: URL(fileURLWithPath: text))
      let error = #expect(throws: TripRecordStoreError.self) { try SQLiteTripRecordStore(text) }
      guard case .corrupt = error! else {
        Issue.record("\(error!)")
        return
      }
      #expect(try Data(contentsOf: URL(fileURLWithPath: text)) == before)

      try Database(path).execute("PRAGMA user_version = 9", for: "make")
      #expect(
        "\(#expect(throws: TripRecordStoreError.self) { try SQLiteTripRecordStore(path) }!)".contains(
          "version 9"))
      #expect(
        "\(#expect(throws: TripRecordStoreError.self) { try SQLiteTripRecordStore("\(folder)/no/where.db") }!)"
          .contains("where.db"))
    }
  }

  @Test("a document that does not match its row is reported with table and row")
  func corrupt() async throws {
    try await withTemporaryFolder { folder in
      let path = "\(folder)/records.db"
      let records = TripRecordFixtures.trip(1)
      let trip = records.intent!.tripId
      try await SQLiteTripRecordStore(path).save(records.all)
      let database = try Database(path)
      try database.execute("DROP TRIGGER budget_predictions_update", for: "change")
      try database.execute("UPDATE budget_predictions SET document = '{}'", for: "change")
      let error = await #expect(throws: TripRecordStoreError.self) {
        try await SQLiteTripRecordStore(path).load(trip)
      }
      #expect("\(error!)".contains("table budget_predictions, \(trip) version 1"))
    }
  }
}
