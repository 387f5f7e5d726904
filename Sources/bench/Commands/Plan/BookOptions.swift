import Adapters
import Primitives
import SimulatedTravel
import TravelPlanner

/// The booking of a plan: contact, payment and agreed price.
struct BookOptions {
  static let book = Option("book", nil, nil, "book and pay for the plan's flight and hotel")
  static let contact = Option(
    "contact", nil, "NAME,EMAIL,PHONE",
    "the contact of the booking (default Ada Example,ada@example.org,+49 30 1234567)")
  static let pay = Option(
    "pay", nil, "TOKEN",
    "the gateway's token of a payment method, never a card number (default pm_card_visa)")
  static let agreed = Option(
    "agreed", nil, "AMOUNT",
    "book only at this total of flight and hotel, in the trip's currency, as 1234.50")
  static let all = [book, contact, pay, agreed]

  private let journal: any BookingJournal
  let setup: SimulatedBookingConfiguration?

  /// Sets the booking options of the request. The journal is the one stored beside the session.
  init(
    _ arguments: Arguments, to request: inout PlanRequest, in stores: OpenStores?
  ) throws(CommandError) {
    journal = stores?.bookings ?? MemoryBookingJournal()
    guard arguments.has(BookOptions.book) else {
      try arguments.refuse(BookOptions.contact, BookOptions.pay, BookOptions.agreed, without: "--book")
      setup = nil
      return
    }
    let parts = (arguments.text(BookOptions.contact) ?? "Ada Example,ada@example.org,+49 30 1234567")
      .split(separator: ",", omittingEmptySubsequences: false).map { part in
        String(part.drop { $0 == " " })
      }
    guard parts.count == 3 else {
      throw .usage("--contact: must be a name, an e-mail address and a phone number, separated by commas")
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
    setup = SimulatedBookingConfiguration(journal: journal)
  }

  /// Parses `1234.5` as 123450.
  private static func hundredths(_ text: String) -> Int64? {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count <= 2, parts.allSatisfy({ $0.utf8.allSatisfy(\.isASCIIDigit) }),
      let major = Int64(parts[0]), major < 1_000_000_000
    else { return nil }
    guard parts.count == 2 else { return major * 100 }
    guard (1...2).contains(parts[1].utf8.count), let minor = Int64(parts[1]) else { return nil }
    return major * 100 + (parts[1].utf8.count == 1 ? minor * 10 : minor)
  }

  /// The exit code of a plan that --book asked to book, after a note on how to go on; a pass without --book.
  func exitCode(of state: SessionState, _ console: Console) -> ExitCode {
    guard setup != nil else { return .pass }
    if state.bookings?.last?.status == .confirmed { return .pass }
    switch state.errors.last(where: { $0.step == .booking })?.cause {
    case .overBudget, .priceChanged:
      if let total = state.bookingTotal {
        console.note("to book at this price: repeat the command with --agreed \(total.plainAmount)")
      }
    case .notBooked:
      console.note("to try again: repeat the command; another payment method is set with --pay TOKEN")
    case .notFinished:
      console.note("to see how the booking ends: repeat the command")
    case .notUnderstood:
      console.note("to book: say the request in other words, or give its parts as options (bench help plan)")
    default: break
    }
    return .notBooked
  }

  /// Returns the traveller's confirmation; nil without a confirmed booking of a trip to one city.
  func confirmation(of state: SessionState) throws -> String? {
    guard setup != nil, let id = state.bookings?.last?.id else { return nil }
    let journal = journal
    guard let record = try runBlocking({ try await journal.load(id) }), record.status == .confirmed,
      let booked = TripRecordMaker.BookingResult(record, gateway: "simulated")
    else { return nil }
    let maker = TripRecordMaker(random: RandomSource(seed: state.key).child("records"))
    return maker.records(of: state, booking: booked)?.confirmation?.text
  }
}
