import Testing
import TravelPlanner

@Suite("Card numbers")
struct CardNumberLeakTests {
  static let numbers = ["4242424242424242", "5555 5555 5555 4444", "3782-822463-10005"]

  @Test("get neither into a journal nor into the message that refuses them", arguments: numbers)
  func refused(number: String) throws {
    let record = try Fixtures.booking()
    let request = BookingRequest(
      key: 1, quote: record.quote,
      contact: TravellerContact(
        name: "Ada \(number)", email: "ada.\(number.filter(\.isNumber))@example.org", phone: "+49 30 1234567"),
      method: PaymentMethod(token: number))
    let error = #expect(throws: ValidationError.self) { try request.validate() }
    let issues = try #require(error).issues
    for field in [ValidationIssue.Field.contactName, .contactEmail, .paymentMethod] {
      #expect(issues.contains { $0.field == field && $0.rule == .noCardNumber })
    }
    #expect(!issues.map(\.description).joined().filter(\.isNumber).contains(number.filter(\.isNumber)))
  }

  @Test func `similar text is accepted`() throws {
    var request = BookingRequest(
      key: 1, quote: try Fixtures.booking().quote,
      contact: TravellerContact(name: "Ada 4242", email: "a1234567890@example.org", phone: "+49 30 1234567"),
      method: PaymentMethod(token: "pm_1MtwBwLkdIwHu7ix28a3tqPa"))
    try request.validate()
    // No issuer's numbers begin like this.
    request.method = PaymentMethod(token: "7777777777777777")
    try request.validate()
  }
}
