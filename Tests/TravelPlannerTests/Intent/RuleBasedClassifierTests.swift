import Primitives
import Testing
import TravelPlanner

/// One line: kind, searches as letters, then what was said in a fixed order.
func summary(of classification: Classification) -> String {
  let intent: Intent
  switch classification {
  case .understood(let understood): intent = understood
  case .refused(let error): return "refused " + error.issues.map(\.description).joined(separator: "; ")
  }
  var needs = ""
  if intent.requiresFlights { needs += "F" }
  if intent.requiresHotels { needs += "H" }
  if intent.requiresWeather { needs += "W" }
  if intent.requiresActivities { needs += "A" }
  var words = [intent.kind.rawValue, needs.isEmpty ? "-" : needs]
  if let origin = intent.origin { words.append("from:\(origin)") }
  if let destination = intent.destination { words.append("to:\(destination)") }
  if let departure = intent.departure {
    words.append(intent.returning.map { "\(departure)…\($0)" } ?? "\(departure)")
  } else if let returning = intent.returning {
    words.append("…\(returning)")
  }
  if let nights = intent.nights { words.append("nights:\(nights)") }
  if let passengers = intent.passengers { words.append("pax:\(passengers)") }
  if let budget = intent.budget { words.append("budget:\(budget)") }
  if let cabin = intent.cabin { words.append("cabin:\(cabin.name)") }
  if let stops = intent.maximumStops { words.append(stops == 0 ? "stops:0" : "maxstops:\(stops)") }
  if let rating = intent.minimumRating { words.append("rating:\(rating)") }
  if !intent.interests.isEmpty {
    let kinds = ActivityCategory.allCases.filter { intent.interests.contains($0) }
    words.append("interests:" + kinds.map { "\($0.rawValue)" }.joined(separator: ","))
  }
  if !intent.segments.isEmpty {
    let segments = intent.segments.map { segment in
      var text = "\(segment.origin?.name ?? "?")>\(segment.destination)"
      if let day = segment.departure { text += " \(day)" }
      if let nights = segment.nights { text += " \(nights)n" }
      return text
    }
    words.append("[" + segments.joined(separator: ", ") + "]")
  }
  return words.joined(separator: " ")
}

@Suite("Rule-based classifier")
struct RuleBasedClassifierTests {
  /// A Wednesday.
  let today = CalendarDay("2026-01-14")!

  @Test("understands the corpus", arguments: corpus)
  func understands(sentence: String, expected: String) {
    #expect(summary(of: RuleBasedClassifier().classify(sentence, today: today)) == expected)
  }

  @Test("has a corpus of at least sixty sentences")
  func corpusSize() { #expect(corpus.count >= 60) }
}
