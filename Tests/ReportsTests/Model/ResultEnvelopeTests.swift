import Foundation
import TestSupport
import Testing
import TravelPlanner

@testable import Reports

@Suite("Result envelope")
struct ResultEnvelopeTests {
  @Test func `the documented figures come out`() throws {
    func row(_ mode: ComparisonRow.RequestMode, _ search: SearchMode) throws -> ComparisonRow {
      try #require(
        SampleResult.full.comparisons.first {
          $0.profile == "reference" && $0.requests == 3 && $0.requestMode == mode && $0.searchMode == search
        })
    }
    #expect(try row(.sequential, .sequential).makespanNanoseconds == 6_330_000_000)
    #expect(try row(.concurrent, .sequential).makespanNanoseconds == 2_110_000_000)
    #expect(try row(.concurrent, .parallel).makespanNanoseconds == 1_100_000_000)
    #expect(try row(.concurrent, .sequential).speedup == 3)
    #expect(try row(.concurrent, .sequential).efficiency == 1)
    #expect(SampleResult.full.requestBreakdown[0].closeness == 1)
  }

  @Test("one seed gives the same bytes twice, another seed others")
  func twins() throws {
    func text(_ seed: UInt64) throws -> String {
      try SampleResult.make(seed: seed, requests: 40, levels: [1, 3, 30]).json()
    }
    #expect(try text(1) == text(1))
    #expect(try text(1) != text(2))
  }

  @Test(
    "the JSON comes back as it was, and twice the same", arguments: [SampleResult.full, SampleResult.minimal])
  func json(result: ResultEnvelope) throws {
    let text = result.json()
    let back = try ResultEnvelope(json: text)
    #expect(back == result)
    #expect(back.json() == text)
    #expect(!text.contains("nan") && !text.contains("inf"))
  }

  @Test("an unsupported percentile is null, not left out")
  func nulls() {
    #expect(SampleResult.full.json().contains("\"p99_ns\" : null"))
    #expect(SampleResult.full.json().contains("\"p99.9_ns\" : null"))
  }

  @Test func `says what is wrong with a file`() {
    let syntax = "not JSON: line 1, column 2: a name in quotation marks is missing"
    #expect(throws: ResultError.malformed(syntax)) { try ResultEnvelope(json: "{") }
    #expect(throws: ResultError.schema("bench.result/2")) {
      try ResultEnvelope(json: "{\"schema\": \"bench.result/2\"}")
    }
    #expect(throws: ResultError.malformed("id: is missing")) {
      try ResultEnvelope(json: "{\"schema\": \"bench.result/1\"}")
    }
    let broken = SampleResult.full.json().replacing(
      "\"users\" : 3\n", with: "\"users\" : \"3\"\n", maxReplacements: 1)
    #expect(throws: ResultError.malformed("comparisons[1].users: is not Int")) {
      try ResultEnvelope(json: broken)
    }
  }

  @Test("the published schema file is the one in the code")
  func schemaFile() throws {
    let path = #filePath.prefix(upTo: try #require(#filePath.ranges(of: "/Tests/").last).lowerBound)
    let file = try String(
      contentsOf: URL(fileURLWithPath: path + "/schema/bench.result.schema.json"), encoding: .utf8)
    #expect(file == ResultEnvelope.jsonSchema)
  }

  @Test(
    "results hold to the schema, and damaged ones do not",
    .enabled(
      if: HostTool.has(python: "jsonschema"), "needs Python's jsonschema package: pip install jsonschema"))
  func schema() throws {
    let script = """
      import json, sys
      from jsonschema import Draft202012Validator
      schema, *results = json.load(sys.stdin)
      Draft202012Validator.check_schema(schema)
      for result in results:
          errors = sorted(Draft202012Validator(schema).iter_errors(result), key=lambda e: list(map(str, e.path)))
          print(len(errors), errors[0].message[:200] if errors else "")
      """
    let bad = SampleResult.full.json().replacing("\"exit\" : 99", with: "\"exit\" : 99, \"surplus\" : 1")
    let documents = [ResultEnvelope.jsonSchema, SampleResult.full.json(), SampleResult.minimal.json(), bad]
    let output = try HostTool.python(script, input: "[" + documents.joined(separator: ",") + "]")
    let lines = try #require(output).split(separator: "\n")
    #expect(lines[0] == "0 " && lines[1] == "0 ", "\(lines)")
    #expect(lines[2].contains("surplus"))
  }
}
