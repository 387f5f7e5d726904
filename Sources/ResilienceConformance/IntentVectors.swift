import Configuration
import Primitives
import TravelPlanner

// Vectors of kind `intent`: a sentence, and what the rules read in it.

extension Conformance {
  /// The keys that an `expect` of this kind may have.
  static let intentKeys: Set<String> = [
    "intent", "origin", "destination", "departure", "return", "departureIn", "departureWeekday", "nights",
    "nightsIn",
    "travellers", "children", "infants", "budget", "oneWay", "segments", "cities excluded", "ambiguous",
    "refused",
    "notUnderstood",
  ]

  static func runIntent(_ vector: Vector) throws(ConfigurationError) -> [VectorFailure] {
    guard let text = vector.text else { throw ConfigurationError("text", "a sentence is missing") }
    guard let today = vector.today.flatMap({ CalendarDay($0) }) else {
      throw ConfigurationError("today", "a day written yyyy-mm-dd is missing")
    }
    var checks = VectorChecks(vector.id)
    let reading = read(text, today)
    for (key, expected) in vector.expect.sorted(by: { $0.key < $1.key }) {
      check(key, expected, vector.expect, reading, &checks)
    }
    return checks.failures
  }

  /// Returns what the planner makes of a text before it searches.
  private static func read(_ text: String, _ today: CalendarDay) -> Classification {
    do throws(ValidationError) {
      _ = try TripRequest(text: text).validated(today: today)
    } catch {
      return .refused(error)
    }
    return RuleBasedClassifier().classify(text, today: today)
  }

  private static func check(
    _ key: String, _ expected: JSONValue, _ expect: [String: JSONValue], _ reading: Classification,
    _ checks: inout VectorChecks
  ) {
    switch reading {
    case .refused(let error):
      let fields = error.issues.map { $0.field == .passengers ? "travellers" : $0.field.rawValue }
      let matches: Bool
      switch key {
      case "refused": matches = expected.string.map { fields.contains($0) } ?? false
      case "ambiguous":
        matches = texts(expected).allSatisfy { fields.contains($0 == "passengers" ? "travellers" : $0) }
      case "notUnderstood":
        matches = texts(expected).allSatisfy { span in error.issues.contains { $0.value.contains(span) } }
      // A refusal claims nothing else.
      default:
        matches = expect["refused"] != nil || expect["ambiguous"] != nil || expect["notUnderstood"] != nil
      }
      if !matches { checks.fail(key, expected: expected.json, actual: "refused: \(error)") }
    case .understood(let intent):
      let found = value(key, expected, intent)
      if !found.matches { checks.fail(key, expected: expected.json, actual: found.actual.json) }
    }
  }

  private static func value(
    _ key: String, _ expected: JSONValue, _ intent: Intent
  ) -> (matches: Bool, actual: JSONValue) {
    let reading = intent.reading ?? Reading()
    func same(_ actual: JSONValue) -> (matches: Bool, actual: JSONValue) { (expected == actual, actual) }
    func day(_ day: CalendarDay?) -> JSONValue { day.map { .string("\($0)") } ?? .null }
    func whole(_ number: Int?) -> JSONValue { number.map { .integer(Int64($0)) } ?? .null }
    func name(_ city: City?) -> JSONValue { city.map { .string($0.name) } ?? .null }
    switch key {
    case "intent": return same(.string(intent.kind.rawValue))
    case "origin": return same(name(intent.origin))
    case "destination": return same(name(intent.destination))
    case "departure": return same(day(intent.departure))
    case "return": return same(day(intent.returning))
    case "nights": return same(whole(intent.nights.map { Int($0) }))
    case "travellers": return same(whole(intent.passengers.map { Int($0) }))
    case "children": return same(whole(reading.children))
    case "infants": return same(whole(reading.infants))
    case "departureIn":
      let ends = texts(expected).compactMap { CalendarDay($0) }
      let isWithin = intent.departure.map { ends.count == 2 && ends[0] <= $0 && $0 <= ends[1] } ?? false
      return (isWithin, day(intent.departure))
    case "departureWeekday":
      return same(intent.departure.map { .string($0.weekday.abbreviation) } ?? .null)
    case "nightsIn":
      let ends = (expected.array ?? []).compactMap(\.double)
      let isWithin =
        intent.nights.map { ends.count == 2 && ends[0] <= Double($0) && Double($0) <= ends[1] } ?? false
      return (isWithin, whole(intent.nights.map { Int($0) }))
    case "budget":
      guard let amount = reading.amount ?? intent.budget else { return same(.null) }
      let actual = JSONValue.object([
        "minorUnits": .integer(amount.minorUnits), "currency": .string(amount.currency.code),
        "per": .string(reading.per.rawValue),
      ])
      return (VectorChecks.equal(expected, actual), actual)
    case "oneWay":
      let isOneWay = intent.returning == nil && intent.nights == nil
      let hasReturn = intent.returning != nil
      return (expected == .bool(true) ? isOneWay : hasReturn, .bool(!hasReturn))
    case "segments":
      let cities: [JSONValue] = intent.segments.map { segment in
        var members: [String: JSONValue] = ["city": .string(segment.destination.name)]
        if let nights = segment.nights { members["nights"] = .integer(Int64(nights)) }
        return .object(.init(uniqueKeysWithValues: members.sorted { $0.key < $1.key }))
      }
      let actual: JSONValue = cities.isEmpty ? .null : .array(cities)
      return (VectorChecks.equal(expected, actual), actual)
    case "cities excluded":
      let claimed = [intent.origin?.name, intent.destination?.name] + intent.segments.map(\.destination.name)
      let wrong = texts(expected).filter { claimed.contains($0) }
      return (wrong.isEmpty, .array(wrong.map { .string($0) }))
    case "ambiguous":
      let fields = reading.ambiguous.map(\.rawValue)
      let matches = texts(expected).allSatisfy { fields.contains($0 == "passengers" ? "travellers" : $0) }
      return (matches, .array(fields.map { .string($0) }))
    case "notUnderstood":
      let matches = texts(expected).allSatisfy { span in reading.notUnderstood.contains { $0.contains(span) }
      }
      return (matches, .array(reading.notUnderstood.map { .string($0) }))
    default: return (false, .string("understood"))
    }
  }

  private static func texts(_ value: JSONValue) -> [String] { (value.array ?? []).compactMap(\.string) }
}
