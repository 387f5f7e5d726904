import Primitives

// Days and dates.

enum CalendarWords {
  static let months: [String: Int] = [
    "january": 1, "jan": 1, "february": 2, "feb": 2, "march": 3, "mar": 3, "april": 4, "apr": 4, "may": 5,
    "june": 6,
    "jun": 6, "july": 7, "jul": 7, "august": 8, "aug": 8, "september": 9, "sep": 9, "sept": 9, "october": 10,
    "oct": 10, "november": 11, "nov": 11, "december": 12, "dec": 12,
  ]
  static let weekdays: [String: Int] = [
    "monday": 0, "mon": 0, "tuesday": 1, "tue": 1, "tues": 1, "wednesday": 2, "wed": 2, "weds": 2,
    "thursday": 3,
    "thu": 3, "thur": 3, "thurs": 3, "friday": 4, "fri": 4, "saturday": 5, "sat": 5, "sunday": 6, "sun": 6,
    "mondays": 0, "tuesdays": 1, "wednesdays": 2, "thursdays": 3, "fridays": 4, "saturdays": 5, "sundays": 6,
  ]
  static let holidays: Set<String> = [
    "christmas", "xmas", "easter", "halloween", "thanksgiving", "valentines", "nye",
  ]
  static let unknownHolidays: Set<String> = [
    "diwali", "songkran", "ramadan", "eid", "holi", "hanukkah", "chanukah", "passover", "carnival",
    "oktoberfest",
    "purim", "lent", "pentecost", "whitsun", "midsummer", "juneteenth", "nowruz", "tet", "chuseok", "golden",
    "ascension", "epiphany", "mardi", "sukkot", "yom", "vesak", "onam", "pongal", "navratri", "dussehra",
    "kwanzaa",
    "bastille", "anzac", "hogmanay", "advent", "semana",
  ]
  static let spans: Set<String> = ["-", "to", "until", "till", "thru", "through", "til"]
}

extension TextReader {
  /// A date in digits whose parts are not yet ordered.
  struct NumericDate {
    var first: Int
    var second: Int
    var year: Int?
    var isYearFirst = false
    var end: Int
    /// The parts in the order they are written, when only a cue can order them.
    var isOpen: Bool { !isYearFirst && first <= 12 && second <= 12 && first != second }
  }

  /// Reads `2026-06-15`, `20260615`, `15/06/2026`, `6/15`, `15.6.`.
  func numericDate(at index: Int) -> NumericDate? {
    guard isNumber(index), !tokens[index].isSpelled, !tokens[index].isOrdinal else { return nil }
    let token = tokens[index]
    let digits = token.text.utf8.count
    if digits == 8, token.value >= 1900_01_01, token.value < 2200_01_01,
      (1...12).contains(token.value / 100 % 100), token.value % 100 <= 31
    {
      return NumericDate(
        first: token.value / 100 % 100, second: token.value % 100, year: token.value / 10_000,
        isYearFirst: true, end: index + 1)
    }
    func part(_ at: Int) -> (value: Int, digits: Int)? {
      guard isNumber(at), tokens[at].isGlued, !tokens[at].isSpelled, !tokens[at].isOrdinal else { return nil }
      return (tokens[at].value, tokens[at].text.utf8.count)
    }
    let separator = word(index + 1)
    guard ["-", "/", "."].contains(separator), tokens[index + 1].isGlued else { return nil }
    guard let second = part(index + 2) else { return nil }
    if digits == 4, token.value >= 1900, token.value < 2200 {
      guard separator != ".", word(index + 3) == separator, let third = part(index + 4), second.digits <= 2,
        third.digits <= 2
      else { return nil }
      return NumericDate(
        first: second.value, second: third.value, year: token.value, isYearFirst: true, end: index + 5)
    }
    guard digits <= 2, second.digits <= 2, token.value >= 1 || true else { return nil }
    if word(index + 3) == separator, tokens[index + 3].isGlued, let third = part(index + 4),
      third.digits == 4 || third.digits == 2
    {
      guard token.value <= 31, second.value <= 31 || true else { return nil }
      return NumericDate(
        first: token.value, second: second.value, year: third.digits == 2 ? 2000 + third.value : third.value,
        end: index + 5)
    }
    guard token.value >= 1, second.value >= 1, token.value <= 31, second.value <= 31,
      min(token.value, second.value) <= 12
    else { return nil }
    if separator == "/", token.value != 24 || second.value != 7,
      !["star", "stars", "km"].contains(word(index + 3))
    {
      return NumericDate(first: token.value, second: second.value, end: index + 3)
    }
    if separator == ".", word(index + 3) == ".", tokens[index + 3].isGlued, second.value <= 12,
      !isHeadAfter(index + 3) || CalendarWords.spans.contains(word(index - 1)) || word(index - 1) == "on"
        || word(index + 4) == ""
    {
      return NumericDate(first: token.value, second: second.value, end: index + 4)
    }
    return nil
  }

  private func isHeadAfter(_ index: Int) -> Bool { isWord(index + 1) && tokens[index + 1].isCapitalised }

  /// Returns the day of the month at a token: `15`, `15th`, `third`, `the 15th`.
  private func dayNumber(at index: Int) -> (day: Int, end: Int, isOrdinal: Bool)? {
    var at = index
    if word(at) == "the" { at += 1 }
    if isNumber(at), !tokens[at].isSpelled, tokens[at].text.utf8.count <= 2, tokens[at].value <= 99 {
      if isNumber(at + 1), tokens[at + 1].isGlued { return nil }
      return (tokens[at].value, at + 1, tokens[at].isOrdinal)
    }
    if isNumber(at), tokens[at].isSpelled, [20, 30].contains(tokens[at].value) {
      var next = at + 1
      if word(next) == "-" { next += 1 }
      if let unit = TextTokens.ordinals[word(next)], unit < 10 {
        return (tokens[at].value + unit, next + 1, true)
      }
    }
    if isFree(at), let day = TextTokens.ordinals[word(at)] { return (day, at + 1, true) }
    return nil
  }

  private func isYear(_ index: Int) -> Int? {
    guard isNumber(index), tokens[index].text.utf8.count == 4, !tokens[index].isSpelled,
      (1900..<2200).contains(tokens[index].value),
      !tokens[index].isOrdinal, MoneyWords.currencies[word(index + 1)] == nil
    else { return nil }
    return tokens[index].value
  }

  /// Reads a year behind a date, with the marks before it.
  private func year(after index: Int) -> (year: Int?, end: Int) {
    var at = index
    while [",", ".", "-", "of", "/"].contains(word(at)) { at += 1 }
    if let year = isYear(at) { return (year, at + 1) }
    if word(index) == ",", false { return (nil, index) }
    if word(at) == "next", word(at + 1) == "year" { return (today.civil.year + 1, at + 2) }
    if word(at) == "this", word(at + 1) == "year" { return (today.civil.year, at + 2) }
    return (nil, index)
  }

  /// Reads a date with a named month: `15 June`, `June 15, 2026`, `the third of September`, `15-Jun-2026`.
  private func namedDate(at index: Int) -> DayMention? {
    if let (day, end, _) = dayNumber(at: index) {
      var at = end
      while ["of", "-", ".", ",", "the", "/"].contains(word(at)) {
        if word(at) == ",", false { break }
        at += 1
      }
      if let month = CalendarWords.months[word(at)], isFree(at), !isVerbMay(at) {
        var next = at + 1
        if word(next) == ".", word(at).utf8.count <= 4, isYear(next + 1) != nil || !isHeadAfter(next) {
          next += 1
        }
        let (year, last) = year(after: next)
        return DayMention(range: index..<(year == nil ? at + 1 : last), month: month, day: day, year: year)
      }
      return nil
    }
    guard let month = CalendarWords.months[word(index)], isFree(index), !isVerbMay(index) else { return nil }
    var at = index + 1
    if word(at) == "." { at += 1 }
    while ["the", "-", ","].contains(word(at)) { at += 1 }
    if let (day, end, isOrdinal) = dayNumber(at: at), isOrdinal || !isCounted(end) {
      let (year, last) = year(after: end)
      return DayMention(range: index..<(year == nil ? end : last), month: month, day: day, year: year)
    }
    return nil
  }

  /// True if the number that ends at a token counts something: `June, 5 nights`.
  private func isCounted(_ end: Int) -> Bool {
    var at = end
    if word(at) == "-" { at += 1 }
    if at > end, isNumber(at) {
      if LengthWords.units[word(at + 1)] != nil { return true }
      return false
    }
    if word(end) == "of", word(end + 1) == "us" { return true }
    if word(end) == "to", isNumber(end + 1), LengthWords.units[word(end + 2)] != nil { return true }
    return LengthWords.units[word(at)] != nil || PeopleWords.people[word(at)] != nil
      || PeopleWords.relations[word(at)] != nil
      || MoneyWords.currencies[word(at)] != nil && !tokens[at].isUsed
      || ["star", "stars", "stop", "stops"].contains(word(at))
  }

  private func isVerbMay(_ index: Int) -> Bool {
    word(index) == "may"
      && ["we", "i", "you", "they", "it", "that", "who", "he", "she"].contains(word(index - 1))
      || word(index) == "march" && ["to", "we"].contains(word(index - 1)) && word(index + 1) == "to"
      || word(index) == "sun" && false
  }

  private func weekday(_ index: Int) -> Int? {
    guard isWord(index), let day = CalendarWords.weekdays[word(index)] else { return nil }
    let name = word(index)
    if name == "sun" || name == "wed" || name == "sat" || name == "mon" {
      // "sun and beach", "to be wed", "sat".
      var next = index + 1
      while [",", ".", "(", ")", "the"].contains(word(next)) { next += 1 }
      let nearDate =
        isNumber(next) || CalendarWords.months[word(next)] != nil
        || CalendarWords.spans.contains(word(next)) && CalendarWords.weekdays[word(next + 1)] != nil
      let behind =
        isDigitBefore(index)
        || CalendarWords.spans.contains(word(index - 1)) && CalendarWords.weekdays[word(index - 2)] != nil
      let led = ["on", "next", "this", "last", "every", "coming", "until"].contains(word(index - 1))
      guard
        nearDate || behind || led
          || tokens[index].isCapitalised && !isAllCapitalsText && !isHead(index) && name != "sun"
      else { return nil }
    }
    return day
  }

  private func isDigitBefore(_ index: Int) -> Bool {
    var at = index - 1
    while [",", "(", "."].contains(word(at)) { at -= 1 }
    return at >= 0 && (tokens[at].kind == .number || CalendarWords.months[word(at)] != nil)
  }

  /// Reads one date with the weekday beside it.
  private func date(at index: Int) -> DayMention? {
    var at = index
    var named: Int?
    if word(at) == "the" || word(at) == "on", weekday(at + 1) != nil { at += 1 }
    if let day = weekday(at) {
      named = day
      at += 1
      while [",", ".", "the", "("].contains(word(at)) { at += 1 }
    }
    var found: DayMention?
    if let numeric = numericDate(at: at) {
      var mention = DayMention(range: index..<numeric.end)
      mention.year = numeric.year
      if numeric.isYearFirst || numeric.second > 12 || numeric.first == numeric.second {
        mention.month = numeric.first
        mention.day = numeric.second
      } else if numeric.first > 12 {
        mention.month = numeric.second
        mention.day = numeric.first
      } else {
        mention.month = numeric.second
        mention.day = numeric.first
        mention.isUncertain = true
      }
      found = mention
    } else if let date = namedDate(at: at) {
      found = date
    } else if let (day, end, isOrdinal) = dayNumber(at: at),
      named != nil || isOrdinal && word(index) == "the"
        || isOrdinal && ["on", "until", "by"].contains(word(index - 1))
    {
      let noun = word(end)
      guard isOrdinal || named != nil && !isCounted(end),
        TextTokens.ordinals[word(end - 1)] == nil
          || word(index) == "the" && PeopleWords.boundaries.contains(noun)
      else { return nil }
      if isOrdinal, named == nil, isWord(end), !PeopleWords.boundaries.contains(noun),
        CalendarWords.months[noun] == nil,
        !["until", "till", "thru", "through", "returning", "back"].contains(noun)
      {
        return nil
      }
      if tokens[at].isSpelled { return nil }
      found = DayMention(range: index..<end, dayOfMonth: day)
    }
    guard var mention = found else { return nil }
    mention.range = index..<mention.range.upperBound
    // A weekday behind the date.
    var next = mention.range.upperBound
    let hasBracket = word(next) == "("
    if word(next) == "," || hasBracket || word(next) == "/" { next += 1 }
    if word(next) == "a" || word(next) == "on" { next += 1 }
    if named == nil, let day = weekday(next), !CalendarWords.spans.contains(word(next + 1)) || hasBracket {
      var end = next + 1
      if word(end) == ".", false { end += 1 }
      if hasBracket, word(end) == ")" { end += 1 }
      // "June 5, Friday 12 June" starts another date.
      if dateStarts(end) == false || hasBracket {
        named = day
        mention.range = index..<end
        if mention.year == nil {
          let (year, last) = year(after: end)
          if year != nil {
            mention.year = year
            mention.range = index..<last
          }
        }
      }
    }
    mention.weekday = named
    return mention
  }

  private func dateStarts(_ index: Int) -> Bool {
    var at = index
    if word(at) == "the" { at += 1 }
    return isNumber(at) && numericDate(at: at) != nil || namedDate(at: at) != nil
  }

  // MARK: Resolution

  private func make(_ year: Int, _ month: Int, _ day: Int) -> CalendarDay? {
    CalendarDay(year: year, month: month, day: day)
  }

  private func weekdayOf(_ day: CalendarDay) -> Int { Int(day.weekday.rawValue) }

  /// Returns the next such day from `earliest` on.
  private func next(_ month: Int, _ day: Int, from earliest: CalendarDay) -> CalendarDay? {
    let first = earliest.civil.year
    for year in first...(first + 8) {
      if let found = make(year, month, day), found >= earliest { return found }
    }
    return nil
  }

  private mutating func refuse(
    _ field: ValidationIssue.Field, _ range: Range<Int>, _ rule: ValidationIssue.Rule = .existingDay
  ) {
    issues.append(ValidationIssue(field, span(range), rule))
  }

  /// Gives a mention with day and month its day.
  private mutating func resolve(
    _ mention: inout DayMention, after earliest: CalendarDay?, field: ValidationIssue.Field
  ) {
    guard mention.first == nil else { return }
    let from = earliest ?? today
    if let number = mention.dayOfMonth {
      let (year, month, _) = from.civil
      for step in 0..<14 {
        let index = year * 12 + month - 1 + step
        if let day = make(index / 12, index % 12 + 1, number), day > from {
          if let weekday = mention.weekday, weekdayOf(day) != weekday { continue }
          mention.first = day
          mention.last = day
          return
        }
      }
      return refuse(field, mention.range)
    }
    guard let month = mention.month, let number = mention.day else { return }
    func candidate(_ month: Int, _ day: Int) -> CalendarDay? {
      if let year = mention.year { return make(year, month, day) }
      return next(month, day, from: from)
    }
    if mention.isUncertain {
      if let weekday = mention.weekday {
        let options = [candidate(month, number), candidate(number, month)].compactMap { $0 }.filter {
          weekdayOf($0) == weekday
        }
        if options.count == 1 {
          mention.first = options[0]
          mention.last = options[0]
          mention.isUncertain = false
          return
        }
        if options.isEmpty { return refuse(field, mention.range) }
      }
      return
    }
    guard let day = candidate(month, number) else { return refuse(field, mention.range) }
    if let weekday = mention.weekday, weekdayOf(day) != weekday { return refuse(field, mention.range) }
    mention.first = day
    mention.last = day
  }

  // MARK: Reading

  mutating func readDays() {
    var index = 0
    while index < tokens.count - 1 {
      guard isFree(index) else {
        index += 1
        continue
      }
      if readRange(at: &index) { continue }
      if let mention = relative(at: index) {
        add(mention)
        index = mention.range.upperBound
        continue
      }
      if let mention = date(at: index) {
        add(mention)
        index = mention.range.upperBound
        continue
      }
      index += 1
    }
  }

  private mutating func add(_ found: DayMention) {
    var mention = found
    let start = mention.range.lowerBound
    // Cues before the date.
    var at = start - 1
    while [
      "on", "the", "in", "for", "about", "around", "approximately", "we", "must", "be", ":", "date", "is",
      "from", "a",
    ].contains(word(at)) { at -= 1 }
    let before = word(at)
    if ["back", "return", "returning", "returns", "home", "until", "till", "through", "thru"].contains(before)
    {
      mention.isReturn = before != "return" || !isFlightWord(at + 1)
    }
    if before == "by", ["back", "home", "returning", "return", "be"].contains(word(at - 1)) {
      mention.isReturn = true
      byReturn = true
    }
    if ["to", "-"].contains(before), let last = days.last, last.range.upperBound >= at - 1 {
      mention.isReturn = true
    }
    if before == "or", let last = days.last, last.range.upperBound == at { mention.isAfterOr = true }
    if before == "before", word(at - 1) != "not", word(at - 1) != "no",
      let first = mention.first ?? resolved(mention)
    {
      mention.first = max(first.advanced(by: -1), today)
      mention.last = mention.first
    }
    if before == "after", let first = mention.first ?? resolved(mention) {
      mention.first = first.advanced(by: 1)
      mention.last = mention.first
    }
    if word(start) == "in", let first = mention.first, case let ahead = today.days(until: first), ahead > 3650
    {
      use(mention.range)
      issues.append(ValidationIssue(.departure, "in \(ahead) days", .range(0...3650)))
      return
    }
    use(mention.range)
    days.append(mention)
  }

  private func isFlightWord(_ index: Int) -> Bool {
    ["flight", "flights", "ticket", "tickets", "trip"].contains(word(index))
  }

  private func resolved(_ mention: DayMention) -> CalendarDay? {
    guard let month = mention.month, let day = mention.day, !mention.isUncertain else { return nil }
    if let year = mention.year { return make(year, month, day) }
    return next(month, day, from: today)
  }

  /// Reads two dates that share a month: `5 - 12 June`, `Sep 26 - 30`, `between 5 and 12 June`.
  private mutating func readRange(at index: inout Int) -> Bool {
    var start = index
    if word(start) == "the" { start += 1 }
    var named: Int?
    if let day = weekday(start), isNumber(start + 1) || word(start + 1) == "the" {
      named = day
      start += 1
      if word(start) == "the" { start += 1 }
    }
    func isJoint(_ at: Int) -> Bool {
      CalendarWords.spans.contains(word(at))
        || word(at) == "and" && (word(index - 1) == "between" || word(index) == "between")
    }
    // Days first, the month at the second.
    if isNumber(start), numericDate(at: start) == nil, let (day, end, _) = dayNumber(at: start), isJoint(end),
      namedDate(at: start) == nil || word(end) == "-" && namedDate(at: end + 1) != nil,
      let second = date(at: skipArticle(end + 1)), let month = second.month, second.day != nil,
      !second.isUncertain,
      CalendarWords.months[word(second.range.upperBound - 1)] != nil || second.year != nil || true,
      namedDate(at: skipWeekday(end + 1)) != nil, CalendarWords.months[word(skipWeekday(end + 1))] == nil
    {
      var first = DayMention(range: index..<end, month: month, day: day, year: second.year)
      first.weekday = named
      pair(first, second)
      index = second.range.upperBound
      return true
    }
    // The month at the first: "June 5-8", "5 June to 8".
    if let first = date(at: index), first.month != nil || first.dayOfMonth != nil {
      var end = first.range.upperBound
      if word(end) == "," { end += 1 }
      guard isJoint(end) else { return false }
      let at = skipArticle(end + 1)
      if var second = date(at: at), second.day != nil || second.dayOfMonth != nil {
        if second.dayOfMonth != nil, first.month != nil {
          second.month = first.month
          second.day = second.dayOfMonth
          second.dayOfMonth = nil
          second.year = first.year
        }
        pair(first, second)
        index = second.range.upperBound
        return true
      }
      if first.month != nil, let (day, last, isOrdinal) = dayNumber(at: at), isOrdinal || !isCounted(last) {
        let (year, behind) = year(after: last)
        var opening = first
        if first.year == nil { opening.year = year }
        pair(
          opening,
          DayMention(
            range: at..<(year == nil ? last : behind), month: first.month, day: day, year: opening.year))
        index = year == nil ? last : behind
        return true
      }
    }
    return false
  }

  private func skipArticle(_ index: Int) -> Int { word(index) == "the" ? index + 1 : index }

  private func skipWeekday(_ index: Int) -> Int {
    var at = skipArticle(index)
    if CalendarWords.weekdays[word(at)] != nil { at += 1 }
    while [",", "."].contains(word(at)) { at += 1 }
    return skipArticle(at)
  }

  private mutating func pair(_ first: DayMention, _ second: DayMention) {
    var first = first
    var second = second
    use(first.range.lowerBound..<second.range.upperBound)
    // The other end of a range, written alike, decides.
    if first.isUncertain != second.isUncertain, first.month != nil, second.month != nil {
      if first.isUncertain, let numeric = rawParts(second) {
        if numeric { (first.month, first.day) = (first.day, first.month) }
        first.isUncertain = false
      } else if second.isUncertain, let numeric = rawParts(first) {
        if numeric { (second.month, second.day) = (second.day, second.month) }
        second.isUncertain = false
      }
    }
    if first.year == nil, let year = second.year, let month = first.month, let other = second.month {
      first.year = month > other ? year - 1 : year
    }
    second.isRangeEnd = true
    second.isReturn = true
    days.append(first)
    days.append(second)
  }

  /// True if a date in digits has its month first; nil for another form.
  private func rawParts(_ mention: DayMention) -> Bool? {
    for index in mention.range where tokens[index].kind == .number && tokens[index].text.utf8.count <= 2 {
      return tokens[index].value == mention.month && tokens[index].value != mention.day
    }
    return nil
  }

  // MARK: Relative days

  private func one(_ day: CalendarDay, _ range: Range<Int>) -> DayMention {
    DayMention(first: day, last: day, range: range)
  }

  private func window(_ first: CalendarDay, _ last: CalendarDay, _ range: Range<Int>) -> DayMention {
    DayMention(first: max(first, today), last: last, range: range)
  }

  private func following(_ weekday: Int, from day: CalendarDay) -> CalendarDay {
    day.advanced(by: (weekday - weekdayOf(day) + 7) % 7)
  }

  private var monday: CalendarDay { today.advanced(by: -weekdayOf(today)) }

  func advanced(_ day: CalendarDay, months: Int) -> CalendarDay {
    let (year, month, number) = day.civil
    let index = year * 12 + month - 1 + months
    return make(
      index / 12, index % 12 + 1, min(number, CalendarDay.length(ofMonth: index % 12 + 1, year: index / 12)))
      ?? day
  }

  private func relative(at index: Int) -> DayMention? {
    let name = word(index)
    switch name {
    case "today", "tonight": return one(today, index..<index + 1)
    case "tomorrow", "tmrw", "tomorow":
      var end = index + 1
      if word(end) == ",", weekday(end + 1) == weekdayOf(today.advanced(by: 1)), !dateStarts(end + 2) {
        end += 2
      }
      return one(today.advanced(by: 1), index..<end)
    case "yesterday": return one(today.advanced(by: -1), index..<index + 1)
    case "day":
      if word(index + 1) == "after", word(index + 2) == "tomorrow" {
        return one(today.advanced(by: 2), index..<index + 3)
      }
      if word(index + 1) == "before", word(index + 2) == "yesterday" {
        return one(today.advanced(by: -2), index..<index + 3)
      }
    case "new":
      if word(index + 1) == "years" || word(index + 1) == "year",
        word(index + 2) == "eve" || word(index + 2) == "day"
      {
        let isEve = word(index + 2) == "eve"
        guard let day = next(isEve ? 12 : 1, isEve ? 31 : 1, from: today) else { return nil }
        return one(day, index..<index + 3)
      }
    case "nye": return next(12, 31, from: today).map { one($0, index..<index + 1) }
    case "christmas", "xmas":
      let end = index + (["eve", "day", "time"].contains(word(index + 1)) ? 2 : 1)
      let day = word(index + 1) == "eve" ? 24 : 25
      guard let found = next(12, day, from: today) else { return nil }
      let isVague = end == index + 1 || word(index + 1) == "time"
      if isVague {
        let first = found.advanced(by: ["at", "on"].contains(word(index - 1)) ? -1 : -3)
        return window(first, found, index..<end)
      }
      return one(found, index..<end)
    case "halloween": return next(10, 31, from: today).map { one($0, index..<index + 1) }
    case "valentines", "valentine":
      return next(2, 14, from: today).map {
        one($0, index..<(word(index + 1) == "day" ? index + 2 : index + 1))
      }
    case "easter":
      var year = today.civil.year
      guard var sunday = easter(year) else { return nil }
      if sunday < today {
        year += 1
        sunday = easter(year) ?? sunday
      }
      if word(index + 1) == "monday" { return one(sunday.advanced(by: 1), index..<index + 2) }
      if word(index + 1) == "sunday" { return one(sunday, index..<index + 2) }
      return window(sunday.advanced(by: -2), sunday, index..<index + 1)
    case "good" where word(index + 1) == "friday":
      return easter(today.civil.year).map { one($0.advanced(by: -2), index..<index + 2) }
    case "thanksgiving":
      for year in today.civil.year...(today.civil.year + 1) {
        if let day = make(year, 11, 1).map({ following(3, from: $0).advanced(by: 21) }), day >= today {
          if word(index + 1) == "day" { return one(day, index..<index + 2) }
          return window(day.advanced(by: -1), day, index..<index + 1)
        }
      }
    default: break
    }
    if let mention = relativeWeek(at: index) { return mention }
    if let mention = distance(at: index) { return mention }
    if let mention = partOfMonth(at: index) { return mention }
    if let day = weekday(index), date(at: index) == nil { return weekdayMention(day, from: index, at: index) }
    return nil
  }

  private func weekdayMention(_ day: Int, from start: Int, at index: Int) -> DayMention {
    var end = index + 1
    var found = following(day, from: today)
    if word(end) == "next", word(end + 1) == "week" {
      found = monday.advanced(by: 7 + day)
      end += 2
    } else if word(end) == "of", word(end + 1) == "next", word(end + 2) == "week" {
      found = monday.advanced(by: 7 + day)
      end += 3
    } else if word(end) == "this", word(end + 1) == "week" {
      found = monday.advanced(by: day)
      end += 2
    } else if word(end) == "week", !(LengthWords.units[word(end + 1)] != nil) {
      found = found.advanced(by: 7)
      end += 1
    } else if word(end) == "after", word(end + 1) == "next" {
      found = monday.advanced(by: 14 + day)
      end += 2
    } else if word(end) == "in", let count = whole(end + 1),
      word(end + 2) == "weeks" || word(end + 2) == "week"
    {
      found = monday.advanced(by: 7 * min(count, 500) + day)
      end += 3
    }
    var mention = one(found, start..<end)
    if end == index + 1 { mention.weekday = day }
    return mention
  }

  private func relativeWeek(at index: Int) -> DayMention? {
    let name = word(index)
    let second = word(index + 1)
    let third = word(index + 2)
    func month(at: Int) -> (year: Int, month: Int, end: Int)? {
      guard word(at) == "of" || word(at) == "in" else { return nil }
      var next = at + 1
      if word(next) == "the" { next += 1 }
      if word(next) == "next", word(next + 1) == "month" {
        let (year, month, _) = advanced(today, months: 1).civil
        return (year, month, next + 2)
      }
      guard let month = CalendarWords.months[word(next)] else { return nil }
      let (year, end) = year(after: next + 1)
      if let year { return (year, month, end) }
      return (month < today.civil.month ? today.civil.year + 1 : today.civil.year, month, next + 1)
    }
    if ["first", "second", "third", "fourth", "fifth", "last"].contains(name)
      || isNumber(index) && tokens[index].isOrdinal && tokens[index].value <= 5
    {
      let rank = TextTokens.ordinals[name] ?? (name == "last" ? 0 : tokens[index].value)
      if second == "weekend", let (year, month, end) = month(at: index + 2) {
        let length = CalendarDay.length(ofMonth: month, year: year)
        guard let first = make(year, month, 1), let last = make(year, month, length) else { return nil }
        var saturday = following(5, from: first).advanced(by: 7 * (rank - 1))
        if rank == 0 {
          saturday = last.advanced(by: -((weekdayOf(last) - 5 + 7) % 7))
          if saturday == last { saturday = saturday.advanced(by: -7) }
        }
        return weekend(saturday.advanced(by: -1), index..<end)
      }
      if second == "week", let (year, month, end) = month(at: index + 2) {
        let length = CalendarDay.length(ofMonth: month, year: year)
        let first = rank == 0 ? length - 6 : 1 + 7 * (rank - 1)
        guard let day = make(year, month, first) else { return nil }
        return window(day, day.advanced(by: min(6, length - first)), index..<end)
      }
      if let weekday = CalendarWords.weekdays[second], let (year, month, end) = month(at: index + 2) {
        let length = CalendarDay.length(ofMonth: month, year: year)
        guard let first = make(year, month, 1), let last = make(year, month, length) else { return nil }
        let day =
          rank == 0
          ? last.advanced(by: -((weekdayOf(last) - weekday + 7) % 7))
          : following(weekday, from: first).advanced(by: 7 * (rank - 1))
        return one(day, index..<end)
      }
      if name == "last", second == "week" || second == "month" || second == "weekend" || second == "year",
        word(index + 2) != "of"
      {
        return one(today.advanced(by: -7), index..<index + 2)
      }
      if name == "last", let day = weekday(index + 1) {
        let back = (weekdayOf(today) - day + 6) % 7 + 1
        return one(today.advanced(by: -back), index..<index + 2)
      }
    }
    if name == "this" || name == "coming" || name == "the" && second == "coming" || name == "upcoming" {
      var at = index + 1
      if name == "the" || second == "coming" { at = index + 2 }
      if word(at) == "weekend" { return weekend(monday.advanced(by: 4), index..<at + 1, isThis: true) }
      if let day = weekday(at), date(at: at) == nil || at == index + 1 {
        return dateStarts(at + 1) ? nil : weekdayMention(day, from: index, at: at)
      }
      if word(at) == "week" { return window(today, monday.advanced(by: 6), index..<at + 1) }
      if word(at) == "month" {
        let (year, month, _) = today.civil
        return window(
          today.advanced(by: 1), make(year, month, CalendarDay.length(ofMonth: month, year: year)) ?? today,
          index..<at + 1)
      }
      if word(at) == "year", false { return nil }
      if let month = CalendarWords.months[word(at)], !isNumber(at + 1) {
        return monthMention(month, index..<at + 1, at: at)
      }
    }
    if name == "next" {
      if second == "weekend" { return weekend(monday.advanced(by: 11), index..<index + 2) }
      if let day = weekday(index + 1) {
        return dateStarts(index + 2) ? nil : one(monday.advanced(by: 7 + day), index..<index + 2)
      }
      if second == "week" {
        if let day = CalendarWords.weekdays[third] {
          return one(monday.advanced(by: 7 + day), index..<index + 3)
        }
        if third == "on", let day = CalendarWords.weekdays[word(index + 3)] {
          return one(monday.advanced(by: 7 + day), index..<index + 4)
        }
        return window(monday.advanced(by: 7), monday.advanced(by: 13), index..<index + 2)
      }
      if second == "month" {
        let (year, month, _) = advanced(today, months: 1).civil
        guard let first = make(year, month, 1) else { return nil }
        return window(
          first, first.advanced(by: CalendarDay.length(ofMonth: month, year: year) - 1), index..<index + 2)
      }
      if second == "year" {
        guard let first = make(today.civil.year + 1, 1, 1) else { return nil }
        return window(first, first.advanced(by: 364), index..<index + 2)
      }
      if let month = CalendarWords.months[second], !isNumber(index + 2) {
        return monthMention(month, index..<index + 2, at: index + 1)
      }
    }
    if name == "weekend", second == "of" || second == "after" {
      let at = skipArticle(index + 2)
      if let found = date(at: at), let day = found.dayOfMonth == nil ? resolved(found) : nil {
        let saturday = weekdayOf(day) == 6 ? day.advanced(by: -1) : following(5, from: day)
        return weekend(
          (second == "after" ? saturday.advanced(by: 7) : saturday).advanced(by: -1),
          index..<found.range.upperBound)
      }
    }
    if name == "week", second == "of" || second == "starting" || second == "beginning" {
      let at = skipArticle(index + 2)
      if let found = date(at: at), let day = resolved(found) {
        if second == "of" {
          return window(
            day.advanced(by: -weekdayOf(day)), day.advanced(by: 6 - weekdayOf(day)),
            index..<found.range.upperBound)
        }
      }
    }
    return nil
  }

  private func weekend(_ friday: CalendarDay, _ range: Range<Int>, isThis: Bool = false) -> DayMention {
    var mention = DayMention(first: max(friday, today), last: max(friday, today), range: range)
    mention.isWeekend = true
    mention.nights = 2
    return mention
  }

  /// Reads `in 3 weeks`, `two weeks from tomorrow`, `a week from Friday`.
  private func distance(at index: Int) -> DayMention? {
    var at = index
    let isIn = word(at) == "in"
    if isIn { at += 1 }
    let count: Int
    if let number = whole(at), !tokens[at].isOrdinal {
      count = number
      at += 1
    } else if word(at) == "a" || word(at) == "an" {
      at += 1
      if word(at) == "couple" {
        at += word(at + 1) == "of" ? 2 : 1
        count = 2
      } else if word(at) == "few" {
        return nil
      } else {
        count = 1
      }
    } else if word(at) == "fortnight" {
      count = 1
    } else {
      return nil
    }
    let unit = word(at)
    guard count <= 100_000,
      let days = [
        "day": 1, "days": 1, "week": 7, "weeks": 7, "fortnight": 14, "fortnights": 14, "month": 0,
        "months": 0, "year": -1, "years": -1,
      ][unit]
    else { return nil }
    at += 1
    if word(at) == "time" || word(at) == "time's" { at += 1 }
    var base = today
    var isFrom = false
    if ["now", "later", "hence", "away"].contains(word(at)) {
      at += 1
      isFrom = true
    } else if word(at) == "from" || word(at) == "after" || isIn && word(at) == "from" {
      let next = word(at + 1)
      if next == "now" || next == "today" {
        at += 2
        isFrom = true
      } else if next == "tomorrow" {
        base = today.advanced(by: 1)
        at += 2
        isFrom = true
      } else if let day = CalendarWords.weekdays[next], !dateStarts(at + 2) {
        base = following(day, from: today)
        at += 2
        isFrom = true
      } else if next == "next", let day = CalendarWords.weekdays[word(at + 2)] {
        base = monday.advanced(by: 7 + day)
        at += 3
        isFrom = true
      }
    }
    guard isIn || isFrom else { return nil }
    if isIn, !isFrom, isPlaceAfter(index) { return nil }
    if days == 0 { return one(advanced(base, months: min(count, 400)), index..<at) }
    if days == -1 { return one(advanced(base, months: 12 * min(count, 30)), index..<at) }
    return one(base.advanced(by: days * count), index..<at)
  }

  private func isPlaceAfter(_ index: Int) -> Bool { false }

  private func monthMention(_ month: Int, _ range: Range<Int>, at index: Int) -> DayMention? {
    let (said, end) = year(after: index + 1)
    let (thisYear, thisMonth, _) = today.civil
    let year = said ?? (month < thisMonth ? thisYear + 1 : thisYear)
    guard let first = make(year, month, 1) else { return nil }
    let last = first.advanced(by: CalendarDay.length(ofMonth: month, year: year) - 1)
    let from = said == nil && month == thisMonth ? max(first, today.advanced(by: 1)) : first
    var mention = DayMention(
      first: from, last: last, range: range.lowerBound..<(said == nil ? range.upperBound : end))
    mention.month = month
    return mention
  }

  private func partOfMonth(at index: Int) -> DayMention? {
    let name = word(index)
    var at = index
    var part: (Int, Int, Int)?
    switch name {
    case "early", "beginning", "start": part = (1, 10, 1)
    case "mid", "middle": part = (11, 20, 15)
    case "late", "end": part = (21, 31, 21)
    default: break
    }
    if part != nil {
      at += 1
      if word(at) == "-" { at += 1 }
      if word(at) == "of" { at += 1 }
      if word(at) == "the", word(at + 1) == "month" { return nil }
      if word(at) == "in" { at += 1 }
    }
    if let part, word(at) == "next" || word(at) == "this", word(at + 1) == "month" {
      let (year, month, _) = advanced(today, months: word(at) == "next" ? 1 : 0).civil
      guard let first = make(year, month, part.2) else { return nil }
      return window(
        first, make(year, month, min(part.1, CalendarDay.length(ofMonth: month, year: year))) ?? first,
        index..<at + 2)
    }
    guard let month = CalendarWords.months[word(at)], isFree(at), !isVerbMay(at), namedDate(at: at) == nil
    else {
      // "for 2027"
      if part == nil, let year = isYear(index), year > today.civil.year,
        ["for", "in", "during"].contains(word(index - 1)), let first = make(year, 1, 1)
      {
        return window(first, first.advanced(by: 364), index..<index + 1)
      }
      return nil
    }
    if word(at) == "may" || word(at) == "march" || word(at) == "mar" || word(at) == "jan"
      || word(at) == "august", part == nil,
      !tokens[at].isCapitalised,
      !["in", "during", "this", "next", "or", "and", "of", "for", ":", "early", "late"].contains(
        word(at - 1)), isYear(at + 1) == nil,
      word(at) == "may" || word(at) == "march"
    {
      return nil
    }
    guard var mention = monthMention(month, index..<at + 1, at: at), let first = mention.first else {
      return nil
    }
    if let part, let last = mention.last {
      let (year, month, _) = last.civil
      mention.first = max(make(year, month, part.2) ?? first, today)
      mention.last = make(year, month, min(part.1, CalendarDay.length(ofMonth: month, year: year)))
      mention.month = nil
    }
    return mention
  }

  private func easter(_ year: Int) -> CalendarDay? {
    let a = year % 19
    let b = year / 100
    let c = year % 100
    let h = (19 * a + b - b / 4 - (b - (b + 8) / 25 + 1) / 3 + 15) % 30
    let l = (32 + 2 * (b % 4) + 2 * (c / 4) - h - c % 4) % 7
    let m = (a + 11 * h + 22 * l) / 451
    return make(year, (h + l - 7 * m + 114) / 31, (h + l - 7 * m + 114) % 31 + 1)
  }

  // MARK: Conclusion

  mutating func concludeDays() {
    var saidWeekend: DayMention?
    var vague: DayMention?
    var perCity: [(Int, CalendarDay, CalendarDay)] = []
    for index in days.indices {
      var mention = days[index]
      let isReturn = mention.isReturn || departure != nil && vague == nil && !mention.isWeekend
      let field: ValidationIssue.Field = isReturn ? .return : .departure
      let base = isReturn ? departure : nil
      resolve(
        &mention, after: base.map { mention.dayOfMonth == nil ? max($0, today) : max($0, today) },
        field: field)
      days[index] = mention
      if mention.isAfterOr {
        ask(.departure)
        departure = nil
        continue
      }
      if mention.isUncertain {
        ask(isReturn ? .return : .departure)
        continue
      }
      guard var first = mention.first else { continue }
      if reading.ambiguous.contains(.departure) { continue }
      if mention.isReturn, let start = departure, mention.weekday != nil, mention.day == nil,
        mention.dayOfMonth == nil
      {
        first = following(mention.weekday!, from: start.advanced(by: 1))
      }
      if mention.isReturn {
        if returning == nil {
          returning = first
        } else if stops.count > 1 {
          returning = max(returning!, first)
        }
        if index > 0, mention.isRangeEnd, let start = days[index - 1].first {
          perCity.append((days[index - 1].range.lowerBound, start, first))
        }
        continue
      }
      if departure == nil {
        departure = first
        if mention.first != mention.last { vague = mention }
        if mention.isWeekend { saidWeekend = mention }
      } else if vague != nil {
        // A day within the vague date, or the other way round.
        if mention.first == mention.last, let last = vague?.last, let from = vague?.first, first >= from,
          first <= last
        {
          departure = first
          vague = nil
        } else if vague?.month == nil || mention.month != nil, mention.first != mention.last {
          departure = first
        } else if mention.first == mention.last {
          departure = first
          vague = nil
        }
      } else if mention.first == mention.last, returning == nil,
        first > departure! || mention.year != nil || mention.day != nil
      {
        if stops.count <= 1 || days.count == 2 { returning = first }
      }
    }
    // Lengths.
    var least: Int?
    let sum = lengths.reduce(0) { $0 + $1.least }
    if let saidWeekend, lengths.isEmpty { least = saidWeekend.nights }
    if stops.count > 1, lengths.count > 1 {
      lengthsPerCity = assignLengths()
      least = lengthsPerCity ? stops.reduce(0) { $0 + $1.nights } : sum
    } else if let first = lengths.first {
      least = first.least
      if lengths.count > 1, lengths.contains(where: { $0.least != first.least }), stops.count <= 1 {
        ask(.nights)
      }
    }
    if stops.count > 1, perCity.count == stops.count, lengths.isEmpty {
      for index in stops.indices {
        stops[index].nights = max(0, perCity[index].1.days(until: perCity[index].2))
      }
      lengthsPerCity = true
      returning = perCity.last?.2
    }
    // "a weekend in June" departs on a Friday.
    if weekendLength, let start = departure, vague != nil { departure = following(4, from: start) }
    if let start = departure, let end = returning, let length = least, stops.count <= 1, vague == nil,
      saidWeekend == nil,
      start.days(until: end) != length, end > start
    {
      if length + 1 != start.days(until: end) || !countsDays { ask(.nights) }
    }
    nights = least
    if let length = nights, !(1...TripRequest.Limits.tripDays).contains(length) {
      issues.append(ValidationIssue(.nights, length, .range(1...TripRequest.Limits.tripDays)))
      nights = nil
      return
    }
    if vague != nil, returning != nil, let length = nights, let end = returning {
      let start = end.advanced(by: -length)
      if start >= today { departure = start }
    }
    if departure == nil, !reading.ambiguous.contains(.departure), let end = returning, let length = nights {
      departure = end.advanced(by: -length)
    }
    if let start = departure, start < today {
      issues.append(ValidationIssue(.departure, start, .notBefore(today)))
    }
    if let start = departure, let end = returning, issues.isEmpty {
      var check: [ValidationIssue] = []
      TripRequest.check(departure: start, returning: end, today: today, &check)
      issues += check
      if check.isEmpty, !reading.ambiguous.contains(.nights) { nights = start.days(until: end) }
      if reading.ambiguous.contains(.nights) {
        nights = nil
        returning = nil
      }
    }
    if returning == nil, let start = departure, let length = nights { returning = start.advanced(by: length) }
    if departure == nil, returning != nil, reading.ambiguous.contains(.departure) { returning = nil }
  }

  /// Gives each city the length beside it. In one text one order holds: lengths before the cities, or behind them.
  private mutating func assignLengths() -> Bool {
    let places = mentions.filter { mention in
      mention.city.map { city in stops.contains { $0.city == city } && city != origin } ?? false
    }
    guard let firstPlace = places.first, let firstLength = lengths.first else { return false }
    let isBefore = firstLength.range.lowerBound < firstPlace.range.lowerBound
    for length in lengths {
      let place =
        isBefore
        ? places.first { $0.range.lowerBound >= length.range.upperBound }
        : places.last { $0.range.upperBound <= length.range.lowerBound }
      if let city = place?.city, let index = stops.firstIndex(where: { $0.city == city }),
        stops[index].nights == 0
      {
        stops[index].nights = length.least
      }
    }
    return stops.allSatisfy { $0.nights > 0 }
  }
}
