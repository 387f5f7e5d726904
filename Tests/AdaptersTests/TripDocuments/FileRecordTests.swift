import Foundation
import Synchronization
import Testing
import TravelPlanner

@testable import Adapters

@Suite("Records as files")
struct FileRecordTests {
  private struct Dead: Error {}

  static let files = [
    "bookings/TRIP_x_booking.json", "bookings/TRIP_x_confirmation.json", "budgets/TRIP_x_budget.json",
    "intents/TRIP_x_intent.json", "itineraries/TRIP_x_candidates.json", "itineraries/TRIP_x_final.json",
    "research/TRIP_x_research.json",
  ]

  @Test("stand where the layout says, and nothing else does")
  func layout() async throws {
    try await withFolder { folder in
      let records = SampleRecords.trip(1)
      let trip = records.intent!.tripId
      let store = try FileRecordStore(folder)
      try await store.save(records.all)
      var revised = records.intent!
      revised.version = revised.version.next
      try await store.save([.intent(revised)])
      let expected =
        Self.files.map { $0.replacing("TRIP_x", with: "\(trip)") } + ["intents/\(trip)_intent_v2.json"]
      #expect(try visible(folder) == expected.sorted())
    }
  }

  /// Dies at the first moment of a save, then at the second, until a save runs through.
  @Test("a crash at any moment of a save leaves all of it or nothing", arguments: [true, false])
  func crash(isFirstSave: Bool) async throws {
    var outcomes: Set<Bool> = []
    for moment in 0..<100 {
      let finished = try await withFolder { folder in
        let before = SampleRecords.trip(1)
        let trip = before.intent!.tripId
        var after = before
        if !isFirstSave {
          try await FileRecordStore(folder).save(before.all)
          after = TripRecords(before.all.map { $0.with(version: $0.version.next) })
        }
        let passed = Mutex(0)
        let dying = try FileRecordStore(folder) { _ in
          let now = passed.withLock { count in
            count += 1
            return count
          }
          if now > moment { throw Dead() }
        }
        let finished = (try? await dying.save(after.all)) != nil
        // The next process.
        let store = try FileRecordStore(folder)
        let found = try await store.load(trip)
        let isWhole = found == after
        outcomes.insert(isWhole)
        #expect(isWhole || found == (isFirstSave ? nil : before), "moment \(moment)")
        #expect(isWhole || !finished)
        #expect(try await store.trips() == (found == nil ? [] : [trip]))
        // It can be said again, and is whole then.
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
    Issue.record("no save ran through")
  }

  @Test("a file that is cut, foreign or of another trip is reported with its place and left alone")
  func damaged() async throws {
    try await withFolder { folder in
      let records = SampleRecords.trip(1)
      let trip = records.intent!.tripId
      let store = try FileRecordStore(folder)
      try await store.save(records.all)
      let file = "\(folder)/budgets/\(trip)_budget.json"
      let whole = try String(contentsOfFile: file, encoding: .utf8)
      let others = SampleRecords.trip(2)
      let foreign = [
        "", "{}", "null", "[1]", String(whole.prefix(whole.count / 2)), "\u{0}" + whole,
        String(decoding: try RecordJSON.data(of: .intent(records.intent!)), as: UTF8.self),
        String(decoding: try RecordJSON.data(of: .budget(others.budget!)), as: UTF8.self),
        whole.replacing("budget_ml_v1", with: "intent_v1"),
        whole.replacing("budget_ml_v1", with: "budget_ml_v2"),
      ]
      for text in foreign {
        try Data(text.utf8).write(to: URL(fileURLWithPath: file))
        let error = await #expect(throws: RecordStoreError.self) { try await store.load(trip) }
        #expect("\(error!)".contains(file), "\(error!)")
        #expect(try String(contentsOfFile: file, encoding: .utf8) == text)
      }
      try Data(whole.utf8).write(to: URL(fileURLWithPath: file))
      #expect(try await store.load(trip) == records)
    }
  }

  @Test("a damaged text is refused or read as what it says, whatever the damage")
  func generated() throws {
    let whole = [UInt8](try RecordJSON.data(of: .final(SampleRecords.trip(1).final!)))
    var state: UInt64 = 11
    func draw(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int((state >> 33) % UInt64(bound))
    }
    var refused = 0
    for _ in 0..<600 {
      var bytes = whole
      switch draw(3) {
      case 0: bytes[draw(bytes.count)] = UInt8(draw(256))
      case 1: bytes.removeSubrange(draw(bytes.count)..<bytes.count)
      default: bytes.remove(at: draw(bytes.count))
      }
      do {
        let record = try RecordJSON.record(in: Data(bytes))
        #expect(try RecordJSON.record(in: RecordJSON.data(of: record)) == record)
      } catch is DecodingError {
        refused += 1
      }
    }
    #expect(refused > 200)
  }

  @Test("a folder that cannot be written is said so")
  func unwritable() async throws {
    try await withFolder { folder in
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      let file = "\(folder)/taken"
      try Data("x".utf8).write(to: URL(fileURLWithPath: file))
      let error = #expect(throws: RecordStoreError.self) { try FileRecordStore("\(file)/records") }
      guard case .unavailable(let reason) = error! else {
        Issue.record("\(error!)")
        return
      }
      #expect(reason.contains("\(file)/records"))
    }
  }

  /// Files a person sees, by path.
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
