package import Primitives

/// All errors of a request, in the order of its fields.
@usableFromInline
package struct ValidationError: Error, Hashable, Sendable {
  /// The errors; never empty.
  package let issues: [ValidationIssue]

  package init(_ issues: [ValidationIssue]) {
    precondition(!issues.isEmpty, "a validation error needs an issue")
    self.issues = issues
  }
}

extension ValidationError: CustomStringConvertible {
  /// The errors, one a line.
  @usableFromInline package var description: String {
    issues.map(\.description).joined(separator: "\n")
  }
}

/// A broken rule: the field, its value, and the rule.
package struct ValidationIssue: Hashable, Sendable {
  package enum Field: String, Hashable, Sendable, CaseIterable {
    case text, origin, destination, departure, `return`, nights, passengers, budget, currency, preferences
    /// The user of the trip.
    case user
    // Of a booking.
    case quote
    case contactName = "contact name"
    case contactEmail = "contact e-mail"
    case contactPhone = "contact phone"
    case paymentMethod = "payment method"
  }

  package enum Rule: Hashable, Sendable {
    /// A text or a destination is required.
    case required
    /// The allowed length in Unicode scalars.
    case length(ClosedRange<Int>)
    /// Letters of any script, digits, spaces and `, . - '`.
    case placeCharacters
    /// `<script`, `javascript:` and `data:text/html` are refused.
    case noMarkup
    /// No word, date or amount of the text is known.
    case understandable
    /// `yyyy-mm-dd`, and the day exists.
    case isoDate
    /// The calendar has no such day.
    case existingDay
    case notBefore(CalendarDay)
    case afterDeparture
    /// The largest number of days from departure to return.
    case atMostDays(Int)
    case range(ClosedRange<Int>)
    case positive
    case atMost(Money)
    /// One of the built-in cities or their airports.
    case knownCity
    /// Origin and destination differ.
    case anotherCity
    case knownCurrency
    /// A possible payment card number, which must not be stored or shown.
    case noCardNumber
    /// The largest number of cities in a trip.
    case atMostCities(Int)
    /// `name@host.domain`, at most 254 characters.
    case email
    /// 5…15 digits.
    case phone
    /// An active booking depends on the value.
    case lockedBy(BookingID)
  }

  package let field: Field
  /// The given value, with card numbers redacted.
  package let value: String
  package let rule: Rule

  package init(_ field: Field, _ value: some CustomStringConvertible, _ rule: Rule) {
    self.field = field
    self.value = CardNumber.removed(from: value.description)
    self.rule = rule
  }
}

extension ValidationIssue: CustomStringConvertible {
  /// `destination "X": must have 2 to 100 characters`; a long value is cut to 40.
  package var description: String {
    let shown = value.unicodeScalars.count > 40 ? String(value.prefix(40)) + "…" : value
    return "\(field.rawValue) \"\(shown)\": \(rule)"
  }
}

extension ValidationIssue.Rule: CustomStringConvertible {
  package var description: String {
    switch self {
    case .required: "a text or a destination is needed"
    case .length(let range): "must have \(range.lowerBound) to \(range.upperBound) characters"
    case .placeCharacters: "may hold letters, digits, spaces and , . - ' only"
    case .noMarkup: "must not hold <script, javascript: or data:text/html"
    case .understandable: "cannot be understood; name a city, dates, or what to look for, in English"
    case .noCardNumber: "must not hold the number of a payment card"
    case .isoDate: "must be a day written yyyy-mm-dd"
    case .existingDay: "is not a day of the calendar"
    case .notBefore(let day): "must not be before \(day)"
    case .afterDeparture: "must be after the departure"
    case .atMostDays(let days): "must be at most \(days) days after the departure"
    case .range(let range): "must be \(range.lowerBound) to \(range.upperBound)"
    case .positive: "must be more than 0"
    case .atMost(let money): "must be at most \(money)"
    case .knownCity: "is not a city or airport we know"
    case .anotherCity: "must differ from the origin"
    case .knownCurrency: "is not a currency we know"
    case .atMostCities(let count): "a trip has at most \(count) cities"
    case .email: "must be an address like name@host.domain"
    case .lockedBy(let id):
      "cannot change while booking \(id) is active; cancel it, or start another session"
    case .phone: "must have 5 to 15 digits; + is allowed before them, spaces and - . ( ) between them"
    }
  }
}
