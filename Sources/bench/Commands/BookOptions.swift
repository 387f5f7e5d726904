import Adapters
import Primitives
import Scenarios
import TravelPlanner

/// Booking what `bench plan` plans: who for, and how it is paid.
struct BookOptions {
  static let book = Option("book", nil, nil, "book the plan's flight and hotel, and pay")
  static let contact = Option(
    "contact", nil, "NAME,EMAIL,PHONE",
    "whom the booking is for (default Ada Example,ada@example.org,+49 30 1234567)")
  static let pay = Option(
    "pay", nil, "TOKEN",
    "the gateway's token for the way to pay, never a card (default pm_card_visa; pm_card_chargeDeclined is declined)"
  )
  static let agreed = Option(
    "agreed", nil, "AMOUNT",
    "book only when flight and hotel come to this, in the trip's currency, as 1234.50")
  static let all = [book, contact, pay, agreed]

  private let journal: any BookingJournal
  let setup: BookingSetup?

  /// Puts what the arguments ask for into the request. The journal is the one beside the session.
  init(
    _ arguments: Arguments, to request: inout PlanRequest, in stores: OpenStores?
  ) throws(CommandError) {
    journal = stores?.bookings ?? MemoryBookingJournal()
    guard arguments.has(BookOptions.book) else {
      for option in [BookOptions.contact, BookOptions.pay, BookOptions.agreed] where arguments.has(option) {
        throw .usage("--\(option.name) goes with --book")
      }
      setup = nil
      return
    }
    let parts = (arguments.text(BookOptions.contact) ?? "Ada Example,ada@example.org,+49 30 1234567")
      .split(separator: ",", omittingEmptySubsequences: false).map { part in
        String(part.drop { $0 == " " })
      }
    guard parts.count == 3 else {
      throw .usage("--contact: must be a name, an e-mail address and a phone number, with commas between")
    }
    var options = request.options ?? PlanOptions()
    options.booking = BookingOption(
      contact: TravellerContact(name: parts[0], email: parts[1], phone: parts[2]),
      method: PaymentMethod(token: arguments.text(BookOptions.pay) ?? "pm_card_visa"))
    if let text = arguments.text(BookOptions.agreed) {
      guard let cents = BookOptions.hundredths(text) else {
        throw .usage("--agreed \(quoted(text)): must be an amount such as 1234.50")
      }
      options.booking?.agreed = .hundredths(cents)
    }
    request.options = options
    setup = BookingSetup(journal: journal)
  }

  /// `1234.5` is 123450.
  private static func hundredths(_ text: String) -> Int64? {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count <= 2, parts.allSatisfy({ $0.utf8.allSatisfy { (48...57).contains($0) } }),
      let major = Int64(parts[0]), major < 1_000_000_000
    else { return nil }
    guard parts.count == 2 else { return major * 100 }
    guard (1...2).contains(parts[1].utf8.count), let minor = Int64(parts[1]) else { return nil }
    return major * 100 + (parts[1].utf8.count == 1 ? minor * 10 : minor)
  }

  /// The document the traveller gets; nil without a confirmed booking of a trip to one city.
  func confirmation(of state: SessionState) throws -> String? {
    guard setup != nil, let id = state.bookings?.last?.id else { return nil }
    let journal = journal
    guard let record = try blocking({ try await journal.load(id) }), record.status == .confirmed,
      let booked = RecordMaker.Booked(record, gateway: "simulated")
    else { return nil }
    let maker = RecordMaker(random: RandomSource(seed: state.key).child("records"))
    return maker.records(of: state, booking: booked)?.confirmation?.text
  }
}
