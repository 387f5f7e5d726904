import Foundation
import TestSupport
import Testing

@Suite("SIGINT and SIGTERM")
struct InterruptTests {
  struct Case: CustomTestStringConvertible {
    var words: [String]
    /// The files that hold the partial report, in the folder FOLDER of the command.
    var files: [String] = []
    /// The seconds of work before the signal.
    var after = 1.0
    var testDescription: String { words.joined(separator: " ") }
  }

  static let commands = [
    // One load that takes far longer than the test.
    Case(
      words: [
        "run", "--profile", "production", "-n", "5000000", "-c", "1000", "--no-host-run", "-o", "FOLDER",
      ], files: ["run.txt", "run.json", "run.md", "run.html"]),
    Case(
      words: ["run", "--profile", "production", "--rate", "1000/s", "--duration", "9000s", "-o", "FOLDER"],
      files: ["run.json"]),
    Case(
      words: ["run", "--clock", "host", "--time-scale", "1", "--no-overhead", "-o", "FOLDER"],
      files: ["run.json"]),
    Case(
      words: ["chaos", "--seeds", "1000000", "baseline", "-o", "FOLDER"],
      files: ["chaos.txt", "chaos.md", "chaos.json"]),
    Case(words: ["booking-faults", "--seeds", "100000000", "--pairs-only"]),
    Case(words: ["booking-faults"]),
    Case(words: ["metastability", "-o", "FOLDER"], files: ["metastability.txt", "metastability.json"]),
    Case(words: ["validate", "--json"]),
    Case(words: ["kernel", "--rounds", "1000", "--json"]),
    Case(words: ["determinism", "--seeds", "1000000"]),
    Case(words: ["prices", "--watches", "20000", "--days", "365", "--json"], after: 2),
    Case(words: ["backoff", "--clients", "10,10000", "--json"]),
    Case(words: ["plan", "A weekend in Prague from Munich", "--clock", "host", "--time-scale", "1"]),
    Case(words: ["store", "measure", "--saves", "1000000", "--store", "file:FOLDER/store"]),
    Case(words: ["store", "soak", "--store", "file:FOLDER/store", "--ledgers", "FOLDER/ledgers"]),
  ]

  /// Runs a command, sends the signal, and checks its end.
  private func check(_ test: Case, _ signal: Int32) throws {
    try withTemporaryFolder { folder in
      let run = try BenchRun(test.words.map { $0.replacing("FOLDER", with: folder) })
      try #require(run.send(signal, afterWorkingFor: test.after), "ended before the signal")
      let sent = Date()
      let ended = try run.wait()
      #expect(Date().timeIntervalSince(sent) < 60)
      let code = 128 + signal
      #expect(ended.status == code, "\(ended.errors)")
      #expect(ended.verdict == "verdict=interrupted exit=\(code)")
      #expect(ended.errors.contains("interrupted by \(signal == SIGTERM ? "SIGTERM" : "SIGINT")"))
      #expect(ended.errors.contains("\nrun again: bench \(test.words[0])"), "\(ended.errors)")
      if !test.files.isEmpty { #expect(ended.errors.contains("; saved: \(folder)/")) }
      for file in test.files {
        #expect(FileManager.default.fileExists(atPath: "\(folder)/\(file)"), "\(file)")
      }
      if test.words.contains("--json") {
        let json = try JSONSerialization.jsonObject(with: Data(ended.output.utf8)) as? [String: Any]
        #expect(json?["interrupted"] as? Bool == true)
      }
    }
  }

  @Test(
    "the first signal ends every command with its partial report", arguments: commands, [SIGINT, SIGTERM])
  func first(test: Case, signal: Int32) throws { try check(test, signal) }

  #if Mutants
    @Test(
      "the first signal ends a sweep of mutants and the process that runs one", arguments: [SIGINT, SIGTERM])
    func mutants(signal: Int32) throws {
      try check(
        Case(
          words: ["mutants", "--seeds", "1000000", "-o", "FOLDER"], files: ["mutants.txt", "mutants.json"]),
        signal)
    }
  #endif

  @Test("a command that waits for its input ends at the first signal", arguments: [SIGINT, SIGTERM])
  func waiting(signal: Int32) throws {
    try withTemporaryFolder { folder in
      let made = unsafe mkfifo(folder + "/cases", 0o600)
      try #require(made == 0)
      let run = try BenchRun(["validate", "--cases", folder + "/cases"])
      try #require(run.send(signal, afterWorkingFor: 0.2))
      let ended = try run.wait()
      #expect(ended.status == 128 + signal)
      #expect(ended.errors.contains("nothing was saved\nrun again: bench validate --cases \(folder)/cases\n"))
      #expect(ended.verdict == "verdict=interrupted exit=\(128 + signal)")
    }
  }

  @Test("a second signal ends a command at once")
  func second() throws {
    try withTemporaryFolder { folder in
      let run = try BenchRun(["chaos", "--seeds", "1000000", "-o", folder, "--jobs", "2"])
      try #require(run.send(SIGINT, afterWorkingFor: 0.5))
      usleep(80_000)
      run.send(SIGTERM, afterWorkingFor: 0)
      let ended = try run.wait()
      #expect([130, 143].contains(ended.status))
      #expect(ended.verdict.hasPrefix("verdict=interrupted exit="))
    }
  }

  @Test("a signal that comes twice at once, as `timeout` sends it, counts once")
  func twice() throws {
    try withTemporaryFolder { folder in
      let run = try BenchRun(["chaos", "--seeds", "1000000", "baseline", "-o", folder])
      try #require(run.send(SIGTERM, afterWorkingFor: 0.5))
      run.send(SIGTERM, afterWorkingFor: 0)
      let ended = try run.wait()
      #expect(ended.status == 143)
      #expect(FileManager.default.fileExists(atPath: "\(folder)/chaos.json"))
    }
  }

  @Test("a booking that is interrupted is continued by the command that is printed, and pays once")
  func booking() throws {
    try withTemporaryFolder { folder in
      let text = "Plan a week in Lisbon from Berlin for two, budget 3500 EUR"
      let store = "sqlite:\(folder)/trips.db"
      let run = try BenchRun(
        ["plan", text, "--book", "--store", store, "--clock", "host", "--time-scale", "1"])
      // The booking begins at about 2 s and takes more than a second.
      try #require(run.send(SIGINT, afterWorkingFor: 2.6))
      let ended = try run.wait()
      #expect(ended.status == 130, "\(ended.errors)")
      let next = try #require(ended.errors.split(separator: "\n").first { $0.hasPrefix("run again: bench ") })
      #expect(ended.errors.contains("; saved: session "))
      let continued = try benchShell("\"$0\" \(next.dropFirst("run again: bench ".count))")
      #expect(continued.status == 0, "\(continued.errors)")
      #expect(continued.output.contains("Booked: BK_"))
      let check = try bench("store", "check", "--store", store)
      #expect(check.output == "1 session, 1 booking, 1 CONFIRMED\n")
    }
  }

  @Test("the command that is printed holds no secret and no card number")
  func secrets() throws {
    try withTemporaryFolder { folder in
      let made = unsafe mkfifo(folder + "/cases", 0o600)
      try #require(made == 0)
      let run = try BenchRun([
        "plan", "4242424242424242", "--preferences", folder + "/cases", "--store",
        "redis://user:geheim@localhost:1?key=geheim",
      ])
      try #require(run.send(SIGINT, afterWorkingFor: 0.2))
      let ended = try run.wait()
      #expect(ended.status == 130)
      #expect(ended.errors.contains("--store redis://...@localhost:1\n"), "\(ended.errors)")
      #expect(!ended.errors.contains("geheim") && !ended.errors.contains("4242"))
    }
  }
}
