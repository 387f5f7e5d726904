import Primitives

/// A reader that collects the properties of a trip token by token. `intent()` concludes from them.
///
/// Looks ahead a few tokens and never back: of the tokens before, only the state that affects the following ones is
/// stored, such as the last preposition.
struct SentenceReader {
  let today: CalendarDay
  private var lexer = Lexer()
  // A ring buffer of tokens read ahead. The longest lookahead is for a name of four words.
  private var ring = InlineArray<8, Token>(repeating: Token(kind: .end, start: 0, end: 0))
  private var head = 0
  private var filled = 0
  private var consumed = 0

  enum Preposition { case none, from, to, at, via }
  var preposition = Preposition.none
  private var prepositionAt = -1
  /// The number of tokens up to the end of the last city name.
  var placeEnd = -10
  private var lastPlacePreposition = Preposition.none
  /// The role of the previous word; `.none` after any other token.
  var previous = Role.none
  private var isNegated = false
  private var negatedAt = -10
  var expectsReturn = false
  /// A length that is named before its city: `3 nights in Rome`.
  var pendingNights: Int16 = 0

  // The properties read so far.
  var services: SearchNeeds = []
  var excluded: SearchNeeds = []
  var wantsPlan = false
  var mentionsTrip = false
  var wantsItinerary = false
  var wantsBooking = false
  var namedOnly = false
  var saysTour = false
  var origin: City?
  var stops = InlineArray<8, Stop>(repeating: Stop())
  var stopCount = 0
  var current = -1
  var sawArrow = false
  var departure: CalendarDay?
  var returning: CalendarDay?
  var nights: Int16?
  var lengthsSeen = 0
  var adults: Int?
  var children = 0
  var childrenIncluded = false
  var budget: Money?
  var budgetIsPerPerson = false
  var budgetCueAt = -10
  var cabin: Cabin?
  var maximumStops: UInt8?
  var minimumRating: UInt8?
  var interests: ActivityCategories = []
  var issues: [ValidationIssue] = []
  /// True once a word, a date or an amount was recognised.
  var isRecognised = false

  struct Stop {
    var city = City(index: 0)
    var nights: Int16 = 0
  }

  init(today: CalendarDay) { self.today = today }

  // MARK: Tokens

  @inline(__always) mutating func peek(_ ahead: Int, _ bytes: Span<UInt8>) -> Token {
    while filled <= ahead {
      ring[(head + filled) & 7] = lexer.next(in: bytes)
      filled += 1
    }
    return ring[(head + ahead) & 7]
  }

  @inline(__always) mutating func consume(_ count: Int = 1) {
    head = (head + count) & 7
    filled -= count
    consumed += count
  }

  /// The number of tokens consumed so far.
  var position: Int { consumed }

  func text(_ bytes: Span<UInt8>, _ start: Int32, _ end: Int32) -> String {
    var copy: [UInt8] = []
    for index in Int(start)..<Int(end) { copy.append(bytes[index]) }
    return String(decoding: copy, as: UTF8.self)
  }

  // MARK: Reading

  mutating func read(_ bytes: Span<UInt8>) {
    while true {
      let token = peek(0, bytes)
      switch token.kind {
      case .end: return
      case .word:
        if token.role != .none { isRecognised = true }
        readWord(token, bytes)
        continue
      case .number:
        let start = consumed
        readNumber(token, bytes)
        // A number alone has no meaning.
        if consumed > start + 1 { isRecognised = true }
      case .date:
        isRecognised = true
        readDate(token, bytes)
      case .sign: readAmount(bytes)
      case .comma:
        consume()
        previous = .comma
        continue
      case .arrow:
        sawArrow = true
        setPreposition(.to)
        consume()
      case .stop:
        preposition = .none
        isNegated = false
        pendingNights = 0
        consume()
      case .dash: consume()
      }
      previous = .none
    }
  }

  private mutating func setPreposition(_ new: Preposition) {
    preposition = new
    prepositionAt = consumed
  }

  private mutating func readWord(_ token: Token, _ bytes: Span<UInt8>) {
    if token.nameCount > 0, readPlace(token, bytes) { return }
    // Prepositions are frequent and have no meaning alone.
    switch token.role {
    case .none, .common:
      if token.role == .none, preposition != .none, preposition != .via, prepositionAt == consumed - 1,
        token.isCapitalised
      {
        readUnknownPlace(token, bytes)
      } else {
        consume()
      }
      pendingNights = 0
      previous = .none
      return
    case .from, .between: setPreposition(.from)
    case .to: setPreposition(.to)
    case .at: setPreposition(.at)
    case .via:
      setPreposition(.via)
    case .until: expectsReturn = true
    case .back:
      expectsReturn = true
    case .month, .weekday, .today, .tomorrow, .this, .next, .weekend, .long, .fortnight, .dayUnit:
      readTime(token, bytes)
      return
    case .number, .article, .few, .couple:
      readNumberWord(token, bytes)
      return
    case .friend, .child, .partner, .group, .solo, .people:
      readPeople(token, bytes)
      return
    case .budget, .under: budgetCueAt = consumed
    case .without:
      isNegated = true
      negatedAt = consumed
    case .only: namedOnly = true
    case .including: childrenIncluded = true
    case .plan: wantsPlan = true
    case .trip: mentionsTrip = true
    case .tour:
      saysTour = true
      mentionsTrip = true
    case .itinerary: wantsItinerary = true
    case .book: wantsBooking = true
    case .flights: mention(.flights)
    case .hotels: mention(.hotels)
    case .weather: mention(.weather)
    case .activities: mention(.activities)
    case .things:
      // "things to do", "something to see"
      let verb = peek(2, bytes)
      if peek(1, bytes).role == .to, verb.role == .doing || verb.role == .at {
        mention(.activities)
        consume(2)
      }
    case .interest:
      interests.insert(ActivityCategories(rawValue: 1 << UInt16(token.value)))
    case .cabin: readCabin(token, bytes)
    case .direct: maximumStops = 0
    case .stop:
      // "non-stop" is two words without the dash; "without stops" is equivalent.
      if isNegated { maximumStops = 0 }
    case .doing, .see, .us, .of, .or, .and, .comma, .with, .per, .each, .on, .by, .way, .forWord, .thousand,
      .million, .after, .now, .nightUnit, .weekUnit, .monthUnit, .currency, .cabinClass, .star, .region:
      break
    }
    previous = token.role
    consume()
  }

  private mutating func mention(_ service: SearchNeeds) {
    expectsReturn = false
    if isNegated {
      excluded.formUnion(service)
    } else {
      services.formUnion(service)
    }
  }

  private mutating func readCabin(_ token: Token, _ bytes: Span<UInt8>) {
    let hasClass = peek(1, bytes).role == .cabinClass
    switch token.value {
    case 0: if cabin != .premiumEconomy { cabin = .economy }
    case 1: if peek(1, bytes).role == .cabin { cabin = .premiumEconomy }
    case 2: if hasClass { cabin = .business }
    default: if hasClass { cabin = .first }
    }
  }

  // MARK: Places

  /// Reads the longest city name that starts here. Returns false if there is none.
  private mutating func readPlace(_ token: Token, _ bytes: Span<UInt8>) -> Bool {
    let names = Lexicon.shared.names
    for index in Int(token.firstName)..<Int(token.firstName + token.nameCount) {
      let name = names[index]
      // A dash within a name is a separate token; such names are matched without it.
      if name.second != 0, peek(1, bytes).hash != name.second { continue }
      if name.third != 0, peek(2, bytes).hash != name.third { continue }
      if name.fourth != 0, peek(3, bytes).hash != name.fourth { continue }
      if name.isGuarded, !isMeant(name, token) { continue }
      let count = name.wordCount
      let follows = peek(count, bytes)
      let next = peek(count + 1, bytes)
      let isUnwanted = consumed - negatedAt == 1 || consumed - negatedAt == 2 && previous == .of
      consume(count)
      isRecognised = true
      if isUnwanted {
        // "Rome instead of Paris", "not Paris".
        preposition = .none
        previous = .none
        return true
      }
      placeEnd = consumed
      addPlace(name.city, followedBy: follows, then: next)
      previous = .none
      return true
    }
    return false
  }

  /// Returns true if a name that is also a common word or a code means the city here.
  private func isMeant(_ name: Lexicon.Name, _ token: Token) -> Bool {
    let length = token.end - token.start
    if length <= 3, token.isAllCapitals { return true }
    let isAfterPreposition = preposition != .none && prepositionAt == consumed - 1
    let isExpected = isAfterPreposition || previous == .comma || previous == .and
    if length <= 3 {
      // A code in lower case, as in "nyc to lax", counts only where a place is expected and no known word is.
      guard token.role == .none else { return false }
      return isAfterPreposition || consumed == 0 || previous == .flights || isExpected && token.isCapitalised
    }
    return isExpected && token.isCapitalised
  }

  private mutating func addPlace(_ city: City, followedBy next: Token, then afterNext: Token) {
    let isListed = previous == .and || previous == .comma
    var role = preposition
    if role == .none, isListed, lastPlacePreposition == .via { role = .via }
    preposition = .none
    lastPlacePreposition = role
    if expectsReturn, role != .none, role != .from || origin == city, stopCount > 0 {
      // "and back to London" names the return, not a stop.
      if origin == nil { origin = city }
      return
    }
    if role == .from {
      if origin == nil, stopCount == 0 || stops[stopCount - 1].city != city { origin = city }
      return
    }
    let leadsOn = next.role == .to && afterNext.nameCount > 0
    if role == .none, origin == nil, stopCount == 0, leadsOn {
      origin = city
      return
    }
    addStop(city, onTheWay: role == .via)
    if pendingNights > 0 {
      stops[current].nights = pendingNights
      pendingNights = 0
    }
  }

  private mutating func addStop(_ city: City, onTheWay: Bool) {
    for index in 0..<stopCount where stops[index].city == city {
      current = index
      return
    }
    guard stopCount < TripRequest.Limits.cities else {
      issues.append(ValidationIssue(.destination, city, .atMostCities(TripRequest.Limits.cities)))
      current = stopCount - 1
      return
    }
    current = stopCount
    stopCount += 1
    stops[current] = Stop(city: city)
    if onTheWay, stopCount > 1 {
      // In "to Bangkok via Dubai", Dubai comes first.
      current -= 1
      stops.swapAt(current, current + 1)
    }
  }

  /// Reads an unknown capitalised word, with those that follow it, where a city is expected, and records an issue.
  private mutating func readUnknownPlace(_ token: Token, _ bytes: Span<UInt8>) {
    let field: ValidationIssue.Field = preposition == .from ? .origin : .destination
    var end = token.end
    consume()
    while true {
      let next = peek(0, bytes)
      guard next.kind == .word, next.isCapitalised, next.role == .none, next.nameCount == 0 else { break }
      end = next.end
      consume()
    }
    preposition = .none
    issues.append(ValidationIssue(field, text(bytes, token.start, end), .knownCity))
  }
}
