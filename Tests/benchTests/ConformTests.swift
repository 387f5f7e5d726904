import Foundation
import Testing

@Suite("bench conform")
struct ConformTests {
  static let vectors = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("ResilienceTests/Vectors").path

  static let failing = """
    [{"id": "X1", "kind": "breaker", "config": {"trip": {"consecutiveFailures": 2}, "open": {"waitMs": 10}},
      "steps": [{"do": "calls", "outcomes": "FF"}, {"do": "read", "expect": {"state": "closed"}}]},
     {"id": "X2", "kind": "delays", "config": {"backoff": {"kind": "constant", "baseMs": 5}},
      "inputs": {"attempts": [1]}, "expect": {"delaysMs": [5]}}]
    """

  private func withFile<Result>(_ text: String, _ body: (String) throws -> Result) throws -> Result {
    try withTemporaryFolder { folder in
      try text.write(toFile: folder + "/vectors.json", atomically: true, encoding: .utf8)
      return try body(folder + "/vectors.json")
    }
  }

  @Test("files are counted together")
  func passes() throws {
    let run = try bench("conform", Self.vectors + "/window.json", Self.vectors + "/limiter.json")
    #expect(run.status == 0)
    #expect(run.output == "31 passed, 0 failed\n")
  }

  @Test("a failing vector ends with 99 and tells step, expected and actual")
  func fails() throws {
    let run = try withFile(Self.failing) { try bench("conform", $0) }
    #expect(run.status == 99)
    #expect(run.output == "X1 step 2: state: expected \"closed\", was \"open\"\n1 passed, 1 failed\n")
    #expect(run.verdict == "verdict=fail exit=99")
  }

  @Test("--json gives the counts and the failures")
  func json() throws {
    struct Report: Decodable {
      struct Failure: Decodable, Equatable { var id: String, step: Int, expected: String, actual: String }
      var passed: Int, failed: Int, failures: [Failure]
    }
    let run = try withFile(Self.failing) { try bench("conform", "--json", $0) }
    let report = try JSONDecoder().decode(Report.self, from: Data(run.output.utf8))
    #expect((report.passed, report.failed) == (1, 1))
    #expect(report.failures == [Report.Failure(id: "X1", step: 2, expected: "closed", actual: "open")])
  }

  @Test("no file, a profile that is none and half a comparison end with 64")
  func usage() throws {
    for words in [
      ["conform"], ["conform", "--compare", "polly", "x"], ["conform", "--compare", "polly,poly", "x"],
    ] {
      let run = try bench(words)
      #expect(run.status == 64)
      #expect(run.complaint.hasPrefix("error: "))
    }
    #expect(
      try bench("conform", "--compare", "polly,gobraker", "x").complaint.contains("did you mean gobreaker?"))
  }

  @Test(
    "what is no vector file ends with 65 and one clear line",
    arguments: [
      ("", "not JSON: line 1"), ("[{", "not JSON: line 1"), ("{}", "a vector file is a list of vectors"),
      (#"[{"kind": "breaker"}]"#, "[0].id: a name is missing"),
    ])
  func badFile(text: String, says: String) throws {
    let run = try withFile(text) { try bench("conform", $0) }
    #expect(run.status == 65)
    #expect(run.complaint.contains(says))
    #expect(run.errors.split(separator: "\n").count == 2)
    #expect(try bench("conform", "/nowhere.json").status == 65)
  }

  @Test("two profiles part where their rules do, and the cost is told")
  func compares() throws {
    let trace = """
      [{"id": "T1", "kind": "breaker", "steps": [{"do": "calls", "outcomes": "FFFFF"},
        {"do": "call", "outcome": "failure", "expect": {"state": "open"}}, {"do": "call", "outcome": "failure"}]}]
      """
    try withFile(trace) { file in
      let run = try bench("conform", "--compare", "planner,gobreaker", file)
      #expect(run.status == 0)
      #expect(
        run.output == """
          T1 step 1 { "do": "calls", "outcomes": "FFFFF" }
            planner: open (let through); whole trace: 2 rejected, 5 failed
            gobreaker: closed (let through); whole trace: 1 rejected, 6 failed

          planner: 2 rejected, 5 failed
          gobreaker: 1 rejected, 6 failed
          1 of 1 traces diverge

          """)
      #expect(
        try bench("conform", "--compare", "planner,planner", file).output.contains("0 of 1 traces diverge"))
      let json = try bench("conform", "--compare", "planner,gobreaker", "--json", file)
      let value = try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any]
      #expect(value?["rejected"] as? [Int] == [2, 1])
      #expect(value?["failed"] as? [Int] == [5, 6])
    }
    #expect(try bench("conform", "--compare", "planner,polly", Self.vectors + "/delays.json").status == 65)
  }
}
