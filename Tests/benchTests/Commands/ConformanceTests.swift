import Foundation
import TestSupport
import Testing

@Suite("bench conformance")
struct ConformanceTests {
  static let vectors = Repository.path("Tests/ResilienceTests/Vectors")

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
    let run = try bench("conformance", Self.vectors + "/window.json", Self.vectors + "/limiter.json")
    #expect(run.status == 0)
    #expect(run.output == "31 passed, 0 failed\n")
  }

  @Test("conform is a short name")
  func shortName() throws {
    let run = try bench("conform", Self.vectors + "/window.json")
    #expect(run.status == 0)
    #expect(run.output == (try bench("conformance", Self.vectors + "/window.json").output))
  }

  @Test("a failing vector ends with 99 and prints step, expected and actual value")
  func fails() throws {
    let run = try withFile(Self.failing) { try bench("conformance", $0) }
    #expect(run.status == 99)
    #expect(run.output == "X1 step 2: state: expected \"closed\", was \"open\"\n1 passed, 1 failed\n")
    #expect(run.verdict == "verdict=fail exit=99")
  }

  @Test("a file without vectors is no pass: it ends with 65")
  func empty() throws {
    let run = try withFile("[]") { try bench("conformance", $0) }
    #expect(run.status == 65)
    #expect(run.errors.contains("holds no vectors"))
  }

  @Test("--json gives the counts and the failures")
  func json() throws {
    struct Report: Decodable {
      struct Failure: Decodable, Equatable { var id: String, step: Int, expected: String, actual: String }
      var passed: Int, failed: Int, failures: [Failure]
    }
    let run = try withFile(Self.failing) { try bench("conformance", "--json", $0) }
    let report = try JSONDecoder().decode(Report.self, from: Data(run.output.utf8))
    #expect((report.passed, report.failed) == (1, 1))
    #expect(report.failures == [Report.Failure(id: "X1", step: 2, expected: "closed", actual: "open")])
  }

  @Test("a missing file, an unknown profile and half a comparison end with 64")
  func usage() throws {
    for words in [
      ["conformance"], ["conformance", "--compare", "polly", "x"],
      ["conformance", "--compare", "polly,poly", "x"],
    ] {
      let run = try bench(words)
      #expect(run.status == 64)
      #expect(run.complaint.hasPrefix("error: "))
    }
    #expect(
      try bench("conformance", "--compare", "polly,gobraker", "x").complaint.contains(
        "did you mean gobreaker?"))
  }

  @Test(
    "a file without vectors ends with 65 and one clear line",
    arguments: [
      ("", "not JSON: line 1"), ("[{", "not JSON: line 1"), ("{}", "a vector file is a list of vectors"),
      (#"[{"kind": "breaker"}]"#, "[0].id: a name is missing"),
    ])
  func badFile(text: String, says: String) throws {
    let run = try withFile(text) { try bench("conformance", $0) }
    #expect(run.status == 65)
    #expect(run.complaint.contains(says))
    #expect(run.errors.split(separator: "\n").count == 2)
    #expect(try bench("conformance", "/nowhere.json").status == 65)
  }

  @Test("two profiles diverge where their rules do, and the costs are printed")
  func compares() throws {
    let trace = """
      [{"id": "T1", "kind": "breaker", "steps": [{"do": "calls", "outcomes": "FFFFF"},
        {"do": "call", "outcome": "failure", "expect": {"state": "open"}}, {"do": "call", "outcome": "failure"}]}]
      """
    try withFile(trace) { file in
      let run = try bench("conformance", "--compare", "planner,gobreaker", file)
      #expect(run.status == 0)
      #expect(
        run.output == """
          T1 step 1 { "do": "calls", "outcomes": "FFFFF" }
            planner: open (admitted); whole trace: 2 rejected, 5 failed
            gobreaker: closed (admitted); whole trace: 1 rejected, 6 failed

          planner: 2 rejected, 5 failed
          gobreaker: 1 rejected, 6 failed
          1 of 1 traces diverge

          """)
      #expect(
        try bench("conformance", "--compare", "planner,planner", file).output.contains(
          "0 of 1 traces diverge"))
      let json = try bench("conformance", "--compare", "planner,gobreaker", "--json", file)
      let value = try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any]
      #expect(value?["rejected"] as? [Int] == [2, 1])
      #expect(value?["failed"] as? [Int] == [5, 6])
    }
    #expect(
      try bench("conformance", "--compare", "planner,polly", Self.vectors + "/delays.json").status == 65)
  }
}
