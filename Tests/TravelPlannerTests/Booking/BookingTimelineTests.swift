import Foundation
import Primitives
import Testing
import TravelPlanner

@Suite("Booking timeline")
struct BookingTimelineTests {
  private let start = Timestamp.simulationEpoch

  @Test("has only the transitions of the table", arguments: BookingStatus.allCases)
  func table(status: BookingStatus) {
    for next in BookingStatus.allCases {
      #expect(status.leads(to: next) == status.successors.contains(next))
    }
    #expect(status.successors.isEmpty == [.failed, .cancelled, .refunded].contains(status))
  }

  /// Every way through the table, from the start to where it ends.
  private var ways: [[BookingStatus]] {
    func ways(from status: BookingStatus) -> [[BookingStatus]] {
      status.successors.isEmpty
        ? [[status]] : status.successors.flatMap { ways(from: $0).map { [status] + $0 } }
    }
    return ways(from: .initiated)
  }

  @Test func `every way through the table is recorded move by move and survives JSON`() throws {
    #expect(ways.count == 6)
    for way in ways {
      var timeline = BookingTimeline(startedAt: start)
      for (index, status) in way.dropFirst().enumerated() {
        timeline.move(
          to: status, at: start.advanced(byNanoseconds: Int64(index + 1)), because: .paymentStarted)
      }
      #expect(timeline.status == way.last)
      #expect(timeline.changes.map(\.from) == Array(way.dropLast()))
      #expect(timeline.changes.map(\.to) == Array(way.dropFirst()))
      #expect(timeline.time(of: way[1]) == start.advanced(byNanoseconds: 1))
      let data = try JSONEncoder().encode(timeline)
      #expect(try JSONDecoder().decode(BookingTimeline.self, from: data) == timeline)
    }
  }

  @Test("a move that the table does not have stops the program")
  func illegalMove() async {
    await #expect(processExitsWith: .failure) {
      var timeline = BookingTimeline(startedAt: Timestamp(nanosecondsSince1970: 0))
      timeline.move(to: .confirmed, at: Timestamp(nanosecondsSince1970: 1), because: .everythingBooked)
    }
  }

  @Test(
    "a history that the table does not allow cannot be read",
    arguments: [
      (#"{"status":"PAID","startedAt":"2026-01-01T00:00:00Z","changes":[]}"#, "end"),
      (
        #"{"status":"PAID","startedAt":"2026-01-01T00:00:00Z","changes":[{"from":"INITIATED","to":"PAID","reason":"paymentSucceeded","time":"2026-01-01T00:00:01Z"}]}"#,
        "cannot go"
      ),
      (
        #"{"status":"PAYMENT_PENDING","startedAt":"2026-01-01T00:00:00Z","changes":[{"from":"PAID","to":"PAYMENT_PENDING","reason":"paymentStarted","time":"2026-01-01T00:00:01Z"}]}"#,
        "cannot go"
      ),
    ])
  func illegalHistory(text: String, complaint: String) {
    #expect {
      try JSONDecoder().decode(BookingTimeline.self, from: Data(text.utf8))
    } throws: { error in
      "\(error)".contains(complaint)
    }
  }
}

@Suite("Booking names")
struct BookingNameTests {
  @Test func `a booking's id names its day and can be parsed`() throws {
    let day = try #require(CalendarDay(year: 2026, month: 2, day: 22))
    let id = BookingID(day: day, serial: 0x0385_9166)
    #expect(id.description == "BK_20260222_03859166")
    #expect(BookingID(id.description) == id)
    #expect(id.day == day)
    #expect(BookingID("BK_20260222_0385916") == nil)
    #expect(BookingID("BK_20260222_0385916g") == nil)
    #expect(BookingID("BK_20261322_03859166") == nil)
    #expect(BookingID("bk_20260222_03859166") == nil)
  }

  @Test func `the same request names the same booking, and each choice another`() throws {
    let day = try #require(CalendarDay(year: 2026, month: 2, day: 22))
    #expect(BookingID(request: 7, confirmedOn: day) == BookingID(request: 7, confirmedOn: day))
    let names = (0..<1000).map { BookingID(request: 7, confirmedOn: day, choice: $0) }
    #expect(Set(names).count == 1000)
  }

  @Test func `names sort by day`() throws {
    let early = try #require(CalendarDay(year: 2026, month: 2, day: 22))
    #expect(
      BookingID(day: early, serial: .max) < BookingID(day: early.advanced(by: 1), serial: 0))
  }

  @Test("a key is booking and effect, never the attempt")
  func keys() throws {
    let day = try #require(CalendarDay(year: 2026, month: 2, day: 22))
    let id = BookingID(day: day, serial: 1)
    #expect(
      IdempotencyKey(id, Effect(.confirmPayment)).description == "BK_20260222_00000001-confirm-payment")
    #expect(IdempotencyKey(id, Effect(.book, item: 1)).description == "BK_20260222_00000001-book-1")
    for kind in Effect.Kind.allCases {
      for item: UInt8 in [0, 1, 31] where kind == .book || kind == .cancelBooking || item == 0 {
        #expect(Effect(Effect(kind, item: item).description) == Effect(kind, item: item))
      }
    }
    #expect(Effect("book") == nil)
    #expect(Effect("book-300") == nil)
    #expect(Effect("book-01") == nil)
  }

  @Test("a transaction keeps a provider's own name")
  func transactions() throws {
    #expect(TransactionID(number: 0x1D69_C27D_5359_43F3).description == "TXN_1D69C27D535943F3")
    #expect(TransactionID("TXN_1D69C27D535943F3").number == 0x1D69_C27D_5359_43F3)
    let own = TransactionID("pi_3MtwBwLkdIwHu7ix28a3tqPa")
    #expect(own.number == nil)
    let data = try JSONEncoder().encode([own, TransactionID(number: 1)])
    #expect(try JSONDecoder().decode([TransactionID].self, from: data) == [own, TransactionID(number: 1)])
  }
}
