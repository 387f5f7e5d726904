import Primitives

// Dates and lengths.

extension SentenceReader {
  /// Reads a date in the form `2026-06-15`.
  mutating func readDate(_ token: Token, _ bytes: Span<UInt8>) {
    consume()
    guard token.isWhole else {
      issues.append(
        ValidationIssue(
          departure == nil ? .departure : .return, text(bytes, token.start, token.end), .existingDay))
      return
    }
    setDate(CalendarDay(daysSince1970: Int32(truncatingIfNeeded: token.hundredths)))
  }

  /// Reads words that start a date or a length.
  mutating func readTime(_ token: Token, _ bytes: Span<UInt8>) {
    let next = peek(1, bytes)
    let before = previous
    previous = token.role
    switch token.role {
    case .today:
      consume()
      setDate(today)
    case .tomorrow:
      consume()
      setDate(today.advanced(by: 1))
    case .month: readMonth(token, bytes, after: before)
    case .weekday:
      consume()
      setWeekday(token.value, weeksLater: 0)
    case .dayUnit:
      if next.role == .after, peek(2, bytes).role == .tomorrow {
        consume(3)
        setDate(today.advanced(by: 2))
      } else {
        consume()
      }
    case .weekend:
      consume()
      setLength(2, bytes)
    case .long:
      guard next.role == .weekend else { return consume() }
      consume(2)
      setLength(3, bytes)
    case .fortnight:
      consume()
      setLength(14, bytes)
    default: readCalendarWord(isNext: token.role == .next, next, bytes)
    }
  }

  /// Reads the unit after `this` or `next`.
  private mutating func readCalendarWord(isNext: Bool, _ unit: Token, _ bytes: Span<UInt8>) {
    let weeksLater = isNext ? 1 : 0
    let monday = today.advanced(by: -Int(today.weekday.rawValue) + 7 * weeksLater)
    switch unit.role {
    case .weekend:
      consume(2)
      setDate(max(monday.advanced(by: 4), today))
      if lengthsSeen == 0 { setLength(2, bytes) }
    case .weekUnit:
      consume(2)
      setDate(max(monday, today))
    case .monthUnit:
      consume(2)
      let (year, month, _) = today.civil
      if isNext {
        setDate(CalendarDay(year: month == 12 ? year + 1 : year, month: month == 12 ? 1 : month + 1, day: 1)!)
      } else {
        setDate(today.advanced(by: 1))
      }
    case .weekday:
      consume(2)
      setWeekday(unit.value, weeksLater: weeksLater)
    case .month:
      consume()
      readMonth(unit, bytes, after: .next)
    default: consume()
    }
  }

  private mutating func setWeekday(_ weekday: Int16, weeksLater: Int) {
    if let departure, returning == nil, departure >= today {
      // The second weekday of "from Friday to Sunday" is the first one after the departure.
      let ahead = (Int(weekday) - Int(departure.weekday.rawValue) + 7) % 7
      return setDate(departure.advanced(by: ahead == 0 ? 7 : ahead))
    }
    let offset = Int(weekday) - Int(today.weekday.rawValue)
    if weeksLater > 0 { return setDate(today.advanced(by: offset + 7)) }
    setDate(today.advanced(by: offset < 0 ? offset + 7 : offset))
  }

  /// Reads a date that starts with a month: `June`, `June 15`, `June 15th, 2026`, `June 15-20`, `June 15 to July 2`,
  /// `June 2026`.
  private mutating func readMonth(_ token: Token, _ bytes: Span<UInt8>, after before: Role) {
    consume()
    let next = peek(0, bytes)
    if isDayOfMonth(next, at: 0, bytes) {
      consume()
      readDay(next, month: Int(token.value), namedBy: token, bytes)
      return
    }
    // "may" and "march" are also verbs.
    let isVerb = token.value == 5 || token.value == 3
    switch before {
    case .at, .on, .next, .of, .until, .forWord, .back: break
    default: if isVerb { return }
    }
    let year = consumeYear(bytes)
    let (thisYear, thisMonth, _) = today.civil
    if let year {
      setDate(day(year, Int(token.value), 1))
    } else if Int(token.value) == thisMonth {
      setDate(today.advanced(by: 1))
    } else {
      setDate(day(Int(token.value) < thisMonth ? thisYear + 1 : thisYear, Int(token.value), 1))
    }
  }

  /// Returns a day that is known to exist.
  private func day(_ year: Int, _ month: Int, _ day: Int) -> CalendarDay {
    CalendarDay(year: year, month: month, day: day)!
  }

  /// Returns true for one or two digits without a unit: `June 5 nights` is not a date.
  private mutating func isDayOfMonth(_ token: Token, at ahead: Int, _ bytes: Span<UInt8>) -> Bool {
    guard token.kind == .number, token.isWhole, token.digits <= 2, token.hundredths >= 0 else { return false }
    if token.isOrdinal { return true }
    let unit = peek(ahead + 1, bytes)
    let named = unit.kind == .dash ? peek(ahead + 2, bytes) : unit
    switch named.role {
    case .nightUnit, .dayUnit, .weekUnit, .people, .child, .friend, .currency, .star: return false
    default: return unit.kind != .sign || peek(ahead + 2, bytes).kind == .number
    }
  }

  /// Reads the rest of a date after month and day: a range, a year.
  private mutating func readDay(_ first: Token, month: Int, namedBy name: Token, _ bytes: Span<UInt8>) {
    let joint = peek(0, bytes)
    let last = peek(1, bytes)
    var isRange = false
    if joint.kind == .dash || joint.role == .to || joint.role == .until || joint.role == .via {
      isRange = isDayOfMonth(last, at: 1, bytes) && peek(2, bytes).role != .month
    }
    if isRange { consume(2) }
    let year = consumeYear(bytes)
    setDay(first, month, year, bytes, from: min(first.start, name.start), to: max(first.end, name.end))
    if isRange { setDay(last, month, year, bytes, from: last.start, to: last.end) }
  }

  /// Reads a date that starts with a day: `15 June`, `15th of June`, `15-20 June`. Returns false if no month follows.
  mutating func readDayFirst(_ token: Token, _ bytes: Span<UInt8>) -> Bool {
    guard token.isWhole, token.digits <= 2, token.digits > 0, token.hundredths >= 0 else { return false }
    let next = peek(1, bytes)
    if next.kind == .dash || next.role == .to || next.role == .until,
      case let last = peek(2, bytes), last.kind == .number, last.isWhole, last.digits <= 2,
      case let month = peek(3, bytes), month.role == .month
    {
      consume(4)
      let year = consumeYear(bytes)
      setDay(token, Int(month.value), year, bytes, from: token.start, to: month.end)
      setDay(last, Int(month.value), year, bytes, from: last.start, to: month.end)
      return true
    }
    var ahead = 1
    if next.role == .of { ahead = 2 }
    let month = peek(ahead, bytes)
    guard month.role == .month else { return false }
    consume(ahead + 1)
    let year = consumeYear(bytes)
    setDay(token, Int(month.value), year, bytes, from: token.start, to: month.end)
    return true
  }

  /// Consumes a year, with or without a comma before it. Returns nil if there is none.
  private mutating func consumeYear(_ bytes: Span<UInt8>) -> Int? {
    var ahead = 0
    if peek(0, bytes).kind == .comma { ahead = 1 }
    let token = peek(ahead, bytes)
    guard token.kind == .number, token.isWhole, token.digits == 4, token.end - token.start == 4,
      token.hundredths >= 1900_00, token.hundredths < 2200_00
    else { return nil }
    let follower = peek(ahead + 1, bytes)
    guard follower.role != .currency, follower.kind != .sign else { return nil }
    consume(ahead + 1)
    return Int(token.hundredths / 100)
  }

  private mutating func setDay(
    _ token: Token, _ month: Int, _ year: Int?, _ bytes: Span<UInt8>, from start: Int32, to end: Int32
  ) {
    let number = Int(token.hundredths / 100)
    if let year {
      if let day = CalendarDay(year: year, month: month, day: number) { return setDate(day) }
    } else {
      // The next such day; 29 February may be up to eight years away.
      let earliest = departure.map { max($0, today) } ?? today
      let first = earliest.civil.year
      for year in first...(first + 8) {
        if let day = CalendarDay(year: year, month: month, day: number), day >= earliest {
          return setDate(day)
        }
      }
    }
    issues.append(
      ValidationIssue(departure == nil ? .departure : .return, text(bytes, start, end), .existingDay))
  }

  /// Records a date: the first one as the departure, the next as the return, unless the text says otherwise.
  private mutating func setDate(_ day: CalendarDay) {
    preposition = .none
    if expectsReturn || departure != nil {
      if returning == nil { returning = day }
      expectsReturn = false
    } else {
      departure = day
    }
  }

  /// Reads a unit of time after a number: a length, or a distance from today.
  mutating func readLength(_ count: Int, _ unit: Token, tokens: Int, _ bytes: Span<UInt8>, after before: Role)
  {
    consume(tokens)
    let next = peek(0, bytes)
    let isFromNow =
      next.role == .now
      || (next.role == .from && (peek(1, bytes).role == .now || peek(1, bytes).role == .today))
    let days: Int
    switch unit.role {
    case .dayUnit, .nightUnit: days = count
    case .weekUnit: days = count &* 7
    case .weekend: days = 2
    case .fortnight: days = count &* 14
    default: days = count &* 30
    }
    if unit.role != .nightUnit, unit.role != .weekend, isFromNow || (before == .at && departure == nil) {
      if next.role == .from { consume(2) } else if isFromNow { consume() }
      guard (0...3650).contains(days) else {
        issues.append(ValidationIssue(.departure, "in \(days) days", .range(0...3650)))
        return
      }
      if unit.role == .monthUnit {
        let (year, month, day) = today.civil
        let months = year * 12 + month - 1 + count
        let length = CalendarDay.length(ofMonth: months % 12 + 1, year: months / 12)
        return setDate(self.day(months / 12, months % 12 + 1, min(day, length)))
      }
      return setDate(today.advanced(by: days))
    }
    setLength(unit.role == .dayUnit ? (days > 1 ? days - 1 : days) : days, bytes)
  }

  /// Records a length in nights: for the following city, for the last one, or for the whole trip.
  mutating func setLength(_ count: Int, _ bytes: Span<UInt8>) {
    guard (1...TripRequest.Limits.tripDays).contains(count) else {
      issues.append(ValidationIssue(.nights, count, .range(1...TripRequest.Limits.tripDays)))
      return
    }
    let length = Int16(count)
    lengthsSeen += 1
    if nights == nil { nights = length }
    if peek(0, bytes).role == .at {
      pendingNights = length
    } else if current >= 0, stops[current].nights == 0 {
      stops[current].nights = length
    }
  }
}
