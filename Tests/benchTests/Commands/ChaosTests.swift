import Foundation
import TestSupport
import Testing

@Suite("bench chaos")
struct ChaosCommandTests {
  @Test("prints a line for the scenario, its rate, and ends with a verdict")
  func table() throws {
    let run = try bench("chaos", "baseline", "--seeds", "10")
    #expect(run.status == 0)
    #expect(run.output.contains("10 seeds over 1 scenario: all passed"))
    #expect(run.errors.contains("10 seeds in "))
    #expect(run.errors.contains("repeat: bench chaos baseline --seeds 10\n"))
    #expect(run.verdict == "verdict=pass exit=0")
  }

  @Test("gives the same JSON on one thread and on two, and nothing else on standard output")
  func json() throws {
    let one = try bench("chaos", "baseline", "--seeds", "8", "--json", "--jobs", "1")
    let two = try bench("chaos", "baseline", "--seeds", "8", "--json", "--jobs", "2")
    #expect(one.output == two.output)
    let report = try JSONSerialization.jsonObject(with: Data(one.output.utf8)) as? [String: Any]
    #expect(report?["verdict"] as? String == "pass")
  }

  @Test("in shards, merged, gives the bytes of the whole")
  func shards() throws {
    try withTemporaryFolder { folder in
      let words = ["chaos", "baseline", "--seeds", "9", "-q"]
      #expect(try bench(words + ["-o", "\(folder)/whole"]).status == 0)
      #expect(try bench(words + ["-o", "\(folder)/0", "--shard", "0/2"]).status == 0)
      // The second as a task of a job array.
      let array = ["JOB_COMPLETION_INDEX": "1", "JOB_COMPLETIONS": "2"]
      #expect(try bench(words + ["-o", "\(folder)/1"], environment: array).status == 0)
      let merged = try bench(
        "merge", "\(folder)/1/chaos.json", "\(folder)/0/chaos.json", "-q", "-o", "\(folder)/merged")
      #expect(merged.status == 0)
      for name in ["chaos.json", "chaos.txt", "chaos.md"] {
        let whole = try Data(contentsOf: URL(fileURLWithPath: "\(folder)/whole/\(name)"))
        #expect(try Data(contentsOf: URL(fileURLWithPath: "\(folder)/merged/\(name)")) == whole)
      }
      let half = try bench("merge", "\(folder)/0/chaos.json")
      #expect(half.status == 65)
      #expect(half.complaint == "error: shard 1/2 is missing")
    }
  }

  @Test("interrupted, writes what was done, says how far it got, and ends with 130")
  func interrupted() throws {
    try withTemporaryFolder { folder in
      let run = try benchInterrupted(
        ["chaos", "baseline", "--seeds", "100k", "-o", folder], after: 1)
      #expect(run.status == 130)
      #expect(run.output.contains(" of 100,000"))
      #expect(run.verdict == "verdict=interrupted exit=130")
      let text = try String(contentsOfFile: "\(folder)/chaos.txt", encoding: .utf8)
      #expect(text.contains("interrupted after"))
      let report = try JSONSerialization.jsonObject(
        with: try Data(contentsOf: URL(fileURLWithPath: "\(folder)/chaos.json")))
      #expect((report as? [String: Any])?["verdict"] as? String == "interrupted")
      #expect(try bench("merge", "\(folder)/chaos.json").status == 65)
    }
  }

  /// A flight search fails when both providers do; three more faults have nothing to do with it.
  private static let twoFaults = """
    {name: "two-faults", summary: "A flight search fails when both providers do.",
     load: {requests: 12, arrivals: {kind: "spread", over: "20s"}}, profile: "reference",
     faults: [
      {name: "slow-hotels", target: "hotels.*", kind: {kind: "addedLatency", by: "400ms"}, window: {start: "0s"}},
      {name: "primary-down", target: "flights.primary", kind: {kind: "permanentError", code: 500},
       window: {start: "0s"}, probability: "60%"},
      {name: "weather-errors", target: "weather.primary", kind: {kind: "transientError", code: 503},
       window: {start: "0s"}, probability: "30%"},
      {name: "secondary-down", target: "flights.secondary", kind: {kind: "permanentError", code: 500},
       window: {start: "0s"}, probability: "60%"},
      {name: "slow-intent", target: "intent", kind: {kind: "addedLatency", by: "1s"}, window: {start: "0s"}}],
     expectations: [{kind: "threshold", metric: "degraded", atMost: 0}]}
    """

  @Test("explains a failing seed, saves it small, and replays it to the same digest")
  func explains() throws {
    try withTemporaryFolder { folder in
      let path = "\(folder)/two.json5"
      try Data(Self.twoFaults.utf8).write(to: URL(fileURLWithPath: path))
      let run = try bench("chaos", "--scenario", path, "--seeds", "20", "--explain", "1", "-o", folder)
      #expect(run.status == 99)
      #expect(run.output.contains("5 faults to 2, 12 requests to 1"))
      #expect(run.output.contains("fault primary-down: necessary, and not enough alone"))
      #expect(run.output.contains("fault secondary-down: necessary, and not enough alone"))
      #expect(run.output.contains("confirmed in a fresh process"))
      let files = try FileManager.default.contentsOfDirectory(atPath: folder)
      let file = try #require(files.first { $0.hasSuffix(".replay.json") })
      let replay = try bench(
        "replay", "\(folder)/\(file)", "--no-timeline", "--trace", "\(folder)/trace.json")
      #expect(replay.status == 3)
      #expect(replay.errors.contains(", as recorded: the check fails again"))
      #expect(FileManager.default.fileExists(atPath: "\(folder)/trace.json"))
    }
  }

  @Test("on GitHub adds to the step's summary, and writes JUnit where it is told to")
  func continuousIntegration() throws {
    try withTemporaryFolder { folder in
      let summary = "\(folder)/summary.md"
      try Data("before\n".utf8).write(to: URL(fileURLWithPath: summary))
      let run = try bench(
        ["chaos", "baseline", "--seeds", "3", "--junit", "\(folder)/deep/junit.xml"],
        environment: ["GITHUB_ACTIONS": "true", "GITHUB_STEP_SUMMARY": summary])
      #expect(run.status == 0)
      #expect(!run.errors.contains("::error"))
      let text = try String(contentsOfFile: summary, encoding: .utf8)
      #expect(text.hasPrefix("before\n"))
      #expect(text.contains("| baseline | 3 | 100% |"))
      #expect(try String(contentsOfFile: "\(folder)/deep/junit.xml", encoding: .utf8).contains("<testsuites"))
    }
  }

  @Test(
    "a mistake ends with 64 and says what is allowed",
    arguments: [
      (["baselin"], "did you mean baseline?"), (["baseline", "baseline"], "named twice"),
      (["--seeds", "0"], "must be a whole number, 1 to"), (["--seeds", "9..3"], "must ascend, as 3..9"),
      (["--seeds", "1..2", "--seed", "4"], "leave out --seed"), (["--seeds", "1.2"], "as 1000"),
      (["--shard", "4/4"], "0/4 to 3/4"), (["--recheck", "2"], "5%"),
      (["--jobs", "none"], "must be a whole number, 1 to 1,024"),
      (["--seed", "18446744073709551615", "--seeds", "2"], "beyond 2^64"),
    ])
  func mistakes(words: [String], hint: String) throws {
    let run = try bench(["chaos"] + words)
    #expect(run.status == 64)
    #expect(run.output.isEmpty)
    #expect(run.complaint.contains(hint), "\(run.complaint)")
  }

  @Test("a job array that contradicts itself ends with 64")
  func contradiction() throws {
    let run = try bench(["chaos", "baseline"], environment: ["JOB_COMPLETION_INDEX": "3"])
    #expect(run.status == 64)
    #expect(run.complaint.contains("JOB_COMPLETIONS"))
  }

  @Test(
    "a file of another kind ends merge and replay with 65",
    arguments: ["", "{", "[]", "null", "{\"schema\":\"bench.chaos/1\"}", "{\"result\":{\"shard\":\"9/4\"}}"])
  func badFiles(text: String) throws {
    try withTemporaryFolder { folder in
      let path = "\(folder)/bad.json"
      try Data(text.utf8).write(to: URL(fileURLWithPath: path))
      for command in ["merge", "replay"] {
        let run = try bench(command, path)
        #expect(run.status == 65)
        #expect(run.complaint.hasPrefix("error: \(path): "))
      }
    }
  }
}
