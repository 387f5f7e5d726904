package import Configuration
package import Primitives

/// The reply of a language model that is asked what a traveller wants: one JSON object without any text around it
/// other than a code fence.
///
/// | Key | Holds | |
/// | --- | --- | --- |
/// | `intent` | one of `Intent.Kind` | required |
/// | `requiresFlights`, `requiresHotels`, `requiresWeather`, `requiresActivities` | true or false | required |
/// | `origin`, `destination` | a city's name or airport code | or null |
/// | `departure`, `return` | a day, `2026-06-15` | or null |
/// | `nights`, `passengers`, `maximumStops` | whole numbers | or null |
/// | `budget` | `{"amount": 1500.50, "currency": "EUR"}` | or null |
/// | `cabin` | `economy`, `premium economy`, `business` or `first` | or null |
/// | `minimumRating` | stars, 0 to 5 | or null |
/// | `interests` | names of `ActivityCategory` | a list |
/// | `segments` | `{"destination": "Rome", "nights": 3}`, two to eight, or none | a list; needed for `planMultiCityTrip` |
///
/// The reply is not trusted. A key that is not in the table, a wrong type, an unknown city, anything that the rules
/// of a request refuse, more than 16 KiB and more than eight levels make the whole reply malformed. A missing
/// optional key counts as null.
package enum IntentReply {
  /// Returns the intent that `reply` describes. An error has the path, `segments[1].nights`.
  package static func intent(_ reply: String, today: CalendarDay) throws(ConfigurationError) -> Intent {
    let fields = try ObjectReader(parser.parse(unfenced(reply)), allowing: keys)
    var intent = Intent(try fields.read("intent", .choice))
    for (key, need) in needs where try fields.read(key, .boolean) { intent.needs.formUnion(need) }
    intent.origin = try fields.readIfPresent("origin", city)
    intent.destination = try fields.readIfPresent("destination", city)
    intent.passengers = try fields.readIfPresent("passengers", passengers).map { UInt8($0) }
    intent.maximumStops = try fields.readIfPresent("maximumStops", stops).map { UInt8($0) }
    intent.minimumRating = try fields.readIfPresent("minimumRating", rating).map { UInt8($0 / 10) }
    intent.cabin = try fields.readIfPresent("cabin", cabin)
    intent.budget = try budget(fields)
    for interest in try fields.readIfPresent("interests", interests) ?? [] {
      intent.interests.formUnion(ActivityCategories(interest))
    }
    try readDates(fields, today, &intent)
    try readSegments(fields, &intent)
    if let origin = intent.origin, origin == intent.destination {
      throw fields.error("destination", "must differ from the origin")
    }
    return intent
  }

  /// Returns the text inside of one Markdown code fence, which models put around JSON although they are told not to;
  /// any other text as it is.
  static func unfenced(_ reply: String) -> String {
    var lines = reply.split(omittingEmptySubsequences: false) { $0.isNewline }[...]
    func isBlank(_ line: Substring?) -> Bool { line?.allSatisfy(\.isWhitespace) == true }
    while isBlank(lines.first) { lines.removeFirst() }
    while isBlank(lines.last) { lines.removeLast() }
    func isFence(_ line: Substring?, _ words: [Substring]) -> Bool {
      guard let line, line.hasPrefix("```") else { return false }
      return words.contains(line.dropFirst(3).prefix { !$0.isWhitespace })
    }
    guard lines.count > 2, isFence(lines.first, ["", "json", "JSON"]), isFence(lines.last, [""]) else {
      return reply
    }
    return lines.dropFirst().dropLast().joined(separator: "\n")
  }

  /// Strict JSON, of a size that any sensible reply has.
  package static let parser = JSONParser(.strict, limits: JSONParser.Limits(bytes: 16_384, depth: 8))

  private static let keys = [
    "intent", "requiresFlights", "requiresHotels", "requiresWeather", "requiresActivities", "origin",
    "destination", "departure", "return", "nights", "passengers", "budget", "cabin", "maximumStops",
    "minimumRating", "interests", "segments",
  ]

  static let needs: [(key: String, need: SearchNeeds)] = [
    ("requiresFlights", .flights), ("requiresHotels", .hotels), ("requiresWeather", .weather),
    ("requiresActivities", .activities),
  ]

  private static func budget(_ fields: ObjectReader) throws(ConfigurationError) -> Money? {
    guard let value = fields["budget"] else { return nil }
    let budget = try ObjectReader(value, at: fields.path(of: "budget"), allowing: ["amount", "currency"])
    let amount = try budget.read("amount", budgetAmount)
    let currency = try budget.read("currency", currency)
    let minor = amount * currency.minorPerMajor / 100
    guard minor > 0 else { throw budget.error("amount", "must be more than 0") }
    return Money(minorUnits: minor, currency)
  }

  private static func readDates(
    _ fields: ObjectReader, _ today: CalendarDay, _ intent: inout Intent
  ) throws(ConfigurationError) {
    let nights = try fields.readIfPresent("nights", nights)
    intent.nights = nights.map { Int16($0) }
    intent.departure = try fields.readIfPresent("departure", day)
    intent.returning = try fields.readIfPresent("return", day)
    switch (intent.departure, intent.returning, nights) {
    case (let departure?, nil, let nights?): intent.returning = departure.advanced(by: nights)
    case (nil, let returning?, let nights?): intent.departure = returning.advanced(by: -nights)
    case (let departure?, let returning?, let nights?) where departure.days(until: returning) != nights:
      throw fields.error("nights", "must be \(departure.days(until: returning)), from departure to return")
    default: break
    }
    var issues: [ValidationIssue] = []
    TripRequest.check(departure: intent.departure, returning: intent.returning, today: today, &issues)
    if let issue = issues.first { throw fields.error(issue.field.rawValue, "\(issue.rule)") }
    if let departure = intent.departure, let returning = intent.returning {
      intent.nights = Int16(departure.days(until: returning))
    }
  }

  private static func readSegments(_ fields: ObjectReader, _ intent: inout Intent) throws(ConfigurationError)
  {
    let values = try fields.readIfPresent("segments", segments) ?? []
    let cities = 2...TripRequest.Limits.cities
    guard values.isEmpty || cities.contains(values.count) else {
      throw fields.error("segments", "must be none, or \(cities.lowerBound) to \(cities.upperBound)")
    }
    switch intent.kind {
    case .planMultiCityTrip where values.isEmpty: throw fields.error("segments", "are missing")
    case .planTrip where !values.isEmpty: throw fields.error("segments", "do not go with planTrip")
    default: break
    }
    var origin = intent.origin
    var day = intent.departure
    for (index, value) in values.enumerated() {
      let path = "\(fields.path(of: "segments"))[\(index)]"
      let segment = try ObjectReader(value, at: path, allowing: ["destination", "nights"])
      let destination = try segment.read("destination", city)
      guard destination != origin else {
        throw segment.error("destination", "must differ from the city before")
      }
      let nights = try segment.readIfPresent("nights", nights)
      intent.segments.append(
        Intent.Segment(
          origin: origin, destination: destination, departure: day, nights: nights.map { Int16($0) }))
      origin = destination
      day = nights.flatMap { nights in day?.advanced(by: nights) }
    }
    guard let first = intent.segments.first?.destination else { return }
    guard intent.destination == nil || intent.destination == first else {
      throw fields.error("destination", "must be the first of the segments")
    }
    intent.destination = first
  }

  // MARK: Codecs

  private static let city = FieldCodec<City>.text(
    "a city or airport we know",
    { $0.unicodeScalars.count <= TripRequest.Limits.place.upperBound ? City($0) : nil }, { $0.name })
  private static let day = FieldCodec<CalendarDay>.text(
    "a day of the calendar, written yyyy-mm-dd", { CalendarDay($0) }, { "\($0)" })
  private static let currency = FieldCodec<Currency>.text(
    "a currency we know", { Currency(code: $0) }, { $0.code })
  private static let cabin = FieldCodec.choice(among: Cabin.allCases, named: { $0.name })
  private static let interests = FieldCodec.list(
    .choice(among: ActivityCategory.allCases, named: { $0.name }))
  private static let segments = FieldCodec<[JSONValue]>.list(.any)
  private static let nights = whole(1...TripRequest.Limits.tripDays)
  private static let passengers = whole(TripRequest.Limits.passengers)
  private static let stops = whole(0...10)
  private static let rating = hundredths(0...500)
  private static let budgetAmount = hundredths(1...TripRequest.Limits.budgetMax * 100)

  /// A number in `range` that is written as a whole one: a model that writes `5.0` nights is not sure what nights
  /// are.
  private static func whole(_ range: ClosedRange<Int>) -> FieldCodec<Int> {
    FieldCodec(
      schema: FieldCodec.integer(range).schema,
      read: { value, path throws(ConfigurationError) in
        guard case .integer(let whole) = value, let number = Int(exactly: whole), range.contains(number)
        else {
          throw FieldCodec<Int>.refused(
            value, at: path, allowed: "a whole number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
      },
      write: { .integer(Int64($0)) })
  }

  /// A number with at most two decimals, in hundredths.
  private static func hundredths(_ range: ClosedRange<Int64>) -> FieldCodec<Int64> {
    FieldCodec(
      schema: .object(["type": .string("number")]),
      read: { value, path throws(ConfigurationError) in
        // Below 10^15 every number with two decimals has a double of its own, and the division finds it.
        guard let number = value.double, let scaled = Int64(exactly: (number * 100).rounded()),
          range.contains(scaled), Double(scaled) / 100 == number
        else {
          let above = range.lowerBound > 0 ? ", above 0" : ""
          throw FieldCodec<Int64>.refused(
            value, at: path,
            allowed: "a number up to \(range.upperBound / 100)\(above), with at most two decimals")
        }
        return scaled
      },
      write: { .number(Double($0) / 100) })
  }

  // MARK: Writing

  /// Returns the reply that describes `intent`, as a model without mistakes would write it.
  package static func text(_ intent: Intent) -> String {
    var members = ["\"intent\":\"\(intent.kind.rawValue)\""]
    for (key, need) in needs { members.append("\"\(key)\":\(intent.needs.contains(need))") }
    func add(_ key: String, _ value: String?) { if let value { members.append("\"\(key)\":\(value)") } }
    add("origin", intent.origin.map { Text.quoted($0.name) })
    add("destination", intent.destination.map { Text.quoted($0.name) })
    add("departure", intent.departure.map { "\"\($0)\"" })
    add("return", intent.returning.map { "\"\($0)\"" })
    add("nights", intent.nights.map { "\($0)" })
    add("passengers", intent.passengers.map { "\($0)" })
    add(
      "budget",
      intent.budget.map { budget in
        let hundredths = budget.minorUnits * 100 / budget.currency.minorPerMajor
        return
          "{\"amount\":\(hundredths / 100).\(Text.padded(Int(hundredths % 100), to: 2)),\"currency\":\"\(budget.currency.code)\"}"
      })
    add("cabin", intent.cabin.map { "\"\($0.name)\"" })
    add("maximumStops", intent.maximumStops.map { "\($0)" })
    add("minimumRating", intent.minimumRating.map { "\($0 / 10).\($0 % 10)" })
    let names = ActivityCategory.allCases.filter { intent.interests.contains($0) }.map { "\"\($0.name)\"" }
    if !names.isEmpty { add("interests", "[\(names.joined(separator: ","))]") }
    if !intent.segments.isEmpty {
      let segments = intent.segments.map { segment in
        "{\"destination\":\(Text.quoted(segment.destination.name))"
          + (segment.nights.map { ",\"nights\":\($0)" } ?? "") + "}"
      }
      add("segments", "[\(segments.joined(separator: ","))]")
    }
    return "{\(members.joined(separator: ","))}"
  }
}
