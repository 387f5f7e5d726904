import Primitives

/// The runs of digits in a text, and the numbers of payment cards in them.
struct CardNumberRuns {
  private let signs: [Unicode.Scalar]

  init(_ text: String) { signs = Array(text.unicodeScalars) }

  // MARK: Suspected numbers

  /// Returns the range of the first suspected number, in scalars.
  func suspected(shortest: Int) -> Range<Int>? {
    // Consecutive digits with their indices.
    var run: [UInt8] = []
    var places: [Int] = []
    var gap = 0
    // The letter that stands between groups of the run, always the same.
    var letter: Unicode.Scalar?
    var index = 0
    while true {
      let date = index < signs.count && isBorder(index) ? dateLength(at: index) : nil
      let digit = index < signs.count && date == nil ? digit(at: index) : nil
      if let digit {
        run.append(digit)
        places.append(index)
        gap = 0
      } else {
        gap += 1
        if index < signs.count, let between = letterBetweenDigits(index), letter ?? between == between {
          letter = between
        } else if index == signs.count || date != nil || gap > 3 || signs[index].properties.isAlphabetic {
          letter = nil
          if let found = Self.suspected(in: run, shortest) {
            return places[found.lowerBound]..<places[found.upperBound - 1] + 1
          }
          if index == signs.count { return nil }
          run.removeAll(keepingCapacity: true)
          places.removeAll(keepingCapacity: true)
        }
      }
      index += date ?? 1
    }
  }

  /// Returns the first number with a prefix of an issuer; of those that start at one digit, the longest.
  private static func suspected(in run: [UInt8], _ shortest: Int) -> Range<Int>? {
    guard run.count >= shortest else { return nil }
    for start in 0...run.count - shortest {
      let first = run[start..<start + 4].reduce(0) { $0 * 10 + Int($1) }
      guard (3000...6999).contains(first) || (2221...2720).contains(first) else { continue }
      for length in stride(from: min(19, run.count - start), through: shortest, by: -1)
      where hasRightCheckDigit(run[start..<start + length]) {
        return start..<start + length
      }
    }
    return nil
  }

  // MARK: Runs of one kind of digit in groups

  /// Returns the text with runs that are numbers replaced; nil if there is none.
  func withoutRuns(shortest: Int) -> String? {
    var kept = String.UnicodeScalarView()
    var index = 0
    var found = false
    while index < signs.count {
      guard isPlainDigit(index) else {
        kept.append(signs[index])
        index += 1
        continue
      }
      if isBorder(index), let length = dateLength(at: index) {
        kept.append(contentsOf: signs[index..<index + length])
        index += length
        continue
      }
      let (places, end) = run(from: index)
      found = copy(places, until: end, shortest, into: &kept) || found
      index = end
    }
    return found ? String(kept) : nil
  }

  /// Returns the indices of consecutive digits with at most one separator between two, and the index after them. A date
  /// ends a run.
  private func run(from start: Int) -> (places: [Int], end: Int) {
    var places = [start]
    var end = start + 1
    while end < signs.count {
      if isPlainDigit(end) {
        places.append(end)
        end += 1
      } else if isSeparator(end), isPlainDigit(end + 1), dateLength(at: end + 1) == nil {
        end += 1
      } else {
        break
      }
    }
    return (places, end)
  }

  /// Copies a run with card numbers replaced. Returns true if there was one.
  private func copy(
    _ places: [Int], until end: Int, _ shortest: Int, into kept: inout String.UnicodeScalarView
  ) -> Bool {
    // True where a number may start, or end before the digit: next to a separator or an end of the run.
    let borders = places.indices.map { $0 == 0 || places[$0] > places[$0 - 1] + 1 } + [true]
    let isUnbroken = places.count > 19 && !borders.dropFirst().dropLast().contains(true)
    let digits = places.map { UInt8(signs[$0].value - 48) }
    var first = 0
    var found = false
    while first < places.count {
      var length = 1
      if isUnbroken || borders[first] {
        // The longest number that starts here.
        for candidate in stride(from: min(19, places.count - first), through: shortest, by: -1)
        where (isUnbroken || borders[first + candidate])
          && Self.hasRightCheckDigit(digits[first..<first + candidate])
        {
          length = candidate
          break
        }
      }
      let next = first + length < places.count ? places[first + length] : end
      if length > 1 {
        kept.append(contentsOf: CardNumber.removed.unicodeScalars)
        found = true
        // The separator after the number stays.
        kept.append(contentsOf: signs[(places[first + length - 1] + 1)..<next])
      } else {
        kept.append(contentsOf: signs[places[first]..<next])
      }
      first += length
    }
    return found
  }

  // MARK: Digits and dates

  /// Returns the length of the date that starts here: year, month and day, or the reverse, with equal separators; nil
  /// without one.
  private func dateLength(at index: Int) -> Int? {
    for widths in [[4, 2, 2], [2, 2, 4]] {
      guard let fields = fields(at: index, widths) else { continue }
      let (year, rest) = widths[0] == 4 ? (fields[0], fields[1...]) : (fields[2], fields[..<2])
      if (1900...2199).contains(year), rest.allSatisfy({ (1...31).contains($0) }),
        rest.contains(where: { $0 <= 12 })
      {
        return 10
      }
    }
    return nil
  }

  /// Returns numbers with these widths, with `-`, `.` or `/` between them and no digit after them; nil without them.
  private func fields(at index: Int, _ widths: [Int]) -> [Int]? {
    var place = index
    var fields: [Int] = []
    var sign: Unicode.Scalar?
    for width in widths {
      if let last = fields.isEmpty ? nil : place {
        guard last < signs.count, signs[last] == sign ?? signs[last],
          "-./".unicodeScalars.contains(signs[last])
        else { return nil }
        sign = signs[last]
        place += 1
      }
      var value = 0
      for _ in 0..<width {
        guard isPlainDigit(place) else { return nil }
        value = value * 10 + Int(signs[place].value - 48)
        place += 1
      }
      fields.append(value)
    }
    return isPlainDigit(place) ? nil : fields
  }

  /// Returns true if there is no digit before this one.
  private func isBorder(_ index: Int) -> Bool { index == 0 || !isPlainDigit(index - 1) }

  private func isPlainDigit(_ index: Int) -> Bool {
    index < signs.count && (48...57).contains(signs[index].value)
  }

  private func isSeparator(_ index: Int) -> Bool {
    signs[index] == " " || signs[index] == "-" || signs[index] == "."
  }

  /// Returns the value of a digit of any script.
  private func digit(at index: Int) -> UInt8? {
    let sign = signs[index]
    if sign.isASCII { return isPlainDigit(index) ? UInt8(sign.value - 48) : nil }
    // Superscript and circled digits have the type `digit`.
    switch sign.properties.numericType {
    case .decimal, .digit: return sign.properties.numericValue.flatMap { UInt8(exactly: $0) }
    default: return nil
    }
  }

  /// Returns the letter at `index`, in lower case, if it stands alone between two digits and its word is not the name
  /// of a session: 16 hexadecimal digits.
  private func letterBetweenDigits(_ index: Int) -> Unicode.Scalar? {
    let sign = signs[index]
    guard sign.properties.isAlphabetic, index > 0, index + 1 < signs.count, digit(at: index - 1) != nil,
      digit(at: index + 1) != nil
    else { return nil }
    var start = index
    while start > 0, isWordSign(start - 1) { start -= 1 }
    var end = index + 1
    while end < signs.count, isWordSign(end) { end += 1 }
    if end - start == 16, signs[start..<end].allSatisfy(\.properties.isASCIIHexDigit) { return nil }
    return sign.properties.lowercaseMapping.unicodeScalars.first
  }

  private func isWordSign(_ index: Int) -> Bool {
    signs[index].properties.isAlphabetic || signs[index].properties.numericType != nil
  }

  private static func hasRightCheckDigit(_ digits: ArraySlice<UInt8>) -> Bool {
    var sum = 0
    var differ = false
    for (place, digit) in digits.reversed().enumerated() {
      differ = differ || digit != digits.first
      let doubled = Int(digit) * 2
      sum += place % 2 == 0 ? Int(digit) : doubled > 9 ? doubled - 9 : doubled
    }
    // Zeros alone have a valid check digit.
    return sum % 10 == 0 && differ
  }
}
