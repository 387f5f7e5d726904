import Primitives

/// A reader that accounts for every number, date, place and amount of a text.
///
/// The tokens of the text are read in passes, each for one kind of property. A pass marks the tokens that it used. What
/// is left over at the end is reported in the reading.
struct TextReader {
  let text: String
  let today: CalendarDay
  var tokens: [TextToken]
  var reading = Reading()
  var issues: [ValidationIssue] = []

  var mentions: [PlaceMention] = []
  var days: [DayMention] = []
  var lengths: [LengthMention] = []
  var weekendLength = false
  var countsDays = false
  var byReturn = false

  var origin: City?
  var stops: [(city: City, nights: Int)] = []
  var departure: CalendarDay?
  var returning: CalendarDay?
  var nights: Int?
  var lengthsPerCity = false
  var travellers: Int?
  var budget: Money?

  init(_ text: String, today: CalendarDay) {
    self.text = text
    self.today = today
    tokens = TextTokens.tokens(of: text)
  }

  mutating func read() {
    readPlaces()
    readMoney()
    readDays()
    readLengths()
    readPeople()
    concludePlaces()
    concludeDays()
    readLeftovers()
  }

  /// True if a place, a day, a length, a person or an amount was read.
  var hasRead: Bool {
    origin != nil || !stops.isEmpty || !days.isEmpty || !lengths.isEmpty || travellers != nil
      || reading.amount != nil
      || !issues.isEmpty || !reading.ambiguous.isEmpty
  }

  /// True for `one way`.
  var isOneWay: Bool {
    tokens.indices.contains {
      word($0) == "oneway"
        || word($0) == "one" && (word($0 + 1) == "way" || word($0 + 1) == "-" && word($0 + 2) == "way")
    }
  }

  /// True if the text names a trip, holiday or journey as what is wanted.
  var saysTrip: Bool {
    tokens.indices.contains { index in
      ["trip", "holiday", "vacation", "getaway", "honeymoon", "journey"].contains(word(index))
        && !["round", "return", "my", "our", "the"].contains(word(index - 1))
    }
  }

  /// True if the text names a destination that could not be settled.
  var asksForDestination: Bool {
    reading.ambiguous.contains(.destination)
      || mentions.contains { $0.city == nil && $0.role != .not && $0.role != .from }
  }

  var saysTicket: Bool { tokens.contains { $0.text == "ticket" || $0.text == "tickets" } }

  /// True for `what can we do`, `what to do`, `what should I do`.
  var asksForActivities: Bool {
    tokens.indices.contains { index in
      word(index) == "do"
        && (["i", "we", "one"].contains(word(index - 1))
          && ["can", "could", "should", "shall"].contains(word(index - 2))
          || word(index - 1) == "to" && ["what", "things", "anything"].contains(word(index - 2)))
    }
  }

  /// True for `how cold is it`.
  var asksForWeather: Bool {
    tokens.indices.contains { index in
      word(index) == "how"
        && ["cold", "hot", "warm", "wet", "rainy", "sunny", "humid", "windy"].contains(word(index + 1))
    }
  }

  // MARK: Tokens

  /// Returns the text of a token; empty outside of the text.
  func word(_ index: Int) -> String { index >= 0 && index < tokens.count ? tokens[index].text : "" }

  func isFree(_ index: Int) -> Bool { index >= 0 && index < tokens.count - 1 && !tokens[index].isUsed }

  func isNumber(_ index: Int) -> Bool { isFree(index) && tokens[index].kind == .number }

  /// True for a number without a decimal part, a group or a letter glued to it.
  func whole(_ index: Int) -> Int? {
    guard isNumber(index) else { return nil }
    return tokens[index].value
  }

  func isWord(_ index: Int) -> Bool { isFree(index) && tokens[index].kind == .word }

  mutating func use(_ range: Range<Int>) {
    for index in range where index >= 0 && index < tokens.count { tokens[index].isUsed = true }
  }

  func span(_ range: Range<Int>) -> String {
    guard !range.isEmpty, range.lowerBound >= 0, range.upperBound < tokens.count else { return "" }
    return String(text[tokens[range.lowerBound].start..<tokens[range.upperBound - 1].end])
  }

  mutating func report(_ range: Range<Int>) {
    let span = span(range)
    use(range)
    if !span.isEmpty, !reading.notUnderstood.contains(span) { reading.notUnderstood.append(span) }
  }

  mutating func ask(_ field: Reading.Field) {
    if !reading.ambiguous.contains(field) { reading.ambiguous.append(field) }
  }

  func entry(_ index: Int) -> Lexicon.Entry? {
    guard index >= 0, index < tokens.count, tokens[index].kind == .word || tokens[index].isSpelled else {
      return nil
    }
    return Lexicon.shared.entry(Word.hash(tokens[index].text))
  }

  /// True if a sentence ends before the token or the text starts with it.
  func isHead(_ index: Int) -> Bool {
    index <= 0 || tokens[index].isLineStart || [".", "!", "?", ";", ":"].contains(word(index - 1))
  }
}

/// A place that a text names.
struct PlaceMention {
  enum Role { case none, from, to, via, not, back, leads }
  var city: City?
  var range: Range<Int>
  var role: Role
  /// True if an arrow joins it to the mention before.
  var isAfterArrow = false
  var isAfterOr = false
  var isUncertain = false
}

/// A day, or several that a vague date stands for.
struct DayMention {
  var first: CalendarDay?
  var last: CalendarDay?
  var range: Range<Int>
  /// A day of the month alone.
  var dayOfMonth: Int?
  /// A weekday alone, with no modifier.
  var weekday: Int?
  var month: Int?
  var day: Int?
  var year: Int?
  var isReturn = false
  var isUncertain = false
  var isWeekend = false
  var nights: Int?
  var isRangeEnd = false
  var isAfterOr = false
}

struct LengthMention {
  var least: Int
  var range: Range<Int>
}
