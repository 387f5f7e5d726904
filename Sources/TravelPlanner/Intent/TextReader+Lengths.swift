import Primitives

// Lengths of stay.

enum LengthWords {
  /// Units with their days; 0 for a night.
  static let units: [String: Int] = [
    "night": 0, "nights": 0, "nt": 0, "nts": 0, "day": 1, "days": 1, "week": 7, "weeks": 7, "wk": 7, "wks": 7,
    "fortnight": 14,
    "fortnights": 14, "month": 30, "months": 30, "weekend": 2,
  ]
}

extension TextReader {
  mutating func readLengths() {
    var index = 0
    while index < tokens.count - 1 {
      defer { index += 1 }
      guard isFree(index) else { continue }
      let name = word(index)
      if name == "nights", word(index + 1) == ":", let count = whole(index + 2) {
        add(nights: count, index..<index + 3)
      } else if name == "long", word(index + 1) == "weekend" {
        add(nights: 3, index..<index + 2)
        weekendLength = true
      } else if name == "weekend" {
        add(nights: 2, index..<index + 1)
        weekendLength = true
      } else if name == "overnight" {
        add(nights: 1, index..<index + 1)
      } else if name == "night", word(index + 1) == "of" || word(index - 1) == "for" && false {
        add(nights: 1, index..<index + 1)
      } else if name == "fortnight" {
        add(nights: 14, index..<index + 1)
      } else if name == "week",
        ["a", "one", "the", "full", "whole"].contains(word(index - 1)) || word(index - 1) == "-"
      {
        if word(index + 1) == "or", let upper = whole(index + 2) {
          add(nights: min(7, 7 * upper), index..<(word(index + 3) == "weeks" ? index + 4 : index + 3))
          continue
        }
        if word(index + 1) == "and", word(index + 2) == "a", word(index + 3) == "half" {
          add(nights: 10, index..<index + 4)
          continue
        }
        add(nights: 7, index..<index + 1)
      } else if name == "couple" || name == "few" || name == "several" || name == "half" {
        var at = index + 1
        if word(at) == "of" { at += 1 }
        if let days = LengthWords.units[word(at)], isFree(at), name != "half" {
          let count = name == "couple" ? 2 : 3
          add(
            nights: days == 0 ? count : days == 1 ? max(1, name == "couple" ? 1 : 3) : days * count,
            index..<at + 1)
        }
      } else if name == "a" || name == "an" || name == "one",
        word(index + 1) == "day" || word(index + 1) == "night" || word(index + 1) == "month"
      {
        if name == "a", word(index + 1) == "day", !["for"].contains(word(index - 1)) { continue }
        add(nights: word(index + 1) == "month" ? 30 : 1, index..<index + 2)
      } else if isNumber(index), !tokens[index].isOrdinal {
        readCount(index)
      }
    }
  }

  private mutating func readCount(_ index: Int) {
    let first = tokens[index].value
    var at = index + 1
    var isRange = false
    if word(at) == "-" || word(at) == "to" || word(at) == "or" || word(at) == "–", whole(at + 1) != nil,
      !tokens[at + 1].isOrdinal
    {
      isRange = true
      at += 2
    }
    if word(at) == "and", word(at + 1) == "a", word(at + 2) == "half" {
      at += 3
      if let days = LengthWords.units[word(at)], days > 1 {
        return add(nights: first * days + days / 2, index..<at + 1)
      }
      return
    }
    // 1.5 weeks
    if word(at) == ".", tokens[at].isGlued, whole(at + 1) == 5, tokens[at + 1].isGlued,
      let days = LengthWords.units[word(at + 2)], days > 1
    {
      return add(nights: first * days + days / 2, index..<at + 3)
    }
    if word(at) == "-" || word(at) == "full" || word(at) == "more" || word(at) == "whole" { at += 1 }
    if isFree(at), word(at) == "n" || word(at) == "d" || word(at) == "w", tokens[at].isGlued {
      return add(
        nights: word(at) == "n" ? first : word(at) == "d" ? max(1, first - 1) : 7 * first, index..<at + 1)
    }
    guard isFree(at), let days = LengthWords.units[word(at)] else { return readBare(index) }
    if index > 0, ["/", "."].contains(word(index - 1)), tokens[index].isGlued, word(index - 1) == "." {
      return
    }
    _ = isRange
    let bounded = min(first, 100_000)
    var nights =
      days == 0
      ? bounded
      : days == 1 ? (bounded > 1 ? bounded - 1 : bounded) : word(at) == "weekend" ? 2 : bounded * days
    var end = at + 1
    // "5 days / 4 nights", "8 days, 7 nights"
    var next = end
    while ["/", ",", "and", "(", "&"].contains(word(next)) { next += 1 }
    if days == 1, let count = whole(next), word(next + 1) == "nights" || word(next + 1) == "night",
      next > end, stops.isEmpty || true
    {
      nights = count
      end = next + 2
    }
    if days == 1, !isRange { countsDays = true }
    add(nights: nights, index..<end)
  }

  /// A number beside a city of a tour whose other cities have lengths: `Rome for 3`, `Tokyo (4)`, `2 Budapest`.
  private mutating func readBare(_ index: Int) {
    let value = tokens[index].value
    let cities = mentions.filter { $0.city != nil && $0.role != .from && $0.role != .not && $0.role != .back }
    guard (1...60).contains(value), cities.count >= 2 else { return }
    let placeBefore =
      cities.contains { $0.range.upperBound == index - 1 }
      && (word(index - 1) == "(" && word(index + 1) == ")")
      || cities.contains { $0.range.upperBound == index - 1 } && word(index - 1) == "for" && !lengths.isEmpty
    let placeAfter = cities.contains { $0.range.lowerBound == index + 1 } && !lengths.isEmpty
    guard placeBefore || placeAfter else { return }
    if word(index - 1) == "for", PeopleWords.people[word(index + 1)] != nil { return }
    let isBracket = word(index - 1) == "("
    add(nights: value, isBracket ? index - 1..<index + 2 : index..<index + 1)
  }

  private mutating func add(nights: Int, _ range: Range<Int>) {
    use(range)
    lengths.append(LengthMention(least: nights, range: range))
  }

  // MARK: Leftovers

  /// Reports the numbers, names and foreign words that no rule read.
  mutating func readLeftovers() {
    var index = 0
    var isForeign = false
    let foreign: Set<String> = [
      "eine", "ein", "einen", "woche", "wochen", "tage", "nachte", "naechte", "personen", "fur", "fuer",
      "semana", "semanas", "noches",
      "dias", "personas", "semaine", "semaines", "nuits", "jours", "personnes", "settimana", "settimane",
      "notti", "giorni",
      "persone", "nachten", "dagen", "weken", "uke", "vecka", "noites", "zwei", "drei", "vier", "dos", "tres",
      "deux", "trois", "due", "tre",
      "ab", "am", "vom", "bis",
    ]
    while index < tokens.count - 1 {
      guard isFree(index) else {
        index += 1
        continue
      }
      let name = word(index)
      if tokens[index].kind == .number {
        if ["both"].contains(name)
          || tokens[index].isSpelled && (tokens[index].value == 1 || word(index + 1) == "way")
          || isDescribed(index)
        {
          index += 1
          continue
        }
        var end = index + 1
        while isFree(end), tokens[end].isGlued,
          ![",", ".", "!", "?", ")", ";", "\"", "'"].contains(word(end))
            || isNumber(end + 1) && tokens[end + 1].isGlued
        { end += 1 }
        var start = index
        while start > 0, isFree(start - 1), tokens[start].isGlued,
          tokens[start - 1].kind != .mark || word(start - 1) == "#"
        { start -= 1 }
        if isWord(end), word(end) == "de", isWord(end + 1) {
          end += 2
        } else if isWord(end), !isConnective(end) {
          end += 1
        }
        report(start..<end)
        index = end
        continue
      }
      if tokens[index].kind == .word {
        if CalendarWords.unknownHolidays.contains(name),
          entry(index) == nil || name == "golden" && word(index + 1) == "week"
        {
          report(index..<index + 1)
        } else if foreign.contains(name), entry(index) == nil {
          var end = index + 1
          while isWord(end), foreign.contains(word(end)) { end += 1 }
          report(index..<end)
          isForeign = true
          index = end
          continue
        }
      }
      index += 1
    }
    // A text in another language: no tour is made of the names in it.
    if isForeign, stops.count > 1 { stops.removeLast(stops.count - 1) }
  }

  private func isConnective(_ index: Int) -> Bool {
    PeopleWords.boundaries.contains(word(index)) || tokens[index].isUsed
  }

  /// True for a number that the reader of wishes uses: `4-star`, `1 stop`, or that orders words rather than counts.
  private func isDescribed(_ index: Int) -> Bool {
    var at = index + 1
    while word(at) == "-" || word(at) == "." || isNumber(at) && tokens[at].isGlued { at += 1 }
    return ["star", "stars", "stop", "stops", "stopover", "layover"].contains(word(at)) || word(at) == "class"
  }
}
