import Primitives

// Amounts of money.

enum MoneyWords {
  static let currencies: [String: Currency] = {
    var words: [String: Currency] = [
      "dollar": .usd, "dollars": .usd, "bucks": .usd, "euro": .eur, "euros": .eur, "pound": .gbp,
      "pounds": .gbp,
      "quid": .gbp, "sterling": .gbp, "rupee": .inr, "rupees": .inr, "rs": .inr, "yen": .jpy, "lira": .try,
      "tl": .try,
      "liras": .try, "francs": .chf, "franc": .chf, "fr": .chf, "sfr": .chf, "kronor": .sek, "dirhams": .aed,
      "dirham": .aed,
      "zloty": .pln, "zlotys": .pln, "zl": .pln, "baht": .thb, "yuan": .cny, "rmb": .cny, "renminbi": .cny,
      "koruna": .czk, "korun": .czk, "kc": .czk, "forint": .huf, "forints": .huf, "ft": .huf, "won": .krw,
      "ringgit": .myr,
      "rand": .zar, "reais": .brl, "real": .brl, "shekels": .ils, "shekel": .ils, "leva": .bgn, "lei": .ron,
      "dong": .vnd,
      "rupiah": .idr, "kroner": .nok, "lari": .gel, "€": .eur, "£": .gbp, "₹": .inr, "¥": .jpy, "円": .jpy,
      "₺": .try,
      "฿": .thb, "$": .usd, "₩": .krw, "₫": .vnd, "₪": .ils, "₱": .php, "₦": .ngn, "₸": .kzt, "₾": .gel,
      "元": .cny,
    ]
    for currency in Currency.allCases { words[currency.code.lowercased()] = currency }
    return words
  }()
  static let dollars: [String: Currency] = [
    "a": .aud, "c": .cad, "s": .sgd, "hk": .hkd, "nz": .nzd, "r": .brl, "us": .usd, "au": .aud, "ca": .cad,
    "sg": .sgd,
    "nt": .twd, "mx": .mxn,
  ]
  static let foreign: Set<String> = [
    "rub", "roubles", "rouble", "rubles", "ruble", "uah", "hryvnia", "btc", "bitcoin", "bitcoins", "eth",
    "ether", "irr",
    "iqd", "syp", "lbp", "kwd", "bhd", "rsd", "dinars", "dinar", "hrk", "kuna", "mkd", "all", "bam", "byn",
    "mdl", "xaf",
    "xof", "bob", "pyg", "ves", "crc", "gtq", "dop", "jmd", "ttd", "bbd", "fjd", "mmk", "lak", "mnt", "uzs",
    "azn", "amd",
    "kgs", "tjs", "afn", "ugx", "rwf", "mwk", "zmw", "bwp", "nad", "dem", "marks", "itl", "frf", "pesetas",
    "drachmas",
    "escudos", "doge", "dogecoin", "usdt", "₽", "₴", "₿", "lek", "pesos", "peso",
  ]
  static let cues: Set<String> = [
    "budget", "spend", "spending", "cost", "costs", "costing", "afford", "price", "priced", "under", "below",
    "max",
    "maximum", "cheaper", "upto", "limit", "most", "up", "less", "over", "exceed", "pay", "budgeted",
  ]
  static let multipliers: [String: Int] = [
    "k": 1000, "grand": 1000, "thousand": 1000, "lakh": 100_000, "lakhs": 100_000, "lac": 100_000,
    "crore": 10_000_000,
    "crores": 10_000_000, "million": 1_000_000, "mio": 1_000_000, "hundred": 100,
  ]
}

extension TextReader {
  /// An amount in ten-thousandths, and the end of its tokens.
  struct Amount {
    var value: Int
    var end: Int
    var isMultiplied = false
  }

  /// Reads a number with groups and a fraction.
  func amount(at index: Int) -> Amount? {
    guard isNumber(index), !tokens[index].isOrdinal else { return nil }
    var parts: [(text: String, separator: String)] = [(tokens[index].text, "")]
    var end = index + 1
    if tokens[index].isSpelled {
      return multiplied(Amount(value: tokens[index].value * 10_000, end: end))
    }
    let limit = 1_000_000_000_000
    while isFree(end) {
      let separator = word(end)
      if [",", ".", "'"].contains(separator), tokens[end].isGlued, isNumber(end + 1), tokens[end + 1].isGlued,
        !tokens[end + 1].isSpelled
      {
        parts.append((word(end + 1), separator))
        end += 2
      } else if isNumber(end), !tokens[end].isGlued, !tokens[end].isSpelled, word(end).utf8.count == 3,
        !tokens[end].isOrdinal,
        parts[parts.count - 1].text.utf8.count <= 3, parts.count == 1 || parts.last?.separator == " ",
        text.utf8.distance(from: tokens[end - 1].end, to: tokens[end].start) <= 3,
        !word(end).hasPrefix("0") || word(end) == "000" || true
      {
        parts.append((word(end), " "))
        end += 1
      } else {
        break
      }
    }
    // ",-" and ".-" follow a whole amount.
    if word(end) == "," || word(end) == ".", tokens[end].isGlued, word(end + 1) == "-",
      tokens[end + 1].isGlued
    {
      end += 2
    }
    var whole = 0
    var fraction = 0
    let last = parts[parts.count - 1]
    let hasFraction =
      parts.count > 1 && (last.separator == "." || last.separator == ",")
      && (last.text.utf8.count <= 2 || last.text.utf8.count > 3 || parts.count == 2 && parts[0].text == "0")
    for (position, part) in parts.enumerated() {
      if hasFraction, position == parts.count - 1 {
        let digits = Array(part.text.utf8.prefix(4))
        for place in 0..<4 { fraction = fraction * 10 + (place < digits.count ? Int(digits[place]) - 48 : 0) }
        if fraction == 0, part.text.utf8.contains(where: { $0 != 48 }) { fraction = 1 }
        continue
      }
      for digit in part.text.utf8 { whole = min(whole * 10 + Int(digit) - 48, limit) }
    }
    return multiplied(Amount(value: whole * 10_000 + fraction, end: end))
  }

  private func multiplied(_ amount: Amount) -> Amount {
    var amount = amount
    if let factor = MoneyWords.multipliers[word(amount.end)], isFree(amount.end) {
      let (product, overflow) = amount.value.multipliedReportingOverflow(by: factor)
      amount.value = overflow ? 1_000_000_000_000_000 : min(product, 1_000_000_000_000_000)
      amount.end += 1
      amount.isMultiplied = true
    }
    return amount
  }

  enum Unit {
    case known(Currency)
    case several, foreign
  }

  private func unit(before index: Int) -> (unit: Unit, start: Int)? {
    var at = index - 1
    if word(at) == ".", tokens[at].isGlued { at -= 1 }
    guard isFree(at) else { return nil }
    let name = word(at)
    if name == "$", at > 0, tokens[at].isGlued, let currency = MoneyWords.dollars[word(at - 1)] {
      return (.known(currency), at - 1)
    }
    if name == "kr" { return (.several, at) }
    if tokens[at].kind == .word, tokens[at].text.utf8.count < 3,
      !["rs", "zl", "kc", "ft", "fr", "tl"].contains(name)
    {
      return nil
    }
    if name == "try" || name == "all" || name == "real" || name == "won" {
      if !tokens[at].isAllCapitals || isAllCapitalsText { return nil }
    }
    if let currency = MoneyWords.currencies[name] { return (.known(currency), at) }
    if MoneyWords.foreign.contains(name) { return (.foreign, at) }
    return nil
  }

  private func unit(after index: Int) -> (unit: Unit, end: Int)? {
    guard isFree(index) else { return nil }
    let name = word(index)
    if name == "kr" { return (.several, index + 1) }
    if name == "$" {
      // In "for two $3000" the sign belongs to the following number.
      if isNumber(index + 1), tokens[index + 1].isGlued { return nil }
      return (.known(.usd), index + 1)
    }
    if let currency = MoneyWords.dollars[name], word(index + 1) == "$" {
      return (.known(currency), index + 2)
    }
    if ["€", "£", "₹", "¥"].contains(name), isNumber(index + 1), tokens[index + 1].isGlued { return nil }
    let adjectives: [String: Currency] = [
      "us": .usd, "american": .usd, "australian": .aud, "canadian": .cad, "singapore": .sgd, "swiss": .chf,
      "hong": .hkd,
      "british": .gbp, "indian": .inr, "swedish": .sek, "norwegian": .nok, "danish": .dkk, "icelandic": .isk,
      "czech": .czk,
      "polish": .pln, "turkish": .try, "japanese": .jpy, "mexican": .mxn,
    ]
    if let currency = adjectives[name] {
      let next = word(index + 1)
      if MoneyWords.currencies[next] != nil || next == "crowns" || next == "pesos" || next == "kr" {
        return (.known(currency), index + 2)
      }
    }
    if name == "try" || name == "all" || name == "real" { if !tokens[index].isAllCapitals { return nil } }
    if let currency = MoneyWords.currencies[name] { return (.known(currency), index + 1) }
    if name == "new", word(index + 1) == "zealand" { return (.known(.nzd), index + 3) }
    if name == "crowns" || name == "krone" || name == "krona" { return (.several, index + 1) }
    if MoneyWords.foreign.contains(name), name != "all" || tokens[index].isAllCapitals {
      return (.foreign, index + 1)
    }
    return nil
  }

  /// True if a word that announces a budget stands before a token.
  private func isAnnounced(_ index: Int) -> Bool {
    var at = index - 1
    var steps = 0
    while at >= 0, steps < 5 {
      let name = word(at)
      if MoneyWords.cues.contains(name) {
        if name == "up" { return word(at + 1) == "to" }
        if name == "most" { return word(at - 1) == "at" }
        if name == "less" || name == "cheaper" { return word(at + 1) == "than" }
        if name == "over" {
          return word(at - 1) == "not" || word(at - 1) == "no" || word(at - 1) == "nothing"
        }
        return true
      }
      guard
        [
          ":", "of", "is", "about", "around", "roughly", "to", "than", "a", "total", "only", "approx",
          "between", "from", "-", "max", "=", "limit", "the", "was", "approximately", "our", "my", "per",
          "person",
        ].contains(name)
      else { return false }
      at -= 1
      steps += 1
    }
    return false
  }

  mutating func readMoney() {
    var index = 0
    while index < tokens.count - 1 {
      guard isNumber(index), var amount = amount(at: index), !isDateLike(index) else {
        index += 1
        continue
      }
      var start = index
      var found: Unit?
      if let unit = unit(before: index) {
        found = unit.unit
        start = unit.start
      }
      let isNegative = index > 0 && word(index - 1) == "-" && isAnnounced(index - 1) && !isNumber(index - 2)
      let isCued = isAnnounced(start)
      // A range: its upper end is the limit.
      func rangeEnd(_ end: Int) -> (Amount, Int)? {
        let joint = word(end)
        guard joint == "-" || joint == "to" || joint == "and" && word(start - 1) == "between" else {
          return nil
        }
        var at = end + 1
        if !isNumber(at), MoneyWords.currencies[word(at)] != nil { at += 1 }
        if !isNumber(at), MoneyWords.dollars[word(at)] != nil, word(at + 1) == "$" { at += 2 }
        guard isNumber(at), let upper = self.amount(at: at) else { return nil }
        return (upper, upper.end)
      }
      var firstUnitEnd = amount.end
      if let unit = unit(after: amount.end), found == nil {
        if let (upper, _) = rangeEnd(unit.end), self.unit(after: upper.end) != nil || true,
          self.unit(after: upper.end) != nil
        {
          amount = upper
        } else {
          firstUnitEnd = unit.end
          found = unit.unit
        }
      }
      if found != nil || isCued, firstUnitEnd == amount.end, let (upper, _) = rangeEnd(amount.end) {
        var value = upper
        if amount.isMultiplied, !upper.isMultiplied, upper.value < amount.value {
          value.value = upper.value * 1000
        }
        amount = value
      } else if found == nil, let (upper, _) = rangeEnd(amount.end), let unit = unit(after: upper.end),
        case .known = unit.unit
      {
        amount = upper
      }
      var end = max(amount.end, firstUnitEnd)
      if let unit = unit(after: amount.end) {
        // A code behind the amount is more specific than a sign before it.
        found = unit.unit
        end = unit.end
      }
      if found == nil, isCued || amount.isMultiplied {
        let follower = word(amount.end)
        let isCount =
          LengthWords.units[follower] != nil || PeopleWords.people[follower] != nil
          || PeopleWords.relations[follower] != nil
          || ["stop", "stops", "star", "stars", "hours", "hour", "minutes", "km", "bags"].contains(follower)
          || follower == "-" && LengthWords.units[word(amount.end + 1)] != nil
          || CalendarWords.months[follower] != nil
        if isCued, tokens[index].text.utf8.count == 3 || !isCount, !isCount, follower != "%" {
          // "12 USD-like" codes that nobody knows.
          if isWord(amount.end), tokens[amount.end].isAllCapitals, !isAllCapitalsText,
            word(amount.end).utf8.count == 3, entry(amount.end) == nil
          {
            found = .foreign
            end = amount.end + 1
          } else {
            found = .known(.usd)
          }
        } else if amount.isMultiplied, !isCount {
          found = .known(.usd)
        }
      }
      guard let unit = found else {
        index = amount.end
        continue
      }
      var per = Reading.Unit.trip
      (per, end) = self.per(at: end)
      use(start..<end)
      switch unit {
      case .several: ask(.budget)
      case .foreign: report(start..<end)
      case .known(let currency):
        if reading.amount == nil { setAmount(amount.value, isNegative, currency, per) }
      }
      index = end
    }
  }

  private func per(at index: Int) -> (Reading.Unit, Int) {
    var at = index
    var hasMark = false
    if word(at) == "(" { at += 1 }
    if ["/", "per", "a", "an", "each", "every"].contains(word(at)) {
      hasMark = true
      if word(at) == "each", LengthWords.units[word(at + 1)] == nil { return (.person, at + 1) }
      at += 1
    }
    let name = word(at)
    if ["pp", "apiece", "each", "pppn"].contains(name) { return (.person, at + 1) }
    if name == "p", word(at + 1) == "." || word(at + 1) == "p" {
      var end = at + 1
      while ["p", "."].contains(word(end)), tokens[end].isGlued { end += 1 }
      return (.person, end)
    }
    if hasMark {
      if ["night", "day", "nt"].contains(name) { return (.night, at + 1) }
      if ["person", "head", "adult", "traveller", "traveler", "passenger", "pax", "guest", "p"].contains(name)
      {
        return (.person, at + 1)
      }
    }
    if name == "nightly" { return (.night, at + 1) }
    return (.trip, index)
  }

  private mutating func setAmount(_ value: Int, _ isNegative: Bool, _ currency: Currency, _ per: Reading.Unit)
  {
    let scale = currency.minorPerMajor == 100 ? 100 : 10_000
    let money = Money(minorUnits: Int64((isNegative ? -value : value) / scale), currency)
    TripRequest.check(budget: money, &issues)
    reading.amount = money
    reading.per = per
  }

  /// True if a number is part of a date in digits, or is followed by a month.
  func isDateLike(_ index: Int) -> Bool {
    if tokens[index].isOrdinal { return true }
    if CalendarWords.months[word(index - 1)] != nil,
      tokens[index].value <= 31 || tokens[index].text.utf8.count == 4, entry(index - 1) != nil,
      unit(after: index + 1) == nil, word(index - 1) != "may" || word(index - 2) != "we"
    {
      return true
    }
    if CalendarWords.months[word(index + 1)] != nil, tokens[index].value <= 31 { return true }
    return numericDate(at: index) != nil
  }
}
