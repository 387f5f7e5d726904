import Testing

@Suite("bench plan")
struct PlanTests {
  @Test("a sentence becomes an itinerary a traveller could read")
  func sentence() throws {
    let run = try bench("plan", "Plan a week in Lisbon from Berlin for two, budget 1500 EUR")
    #expect(run.status == 0)
    for word in ["Lisbon", "BER", "€", "Choice"] { #expect(run.output.contains(word)) }
    #expect(run.errors.contains("planned in 2.000 s of virtual time"))
    let again = try bench("plan", "Plan a week in Lisbon from Berlin for two, budget 1500 EUR")
    #expect(run.output == again.output && run.errors == again.errors)
  }

  static let wrong: [([String], String)] = [
    (["--from", "London", "--to", "Rome", "--departure", "2026-02-30"], "departure \"2026-02-30\""),
    (["--to", "Rome", "--departure", "soon"], "must be a day written yyyy-mm-dd"),
    (["--to", "Rome", "--departure", "2025-06-01"], "must not be before 2026-01-01"),
    (
      ["--to", "Rome", "--departure", "2026-06-05", "--return", "2026-06-01"], "must be after the departure"
    ),
    (["--to", "R"], "destination \"R\""),
    (["--to", "Rome", "--passengers", "51"], "must be 1 to 50"),
    (["--to", "Rome", "--passengers", "two"], "must be a whole number"),
    (["<script>alert(1)</script>"], "must not hold <script"),
    ([], "a text or a destination is needed"),
  ]

  @Test("a request that cannot be planned gets one line and 64", arguments: wrong)
  func wrongRequests(words: [String], says: String) throws {
    let run = try bench(["plan"] + words)
    #expect(run.status == 64)
    #expect(run.complaint.contains(says))
    #expect(run.errors.split(separator: "\n").count == 2)
    #expect(run.output.isEmpty)
  }
}
