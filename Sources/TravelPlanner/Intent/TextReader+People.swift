import Primitives

// Travellers.

enum PeopleWords {
  static let people: [String: Int] = {
    var words: [String: Int] = [:]
    for word in [
      "people", "persons", "person", "adults", "adult", "guests", "guest", "passengers", "passenger",
      "travellers", "travelers", "traveller", "traveler", "pax", "heads", "seniors", "senior", "students",
      "student",
      "colleagues", "pensioners", "ppl", "grownups", "tourists", "men", "women", "seats", "tickets",
      "friends",
    ] { words[word] = 0 }
    for word in ["child", "children", "kid", "kids", "teenager", "teenagers", "teens", "teen", "minors"] {
      words[word] = 1
    }
    for word in ["infant", "infants", "toddler", "toddlers", "baby", "babies", "newborn", "newborns"] {
      words[word] = 2
    }
    return words
  }()
  /// A relation with the number of people it names; 0 for an unknown number.
  static let relations: [String: (count: Int, kind: Int)] = [
    "wife": (1, 0), "husband": (1, 0), "partner": (1, 0), "girlfriend": (1, 0), "boyfriend": (1, 0),
    "fiance": (1, 0),
    "fiancee": (1, 0), "spouse": (1, 0), "mother": (1, 0), "father": (1, 0), "mom": (1, 0), "mum": (1, 0),
    "dad": (1, 0),
    "brother": (1, 0), "sister": (1, 0), "son": (1, 0), "daughter": (1, 0), "cousin": (1, 0), "uncle": (1, 0),
    "aunt": (1, 0), "nephew": (1, 0), "niece": (1, 0), "grandmother": (1, 0), "grandma": (1, 0),
    "grandfather": (1, 0),
    "grandpa": (1, 0), "friend": (1, 0), "colleague": (1, 0), "boss": (1, 0), "neighbour": (1, 0),
    "neighbor": (1, 0),
    "mate": (1, 0), "parents": (2, 0), "grandparents": (2, 0), "brothers": (0, 0), "sisters": (0, 0),
    "sons": (0, 0),
    "daughters": (0, 0), "cousins": (0, 0), "friends": (0, 0), "colleagues": (0, 0), "mates": (0, 0),
    "uncles": (0, 0),
    "aunts": (0, 0), "nephews": (0, 0), "nieces": (0, 0), "buddies": (0, 0), "child": (1, 1), "kid": (1, 1),
    "children": (0, 1), "kids": (0, 1), "baby": (1, 2), "infant": (1, 2), "toddler": (1, 2),
    "roommate": (1, 0),
    "twins": (2, 1), "inlaws": (2, 0), "buddy": (1, 0),
  ]
  static let boundaries: Set<String> = [
    "", ",", ".", "!", "?", ";", ":", ")", "(", "and", "to", "from", "in", "for", "on", "with", "aged", "age",
    "at", "or",
    "want", "would", "will", "are", "is", "next", "this", "by", "who", "we", "i", "&", "+", "under", "budget",
    "max",
    "travelling", "traveling", "plus", "-", "→", "of", "need", "like", "visit", "going", "fly", "flying",
    "also",
  ]
}

extension TextReader {
  mutating func readPeople() {
    var total: Int?
    var adults = 0
    var hasCount = false
    var children = 0
    var infants = 0
    var relations = 0
    var speaker = false
    var index = 0
    var depth = 0
    var isExplained = false
    var others = 0
    func explained() -> Bool { depth > 0 && total != nil }

    while index < tokens.count - 1 {
      let name = word(index)
      if name == "(" { depth += 1 }
      if name == ")" { depth = max(0, depth - 1) }
      if isFree(index), tokens[index].kind == .word {
        switch name {
        case "couple" where word(index + 1) != "of", "honeymoon", "honeymooners", "newlyweds":
          if total == nil, adults == 0 {
            total = 2
            isExplained = true
          }
          use(index..<(index + 1))
        case "solo", "alone", "myself":
          if total == nil, relations == 0 {
            total = 1
            isExplained = true
          }
        case "me" where ["just", "only"].contains(word(index - 1)):
          if total == nil {
            total = 1
            isExplained = true
          }
        case "family", "group", "party", "team":
          var at = index + 1
          if word(at) == "of" { at += 1 }
          if word(at) == ":" { at += 1 }
          if word(at) == "size" {
            at += 1
            if word(at) == ":" { at += 1 }
          }
          if at > index + 1, let count = whole(at) {
            if word(at + 1) == "or" || word(at + 1) == "-", let other = whole(at + 2), other <= 50 {
              ask(.travellers)
              use(index..<(at + 3))
            } else {
              setTotal(count, &total)
              use(index..<(at + 1))
            }
          }
        case "travellers", "travelers", "passengers", "guests", "people", "persons", "pax", "adults",
          "children", "kids", "infants":
          if word(index + 1) == ":" || word(index + 1) == "=", let count = whole(index + 2) {
            let kind = PeopleWords.people[name] ?? 0
            if kind == 1 {
              children += count
              hasCount = true
            } else if kind == 2 {
              infants += count
              hasCount = true
            } else if name == "adults" {
              adults += count
              hasCount = true
            } else {
              setTotal(count, &total)
            }
            use(index..<(index + 3))
          }
        default: break
        }
      }
      // A number with its unit.
      if isNumber(index), !tokens[index].isOrdinal {
        let count = tokens[index].value
        var at = index + 1
        if word(at) == "or" || word(at) == "-" || word(at) == "to", let other = whole(at + 1),
          PeopleWords.people[word(at + 2)] != nil, other != count
        {
          ask(.travellers)
          use(index..<(at + 3))
          index = at + 3
          continue
        }
        if word(at) == "-" { at += 1 }
        while [
          "of", "our", "my", "more", "other", "young", "little", "small", "grown", "up", "old", "good",
          "close",
        ].contains(word(at)) && word(at) != "of" { at += 1 }
        let unit = word(at)
        if word(index + 1) == "of", word(index + 2) == "us" {
          setTotal(count, &total)
          use(index..<(index + 3))
        } else if let kind = PeopleWords.people[unit], isHeadcount(at), unit != "friends",
          !["tickets", "seats"].contains(unit) || true
        {
          use(index..<(at + 1))
          if count > 50 || count == 0 && kind == 0 && unit != "adults" {
            issues.append(ValidationIssue(.passengers, count, .range(TripRequest.Limits.passengers)))
          }
          let bounded = min(count, 1000)
          let isMine =
            index > 0 && ["our", "my"].contains(word(index - 1))
            && ["with", "and", "plus"].contains(word(index - 2))
            || word(index - 1) == "with" && kind > 0 && !hasCount && total == nil
          if kind == 1 {
            children += bounded
            if isMine { speaker = true }
          } else if kind == 2 {
            infants += bounded
            if isMine { speaker = true }
          } else if ["adults", "adult", "seniors", "senior", "grownups"].contains(unit) {
            adults += bounded
          } else if unit == "colleagues" || unit == "students" {
            if word(index - 1) == "with" || andSpeaker(at + 1) {
              relations += bounded
              speaker = true
            } else {
              others += bounded
            }
          } else if total == nil {
            total = bounded
          }
          hasCount = true
          index = at + 1
          skipAges(&index)
          continue
        } else if unit == "us" {
          setTotal(count, &total)
          use(index..<(at + 1))
        } else if let relation = PeopleWords.relations[unit] {
          use(index..<(at + 1))
          let bounded = min(count, 1000)
          if relation.kind == 0 {
            relations += bounded
          } else if relation.kind == 1 {
            children += bounded
          } else {
            infants += bounded
          }
          if isTogether(index) || andSpeaker(at + 1) { speaker = true }
          hasCount = true
          index = at + 1
          skipAges(&index)
          continue
        }
      }
      // A relation or a child without a number.
      if isFree(index), tokens[index].kind == .word, let relation = PeopleWords.relations[name] {
        let before = word(index - 1)
        if relation.kind > 0, !PeopleWords.boundaries.contains(word(index + 1)),
          CalendarWords.weekdays[word(index + 1)] == nil,
          !isPersonName(index + 1), isWord(index + 1)
        {
          // "baby grand piano" is no child.
          var end = index + 1
          while isWord(end), !PeopleWords.boundaries.contains(word(end)) { end += 1 }
          report(index..<end)
          index = end
          continue
        }
        let hasOwner =
          ["my", "our", "a", "an", "his", "her", "the", "another"].contains(before)
          || ["my", "our"].contains(word(index - 2)) || before == "with" || before == "and" || before == ","
        if hasOwner, isCompany(index), relation.count > 0 {
          if relation.kind == 0 {
            relations += relation.count
          } else if relation.kind == 1 {
            children += 1
          } else {
            infants += 1
          }
          if isTogether(index) || andSpeaker(index + 1) { speaker = true }
          hasCount = true
          use(index..<(index + 1))
          if isPersonName(index + 1) { use(index + 1..<index + 2) }
          index += 1
          if isWord(index), tokens[index].isUsed { index += 1 }
          skipAges(&index)
          continue
        }
      }
      // "for 4", "for two" at the end of a phrase.
      if isNumber(index), !tokens[index].isOrdinal, word(index - 1) == "for" || word(index - 1) == "for:" {
        let next = word(index + 1)
        let count = tokens[index].value
        let ends =
          index + 1 >= tokens.count - 1
          || !tokens[index + 1].isGlued && tokens[index + 1].kind != .number && !isUnitWord(index + 1)
          || [",", ".", "!", "?", ")", ";"].contains(next)
            && !(isNumber(index + 2) && tokens[index + 2].isGlued)
        if word(index + 1) == "or" || word(index + 1) == "-", let other = whole(index + 2),
          !tokens[index + 2].isOrdinal, other <= 50, count <= 50,
          !isUnitWord(index + 3), CalendarWords.months[word(index + 3)] == nil
        {
          ask(.travellers)
          use(index..<(index + 3))
        } else if ends, count < 1000, PeopleWords.boundaries.contains(next) || isHeadcountEnd(index + 1),
          !tokens[index + 1].isGlued || next != ":"
        {
          setTotal(count, &total)
          use(index..<(index + 1))
          hasCount = true
        }
      }
      index += 1
    }

    if reading.ambiguous.contains(.travellers) { return }
    _ = isExplained
    var sum: Int?
    if let total {
      sum = total
    } else if hasCount {
      sum = adults + children + infants + relations + others + (speaker && adults == 0 && others == 0 ? 1 : 0)
      if adults == 0, relations == 0, others == 0, !speaker, children + infants > 0 { sum = (sum ?? 0) + 1 }
    }
    if let sum {
      if !TripRequest.Limits.passengers.contains(sum) {
        if !issues.contains(where: { $0.field == .passengers }) {
          issues.append(ValidationIssue(.passengers, sum, .range(TripRequest.Limits.passengers)))
        }
      } else {
        travellers = sum
      }
    }
    if children > 0 { reading.children = children }
    if infants > 0 { reading.infants = infants }
  }

  private mutating func setTotal(_ count: Int, _ total: inout Int?) {
    guard TripRequest.Limits.passengers.contains(count) else {
      issues.append(ValidationIssue(.passengers, count, .range(TripRequest.Limits.passengers)))
      return
    }
    if total == nil { total = count }
  }

  private func isUnitWord(_ index: Int) -> Bool {
    LengthWords.units[word(index)] != nil
      || MoneyWords.currencies[word(index)] != nil && !(isNumber(index + 1) || tokens[index].isUsed)
      || CalendarWords.months[word(index)] != nil
  }

  private func isHeadcountEnd(_ index: Int) -> Bool {
    let name = word(index)
    return CalendarWords.months[name] == nil
      && (tokens[index].isUsed
        || [
          "max", "under", "below", "$", "€", "£", "₹", "next", "starting", "during", "over", "please", "the",
          "early", "late", "mid", "end", "tomorrow", "today",
        ].contains(name) || CalendarWords.weekdays[name] != nil)
  }

  /// True if the word that counts people is not part of another name: `baby grand piano`.
  private func isHeadcount(_ index: Int) -> Bool {
    guard PeopleWords.people[word(index)] == 2 || PeopleWords.people[word(index)] == 1 else { return true }
    return PeopleWords.boundaries.contains(word(index + 1)) || !isWord(index + 1) || entry(index + 1) != nil
  }

  private func isPersonName(_ index: Int) -> Bool {
    isWord(index) && tokens[index].isCapitalised && !isAllCapitalsText && !isCalendarWord(word(index))
      && word(index) != "i"
      && (entry(index) == nil || entry(index)?.nameCount ?? 0 > 0)
  }

  /// True if the speaker travels with the people at a token.
  private func isTogether(_ index: Int) -> Bool {
    var at = index - 1
    var steps = 0
    while at >= 0, steps < 14 {
      let name = word(at)
      if name == "with" || name == "me" || name == "myself" || name == "i" && word(at + 1) == "and" {
        return true
      }
      if tokens[at].isLineStart && at > 0 && false { return false }
      if [".", "!", "?", ";"].contains(name) { return false }
      if name == "take" || name == "bring" || name == "taking" || name == "bringing" { return true }
      if CalendarWords.months[name] != nil { return false }
      at -= 1
      steps += 1
    }
    return false
  }

  /// True for a relation that travels, not one that is visited: `to see my parents`.
  private func isCompany(_ index: Int) -> Bool {
    var at = index - 1
    var steps = 0
    while at >= 0, steps < 5 {
      let name = word(at)
      if ["see", "visit", "visiting", "meet", "meeting", "called", "of"].contains(name) { return false }
      if [".", "with", "and", "me", "→"].contains(name) { return true }
      at -= 1
      steps += 1
    }
    return true
  }

  private func andSpeaker(_ index: Int) -> Bool {
    var at = index
    var steps = 0
    while steps < 12, at < tokens.count - 1 {
      let name = word(at)
      if name == "and" || name == "&", ["i", "me", "myself"].contains(word(at + 1)) { return true }
      if [".", "!", "?", ";", "to", "from", "in"].contains(name) { return false }
      at += 1
      steps += 1
    }
    return false
  }

  /// Uses the ages behind a child: `aged 7`, `(3 and 5 years old)`.
  private mutating func skipAges(_ index: inout Int) {
    var at = index
    if word(at) == "(" || word(at) == "," { at += 1 }
    if word(at) == "aged" || word(at) == "age" || word(at) == "ages" {
      at += 1
    } else if word(at) == "of", word(at + 1) == "age" {
      at += 2
    } else {
      let isOld =
        isNumber(at)
        && (word(at + 1) == "years" || word(at + 1) == "year" || word(at + 1) == "yo"
          || word(at + 1) == "months")
        && (word(at + 2) == "old" || word(at + 1) == "yo")
      guard isOld else { return }
    }
    while isNumber(at)
      || ["and", ",", "&", "years", "year", "old", "months", "-"].contains(word(at))
        && (isNumber(at + 1) || ["years", "year", "old", "months"].contains(word(at)))
    { at += 1 }
    use(index..<at)
    index = at
  }
}
