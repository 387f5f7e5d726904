import Foundation
import Primitives
import Testing
import TravelPlanner

/// A record of an earlier version, which must decode and encode unchanged.
@Suite("Booking records as JSON")
struct BookingRecordCodingTests {
  private static func record(items: Int) -> BookingRecord {
    let start = Timestamp("2026-01-14T00:00:00Z")!
    let hotel = HotelItem(
      Fixtures.hotels[0], city: City("Lisbon")!, checkIn: start.day, nights: 3, guests: 2)
    let quote = ConfirmedQuote(
      Array(repeating: QuotedItem(.hotel(hotel), price: 29_700), count: items), currency: .eur,
      confirmedAt: start)
    let request = BookingRequest(
      key: 5, session: SessionID(rawValue: 0xAB), quote: quote,
      contact: TravellerContact(name: "Ada", email: "ada@example.org", phone: "12345"),
      method: PaymentMethod(token: "pm_card_visa"))
    return BookingRecord(id: BookingID(request: 5, confirmedOn: start.day), request, holder: 3, at: start)
  }

  /// Numbers and texts as references, and more effects than stand in the record itself.
  private static func worked(items: Int) -> BookingRecord {
    var record = record(items: items)
    var step = record.advance(at: record.lock.lockedAt, pricesKnown: true)
    var number: UInt64 = 0
    while case .perform(let effect) = step {
      number += 1
      record.settle(
        effect, .done(number % 2 == 0 ? TransactionID("pi_\(number)") : TransactionID(number: number)),
        at: record.lock.lockedAt)
      step = record.advance(at: record.lock.lockedAt, pricesKnown: true)
    }
    return record
  }

  @Test("decodes to the encoded record", arguments: [1, 2, 3, 12])
  func roundTrip(items: Int) throws {
    for record in [Self.record(items: items), Self.worked(items: items)] {
      let read = try JSONDecoder().decode(BookingRecord.self, from: JSONEncoder().encode(record))
      #expect(read == record)
      #expect(read.hashValue == record.hashValue)
      #expect(read.effects.entries == record.effects.entries)
    }
  }

  @Test func `each member has its name, and effects are a list`() throws {
    let record = Self.worked(items: 1)
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    let json = try JSONSerialization.jsonObject(with: encoder.encode(record)) as? [String: Any]
    #expect(
      json?.keys.sorted() == [
        "claim", "contact", "effects", "holder", "id", "lock", "method", "paymentStatus", "quote",
        "requestKey",
        "revision", "session", "timeline", "updatedAt",
      ])
    let effects = String(decoding: try encoder.encode(record.effects), as: UTF8.self)
    #expect(
      effects == """
        {"entries":[{"effect":"create-payment","reference":"TXN_0000000000000001","state":"done"},\
        {"effect":"cancel-payment","state":"dropped"},\
        {"effect":"confirm-payment","reference":"pi_2","state":"done"},\
        {"effect":"refund","state":"registered"},\
        {"effect":"book-0","reference":"TXN_0000000000000003","state":"done"},\
        {"effect":"cancel-booking-0","state":"registered"}]}
        """)
    #expect(try JSONDecoder().decode(EffectLog.self, from: Data(effects.utf8)) == record.effects)
  }
}
