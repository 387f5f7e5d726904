import Foundation
import Primitives
import Synchronization
import TestSupport
import Testing
import TravelPlanner

@testable import Adapters

@Suite("Trip records in files")
struct FileTripRecordStoreTests {
  private struct Crash: Error {}

  static let files = [
    "bookings/TRIP_x_booking.json", "bookings/TRIP_x_confirmation.json", "budgets/TRIP_x_budget.json",
    "intents/TRIP_x_intent.json", "itineraries/TRIP_x_candidates.json", "itineraries/TRIP_x_final.json",
    "research/TRIP_x_research.json",
  ]

  @Test("are the only files, with the documented names")
  func layout() async throws {
    try await withTemporaryFolder { folder in
      let records = TripRecordFixtures.trip(1)
      let trip = records.intent!.tripId
      let store = try FileTripRecordStore(folder)
      try await store.save(records.all)
      var revised = records.intent!
      revised.version = revised.version.next
      try await store.save([.intent(revised)])
      let expected =
        Self.files.map { $0.replacing("TRIP_x", with: "\(trip)") } + ["intents/\(trip)_intent_v2.json"]
      #expect(try visible(folder) == expected.sorted())
    }
  }

  /// Crashes at the first point of a save, then at the second, until a save is completed.
  @Test("a crash at any point of a save leaves all of it or nothing", arguments: [true, false])
  func crash(isFirstSave: Bool) async throws {
    var outcomes: Set<Bool> = []
    for moment in 0..<100 {
      let finished = try await withTemporaryFolder { folder in
        let before = TripRecordFixtures.trip(1)
        let trip = before.intent!.tripId
        var after = before
        if !isFirstSave {
          try await FileTripRecordStore(folder).save(before.all)
          after = TripRecords(before.all.map { $0.with(version: $0.version.next) })
        }
        let passed = Mutex(0)
        let crashing = try FileTripRecordStore(folder) { _ in
          let now = passed.withLock { count in
            count += 1
            return count
          }
          if now > moment { throw Crash() }
        }
        let finished = (try? await crashing.save(after.all)) != nil
        // The next process.
        let store = try FileTripRecordStore(folder)
        let found = try await store.load(trip)
        let isWhole = found == after
        outcomes.insert(isWhole)
        #expect(isWhole || found == (isFirstSave ? nil : before), "moment \(moment)")
        #expect(isWhole || !finished)
        #expect(try await store.trips() == (found == nil ? [] : [trip]))
        // Saving again completes it.
        try await store.save(after.all)
        #expect(try await store.load(trip) == after)
        #expect(try visible(folder).count == (isFirstSave ? 7 : 14))
        return finished
      }
      if finished {
        #expect(moment > 15)
        #expect(outcomes == [true, false])
        return
      }
    }
    Issue.record("no save was completed")
  }

  @Test("a file that is cut, foreign or of another trip is reported with its path and left alone")
  func corrupt() async throws {
    try await withTemporaryFolder { folder in
      let records = TripRecordFixtures.trip(1)
      let trip = records.intent!.tripId
      let store = try FileTripRecordStore(folder)
      try await store.save(records.all)
      let file = "\(folder)/budgets/\(trip)_budget.json"
      let whole = try String(contentsOfFile: file, encoding: .utf8)
      let others = TripRecordFixtures.trip(2)
      let foreign = [
        "", "{}", "null", "[1]", String(whole.prefix(whole.count / 2)), "\u{0}" + whole,
        String(decoding: try TripRecordJSON.data(of: .intent(records.intent!)), as: UTF8.self),
        String(decoding: try TripRecordJSON.data(of: .budget(others.budget!)), as: UTF8.self),
        whole.replacing("budget_ml_v1", with: "intent_v1"),
        whole.replacing("budget_ml_v1", with: "budget_ml_v2"),
      ]
      for text in foreign {
        try Data(text.utf8).write(to: URL(fileURLWithPath: file))
        let error = await #expect(throws: TripRecordStoreError.self) { try await store.load(trip) }
        #expect("\(error!)".contains(file), "\(error!)")
        #expect(try String(contentsOfFile: file, encoding: .utf8) == text)
      }
      try Data(whole.utf8).write(to: URL(fileURLWithPath: file))
      #expect(try await store.load(trip) == records)
    }
  }

  @Test("corrupt text is refused, or read as the record that it contains")
  func generated() throws {
    let whole = [UInt8](try TripRecordJSON.data(of: .final(TripRecordFixtures.trip(1).final!)))
    var random = SplitMix64(seed: 11)
    var refused = 0
    for _ in 0..<600 {
      let bytes = random.corrupted(whole)
      do {
        let record = try TripRecordJSON.record(in: Data(bytes))
        #expect(try TripRecordJSON.record(in: TripRecordJSON.data(of: record)) == record)
      } catch is DecodingError {
        refused += 1
      }
    }
    #expect(refused > 200)
  }

  @Test("a folder that cannot be written is reported")
  func unwritable() throws {
    try withTemporaryFolder { folder in
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      let file = "\(folder)/taken"
      try Data("x".utf8).write(to: URL(fileURLWithPath: file))
      let error = #expect(throws: TripRecordStoreError.self) { try FileTripRecordStore("\(file)/records") }
      guard case .unavailable(let reason) = error! else {
        Issue.record("\(error!)")
        return
      }
      #expect(reason.contains("\(file)/records"))
    }
  }

  /// The visible files, by path.
  private func visible(_ folder: String) throws -> [String] {
    var files: [String] = []
    for name in try FileManager.default.contentsOfDirectory(atPath: folder) where !name.hasPrefix(".") {
      files += try FileManager.default.contentsOfDirectory(atPath: "\(folder)/\(name)").map {
        "\(name)/\($0)"
      }
    }
    for hidden in [".staging", ".committed"] {
      #expect(try FileManager.default.contentsOfDirectory(atPath: "\(folder)/\(hidden)").isEmpty)
    }
    return files.sorted()
  }
}
