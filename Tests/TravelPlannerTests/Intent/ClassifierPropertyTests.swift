import Primitives
import Testing
import TravelPlanner

@Suite("Classifier properties")
struct ClassifierPropertyTests {
  let today = CalendarDay("2026-01-14")!
  let rules = RuleBasedClassifier()

  /// Checks the properties of every intent.
  func check(_ text: String) {
    guard case .understood(let intent) = rules.classify(text, today: today) else { return }
    if let departure = intent.departure { #expect(departure >= today, "\(text)") }
    if let departure = intent.departure, let returning = intent.returning {
      #expect((1...365).contains(departure.days(until: returning)), "\(text)")
    }
    if let nights = intent.nights { #expect((1...365).contains(nights), "\(text)") }
    if let passengers = intent.passengers { #expect((1...50).contains(passengers), "\(text)") }
    if let budget = intent.budget {
      #expect(
        budget.minorUnits > 0 && budget.minorUnits <= 1_000_000 * budget.currency.minorPerMajor, "\(text)")
    }
    #expect(intent.origin == nil || intent.origin != intent.destination, "\(text)")
    #expect(intent.segments.isEmpty || (2...8).contains(intent.segments.count), "\(text)")
    #expect(intent.segments.first.map { $0.destination == intent.destination } ?? true, "\(text)")
  }

  static let words = [
    "from", "to", "in", "via", "and", "then", "for", "on", "between", "until", "back", "return", "without",
    "no",
    "Paris", "Rome", "new york", "JFK", "Nice", "San", "rio de janeiro", "Ho Chi", "Atlantis", "trip", "plan",
    "flights", "hotel", "weather", "things to do", "itinerary", "book", "June", "May 31", "February", "31",
    "15th",
    "2026-06-15", "2026-02-30", "2026", "next", "this", "weekend", "week", "friday", "tomorrow",
    "day after tomorrow",
    "5", "0", "-3", "99999999999999999999", "3.5", "2,500", "$", "€", "k", "million", "thousand", "nights",
    "days",
    "months", "people", "kids", "friends", "a", "couple", "of", "us", "two", "twenty-one", "one hundred",
    "per person",
    "each", "per night", "EUR", "usd", "under", "budget", ",", ".", "-", "–", "→", "->", "&", "star", "stops",
    "class",
    "business", "long", "fortnight", "now", "wife", "solo", "family", "group", "including",
  ]

  @Test("accepts words in any order without a trap", arguments: 0..<20)
  func wordSalad(seed: UInt64) {
    var draws = RandomSource(seed: seed).stream("words")
    for _ in 0..<500 {
      var text = ""
      for _ in 0..<draws.next(in: 1...14) {
        text +=
          ClassifierPropertyTests.words[Int(draws.next(below: UInt64(ClassifierPropertyTests.words.count)))]
        if draws.next(below: 8) > 0 { text += " " }
      }
      check(text)
    }
  }

  @Test("never stumbles over bytes in any order", arguments: 0..<20)
  func byteSalad(seed: UInt64) {
    var draws = RandomSource(seed: seed).stream("bytes")
    for _ in 0..<500 {
      let bytes = (0..<draws.next(in: 0...60)).map { _ in UInt8(truncatingIfNeeded: draws.next()) }
      check(String(decoding: bytes, as: UTF8.self))
    }
  }

  @Test(
    "says the same in capitals and small letters, where no name depends on them",
    arguments: [
      "Find flights from New York to Rome on June 15 for two",
      "plan a week in Lisbon for 3 people under 900 eur",
    ])
  func caseDoesNotMatter(text: String) {
    let expected = rules.classify(text, today: today)
    #expect(rules.classify(text.uppercased(), today: today) == expected)
    #expect(rules.classify(text.lowercased(), today: today) == expected)
  }

  @Test func `dates count from the day that is handed in`() {
    for offset in 0..<800 {
      let today = today.advanced(by: offset)
      guard case .understood(let intent) = rules.classify("Rome next weekend", today: today) else {
        Issue.record("refused on \(today)")
        continue
      }
      let departure = intent.departure!
      #expect(departure.weekday == .friday)
      // The weekend after the coming one: 5 to 11 days ahead.
      #expect((5...11).contains(today.days(until: departure)))
    }
  }
}
