import Foundation
import TestSupport
import Testing

@testable import Adapters
@testable import TravelPlanner

@Suite("Generated records")
struct RecordFuzzTests {
  @Test func `of trips are refused, or read and written as the same`() throws {
    let samples = try TripRecordFixtures.trip(7).all.map {
      String(decoding: try TripRecordJSON.data(of: $0), as: UTF8.self)
    }
    var valid = 0
    try InputMutator.each(of: samples) { text in
      guard let record = try? TripRecordJSON.record(in: Data(text.utf8)) else { return }
      valid += 1
      let written = try TripRecordJSON.data(of: record)
      #expect(try TripRecordJSON.record(in: written) == record, "\(text)")
    }
    #expect(valid > 0)
  }

  @Test func `of sessions are refused, or read, told and written as the same`() throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    let samples = [String(decoding: try encoder.encode(TripRecordFixtures.session(7)), as: UTF8.self)]
    var valid = 0
    try InputMutator.each(of: samples) { text in
      guard let state = try? JSONDecoder().decode(SessionState.self, from: Data(text.utf8)) else { return }
      valid += 1
      let again = try JSONDecoder().decode(SessionState.self, from: encoder.encode(state))
      #expect(again == state, "\(text)")
      #expect(!state.response.isEmpty)
    }
    #expect(valid > 0)
  }
}
