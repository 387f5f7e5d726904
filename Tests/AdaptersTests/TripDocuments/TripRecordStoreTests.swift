import Foundation
import TestSupport
import Testing

@testable import Adapters
@testable import TravelPlanner

/// Conformance tests for all trip record stores.
@Suite("Every trip record store")
struct TripRecordStoreTests {
  /// The stores under test.
  enum Kind: CaseIterable, CustomTestStringConvertible {
    case memory, files, sqlite

    var testDescription: String { "\(self)" }

    func make(_ folder: String) throws -> any TripRecordStore {
      switch self {
      case .memory: MemoryTripRecordStore()
      case .files: try FileTripRecordStore(folder)
      case .sqlite: try SQLiteTripRecordStore("\(folder)/records.db")
      }
    }
  }

  @Test("returns what was saved", arguments: Kind.allCases)
  func roundTrip(kind: Kind) async throws {
    try await withTemporaryFolder { folder in
      let store = try kind.make(folder)
      let (a, b) = (TripRecordFixtures.trip(1), TripRecordFixtures.trip(2))
      try await store.save(b.all)
      try await store.save(a.all)
      #expect(try await store.load(a.intent!.tripId) == a)
      #expect(try await store.load(b.intent!.tripId) == b)
      #expect(try await store.load(TripID(rawValue: 99)) == nil)
      #expect(try await store.trips() == [a.intent!.tripId, b.intent!.tripId].sorted())
    }
  }

  @Test("a saved record cannot change, and saving it again does nothing", arguments: Kind.allCases)
  func immutable(kind: Kind) async throws {
    try await withTemporaryFolder { folder in
      let store = try kind.make(folder)
      let records = TripRecordFixtures.trip(1)
      let trip = records.intent!.tripId
      try await store.save(records.all)
      try await store.save(records.all)
      var changed = records
      changed.intent!.tripDuration.people = 9
      await #expect(throws: TripRecordStoreError.immutable(trip, TripRecordVersion(.intent))) {
        try await store.save(changed.all)
      }
      #expect(try await store.load(trip) == records)
    }
  }

  @Test("a change is the next version; the earlier ones stay", arguments: Kind.allCases)
  func versions(kind: Kind) async throws {
    try await withTemporaryFolder { folder in
      let store = try kind.make(folder)
      var records = TripRecordFixtures.trip(1)
      let trip = records.intent!.tripId
      try await store.save(records.all)
      let first = records.intent!
      records.intent!.tripDuration.people = 9
      records.intent!.version = first.version.next
      try await store.save([.intent(records.intent!)])
      #expect(try await store.load(trip) == records)
      #expect(try await store.history(.intent, of: trip) == [.intent(first), .intent(records.intent!)])
      #expect(try await store.history(.budget, of: trip) == [.budget(records.budget!)])
      var skipping = records.intent!
      skipping.version = TripRecordVersion(.intent, 4)
      await #expect(
        throws: TripRecordStoreError.notNext(
          trip, TripRecordVersion(.intent, 4), expected: TripRecordVersion(.intent, 3))
      ) { try await store.save([.intent(skipping)]) }
    }
  }

  @Test("when one record is refused, none is saved", arguments: Kind.allCases)
  func allOrNone(kind: Kind) async throws {
    try await withTemporaryFolder { folder in
      let store = try kind.make(folder)
      var records = TripRecordFixtures.trip(1)
      let trip = records.intent!.tripId
      for broken in TripRecordKind.allCases {
        var some = records.all
        let index = TripRecordKind.allCases.firstIndex(of: broken)!
        some[index] = some[index].with(version: TripRecordVersion(broken, 2))
        await #expect(throws: TripRecordStoreError.self) { try await store.save(some) }
        #expect(try await store.load(trip) == nil)
      }
      let other = TripRecordFixtures.trip(2)
      records.booking = other.booking
      await #expect(throws: TripRecordStoreError.self) { try await store.save(records.all) }
      await #expect(throws: TripRecordStoreError.self) { try await store.save([]) }
      await #expect(throws: TripRecordStoreError.self) {
        try await store.save([records.all[0], records.all[0]])
      }
      #expect(try await store.trips() == [])
    }
  }

  @Test("of many that save different versions at once, one wins", arguments: Kind.allCases)
  func race(kind: Kind) async throws {
    try await withTemporaryFolder { folder in
      let stores = try (0..<4).map { _ in try kind == .memory ? nil : kind.make(folder) }
      let shared = try kind.make(folder)
      let wins = await withTaskGroup(of: Bool.self) { group in
        for index in 0..<8 {
          var records = TripRecordFixtures.trip(1)
          records.intent!.tripDuration.people = index + 1
          let store = stores[index % 4] ?? shared
          let all = records.all
          group.addTask { (try? await store.save(all)) != nil }
        }
        return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
      }
      #expect(wins == 1)
      #expect(try await shared.load(TripRecordFixtures.trip(1).intent!.tripId)?.all.count == 7)
    }
  }

  @Test("a card number that passed all other checks is in no record")
  func canary() async throws {
    let cards = ["4242 4242 4242 4242", "378282246310005"]
    let contact = TravellerContact(
      name: "Ada \(cards[0])", email: "\(cards[1])@example.com", phone: cards[1])
    let records = TripRecordFixtures.trip(1, contact: contact, query: "to Varanasi, card \(cards[0])")
    #expect(records.intent?.query == "to Varanasi, card \(CardNumber.removed)")
    for record in records.all {
      let text = String(decoding: try TripRecordJSON.data(of: record), as: UTF8.self)
      for card in cards { #expect(!text.contains(card), "\(record.kind)") }
    }
    for card in cards { #expect(records.confirmation?.text.contains(card) == false) }
  }
}
