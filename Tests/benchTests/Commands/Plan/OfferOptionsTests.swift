import Foundation
import TestSupport
import Testing

@Suite("bench plan, filters and preferences")
struct OfferOptionsTests {
  @Test("filters say what they removed")
  func filters() throws {
    let run = try bench(
      "plan", "Plan a week in Vienna from Rome for two", "--max-stops", "0", "--max-price", "300EUR",
      "--min-rating", "4",
      "--amenities", "wifi,pool", "--activities", "museum,art,food", "--max-visit", "3h", "--sort-flights",
      "duration")
    #expect(run.status == 0)
    for line in [
      "- flights, at most €300.00 a passenger: ", "- flights, direct: ", "- hotels, at least 4.0 stars: ",
      "- hotels, with wifi, pool: ", "- activities, museum or food or art: ",
      "- activities, at most 180 minutes: ",
    ] { #expect(run.output.contains(line), "\(line)") }
  }

  static let wrong: [([String], String)] = [
    (["--max-price", "300"], "must be an amount with its currency"),
    (["--max-price", "300XYZ"], "must be an amount with its currency"),
    (["--max-price", "-5EUR"], "must be an amount with its currency"),
    (["--max-price", "3.5EUR"], "EUR has 2 digits after the point"),
    (["--max-price", "3.50JPY"], "JPY has 0 digits after the point"),
    (["--max-price", "300EUR", "--max-night", "100USD"], "must be in one currency"),
    (["--max-stops", "9"], "must be a whole number, 0 to 5"),
    (["--airlines", "LH,ZZ"], "\"ZZ\" is unknown"),
    (["--depart", "8-12"], "must be a time range"),
    (["--max-flight-time", "6"], "a duration needs a unit"),
    (["--sort-flights", "colour"], "price, duration, departure, stops"),
    (["--min-rating", "6"], "stars from 0 to 5"),
    (["--amenities", "tiger"], "\"tiger\" is unknown"),
    (["--max-distance", "far"], "must be kilometres"),
    (["--activities", "sleep"], "\"sleep\" is unknown"),
    (["--airports-nearby", "5000"], "1 to 1,000"),
    (["--cabin", "roof"], "economy, premium, business or first"),
  ]

  @Test("a mistake names the option and what is allowed", arguments: wrong)
  func mistakes(words: [String], says: String) throws {
    let run = try bench(["plan", "find flights from Rome to Vienna"] + words)
    #expect(run.status == 64)
    #expect(run.complaint.contains(says), "\(run.complaint)")
    #expect(run.output.isEmpty)
  }

  @Test("preferences are learned from plans, kept in their file, and used")
  func preferences() throws {
    try withTemporaryFolder { folder in
      let file = "\(folder)/preferences.json"
      let text = "Plan a week in Lisbon from Berlin for two, budget 3000 EUR"
      #expect(try bench("plan", text, "--preferences", file).status == 65)
      #expect(try bench("plan", text, "--learn-preferences").status == 64)
      let first = try bench("plan", text, "--preferences", file, "--learn-preferences")
      #expect(first.status == 0 && !first.output.contains("by your preferences"))
      let second = try bench("plan", text, "--preferences", file)
      #expect(second.output.contains("flights by your preferences, the first has "))
      #expect(try bench("plan", text, "--preferences", file).output == second.output)
      try Data("{\"airlines\":[]}".utf8).write(to: URL(fileURLWithPath: file))
      #expect(try bench("plan", text, "--preferences", file).status == 65)
    }
  }
}
