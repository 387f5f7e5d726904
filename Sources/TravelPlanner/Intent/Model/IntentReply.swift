/// What a language model answers when it is asked what a traveller wants: one JSON object, nothing around it.
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
/// A key that is not named here, a wrong type, an unknown city, and anything the rules of a request refuse make
/// the whole reply malformed. What is left out counts as null.
public enum IntentReply {
  /// What is wrong with a reply, and where: `segments[1].nights: must be 1 to 365`.
  public struct Mistake: Error, Hashable, Sendable, CustomStringConvertible {
    public let path: String
    public let problem: String

    public init(_ path: String, _ problem: String) {
      self.path = path
      self.problem = problem
    }

    public var description: String { path.isEmpty ? problem : "\(path): \(problem)" }
  }

  /// The intent that `reply` describes, with every rule of a request held.
  public static func intent(_ reply: String, today: CalendarDay) throws(Mistake) -> Intent {
    let value: StrictJSON
    do throws(StrictJSON.Mistake) {
      value = try StrictJSON(parsing: reply)
    } catch {
      throw Mistake("", "not JSON: \(error.problem) at byte \(error.offset)")
    }
    let fields = try ReplyFields(value, "", allowing: keys)
    guard let kind = Intent.Kind(rawValue: try fields.string("intent") ?? "") else {
      throw Mistake("intent", "must be one of \(listed(Intent.Kind.allCases.map(\.rawValue)))")
    }
    var intent = Intent(kind)
    for (key, need) in needs where try fields.bool(key) { intent.needs.formUnion(need) }
    intent.origin = try fields.city("origin")
    intent.destination = try fields.city("destination")
    intent.passengers = try fields.whole("passengers", TripRequest.Limits.passengers).map { UInt8($0) }
    intent.maximumStops = try fields.whole("maximumStops", 0...10).map { UInt8($0) }
    intent.minimumRating = try fields.hundredths("minimumRating", 0...500).map { UInt8($0 / 10) }
    intent.cabin = try cabin(fields)
    intent.budget = try budget(fields)
    intent.interests = try interests(fields)
    try takeDates(fields, today, &intent)
    try takeSegments(fields, &intent)
    if let origin = intent.origin, origin == intent.destination {
      throw Mistake("destination", "must differ from the origin")
    }
    return intent
  }

  private static let keys = [
    "intent", "requiresFlights", "requiresHotels", "requiresWeather", "requiresActivities", "origin",
    "destination", "departure", "return", "nights", "passengers", "budget", "cabin", "maximumStops",
    "minimumRating", "interests", "segments",
  ]

  static let needs: [(key: String, need: SearchNeeds)] = [
    ("requiresFlights", .flights), ("requiresHotels", .hotels), ("requiresWeather", .weather),
    ("requiresActivities", .activities),
  ]

  private static func cabin(_ fields: ReplyFields) throws(Mistake) -> Cabin? {
    guard let name = try fields.string("cabin") else { return nil }
    guard let cabin = Cabin.allCases.first(where: { $0.name == name }) else {
      throw Mistake("cabin", "must be one of \(listed(Cabin.allCases.map(\.name)))")
    }
    return cabin
  }

  private static func budget(_ fields: ReplyFields) throws(Mistake) -> Money? {
    guard let value = fields["budget"] else { return nil }
    let budget = try ReplyFields(value, "budget", allowing: ["amount", "currency"])
    let range = 1...TripRequest.Limits.budgetMax * 100
    guard let amount = try budget.hundredths("amount", range) else {
      throw Mistake("budget.amount", "is missing")
    }
    guard let currency = Currency(code: try budget.string("currency") ?? "") else {
      throw Mistake("budget.currency", "is not a currency we know")
    }
    let minor = amount * currency.minorPerMajor / 100
    guard minor > 0 else { throw Mistake("budget.amount", "must be more than 0") }
    return Money(minorUnits: minor, currency)
  }

  private static func interests(_ fields: ReplyFields) throws(Mistake) -> ActivityCategories {
    var interests: ActivityCategories = []
    for (index, value) in try fields.array("interests").enumerated() {
      guard case .string(let name) = value,
        let category = ActivityCategory.allCases.first(where: { $0.name == name })
      else {
        throw Mistake(
          "interests[\(index)]", "must be one of \(listed(ActivityCategory.allCases.map(\.name)))")
      }
      interests.formUnion(ActivityCategories(category))
    }
    return interests
  }

  private static func takeDates(
    _ fields: ReplyFields, _ today: CalendarDay, _ intent: inout Intent
  ) throws(Mistake) {
    let nights = try fields.whole("nights", 1...TripRequest.Limits.tripDays)
    intent.nights = nights.map { Int16($0) }
    intent.departure = try fields.day("departure")
    intent.returning = try fields.day("return")
    switch (intent.departure, intent.returning, nights) {
    case (let departure?, nil, let nights?): intent.returning = departure.advanced(by: nights)
    case (nil, let returning?, let nights?): intent.departure = returning.advanced(by: -nights)
    case (let departure?, let returning?, let nights?) where departure.days(until: returning) != nights:
      throw Mistake("nights", "must be \(departure.days(until: returning)), from departure to return")
    default: break
    }
    var issues: [ValidationIssue] = []
    TripRequest.check(departure: intent.departure, returning: intent.returning, today: today, &issues)
    if let issue = issues.first { throw Mistake(issue.field.rawValue, "\(issue.rule)") }
    if let departure = intent.departure, let returning = intent.returning {
      intent.nights = Int16(departure.days(until: returning))
    }
  }

  private static func takeSegments(_ fields: ReplyFields, _ intent: inout Intent) throws(Mistake) {
    let values = try fields.array("segments")
    let cities = 2...TripRequest.Limits.cities
    guard values.isEmpty || cities.contains(values.count) else {
      throw Mistake("segments", "must be none, or \(cities.lowerBound) to \(cities.upperBound)")
    }
    switch intent.kind {
    case .planMultiCityTrip where values.isEmpty: throw Mistake("segments", "are missing")
    case .planTrip where !values.isEmpty: throw Mistake("segments", "do not go with planTrip")
    default: break
    }
    var origin = intent.origin
    var day = intent.departure
    for (index, value) in values.enumerated() {
      let path = "segments[\(index)]"
      let segment = try ReplyFields(value, path, allowing: ["destination", "nights"])
      guard let destination = try segment.city("destination") else {
        throw Mistake("\(path).destination", "is missing")
      }
      guard destination != origin else {
        throw Mistake("\(path).destination", "must differ from the city before")
      }
      let nights = try segment.whole("nights", 1...TripRequest.Limits.tripDays)
      intent.segments.append(
        Intent.Segment(
          origin: origin, destination: destination, departure: day, nights: nights.map { Int16($0) }))
      origin = destination
      day = nights.flatMap { nights in day?.advanced(by: nights) }
    }
    guard let first = intent.segments.first?.destination else { return }
    guard intent.destination == nil || intent.destination == first else {
      throw Mistake("destination", "must be the first of the segments")
    }
    intent.destination = first
  }

  // MARK: Writing

  /// The reply that says `intent`: what a model that understands everything would answer.
  public static func text(_ intent: Intent) -> String {
    var members = ["\"intent\":\"\(intent.kind.rawValue)\""]
    for (key, need) in needs { members.append("\"\(key)\":\(intent.needs.contains(need))") }
    func add(_ key: String, _ value: String?) { if let value { members.append("\"\(key)\":\(value)") } }
    add("origin", intent.origin.map { StrictJSON.quoted($0.name) })
    add("destination", intent.destination.map { StrictJSON.quoted($0.name) })
    add("departure", intent.departure.map { "\"\($0)\"" })
    add("return", intent.returning.map { "\"\($0)\"" })
    add("nights", intent.nights.map { "\($0)" })
    add("passengers", intent.passengers.map { "\($0)" })
    add(
      "budget",
      intent.budget.map { budget in
        let hundredths = budget.minorUnits * 100 / budget.currency.minorPerMajor
        return
          "{\"amount\":\(hundredths / 100).\(padded(Int(hundredths % 100), to: 2)),\"currency\":\"\(budget.currency.code)\"}"
      })
    add("cabin", intent.cabin.map { "\"\($0.name)\"" })
    add("maximumStops", intent.maximumStops.map { "\($0)" })
    add("minimumRating", intent.minimumRating.map { "\($0 / 10).\($0 % 10)" })
    let names = ActivityCategory.allCases.filter { intent.interests.contains($0) }.map { "\"\($0.name)\"" }
    if !names.isEmpty { add("interests", "[\(names.joined(separator: ","))]") }
    if !intent.segments.isEmpty {
      let segments = intent.segments.map { segment in
        "{\"destination\":\(StrictJSON.quoted(segment.destination.name))"
          + (segment.nights.map { ",\"nights\":\($0)" } ?? "") + "}"
      }
      add("segments", "[\(segments.joined(separator: ","))]")
    }
    return "{\(members.joined(separator: ","))}"
  }
}

/// The members of one object of a reply, each read as what it must be.
private struct ReplyFields {
  private let members: [StrictJSON.Member]
  private let path: String

  init(_ value: StrictJSON, _ path: String, allowing keys: [String]) throws(IntentReply.Mistake) {
    guard case .object(let members) = value else {
      throw IntentReply.Mistake(path, "must be an object")
    }
    for member in members where !keys.contains(member.key) {
      throw IntentReply.Mistake(path, "unknown key \(StrictJSON.quoted(String(member.key.prefix(40))))")
    }
    self.members = members
    self.path = path
  }

  private func at(_ key: String) -> String { path.isEmpty ? key : "\(path).\(key)" }

  /// Nil for null and for what is not there.
  subscript(key: String) -> StrictJSON? {
    guard let value = members.first(where: { $0.key == key })?.value, value != .null else { return nil }
    return value
  }

  func bool(_ key: String) throws(IntentReply.Mistake) -> Bool {
    guard case .bool(let value)? = self[key] else {
      throw IntentReply.Mistake(at(key), "must be true or false")
    }
    return value
  }

  func string(_ key: String) throws(IntentReply.Mistake) -> String? {
    guard let value = self[key] else { return nil }
    guard case .string(let text) = value else { throw IntentReply.Mistake(at(key), "must be a string") }
    return text
  }

  func array(_ key: String) throws(IntentReply.Mistake) -> [StrictJSON] {
    guard let value = self[key] else { return [] }
    guard case .array(let values) = value else { throw IntentReply.Mistake(at(key), "must be a list") }
    return values
  }

  func whole(_ key: String, _ range: ClosedRange<Int>) throws(IntentReply.Mistake) -> Int? {
    guard let value = self[key] else { return nil }
    guard case .number(let hundredths, true) = value, range.contains(Int(hundredths / 100)) else {
      throw IntentReply.Mistake(
        at(key), "must be a whole number from \(range.lowerBound) to \(range.upperBound)")
    }
    return Int(hundredths / 100)
  }

  func hundredths(_ key: String, _ range: ClosedRange<Int64>) throws(IntentReply.Mistake) -> Int64? {
    guard let value = self[key] else { return nil }
    guard case .number(let hundredths, _) = value, range.contains(hundredths) else {
      throw IntentReply.Mistake(
        at(key), "must be a number up to \(range.upperBound / 100)\(range.lowerBound > 0 ? ", above 0" : "")")
    }
    return hundredths
  }

  func city(_ key: String) throws(IntentReply.Mistake) -> City? {
    guard let name = try string(key) else { return nil }
    guard name.unicodeScalars.count <= TripRequest.Limits.place.upperBound, let city = City(name) else {
      throw IntentReply.Mistake(at(key), "is not a city or airport we know")
    }
    return city
  }

  func day(_ key: String) throws(IntentReply.Mistake) -> CalendarDay? {
    guard let text = try string(key) else { return nil }
    guard let day = CalendarDay(text) else {
      throw IntentReply.Mistake(at(key), "must be a day of the calendar, written yyyy-mm-dd")
    }
    return day
  }
}
