import Foundation
import TestSupport
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

  @Test("several cities become a tour with a total")
  func tour() throws {
    let run = try bench(
      "plan", "From London: Paris, Rome and Barcelona for 9 nights in May for two, 4000 USD", "--share",
      "nights")
    #expect(run.status == 0)
    for word in [
      "Paris → Rome → Barcelona: 9 nights for 2 travellers", "2. Rome, Italy, 3 nights", "CDG", "BCN",
      "Packing",
      "Total    flights $", "of $4,000.00",
    ] { #expect(run.output.contains(word), "\(word)") }
    #expect(run.errors.contains("planned in 2.000 s of virtual time"))
  }

  @Test("a language model replaces rules and templates")
  func model() throws {
    let run = try bench(
      "plan", "Plan a week in Lisbon from Berlin for two", "--classifier", "model", "--day-descriptions")
    #expect(run.status == 0)
    #expect(run.output.hasPrefix("Have a good trip. "))
    #expect(run.output.contains("Lisbon, Portugal: 7 nights for 2 travellers"))
    #expect(run.output.split(separator: "\n").count { $0.hasSuffix("everything is close by.") } == 8)
  }

  @Test("a real language model is used over HTTP, and rules where it fails or answers nonsense")
  func chat() throws {
    let server = try PythonServer("benchTests/Support/chat_server.py")
    func plan(_ model: String, _ key: String) throws -> BenchProcess {
      try bench(
        "plan", "Plan a trip from London to Rome for 3 nights", "--clock", "host", "--chat",
        server.address("/v1"), "--chat-model", model, environment: ["CHAT_API_KEY": key])
    }
    let asked = try plan("m", "open-sesame")
    #expect(asked.status == 0)
    #expect(asked.output.hasPrefix("Prague will charm you."))
    #expect(asked.output.contains("Prague, Czechia: 2 nights"))
    let confused = try plan("confused", "open-sesame")
    #expect(confused.status == 0 && confused.output.contains("Rome, Italy: 3 nights"))
    #expect(confused.errors.contains("the request was read by rules"))
    let locked = try plan("m", "wrong-key")
    #expect(locked.status == 0 && locked.output.contains("Rome, Italy: 3 nights"))
    #expect(!"\(locked)".contains("wrong-key"))
  }

  @Test(
    "a language model that cannot be used is refused in one line",
    arguments: [
      (
        ["--chat", "http://models.example/v1", "--chat-model", "m", "--clock", "host"],
        "must begin with https"
      ),
      (["--chat", "https://models.example/v1", "--clock", "host"], "--chat needs --chat-model NAME"),
      (["--chat", "https://models.example/v1", "--chat-model", "m"], "--chat needs --clock host"),
      (["--chat-model", "m"], "--chat-model needs --chat URL"),
      (
        [
          "--chat", "https://models.example/v1", "--chat-model", "m", "--clock", "host", "--time-scale",
          "0.5",
        ],
        "--time-scale cannot be used with --chat"
      ),
      (
        [
          "--chat", "https://models.example/v1", "--chat-model", "m", "--classifier", "rules", "--clock",
          "host",
        ],
        "exclude each other"
      ),
    ])
  func wrongChat(options: [String], complaint: String) throws {
    let run = try bench(["plan", "A weekend in Prague"] + options)
    #expect(run.status == 64 && run.complaint.contains(complaint), "\(run.errors)")
    let key = try bench(
      ["plan", "A weekend in Prague", "--chat", "https://models.example", "--chat-model", "m"],
      environment: ["CHAT_API_KEY": "two words"])
    #expect(key.status == 64 && !key.errors.contains("two words"))
  }

  @Test("on the host's clock each search and each day prints a line to standard error")
  func progress() throws {
    let run = try bench(
      "plan", "Plan a trip from London to Rome for 2 nights", "--clock", "host", "--time-scale", "0.1")
    #expect(run.status == 0)
    #expect(run.output.contains("Rome, Italy: 2 nights"))
    for line in [
      "reading the request", "understood", "flights: searching", "hotels: found", "weather: found",
      "activities: found", "day 3: planned", "of the services' time, at a time scale of 0.1",
    ] { #expect(run.errors.contains(line), "\(line)") }
    let quiet = try bench(
      "plan", "Plan a trip from London to Rome for 2 nights", "--clock", "host", "--time-scale", "0.01", "-q")
    #expect(quiet.errors == "verdict=pass exit=0\n")
  }

  // MARK: Sessions

  /// The last command the program advises.
  private func session(of run: BenchProcess) -> String {
    let words = run.errors.split(separator: " ")
    return words.firstIndex(of: "--session").map { String(words[$0 + 1]) } ?? ""
  }

  @Test(
    "flights, hotels and the itinerary in three processes", arguments: ["sqlite:trips.db", "file:trips"])
  func threeSteps(store: String) throws {
    try withTemporaryFolder { folder in
      let place = store.replacingOccurrences(of: ":", with: ":\(folder)/")
      let first = try bench("plan", "find flights from Berlin to Paris on 2026-06-15", "--store", place)
      #expect(first.status == 0)
      #expect(first.output.hasPrefix("Flights from Berlin to Paris on Mon 15 Jun 2026: "))
      let id = session(of: first)
      #expect(id.utf8.count == 16)
      #expect(first.errors.contains("session \(id) saved in \(place); continue it with:"))

      let go = ["--store", place, "--session", id, "--resume"]
      let second = try bench(["plan", "now find hotels in Paris for 5 nights"] + go)
      #expect(second.status == 0)
      #expect(second.output.hasPrefix("Continued: kept flights; new hotels.\n"))
      // The flights are the very same.
      for line in first.output.split(separator: "\n")
      where !line.isEmpty && !line.hasPrefix("Next") && !line.hasPrefix("- Tell") {
        #expect(second.output.contains(line), "\(line)")
      }

      let third = try bench(["plan", "generate the itinerary", "--json"] + go)
      #expect(third.status == 0)
      let state = try #require(
        try JSONSerialization.jsonObject(with: Data(third.output.utf8)) as? [String: Any])
      #expect(state["id"] as? String == id)
      let continuation = try #require(state["continuation"] as? [String: Any])
      #expect(continuation["start"] as? String == "resumed")
      #expect(continuation["kept"] as? Int == 0b0011)
      let itinerary = try #require(state["itinerary"] as? [String: Any])
      #expect(itinerary["flight"] != nil && itinerary["hotel"] != nil)
      #expect((itinerary["days"] as? [Any])?.count == 6)

      // Nothing has changed: nothing is searched.
      let fourth = try bench(["plan"] + go)
      #expect(
        fourth.output.hasPrefix(
          "Continued: kept flights, hotels, weather and activities; the itinerary is unchanged.\n"))
      #expect(fourth.errors.contains("planned in 0.000 s"))
      // And the same words again are a session of their own.
      let again = try bench("plan", "find flights from Berlin to Paris on 2026-06-15", "--store", place)
      #expect(again.status == 0)
      #expect(session(of: again) != id)
    }
  }

  @Test("a session that is not there starts anew and says so, one that cannot be read as well")
  func startsAnew() throws {
    try withTemporaryFolder { folder in
      let words = ["--store", "file:\(folder)", "--session", "00000000000000aa", "--resume"]
      let missing = try bench(["plan", "Rome from Oslo"] + words)
      #expect(missing.status == 0)
      #expect(missing.output.hasPrefix("Started a new session: there is no session 00000000000000aa.\n"))

      let file = "\(folder)/sessions/00000000000000aa.session.json"
      try "{\"torn\":".write(toFile: file, atomically: true, encoding: .utf8)
      let torn = try bench(["plan", "Rome from Oslo"] + words)
      #expect(torn.status == 0)
      #expect(torn.output.hasPrefix("Started a new session: session 00000000000000aa cannot be read.\n"))
      #expect(torn.output.contains("kept as"))
      #expect(torn.errors.contains("warning: "))
      let resumed = try bench(["plan"] + words)
      #expect(resumed.output.hasPrefix("Continued: kept flights, hotels, weather and activities"))

      let nothing = try bench(
        "plan", "--store", "file:\(folder)", "--session", "00000000000000bb", "--resume")
      #expect(nothing.status == 64)
      #expect(nothing.complaint.contains("a text or a destination is needed"))
      let taken = try bench("plan", "Rome", "--store", "file:\(folder)", "--session", "00000000000000aa")
      #expect(taken.status == 64)
      #expect(taken.complaint.contains("already exists; continue it with --resume"))
    }
  }

  static let wrongSessions: [(words: [String], status: Int32, says: String)] = [
    (["Rome", "--resume"], 64, "--resume needs --session ID"),
    (["Rome", "--session", "12"], 64, "--session \"12\": must be 16 hexadecimal digits"),
    (["Rome", "--session", "00000000000000aa", "--resume"], 64, "--resume needs --store"),
    (
      ["Rome", "--session", "00000000000000aa", "--resume", "--store", "memory"], 64,
      "memory ends with the process"
    ),
    (["Rome", "--store", "disk:x"], 64, "--store \"disk:x\""),
    (["Rome", "--store", "sqlite:"], 64, "sqlite:FILE"),
    (["Rome", "--store", "sqlite:/proc/none/x.db"], 74, "/proc/none/x.db"),
    (["Rome", "--store", "file:/proc/none"], 74, "/proc/none"),
    (["Rome", "--clock", "wall"], 64, "must be virtual or host"),
    (["Rome", "--time-scale", "0.5"], 64, "--time-scale needs --clock host"),
    (["Rome", "--search", "paralel"], 64, "did you mean parallel"),
    (["Rome", "--share", "alike"], 64, "must be evenly or nights"),
    (["Rome", "--classifier", "oracle"], 64, "must be rules or model"),
    (["Rome", "Oslo"], 64, "takes one text"),
  ]

  @Test("a session that cannot be used ends with one line and its code", arguments: wrongSessions)
  func wrongSession(words: [String], status: Int32, says: String) throws {
    let run = try bench(["plan"] + words)
    #expect(run.status == status)
    #expect(run.complaint.contains(says))
    #expect(run.errors.split(separator: "\n").count == 2)
    #expect(run.output.isEmpty)
  }

  static let wrong: [([String], String)] = [
    (["--from", "London", "--to", "Rome", "--departure", "2026-02-30"], "departure \"2026-02-30\""),
    (["--to", "Rome", "--departure", "soon"], "must be a day written yyyy-mm-dd"),
    (["--to", "Rome", "--departure", "2025-06-01"], "must not be before 2026-01-01"),
    (
      ["--to", "Rome", "--departure", "2026-06-05", "--return", "2026-06-01"], "must be after the departure"
    ),
    (["--to", "R"], "destination \"R\""),
    (["--to", "Rome", "--passengers", "51"], "must be a whole number, 1 to 50"),
    (["--to", "Rome", "--passengers", "two"], "must be a whole number"),
    (["<script>alert(1)</script>"], "must not hold <script"),
    (["go to javascript:alert(1)"], "text \"go to javascript:alert(1)\": must not hold"),
    (["asdf qwer zxcv"], "text \"asdf qwer zxcv\": cannot be understood"),
    (["Flights to Oslo on February 30"], "departure \"February 30\": is not a day of the calendar"),
    ([], "a text or a destination is needed"),
  ]

  @Test("a request that cannot be planned ends with one line and 64", arguments: wrong)
  func wrongRequests(words: [String], says: String) throws {
    let run = try bench(["plan"] + words)
    #expect(run.status == 64)
    #expect(run.complaint.contains(says))
    #expect(run.errors.split(separator: "\n").count == 2)
    #expect(run.output.isEmpty)
  }
}
