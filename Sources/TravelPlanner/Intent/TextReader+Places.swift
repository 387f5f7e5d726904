import Primitives

// Places: cities, airports, and names that are neither.

extension TextReader {
  private static let fromWords: Set<String> = ["from", "ex", "departing", "leaving", "origin", "between"]
  private static let toWords: Set<String> = [
    "to", "towards", "toward", "into", "onto", "heading", "in", "at", "near", "around", "visit", "visiting",
    "explore",
    "exploring", "see", "seeing", "within", "destination", "of", "like", "about",
  ]
  private static let nicknames: [String: String] = [
    "big apple": "New York", "city of light": "Paris", "eternal city": "Rome",
    "city of angels": "Los Angeles",
    "windy city": "Chicago", "sin city": "Las Vegas", "leningrad": "", "calcutta": "", "heathrow": "London",
    "gatwick": "London", "stansted": "London", "luton": "London", "schiphol": "Amsterdam",
    "frisco": "San Francisco",
    "philly": "Philadelphia", "big easy": "New Orleans", "edo": "Tokyo", "batavia": "Jakarta",
    "smyrna": "Izmir",
    "christiania": "Oslo", "byzantium": "Istanbul", "ohare": "Chicago", "fiumicino": "Rome",
    "malpensa": "Milan",
    "narita": "Tokyo", "haneda": "Tokyo", "orly": "Paris", "danang": "", "dc": "Washington",
    "beantown": "Boston",
    "emerald city": "Seattle", "mile high city": "Denver", "motor city": "", "ceylon": "",
    "bengaluru": "Bengaluru",
    "angora": "Ankara", "constantinople": "Istanbul", "bcn": "Barcelona", "amdam": "Amsterdam",
  ]
  private static let uncertain: [String] = [
    "san jose", "birmingham", "springfield", "georgia", "santa cruz", "cordoba", "granada", "hyderabad",
  ]
  private static let regions: Set<String> = [
    "texas", "tx", "ontario", "ohio", "kentucky", "tennessee", "georgia", "california", "ca", "oregon",
    "maine",
    "florida", "fl", "virginia", "pennsylvania", "pa", "washington", "illinois", "il", "massachusetts", "ma",
    "michigan", "indiana", "iowa", "missouri", "arkansas", "alabama", "mississippi", "idaho", "montana",
    "nevada",
    "nv", "kansas", "nebraska", "colorado", "co", "connecticut", "ct", "ny", "nj", "victoria", "quebec",
    "alberta",
    "tasmania", "louisiana", "utah", "wisconsin", "minnesota", "oklahoma", "arizona", "hawaii", "scotland",
    "england",
    "wales", "ireland", "france", "italy", "germany", "spain", "portugal", "greece", "poland", "netherlands",
    "usa",
    "us", "uk", "canada", "australia", "india", "japan", "russia", "brazil", "mexico", "chile", "peru",
    "colombia",
    "cuba", "austria", "switzerland", "norway", "sweden", "denmark", "finland", "cyprus", "egypt", "lebanon",
    "queensland", "bavaria", "tuscany", "sicily", "bc", "on", "de", "maryland", "delaware", "wyoming",
    "vermont",
    "alaska", "panama", "honduras", "nicaragua", "venezuela", "argentina", "ecuador", "turkey", "thailand",
    "vietnam",
    "croatia", "hungary", "romania", "bulgaria", "estonia", "latvia", "lithuania", "ukraine", "belarus",
    "morocco",
    "kenya", "nigeria", "czechia", "slovakia", "slovenia", "serbia", "iceland", "belgium", "luxembourg",
    "qatar",
    "oman", "israel", "jordan", "indonesia", "malaysia", "singapore", "china", "taiwan", "nepal",
    "bangladesh",
  ]
  private static let ownRegions: [String: [String]] = [
    "Austin": ["texas", "tx"], "Dallas": ["texas", "tx"], "Houston": ["texas", "tx"],
    "Atlanta": ["georgia", "ga"],
    "Toronto": ["ontario", "on"], "Portland": ["oregon"], "Seattle": ["washington"],
    "Miami": ["florida", "fl"],
    "Orlando": ["florida", "fl"], "Chicago": ["illinois", "il"], "Boston": ["massachusetts", "ma"],
    "Los Angeles": ["california", "ca"], "San Diego": ["california", "ca"],
    "San Francisco": ["california", "ca"],
    "Las Vegas": ["nevada", "nv"], "Denver": ["colorado", "co"], "Philadelphia": ["pennsylvania", "pa"],
    "New York": ["ny"], "Vancouver": ["bc", "british"], "Montreal": ["quebec"], "Melbourne": ["victoria"],
    "New Orleans": ["louisiana", "la"], "Honolulu": ["hawaii"], "London": ["england", "uk"],
    "Brisbane": ["queensland"],
    "Manchester": ["england", "uk"], "Edinburgh": ["scotland", "uk"], "Munich": ["bavaria"],
    "Palermo": ["sicily"],
    "Florence": ["tuscany"], "Prague": ["czech"], "Istanbul": ["turkey"], "Antalya": ["turkey"],
    "Ankara": ["turkey"],
    "Izmir": ["turkey"], "Dubai": ["uae"], "Washington": ["dc"], "Jakarta": [], "Sydney": ["nsw"],
  ]

  mutating func readPlaces() {
    var index = 0
    var lastEnd = -1
    while index < tokens.count - 1 {
      guard tokens[index].kind == .word, !tokens[index].isUsed else {
        index += 1
        continue
      }
      if let found = place(at: index, lastEnd: lastEnd) {
        var mention = found
        if let role = role(before: index, lastEnd: lastEnd) { mention.role = role }
        mention.isAfterArrow =
          lastEnd >= 0 && lastEnd == index - 1 && word(lastEnd) == "→" || word(index - 1) == "→"
        mention.isAfterOr = word(index - 1) == "or" && !mentions.isEmpty && lastEnd == index - 1
        use(mention.range)
        index = mention.range.upperBound
        mentions.append(mention)
        lastEnd = index
      } else {
        index += 1
      }
    }
  }

  /// Refuses the unknown places that leave the trip without an origin or a destination, and reports the others.
  private mutating func concludeUnknownPlaces() {
    var refused: [ValidationIssue] = []
    for mention in mentions where mention.city == nil && !mention.isUncertain && mention.role != .not {
      let span = span(mention.range)
      let isOrigin = mention.role == .from
      if mention.role != .none, isOrigin ? origin == nil : stops.isEmpty && reading.ambiguous.isEmpty {
        refused.append(ValidationIssue(isOrigin ? .origin : .destination, span, .knownCity))
      } else if !reading.notUnderstood.contains(span) {
        reading.notUnderstood.append(span)
      }
    }
    issues = refused + issues
  }

  /// Returns the place whose name starts at a token.
  private func place(at index: Int, lastEnd: Int) -> PlaceMention? {
    let token = tokens[index]
    var end = index
    var city: City?
    for name in TextReader.uncertain {
      let words = name.split(separator: " ")
      if words.indices.allSatisfy({ word(index + $0) == words[$0] }),
        token.isCapitalised || isPlaceExpected(index, lastEnd: lastEnd)
      {
        if word(index + words.count) == "," || isWord(index + words.count), name == "georgia",
          lastEnd == index - 1
        {
          continue
        }
        return PlaceMention(range: index..<(index + words.count), role: .none, isUncertain: true)
      }
    }
    // Nicknames of up to three words.
    for count in [3, 2, 1] {
      let words = (0..<count).map { word(index + $0) }.joined(separator: " ")
      if let name = TextReader.nicknames[words], !name.isEmpty {
        return longer(City(name), index, index + count)
      }
    }
    if let entry = entry(index), entry.nameCount > 0 {
      let names = Lexicon.shared.names
      for position in Int(entry.firstName)..<Int(entry.firstName + entry.nameCount) {
        let name = names[position]
        if name.second != 0, nameHash(index + 1) != name.second { continue }
        if name.third != 0, nameHash(index + 2) != name.third { continue }
        if name.fourth != 0, nameHash(index + 3) != name.fourth { continue }
        let count = name.wordCount
        if name.isGuarded, !isMeant(index, count, role: entry.role, lastEnd: lastEnd) { continue }
        if isPersonalName(index) { continue }
        city = name.city
        end = index + count
        break
      }
    }
    if let city { return longer(city, index, end) }
    return unknownPlace(at: index, lastEnd: lastEnd)
  }

  private func nameHash(_ index: Int) -> UInt64 {
    index < tokens.count && tokens[index].kind == .word ? Word.hash(tokens[index].text) : 0
  }

  /// `my daughter Sofia`, `with Florence and Paris`: the name of a person.
  private func isPersonalName(_ index: Int) -> Bool {
    guard index > 0, let relation = PeopleWords.relations[word(index - 1)] else { return false }
    return relation.count > 0
  }

  private func isPlaceExpected(_ index: Int, lastEnd: Int) -> Bool {
    let before = word(index - 1)
    if before == "the" || before == ":" {
      return TextReader.toWords.contains(word(index - 2)) || TextReader.fromWords.contains(word(index - 2))
    }
    return TextReader.toWords.contains(before) && before != "of" && before != "like" && before != "about"
      || TextReader.fromWords.contains(before) || before == "→" || before == "via"
      || (lastEnd == index - 1 && [",", "and", "or", "-"].contains(before))
      || ["flights", "flight", "fly"].contains(before)
  }

  private func isMeant(_ index: Int, _ count: Int, role: Role, lastEnd: Int) -> Bool {
    let token = tokens[index]
    let length = token.text.utf8.count
    let after = word(index + count)
    if length <= 3 {
      if token.isAllCapitals, !isAllCapitalsText || role == .none { return true }
      if isPlaceExpected(index, lastEnd: lastEnd), role == .none { return true }
      if role == .none, isHead(index), after == "to" || after == "-" || after == "→" || after == "from" {
        return true
      }
      return false
    }
    if role == .none || token.text == "nice" || token.text == "split" {
      let leads = isHead(index) && ["from", "to", "→", ",", "-", "ex"].contains(after)
      let listed =
        token.isCapitalised
        && [",", "and", "or", "but", "then", "→", "nights", "rather"].contains(word(index - 1))
      return leads || listed
        || isPlaceExpected(index, lastEnd: lastEnd) && (token.isCapitalised || after.isEmpty)
        || token.isCapitalised && !isAllCapitalsText && !isHead(index)
    }
    return isPlaceExpected(index, lastEnd: lastEnd) && token.isCapitalised
  }

  var isAllCapitalsText: Bool {
    tokens.allSatisfy { $0.kind != .word || $0.isAllCapitals || $0.text.count == 1 }
  }

  /// Returns the mention of a city, or of a longer name or another region that only starts like the city.
  private func longer(_ city: City?, _ start: Int, _ end: Int) -> PlaceMention? {
    guard let city else { return nil }
    var last = end
    var regionAt = end
    if word(end) == "," { regionAt = end + 1 }
    if isWord(regionAt), !tokens[end].isLineStart {
      let region = word(regionAt)
      let country = city.country.lowercased().split(separator: " ").map(String.init)
      let own = TextReader.ownRegions[city.name] ?? []
      let isCountry =
        country.first == region || own.contains(region)
        || city.country == "United States" && ["us", "usa"].contains(region)
        || city.country == "United Kingdom" && region == "uk"
      if isCountry, region != "on" || tokens[regionAt].isAllCapitals,
        tokens[regionAt].isCapitalised || regionAt > end
      {
        last = regionAt + 1
        if country.count > 1, country.first == region {
          last = min(regionAt + country.count, tokens.count - 1)
        }
        return PlaceMention(city: city, range: start..<last, role: .none)
      }
      let isShort = region.utf8.count <= 2
      if TextReader.regions.contains(region),
        isShort
          ? tokens[regionAt].isAllCapitals && !isAllCapitalsText
          : regionAt > end || tokens[regionAt].isCapitalised,
        entry(regionAt).map({ $0.nameCount == 0 || regionAt == end }) ?? true
      {
        return PlaceMention(range: start..<(regionAt + 1), role: .none)
      }
      if regionAt == end, tokens[end].isCapitalised, !isAllCapitalsText, entry(end) == nil,
        !isCalendarWord(word(end)),
        word(end) != "im", word(end) != "ill", word(end).utf8.count > 2, !tokens[end].isAllCapitals,
        TextReader.nicknames[word(end)] == nil
      {
        while isWord(last), tokens[last].isCapitalised, entry(last) == nil { last += 1 }
        return PlaceMention(range: start..<last, role: .none)
      }
    }
    return PlaceMention(city: city, range: start..<end, role: .none)
  }

  func isCalendarWord(_ word: String) -> Bool {
    CalendarWords.months[word] != nil || CalendarWords.weekdays[word] != nil
      || CalendarWords.holidays.contains(word)
      || CalendarWords.unknownHolidays.contains(word) || PeopleWords.relations[word] != nil
      || MoneyWords.currencies[word] != nil || ["ex", "sept", "budget", "xmas", "easter"].contains(word)
  }

  /// Returns the city with one misspelling, or an unknown place, where a place is expected.
  private func unknownPlace(at index: Int, lastEnd: Int) -> PlaceMention? {
    let token = tokens[index]
    let isForeign = token.text.utf8.contains { $0 >= 0x80 }
    guard entry(index) == nil, !isCalendarWord(token.text), token.text.utf8.count > 1,
      !["id", "ill", "ive", "im", "im", "we", "wed", "weve", "well", "were", "lets"].contains(token.text)
    else { return nil }
    var end = index + 1
    while isWord(end), tokens[end].isCapitalised, entry(end) == nil, !isCalendarWord(word(end)),
      !isAllCapitalsText
    { end += 1 }
    let after = word(end)
    let before = word(index - 1)
    let expected = isPlaceExpected(index, lastEnd: lastEnd)
    let leads = isHead(index) && ["from", "to", "→", "ex"].contains(after)
    if expected || leads || isHead(index) && after == "," || lastEnd == index - 1 || before == "nights" {
      if end == index + 1, let city = City.misspelled(token.text) {
        return longer(city, index, end)
      }
    }
    let verbs: Set<String> = ["to"]
    if expected || leads {
      if !token.isCapitalised, !isForeign {
        // A verb or a common noun: "to relax", "in spring".
        guard lower(index), !verbs.contains(after) else { return nil }
      }
      if CalendarWords.unknownHolidays.contains(token.text) { return nil }
      return PlaceMention(range: index..<end, role: .none)
    }
    return nil
  }

  /// True for an unknown word in lower case that stands where only a place can: `from atlantis`, `trip to atlantis`.
  private func lower(_ index: Int) -> Bool {
    let before = word(index - 1)
    let verb = word(index - 2)
    return before == "from" && !["home", "work"].contains(word(index))
      || before == "to"
        && ["trip", "flight", "flights", "fly", "travel", "go", "holiday", "vacation"].contains(verb)
  }

  private func role(before index: Int, lastEnd: Int) -> PlaceMention.Role? {
    var at = index - 1
    while ["the", "a", "beautiful", "sunny", "downtown", "city", "lovely"].contains(word(at)) { at -= 1 }
    if word(at) == "of", word(at - 1) == "city" { at -= 2 }
    if word(at) == ":" { at -= 1 }
    let before = word(at)
    let earlier = word(at - 1)
    switch before {
    case "not", "except", "avoid", "no", "skip", "without", "excluding", "avoiding": return .not
    case "but":
      return earlier == "anywhere" || earlier == "anything" || earlier == "everywhere"
        ? .not : PlaceMention.Role.none
    case "than" where earlier == "rather" || earlier == "other": return .not
    case "for" where earlier == "except" || earlier == "but": return .not
    case "of" where earlier == "instead": return .not
    case "from", "ex", "origin", "ab", "von", "desde", "vanuit": return .from
    case "departing", "leaving": return .from
    case "between":
      return (0..<at).contains { ["split", "divide", "divided", "splitting", "share"].contains(word($0)) }
        ? .to : .from
    case "for" where mentions.last?.role == .from: return .to
    case "in", "at", "near":
      let verb = word(at - 1)
      if [
        "live", "living", "based", "lives", "start", "starting", "located", "reside", "begin", "beginning",
        "currently",
      ].contains(verb) {
        return .from
      }
      if ["im", "am"].contains(verb) || ["we", "i"].contains(word(at - 2)) && ["are", "am"].contains(verb)
        || verb == "were" && isHead(at - 1)
      {
        return .from
      }
      return isNegated(at) ? .not : .to
    case "is" where earlier == "home" || earlier == "base": return .from
    case "to", "visit", "see", "towards", "into", "destination", "visiting", "explore":
      if ["back", "return", "returning", "home"].contains(earlier) { return .back }
      return isNegated(at) ? .not : .to
    case "via", "through": return .via
    case "and", ",", "or", "then", "plus", "&":
      if before == ",", word(index) == "" { return nil }
      if lastEnd >= 0, let last = mentions.last, last.range.upperBound >= index - 2,
        at == last.range.upperBound || word(at - 1) == ","
      {
        if last.role == .from, mentions.count == 1, before == "and",
          word(last.range.lowerBound - 1) == "between"
        {
          return .to
        }
        if last.role == .not, before == "or" || before == "and" { return .not }
        if last.role == .via { return .via }
      }
      return PlaceMention.Role.none
    default: return PlaceMention.Role.none
    }
  }

  /// True for `I don't want to go to`.
  private func isNegated(_ index: Int) -> Bool {
    var at = index - 1
    var steps = 0
    while at >= 0, steps < 6, tokens[at].kind == .word {
      if ["dont", "not", "never", "wont", "cannot", "cant"].contains(word(at)) { return true }
      if ["but", "rather", "and", "instead"].contains(word(at)) { return false }
      at -= 1
      steps += 1
    }
    return false
  }

  mutating func concludePlaces() {
    settlePlaces()
    concludeUnknownPlaces()
  }

  private mutating func settlePlaces() {
    // An arrow chain, or pairs joined by "to" and dashes.
    var chain: [Int] = []
    for index in mentions.indices where mentions[index].isAfterArrow {
      if chain.isEmpty, index > 0 { chain.append(index - 1) }
      chain.append(index)
    }
    for index in mentions.indices {
      if mentions[index].isUncertain {
        if mentions[index].role != .not { ask(mentions[index].role == .from ? .origin : .destination) }
        continue
      }
      if mentions[index].isAfterOr, mentions[index].role != .not {
        ask(mentions[index].role == .from ? .origin : .destination)
      }
    }
    if reading.ambiguous.contains(.destination) {
      for mention in mentions where mention.role == .from && origin == nil { origin = mention.city }
      return
    }
    var skip: Set<Int> = []
    if chain.count >= 2, mentions[chain[0]].role != .to || chain.count == 2 {
      let cities = chain.compactMap { mentions[$0].city }
      if cities.count == chain.count {
        if cities.count >= 3, cities.first == cities.last {
          origin = cities[0]
          skip = [chain[0], chain[chain.count - 1]]
        } else if cities.count == 2, mentions[chain[0]].role == .none || mentions[chain[0]].role == .from {
          origin = cities[0]
          skip = [chain[0]]
        }
      }
    }
    for index in mentions.indices where !skip.contains(index) {
      let mention = mentions[index]
      guard let city = mention.city else { continue }
      switch mention.role {
      case .not: continue
      case .from:
        if origin == nil { origin = city }
      case .back:
        if origin == nil { origin = city }
      case .via:
        if !stops.contains(where: { $0.city == city }) {
          stops.insert((city, 0), at: max(0, stops.count - 1))
        }
      case .none, .to, .leads:
        let after = mention.range.upperBound
        if mention.role == .none, origin == nil, stops.isEmpty, index + 1 < mentions.count,
          mentions[index + 1].range.lowerBound == after + 1, word(after) == "to" || word(after) == "-",
          mentions[index + 1].city != nil || true
        {
          origin = city
          continue
        }
        if !stops.contains(where: { $0.city == city }) { stops.append((city, 0)) }
      }
    }
    if let origin, let first = stops.first, first.city == origin, !stops.isEmpty {
      if stops.count > 1 {
        stops.removeFirst()
      } else {
        issues.append(ValidationIssue(.destination, origin, .anotherCity))
      }
    }
    if stops.count > TripRequest.Limits.cities {
      issues.append(
        ValidationIssue(
          .destination, stops[TripRequest.Limits.cities].city, .atMostCities(TripRequest.Limits.cities)))
      stops.removeLast(stops.count - TripRequest.Limits.cities)
    }
  }
}

extension City {
  /// Returns the only city whose name of five letters or more is one edit away from `text`.
  static func misspelled(_ text: String) -> City? {
    let letters = Array(text.utf8)
    guard letters.count >= 4 else { return nil }
    var found: City?
    for (index, record) in CityTable.shared.records.enumerated() {
      for name in [record.name] + record.otherNames {
        let other = Array(name.lowercased().utf8)
        guard other.count >= 5, abs(other.count - letters.count) <= 1, isOneEdit(letters, other) else {
          continue
        }
        let city = City(index: UInt16(index))
        if found != nil, found != city { return nil }
        found = city
      }
    }
    return found
  }

  private static func isOneEdit(_ left: [UInt8], _ right: [UInt8]) -> Bool {
    var start = 0
    while start < left.count, start < right.count, left[start] == right[start] { start += 1 }
    var tail = 0
    while tail < left.count - start, tail < right.count - start,
      left[left.count - 1 - tail] == right[right.count - 1 - tail]
    { tail += 1 }
    let first = left.count - start - tail
    let second = right.count - start - tail
    if max(first, second) <= 1 { return first + second > 0 }
    return first == 2 && second == 2 && left[start] == right[start + 1] && left[start + 1] == right[start]
  }
}
