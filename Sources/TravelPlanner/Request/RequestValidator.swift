package import Primitives

extension TripRequest {
  /// The limits of a request, for messages, forms and tests.
  package enum Limits {
    package static let text = 1...2000
    package static let place = 2...100
    package static let passengers = 1...50
    /// The largest budget in major units.
    package static let budgetMax: Int64 = 1_000_000
    package static let tripDays = 365
    package static let preferences = 10_000
    /// The largest number of cities of a trip, without the origin.
    package static let cities = 8
  }

  /// Returns the fields as typed values. Throws all broken rules at once.
  ///
  /// Checks the length of the text and the markup in it; the classifier interprets it. A request that resumes a session
  /// needs neither a text nor a destination.
  package func validated(
    today: CalendarDay, resuming: Bool = false
  ) throws(ValidationError) -> TripFields {
    var issues: [ValidationIssue] = []
    var fields = TripFields()

    if let text {
      TripRequest.check(text: text, &issues)
    } else if destination == nil, !resuming {
      issues.append(ValidationIssue(.text, "", .required))
    }
    if let origin { fields.origin = TripRequest.place(origin, .origin, &issues) }
    if let destination { fields.destination = TripRequest.place(destination, .destination, &issues) }
    if let from = fields.origin, let to = fields.destination, from == to, let destination {
      issues.append(ValidationIssue(.destination, destination, .anotherCity))
    }
    if let departure { fields.departure = TripRequest.day(departure, .departure, &issues) }
    if let returning { fields.returning = TripRequest.day(returning, .return, &issues) }
    TripRequest.check(departure: fields.departure, returning: fields.returning, today: today, &issues)
    if let passengers {
      if Limits.passengers.contains(passengers) {
        fields.passengers = UInt8(passengers)
      } else {
        issues.append(ValidationIssue(.passengers, passengers, .range(Limits.passengers)))
      }
    }
    if let currency {
      fields.currency = Currency(code: currency)
      if fields.currency == nil { issues.append(ValidationIssue(.currency, currency, .knownCurrency)) }
    }
    if let budgetMinorUnits {
      let budget = Money(minorUnits: budgetMinorUnits, fields.currency ?? .usd)
      TripRequest.check(budget: budget, &issues)
      fields.budget = budget
    }
    if let preferences {
      let count = preferences.serialisedCount
      if count > Limits.preferences {
        issues.append(
          ValidationIssue(.preferences, "\(count) characters", .length(0...Limits.preferences)))
      }
      if let rating = preferences.minimumRating, rating > 50 {
        issues.append(ValidationIssue(.preferences, "minimum rating \(rating)", .range(0...50)))
      }
      for note in preferences.notes where CardNumber.isSuspected(in: note) {
        issues.append(ValidationIssue(.preferences, note, .noCardNumber))
      }
      fields.preferences = preferences
    }

    guard issues.isEmpty else { throw ValidationError(issues) }
    return fields
  }

  /// Checks dates of any source.
  static func check(
    departure: CalendarDay?, returning: CalendarDay?, today: CalendarDay, _ issues: inout [ValidationIssue]
  ) {
    if let departure, departure < today {
      issues.append(ValidationIssue(.departure, departure, .notBefore(today)))
    }
    guard let returning else { return }
    if let departure {
      if returning <= departure {
        issues.append(ValidationIssue(.return, returning, .afterDeparture))
      } else if departure.days(until: returning) > Limits.tripDays {
        issues.append(ValidationIssue(.return, returning, .atMostDays(Limits.tripDays)))
      }
    } else if returning < today {
      issues.append(ValidationIssue(.return, returning, .notBefore(today)))
    }
  }

  /// Checks a budget of any source.
  static func check(budget: Money, _ issues: inout [ValidationIssue]) {
    let most = Money(Limits.budgetMax, budget.currency)
    if budget.minorUnits <= 0 {
      issues.append(ValidationIssue(.budget, budget, .positive))
    } else if budget.minorUnits > most.minorUnits {
      issues.append(ValidationIssue(.budget, budget, .atMost(most)))
    }
  }

  private static func place(
    _ text: String, _ field: ValidationIssue.Field, _ issues: inout [ValidationIssue]
  ) -> City? {
    if !Limits.place.contains(text.unicodeScalars.count) {
      issues.append(ValidationIssue(field, text, .length(Limits.place)))
      return nil
    }
    for scalar in text.unicodeScalars {
      switch scalar {
      case " ", ",", ".", "-", "'", "0"..."9", "A"..."Z", "a"..."z": continue
      default:
        let properties = scalar.properties
        // Marks are parts of letters, as vowel signs and combining accents.
        switch properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
          .nonspacingMark, .spacingMark, .decimalNumber:
          continue
        default:
          issues.append(ValidationIssue(field, text, .placeCharacters))
          return nil
        }
      }
    }
    guard let city = City(text) else {
      issues.append(ValidationIssue(field, text, .knownCity))
      return nil
    }
    return city
  }

  private static func day(
    _ text: String, _ field: ValidationIssue.Field, _ issues: inout [ValidationIssue]
  ) -> CalendarDay? {
    guard let day = CalendarDay(text) else {
      issues.append(ValidationIssue(field, text, .isoDate))
      return nil
    }
    return day
  }

  private static func check(text: String, _ issues: inout [ValidationIssue]) {
    let bytes = text.utf8.span
    var refused = false
    for index in bytes.indices {
      let byte = bytes[index]
      // Each refused form contains `:` or `<`, which are rare in prose; only their surroundings are compared.
      guard byte &- 0x3A < 3 else { continue }
      if byte == UInt8(ascii: "<") {
        refused = refused || bytes.holds("<script", at: index)
      } else if byte == UInt8(ascii: ":") {
        refused =
          refused || bytes.holds("javascript:", at: index - 10)
          || bytes.holds("data:text/html", at: index - 4)
      }
    }
    // A text has no more scalars than bytes, so only a long text is counted.
    if bytes.isEmpty
      || bytes.count > Limits.text.upperBound && text.unicodeScalars.count > Limits.text.upperBound
    {
      issues.append(ValidationIssue(.text, text, .length(Limits.text)))
    }
    if refused { issues.append(ValidationIssue(.text, text, .noMarkup)) }
    if CardNumber.isSuspected(in: text) { issues.append(ValidationIssue(.text, text, .noCardNumber)) }
  }
}

extension Span<UInt8> {
  /// Returns true if the lower-case `word` is at `start`, ignoring case.
  fileprivate func holds(_ word: StaticString, at start: Int) -> Bool {
    let length = word.utf8CodeUnitCount
    guard start >= 0, start + length <= count else { return false }
    let base = unsafe word.utf8Start
    for offset in 0..<length {
      let byte = self[start + offset]
      let lower = byte >= 65 && byte <= 90 ? byte | 0x20 : byte
      // SAFETY: the static string is `length` bytes long.
      let expected = unsafe base[offset]
      if lower != expected { return false }
    }
    return true
  }
}
