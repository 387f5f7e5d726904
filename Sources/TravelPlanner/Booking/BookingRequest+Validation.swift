extension BookingRequest {
  /// Throws every rule that the request breaks.
  @usableFromInline package func validate() throws(ValidationError) {
    var issues: [ValidationIssue] = []
    contact.check(&issues)
    method.check(&issues)
    if !(1...ConfirmedQuote.itemsMax).contains(quote.items.count) {
      issues.append(
        ValidationIssue(.quote, "\(quote.items.count) items", .range(1...ConfirmedQuote.itemsMax)))
    }
    let most = Money(TripRequest.Limits.budgetMax, quote.currency)
    for item in quote.items where item.price <= 0 {
      issues.append(ValidationIssue(.quote, Money(minorUnits: item.price, quote.currency), .positive))
    }
    if quote.total.minorUnits > most.minorUnits {
      issues.append(ValidationIssue(.quote, quote.total, .atMost(most)))
    }
    if !issues.isEmpty { throw ValidationError(issues) }
  }
}

extension PaymentMethod {
  func check(_ issues: inout [ValidationIssue]) {
    if !(1...255).contains(token.utf8.count) {
      issues.append(ValidationIssue(.paymentMethod, token, .length(1...255)))
    }
    if CardNumber.isSuspected(in: token) {
      issues.append(ValidationIssue(.paymentMethod, token, .noCardNumber))
    }
  }
}

extension TravellerContact {
  func check(_ issues: inout [ValidationIssue]) {
    // A text has no more scalars than bytes, so most names need no second count.
    if name.isEmpty || name.utf8.count > 100 && name.unicodeScalars.count > 100 {
      issues.append(ValidationIssue(.contactName, name, .length(1...100)))
    }
    if !TravellerContact.isAddress(email) { issues.append(ValidationIssue(.contactEmail, email, .email)) }
    if !TravellerContact.isPhone(phone) { issues.append(ValidationIssue(.contactPhone, phone, .phone)) }
    if CardNumber.isSuspected(in: name) { issues.append(ValidationIssue(.contactName, name, .noCardNumber)) }
    if CardNumber.isSuspected(in: email) {
      issues.append(ValidationIssue(.contactEmail, email, .noCardNumber))
    }
    if CardNumber.isSuspected(in: phone, isPhone: true) {
      issues.append(ValidationIssue(.contactPhone, phone, .noCardNumber))
    }
  }

  /// Returns true for the form `name@host.domain`. Finds typing errors; stricter than RFC 5322.
  private static func isAddress(_ text: String) -> Bool {
    guard text.utf8.count <= 254 else { return false }
    // The bytes since the last separator, and the separators so far.
    var length = 0
    var signs = 0
    var dots = 0
    let bytes = text.utf8.span
    for index in bytes.indices {
      let byte = bytes[index]
      switch byte {
      case ...32, 127: return false
      case UInt8(ascii: "@"):
        if length == 0 || signs > 0 { return false }
        signs += 1
        length = 0
      case UInt8(ascii: ".") where signs > 0:
        if length == 0 { return false }
        dots += 1
        length = 0
      default: length += 1
      }
    }
    return signs == 1 && dots > 0 && length > 0
  }

  private static func isPhone(_ text: String) -> Bool {
    var digits = 0
    let bytes = text.utf8.span
    for place in bytes.indices {
      switch bytes[place] {
      case 48...57: digits += 1
      case UInt8(ascii: "+"): if place > 0 { return false }
      case UInt8(ascii: " "), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "("), UInt8(ascii: ")"):
        break
      default: return false
      }
    }
    return (5...15).contains(digits)
  }
}
