// Numbers with their units: nights, people, money.

extension SentenceReader {
  /// Reads a number in digits.
  mutating func readNumber(_ token: Token, _ bytes: Span<UInt8>) {
    if readDayFirst(token, bytes) { return }
    count(token.hundredths, isWhole: token.isWhole, bytes)
  }

  /// Reads a number in words: `two`, `a`, `a couple of`, `few`.
  mutating func readNumberWord(_ token: Token, _ bytes: Span<UInt8>) {
    if token.role == .couple || token.role == .few {
      // "a couple of days" is two days; "a couple" is two people.
      let unit = peek(1, bytes).role == .of ? peek(2, bytes) : peek(1, bytes)
      if isTimeUnit(unit) {
        if peek(1, bytes).role == .of { consume() }
        return count(Int64(token.value) * 100, isWhole: true, bytes)
      }
      if token.role == .couple, adults == nil { adults = 2 }
      previous = token.role
      return consume()
    }
    if token.role == .article {
      let next = peek(1, bytes)
      guard isTimeUnit(next) || (next.role == .child && previous != .forWord) else {
        // An article before any other word does not change the previous role.
        return consume()
      }
      return count(100, isWhole: true, bytes)
    }
    if token.value == 1, peek(1, bytes).role == .way || peek(1, bytes).kind == .dash {
      previous = .number
      return consume()
    }
    var value = Int64(token.value) * 100
    let next = peek(1, bytes)
    if value >= 20_00, next.kind == .dash, peek(2, bytes).role == .number, peek(2, bytes).value < 10 {
      value += Int64(peek(2, bytes).value) * 100
      consume(2)
    } else if next.role == .number, next.value == 100 {
      value *= 100
      consume()
    }
    count(value, isWhole: true, bytes)
  }

  private func isTimeUnit(_ token: Token) -> Bool {
    switch token.role {
    case .nightUnit, .dayUnit, .weekUnit, .monthUnit, .fortnight, .weekend: true
    default: false
    }
  }

  /// Reads the unit after a number, whose last token is the current one, and records the quantity.
  private mutating func count(_ hundredths: Int64, isWhole: Bool, _ bytes: Span<UInt8>) {
    let before = previous
    previous = .number
    var hundredths = hundredths
    var ahead = 1
    if peek(1, bytes).kind == .dash { ahead = 2 }
    if peek(ahead, bytes).role == .thousand || peek(ahead, bytes).role == .million {
      hundredths = hundredths.multipliedClamped(by: peek(ahead, bytes).role == .thousand ? 1000 : 1_000_000)
      ahead += 1
      if case let unit = peek(ahead, bytes), unit.role != .currency, unit.kind != .sign {
        consume(ahead)
        return setBudget(hundredths, nil, bytes)
      }
    }
    let unit = peek(ahead, bytes)
    // Values beyond the range of `Int` are clamped; they are out of every limit.
    let whole = Int(clamping: hundredths / 100)
    switch unit.role {
    case .currency:
      consume(ahead + 1)
      setBudget(hundredths, Currency(rawValue: UInt8(unit.value)), bytes)
    case .nightUnit, .dayUnit, .weekUnit, .monthUnit, .fortnight, .weekend:
      guard isWhole else { return consume(ahead) }
      readLength(whole, unit, tokens: ahead + 1, bytes, after: before)
    case .people:
      consume(ahead + 1)
      addPeople(whole)
    case .us:
      consume(ahead + 1)
      addPeople(whole)
    case .of where peek(ahead + 1, bytes).role == .us:
      consume(ahead + 2)
      addPeople(whole)
    case .child:
      consume(ahead + 1)
      if whole < 0 || whole > TripRequest.Limits.passengers.upperBound {
        addPeople(whole)
      } else if !childrenIncluded {
        children += whole
      }
    case .friend:
      // The speaker is one more in "with 3 friends" and "three friends and I".
      let isOneMore =
        before == .with || peek(ahead + 1, bytes).role == .and && peek(ahead + 2, bytes).isSelf
      consume(ahead + 1)
      addPeople(isOneMore ? whole + 1 : whole)
    case .star:
      consume(ahead + 1)
      if hundredths >= 0, hundredths <= 500 { minimumRating = UInt8(hundredths / 10) }
    case .stop:
      consume(ahead + 1)
      if whole >= 0, whole <= 3 { maximumStops = UInt8(whole) }
    default:
      // In "for two $3000" the sign belongs to the following number.
      if unit.kind == .sign, ahead == 1, peek(2, bytes).kind != .number {
        consume(2)
        setBudget(hundredths, Currency(rawValue: UInt8(unit.value)), bytes)
      } else if position - budgetCueAt <= 3 {
        consume()
        setBudget(hundredths, nil, bytes)
      } else if before == .forWord || before == .group {
        let isBehindCity = placeEnd == position - 1
        consume()
        // "Rome for 4" after "Paris for 3 nights" means nights; "for 4" alone means people.
        if before == .forWord, isBehindCity, lengthsSeen > 0, stopCount > 1, current >= 0,
          stops[current].nights == 0
        {
          setLength(whole, bytes)
        } else {
          addPeople(whole)
        }
      } else {
        consume()
      }
    }
  }

  private mutating func addPeople(_ count: Int) {
    guard TripRequest.Limits.passengers.contains(count) else {
      issues.append(ValidationIssue(.passengers, count, .range(TripRequest.Limits.passengers)))
      return
    }
    if adults == nil { adults = count }
  }

  /// Reads words for people without a number.
  mutating func readPeople(_ token: Token, _ bytes: Span<UInt8>) {
    switch token.role {
    case .partner: adults = max(adults ?? 0, 2)
    case .solo: if adults == nil { adults = 1 }
    case .group:
      // In "family of four" the following number is the number of people.
      if peek(1, bytes).role == .of, case let size = peek(2, bytes),
        size.kind == .number || size.role == .number
      {
        consume(2)
        previous = .group
        return
      }
    default: break
    }
    previous = token.role
    consume()
  }

  /// Reads a currency sign with its amount: `$3000`, `€2.5k`, `$1,000-1,500`.
  mutating func readAmount(_ bytes: Span<UInt8>) {
    let sign = peek(0, bytes)
    var number = peek(1, bytes)
    guard number.kind == .number else { return consume() }
    consume(2)
    if peek(0, bytes).kind == .dash, peek(1, bytes).kind == .number {
      // The upper end of a range is the budget.
      number = peek(1, bytes)
      consume(2)
    }
    var hundredths = number.hundredths
    if peek(0, bytes).role == .thousand || peek(0, bytes).role == .million {
      hundredths = hundredths.multipliedClamped(by: peek(0, bytes).role == .thousand ? 1000 : 1_000_000)
      consume()
    }
    // In "$900 CAD" the code is more specific than the sign.
    var currency = Currency(rawValue: UInt8(sign.value))
    if peek(0, bytes).role == .currency {
      currency = Currency(rawValue: UInt8(peek(0, bytes).value))
      consume()
    }
    setBudget(hundredths, currency, bytes)
  }

  private mutating func setBudget(_ hundredths: Int64, _ currency: Currency?, _ bytes: Span<UInt8>) {
    let currency = currency ?? .usd
    let next = peek(0, bytes)
    let after = peek(1, bytes)
    let isPer = next.role == .per || next.role == .article
    if isPer, after.role == .nightUnit || after.role == .dayUnit { return consume(2) }
    if next.role == .each || (isPer && after.role == .people) {
      budgetIsPerPerson = true
      consume(next.role == .each ? 1 : 2)
    }
    guard budget == nil else { return }
    budget = Money(minorUnits: hundredths * currency.minorPerMajor / 100, currency)
  }
}

extension Int64 {
  /// Returns the product, clamped to ±10^15, which is beyond every limit and cannot overflow later.
  fileprivate func multipliedClamped(by factor: Int64) -> Int64 {
    let most: Int64 = 1_000_000_000_000_000
    let (product, overflow) = multipliedReportingOverflow(by: factor)
    return overflow ? (self < 0 ? -most : most) : Swift.min(Swift.max(product, -most), most)
  }
}
