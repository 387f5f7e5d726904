import Foundation
import TestSupport
import Testing

@Suite("Policies as files")
struct PolicyTests {
  private func withPolicy<Result>(_ text: String, _ body: (_ file: String, _ folder: String) throws -> Result)
    throws -> Result
  {
    try withTemporaryFolder { folder in
      try text.write(toFile: folder + "/tight.json5", atomically: true, encoding: .utf8)
      return try body(folder + "/tight.json5", folder)
    }
  }

  private func run(_ policy: [String], in folder: String) throws -> BenchProcess {
    try bench(
      [
        "run", "--profile", "production", "-c", "1", "-n", "20", "--clock", "virtual", "--no-overhead",
        "--json",
      ]
        + ["-o", folder] + policy)
  }

  private func result(_ run: BenchProcess) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any])
  }

  @Test("a policy guards the run and is named in its report and in the command that repeats it")
  func guards() throws {
    try withPolicy("{/* none wait */ default: {timeout: {ms: 1}, retry: null, breaker: null},}") {
      file, folder in
      let standard = try result(run([], in: folder))
      let guarded = try run(["--policy", file], in: folder)
      #expect(guarded.status == 99, "no answer is whole")
      let tight = try result(guarded)
      #expect(tight["digest"] as? String != standard["digest"] as? String)
      let config = try #require(tight["config"] as? [String: Any])
      #expect((config["policy"] as? String)?.hasPrefix("tight.json5 (digest ") == true)
      #expect((tight["command"] as? String)?.contains("--policy \(file)") == true)
      #expect((standard["config"] as? [String: Any])?["policy"] == nil)
      let rows = try #require(tight["comparisons"] as? [[String: Any]])
      let counts = try rows.map { try #require($0["counts"] as? [String: Any]) }
      #expect(counts.allSatisfy { $0["degraded"] as? Int == 20 }, "no provider answers within a millisecond")
    }
  }

  @Test("a profile's policy does the same by name and as a file")
  func namedAndSaved() throws {
    let shown = try bench("show", "policy", "polly")
    #expect(shown.status == 0)
    try withPolicy(shown.output) { file, folder in
      let saved = try result(run(["--policy", file], in: folder))
      let named = try result(run(["--policy", "polly"], in: folder))
      #expect(saved["digest"] as? String == named["digest"] as? String)
    }
  }

  @Test(
    "a wrong file ends with 65, the path of the key and what is allowed",
    arguments: [
      ("{deadlinMs: 1}", "deadlinMs: no such key; allowed: cache, deadlineMs"),
      ("{deadlineMs: 'soon'}", "deadlineMs: \"soon\" is not allowed here; allowed: milliseconds, at least 1"),
      ("{default: {retry: {maxAttempts: 0}}}", "default.retry.maxAttempts: 0 is not allowed here"),
      ("{default: {breaker: {trip: {slowRate: 0.5}}}}", "default.breaker.trip.slowRate: needs slowCallMs"),
      ("{targets: {hotels: {timeout: 5}}}", "targets.hotels.timeout: "),
      ("{targets: {fligts: {}}}", "targets.fligts: no such target; allowed: intent, flights"),
      ("{cache: {}}", "cache: the planner keeps no cache"), ("{", "not JSON: line 1"),
      ("[]", "allowed: an object"),
    ])
  func wrong(text: String, says: String) throws {
    try withPolicy(text) { file, folder in
      let run = try run(["--policy", file], in: folder)
      #expect(run.status == 65)
      #expect(run.complaint.contains(says))
      #expect(run.errors.split(separator: "\n").count == 2)
      #expect(run.output.isEmpty)
    }
  }

  @Test("what is allowed and known to misbehave is warned about")
  func advice() throws {
    try withPolicy("{default: {timeout: null}}") { file, folder in
      let run = try run(["--policy", file], in: folder)
      #expect(run.status == 0)
      #expect(
        run.errors.contains("default.timeout: without a timeout a target that hangs never opens its breaker"))
    }
  }

  @Test(
    "calls that lost a hedge or timed out are over when the run ends",
    arguments: [("{default: {hedge: {delayMs: 2}}}", 0), ("{default: {timeout: {ms: 1}, retry: null}}", 99)])
  func leavesNothing(text: String, status: Int32) throws {
    try withPolicy(text) { file, folder in
      for profile in ["reference", "production", "stressed"] {
        let run = try bench(
          "run", "--profile", profile, "-c", "3", "-n", "12", "--clock", "virtual", "--no-overhead", "-o",
          folder,
          "--policy", file)
        #expect(run.status == status, "\(run.complaint)")
      }
    }
  }

  @Test("list names every policy, and show knows each")
  func list() throws {
    let text = try bench("list").output
    for name in [
      "planner", "platform", "resilience4j", "polly", "failsafe", "gobreaker", "hystrix", "sentinel",
    ] {
      #expect(text.contains("\n  \(name): "))
    }
    #expect(try bench("show", "policy", "poly").complaint.contains("did you mean polly?"))
    #expect(try bench("show", "polly").complaint.contains("bench show policy polly"))
    #expect(try bench("show", "production").status == 0)
  }

  @Test("the published schema is the one the program prints")
  func schema() throws {
    #expect(try bench("show", "policy-schema").output == Repository.text("schema/policy.schema.json"))
  }
}
