import Configuration
import Foundation
import Resilience
import Testing

@testable import ResilienceConformance

/// The vectors live with the tests of the engines they describe.
enum Vectors {
  static func text(_ name: String) throws -> String {
    let folder = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../ResilienceTests/Vectors").standardized
    return try String(contentsOf: folder.appending(path: "\(name).json"), encoding: .utf8)
  }
}

@Suite("Conformance vectors")
struct ConformanceTests {
  @Test(
    "every vector passes",
    arguments: [
      ("window", 14), ("delays", 51), ("breaker", 127), ("random_breaker", 300), ("budget", 30),
      ("limiter", 17), ("pipeline", 50), ("intent", 216),
    ])
  func allPass(file: String, count: Int) throws {
    let report = try Conformance.run(Vectors.text(file))
    #expect(report.failures.map(\.description) == [])
    #expect(report.passed == count)
  }

  @Test("every breaker vector passes in whole milliseconds too", arguments: ["breaker", "random_breaker"])
  func inMilliseconds(file: String) throws {
    for vector in try Vector.all(parsing: Vectors.text(file)) where vector.kind == "breaker" {
      #expect(try Conformance.runBreaker(vector, millisecond: 1).map(\.description) == [])
    }
  }

  @Test(
    "a sentence without its day, or with an unknown key, is refused with its path",
    arguments: [
      (#"[{"id": "S1", "kind": "intent", "text": "Rome"}]"#, "[0].today"),
      (#"[{"id": "S1", "kind": "intent", "text": "Rome", "today": "2026-02-30"}]"#, "[0].today"),
      (#"[{"id": "S1", "kind": "intent", "today": "2026-01-01"}]"#, "[0].text"),
      (
        #"[{"id": "S1", "kind": "intent", "text": "Rome", "today": "2026-01-01", "expect": {"city": "Rome"}}]"#,
        "[0].expect.city"
      ),
    ])
  func refusesSentence(text: String, path: String) {
    #expect { try Vector.all(parsing: text) } throws: { ($0 as? ConfigurationError)?.path == path }
  }

  @Test func `a failing vector tells its step, what was expected and what happened`() throws {
    let text = """
      [{"id": "X1", "kind": "breaker", "config": {"trip": {"consecutiveFailures": 2}, "open": {"waitMs": 10}},
        "steps": [{"do": "calls", "outcomes": "FF"}, {"do": "read", "expect": {"state": "closed", "openForMs": 10}}]},
       {"id": "X2", "kind": "breaker", "config": {}, "steps": [{"do": "call", "outcome": "success", "expect": {"state": "closed"}}]}]
      """
    let report = try Conformance.run(text)
    #expect((report.passed, report.failed) == (1, 1))
    #expect(report.failures.map(\.description) == [#"X1 step 2: state: expected "closed", was "open""#])
    let json = try JSONValue(parsing: report.json)
    #expect(json["passed"] == .integer(1))
    let failure = try #require(json["failures"]?.array?.first)
    #expect(failure["step"] == .integer(2))
    #expect(failure["expected"] == .string("closed"))
    #expect(failure["actual"] == .string("open"))
  }

  @Test(
    "what is no vector fails and does not pass in silence",
    arguments: [
      #"{"id": "Y", "kind": "breker"}"#, #"{"id": "Y", "kind": "breaker", "config": {"tripp": {}}}"#,
      #"{"id": "Y", "kind": "breaker", "steps": [{"do": "cal"}]}"#,
      #"{"id": "Y", "kind": "breaker", "steps": [{"do": "read", "expect": {"stat": "closed"}}]}"#,
      #"{"id": "Y", "kind": "budget", "config": {"model": "rations"}}"#,
      #"{"id": "Y", "kind": "pipeline", "config": {"stages": [{"retri": {}}]}, "steps": []}"#,
    ])
  func noVector(entry: String) throws {
    #expect(try Conformance.run("[\(entry)]").failed == 1)
  }

  @Test(
    "a file of another form is refused with the place",
    arguments: [
      ("{}", "a vector file is a list of vectors"), (#"[{"kind": "window"}]"#, "[0].id: a name is missing"),
      (#"[{"id": "Z"}]"#, "[0].kind: a kind is missing"),
      (#"[{"id": "Z", "kind": "window", "steps": {}}]"#, "[0].steps: the steps are a list"),
      (#"[{"id": "Z", "kind": "window", "expect": []}]"#, "[0].expect: what is expected is an object"),
      (
        #"[{"id": "Z", "kind": "window", "steps": [{"times": -1}]}]"#,
        "[0].steps[0].times: must be a whole number from 0 to 1000000"
      ),
      (
        #"[{"id": "Z", "kind": "delays", "inputs": {"attempts": [1, 0]}}]"#,
        "[0].inputs.attempts[1]: must be a whole number from 1 to 9223372036854775807"
      ),
      (
        #"[{"id": "Z", "kind": "breaker", "steps": [{"atMs": "soon"}]}]"#,
        "[0].steps[0].atMs: must be a whole number from 0 to 100000000000"
      ),
    ])
  func otherForm(text: String, problem: String) {
    let error = #expect(throws: ConfigurationError.self) { try Conformance.run(text) }
    #expect(error?.description == problem)
  }

  @Test func `a retry that nothing ends is told as such`() throws {
    let text = """
      [{"id": "Z", "kind": "pipeline", "config": {"stages": [{"retry": {}}]},
        "steps": [{"do": "run", "script": [{"outcome": "failure"}], "expect": {"outcome": "success"}}]}]
      """
    #expect(try Conformance.run(text).failures.map(\.actual) == [#""endless""#])
  }

  @Test func `F F F S S opens one library and not the other, on the success`() throws {
    let text = """
      [{"id": "flagship", "kind": "breaker", "config": {}, "steps": [{"do": "call", "outcome": "failure"},
        {"do": "call", "outcome": "failure"}, {"do": "call", "outcome": "failure"}, {"do": "call", "outcome": "success"},
        {"do": "call", "outcome": "success"}, {"do": "call", "outcome": "failure"}]}]
      """
    var first = try #require(Profile(named: "resilience4j")?.policy.breaker)
    var second = try #require(Profile(named: "polly")?.policy.breaker)
    first.trip.minimumCalls = 5
    second.trip.minimumCalls = 5
    second.trip.failureRate = 0.5
    let comparison = try Conformance.compare(("resilience4j", first), ("polly", second), on: text)
    #expect(comparison.divergences.map(\.step) == [5])
    #expect(comparison.divergences.first?.first.state == "open")
    #expect(comparison.divergences.first?.second.state == "closed")
    #expect(comparison.costs.map(\.rejected) == [1, 0])
    #expect(comparison.costs.map(\.failed) == [3, 4])
    #expect(comparison.divergences.first?.costs == comparison.costs)
    #expect(try JSONValue(parsing: comparison.json)["traces"] == .integer(1))
  }
}
