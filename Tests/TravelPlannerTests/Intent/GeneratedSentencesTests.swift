import Primitives
import Testing
import TravelPlanner

/// Sentences made of parts with known meanings.
@Suite("Generated sentences")
struct GeneratedSentencesTests {
  let today = CalendarDay("2026-01-01")!

  struct Sentence {
    var text = ""
    var departure: String?
    var returning: String?
    var nights: Int?
    var travellers: Int?
    var budget: Money?
    var perPerson = false
  }

  static let cities = [
    "Berlin", "Paris", "Rome", "Oslo", "Madrid", "Tokyo", "New York", "Buenos Aires", "Ho Chi Minh City",
    "Nairobi",
    "Lisbon", "Vienna", "Cape Town", "Zurich", "San Diego", "Rio de Janeiro",
  ]
  static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "June", "July", "August", "Sept", "October", "Nov", "December",
  ]

  private func pick<Value>(_ values: [Value], _ draws: inout SplitMix64) -> Value {
    values[Int(draws.next(below: UInt64(values.count)))]
  }

  private func sentence(_ draws: inout SplitMix64) -> (Sentence, origin: String, destination: String) {
    var made = Sentence()
    let origin = pick(Self.cities, &draws)
    var destination = origin
    while destination == origin { destination = pick(Self.cities, &draws) }
    let start = today.advanced(by: Int(draws.next(in: 20...340)))
    let length = Int(draws.next(in: 2...9))
    let end = start.advanced(by: length)
    let places = pick(
      [
        "trip from \(origin) to \(destination)", "\(destination) from \(origin)",
        "fly to \(destination) from \(origin)",
      ],
      &draws)
    let (year, month, day) = start.civil
    let name = Self.months[month - 1]
    let iso = "\(start)"
    let forms = [
      "on \(day) \(name) \(year)", "\(name) \(day), \(year)", iso,
      "on the \(day)\(suffix(day)) of \(name) \(year)",
      "on \(start.weekday.abbreviation), \(day) \(name) \(year)", "\(month)/\(day)/\(year)",
      "\(day).\(month).\(year)",
      "\(day)-\(name)-\(year)",
    ]
    // Day and month that can change places are no date alone.
    let isOpen = day <= 12 && day != month
    var form = pick(forms, &draws)
    if isOpen, form == forms[5] || form == forms[6] { form = iso }
    made.departure = iso
    made.nights = length
    made.returning = "\(end)"
    let dates: String
    if draws.next(below: 2) == 0 {
      dates = "\(form), \(pick(["\(length) nights", "for \(length) nights", "\(length)-night stay"], &draws))"
    } else {
      dates = "\(pick(["from ", ""], &draws))\(iso) \(pick(["to", "-", "until"], &draws)) \(end)"
    }
    var parts = [dates]
    switch draws.next(below: 5) {
    case 0:
      made.travellers = Int(draws.next(in: 2...9))
      parts.append("\(made.travellers!) \(pick(["people", "adults", "travellers", "guests"], &draws))")
    case 1:
      made.travellers = 4
      parts.append(
        pick(["2 adults and 2 kids", "family of four", "two adults, one child and a baby"], &draws))
    case 2:
      made.travellers = 2
      parts.append(pick(["with my wife", "a couple", "me and my brother"], &draws))
    default: break
    }
    if draws.next(below: 2) == 0 {
      let whole = Int64(draws.next(in: 5...99)) * 100
      let grouped =
        whole >= 1000 ? "\(whole / 1000),\(whole % 1000 == 0 ? "000" : "\(whole % 1000)")" : "\(whole)"
      made.budget = Money(minorUnits: whole * 100, .eur)
      parts.append(
        pick(
          [
            "budget \(grouped) EUR", "under €\(grouped)", "max \(whole) euros", "budget EUR \(whole)",
            "\(grouped).00 €",
          ],
          &draws))
    }
    made.text = places + ", " + parts.joined(separator: ", ")
    return (made, origin, destination)
  }

  private func suffix(_ day: Int) -> String {
    switch day {
    case 1, 21, 31: "st"
    case 2, 22: "nd"
    case 3, 23: "rd"
    default: "th"
    }
  }

  @Test("each part is read, and nothing is left over", arguments: 0..<8 as Range<UInt64>)
  func eachPartIsRead(seed: UInt64) {
    var draws = RandomSource(seed: seed).stream("sentences")
    for _ in 0..<60 {
      let (made, origin, destination) = sentence(&draws)
      guard case .understood(let intent) = RuleBasedClassifier().classify(made.text, today: today) else {
        Issue.record("refused: \(made.text)")
        continue
      }
      #expect(intent.origin?.name == origin, "\(made.text)")
      #expect(intent.destination?.name == destination, "\(made.text)")
      #expect(intent.departure.map { "\($0)" } == made.departure, "\(made.text)")
      #expect(intent.returning.map { "\($0)" } == made.returning, "\(made.text)")
      #expect(intent.nights.map { Int($0) } == made.nights, "\(made.text)")
      #expect(intent.passengers.map { Int($0) } == made.travellers, "\(made.text)")
      #expect(intent.budget == made.budget, "\(made.text)")
      #expect(intent.reading?.isSettled ?? true, "\(made.text): \(intent.reading!)")
    }
  }
}
