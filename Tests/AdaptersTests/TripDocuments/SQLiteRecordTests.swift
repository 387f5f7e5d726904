import Foundation
import Testing
import TravelPlanner

@testable import Adapters

@Suite("Records in SQLite")
struct SQLiteRecordTests {
  @Test("columns say what the document says, and another connection sees it")
  func columns() async throws {
    try await withFolder { folder in
      let path = "\(folder)/records.db"
      let records = SampleRecords.trip(1)
      let store = try SQLiteRecordStore(path)
      try await store.save(records.all)
      #expect(try await SQLiteRecordStore(path).load(records.intent!.tripId) == records)
      let database = try Database(path)
      let intents = try database.texts(
        "SELECT destination || '|' || num_days || '|' || num_people || '|' || version FROM trip_intents")
      #expect(intents == ["Varanasi|3|2|intent_v1"])
      let bookings = try database.texts(
        "SELECT booking_id || '|' || locked_budget || '|' || currency || '|' || booking_state FROM bookings")
      #expect(bookings == ["\(records.booking!.bookingId)|1540000|INR|CONFIRMED"])
    }
  }

  @Test("rows cannot be changed or deleted, whoever asks")
  func immutable() async throws {
    try await withFolder { folder in
      let path = "\(folder)/records.db"
      try await SQLiteRecordStore(path).save(SampleRecords.trip(1).all)
      let database = try Database(path)
      for kind in TripRecordKind.allCases {
        #expect(throws: SQLiteError.self) {
          try database.execute("UPDATE \(RecordSchema.table(kind)) SET source = 'me'", for: "change")
        }
        #expect(throws: SQLiteError.self) {
          try database.execute("DELETE FROM \(RecordSchema.table(kind))", for: "change")
        }
      }
    }
  }

  @Test("a file of another program, of another version, or damaged is refused and stays as it is")
  func foreign() async throws {
    try await withFolder { folder in
      let path = "\(folder)/records.db"
      let store = try SQLiteRecordStore(path)
      try await store.save(SampleRecords.trip(1).all)

      let other = "\(folder)/other.db"
      try Database(other, creating: true).execute("CREATE TABLE theirs (x)", for: "make")
      #expect(throws: RecordStoreError.corrupt("\(other): it is a database of another program")) {
        try SQLiteRecordStore(other)
      }
      let text = "\(folder)/text.db"
      try Data(String(repeating: "not a database ", count: 200).utf8).write(to: URL(fileURLWithPath: text))
      let before = try Data(contentsOf: URL(fileURLWithPath: text))
      let error = #expect(throws: RecordStoreError.self) { try SQLiteRecordStore(text) }
      guard case .corrupt = error! else {
        Issue.record("\(error!)")
        return
      }
      #expect(try Data(contentsOf: URL(fileURLWithPath: text)) == before)

      try Database(path).execute("PRAGMA user_version = 9", for: "make")
      #expect(
        "\(#expect(throws: RecordStoreError.self) { try SQLiteRecordStore(path) }!)".contains("version 9"))
      #expect(
        "\(#expect(throws: RecordStoreError.self) { try SQLiteRecordStore("\(folder)/no/where.db") }!)"
          .contains("where.db"))
    }
  }

  @Test("a document that is no record of its row is reported with its place")
  func damaged() async throws {
    try await withFolder { folder in
      let path = "\(folder)/records.db"
      let records = SampleRecords.trip(1)
      let trip = records.intent!.tripId
      try await SQLiteRecordStore(path).save(records.all)
      let database = try Database(path)
      try database.execute("DROP TRIGGER budget_predictions_update", for: "change")
      try database.execute("UPDATE budget_predictions SET document = '{}'", for: "change")
      let error = await #expect(throws: RecordStoreError.self) {
        try await SQLiteRecordStore(path).load(trip)
      }
      #expect("\(error!)".contains("table budget_predictions, \(trip) version 1"))
    }
  }
}
