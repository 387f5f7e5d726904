import Foundation
import LoadGen
import Testing

@Suite("bench run")
struct RunTests {
  private func result(_ words: String...) throws -> (BenchProcess, ResultEnvelope, [String]) {
    try withTemporaryFolder { folder in
      let run = try bench(["run", "--json", "--no-twin", "--no-harness", "-o", folder] + words)
      let envelope = try ResultEnvelope(json: run.output)
      return (run, envelope, try FileManager.default.contentsOfDirectory(atPath: folder).sorted())
    }
  }

  @Test("shows the documented figures to the nanosecond")
  func documentedFigures() throws {
    let (run, result, files) = try result("--profile", "reference", "-c", "1,3,10")
    #expect(run.status == 0)
    #expect(run.verdict == "verdict=pass exit=0")
    #expect(files == ["run.html", "run.json", "run.md", "run.txt"])
    func makespan(
      _ users: Int, _ requests: Comparison.RequestMode, _ search: Comparison.SearchMode
    ) -> Int64? {
      result.comparisons.first {
        $0.users == users && $0.requestMode == requests && $0.searchMode == search
      }?.makespanNanoseconds
    }
    #expect(makespan(3, .sequential, .sequential) == 6_330_000_000)
    #expect(makespan(3, .concurrent, .sequential) == 2_110_000_000)
    #expect(makespan(3, .concurrent, .parallel) == 1_100_000_000)
    #expect(makespan(3, .sequential, .parallel) == 3_300_000_000)
    #expect(makespan(10, .concurrent, .sequential) == 2_110_000_000)
    #expect(makespan(10, .concurrent, .parallel) == 1_100_000_000)
    let ten = result.comparisons.first { $0.users == 10 && $0.requestMode == .concurrent }
    #expect(ten?.speedup.value == 10)
  }

  @Test("JSON output is the file, and nothing else")
  func jsonOnly() throws {
    try withTemporaryFolder { folder in
      let run = try bench(
        "run", "--json", "-q", "--no-twin", "--no-harness", "--profile", "reference", "-c", "3", "-o", folder)
      let file = try String(contentsOfFile: folder + "/run.json", encoding: .utf8)
      #expect(run.output == file)
      #expect(run.errors == "verdict=pass exit=0\n")
    }
  }

  @Test("one seed gives one result, another another")
  func repeats() throws {
    let words = ["--profile", "production", "-c", "3", "-n", "50"]
    func digest(_ seed: String) throws -> (String, String) {
      try withTemporaryFolder { folder in
        let run = try bench(
          ["run", "--json", "--no-twin", "--no-harness", "-o", folder, "--seed", seed] + words)
        return (try ResultEnvelope(json: run.output).digest, run.output)
      }
    }
    let (first, again, other) = (try digest("7"), try digest("7"), try digest("8"))
    #expect(first.1 == again.1)
    #expect(first.0 != other.0)
  }

  @Test("the production profile names the pool that sets the pace")
  func pools() throws {
    let (_, result, _) = try result("--profile", "production", "-c", "1,300", "-n", "1000")
    let busy = result.comparisons.first { $0.users == 300 && $0.requestMode == .concurrent }
    let alone = result.comparisons.first { $0.users == 1 && $0.requestMode == .concurrent }
    #expect(busy?.paceSetBy == "all connections")
    #expect(alone?.paceSetBy == nil)
    #expect((busy?.latency.p99).map { $0 > (alone?.latency.p99 ?? .max) } == true)
  }

  @Test("an open load counts what comes and says when it is too much")
  func openLoad() throws {
    let (run, result, _) = try result("--profile", "production", "--rate", "20/s", "--duration", "20s")
    #expect(run.status == 0)
    #expect(result.comparisons.count == 2)
    #expect(result.comparisons.allSatisfy { (300...500).contains($0.requests) })
    #expect(result.comparisons.allSatisfy { $0.paceSetBy == nil })
    let (_, flooded, _) = try self.result("--profile", "production", "--rate", "300/s", "--duration", "20s")
    #expect(flooded.comparisons.allSatisfy { $0.saturated == true })
  }

  @Test("without a command it runs, with --help it explains")
  func help() throws {
    let help = try bench("--help")
    #expect(help.status == 0)
    for word in ["run", "validate", "kernel", "64", "130"] { #expect(help.output.contains(word)) }
    let run = try bench("run", "--help")
    #expect(run.output.contains("usage: bench run"))
    #expect(run.output.contains("--profile NAME"))
    #expect(try bench("--version").output.hasPrefix("bench "))
  }

  @Test("writes a trace that the Perfetto viewer can read")
  func trace() throws {
    try withTemporaryFolder { folder in
      let file = folder + "/trace.json"
      let run = try bench(
        "run", "--no-twin", "--no-harness", "-c", "1", "--profile", "reference", "-o", folder, "--trace", file
      )
      #expect(run.status == 0)
      let data = try Data(contentsOf: URL(fileURLWithPath: file))
      let trace = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
      let events = try #require(trace["traceEvents"] as? [[String: Any]])
      let names = Set(events.compactMap { $0["name"] as? String })
      #expect(names.isSuperset(of: ["plan.started", "search.completed", "plan.completed"]))
    }
  }

  @Test(
    "every other form of a result can be made from its file",
    arguments: [
      "text", "markdown", "html", "json", "csv", "junit", "openmetrics", "influx", "github-smaller",
      "github-bigger", "go",
    ])
  func forms(form: String) throws {
    try withTemporaryFolder { folder in
      _ = try bench(
        "run", "-q", "--no-twin", "--no-harness", "--profile", "reference", "-c", "3", "-o", folder)
      let report = try bench("report", folder + "/run.json", "--format", form)
      #expect(report.status == 0)
      #expect(report.output.count > 100)
    }
  }
}

@Suite("bench kernel, list, show, digests")
struct OtherCommandTests {
  private struct Kernel: Decodable {
    struct Result: Decodable {
      var name: String
      var nanoseconds: Double
      var operations: Int

      enum CodingKeys: String, CodingKey {
        case name
        case nanoseconds = "ns_per_operation"
        case operations
      }
    }
    var schema: String
    var results: [Result]
  }

  @Test("kernel prints its figures as JSON")
  func kernel() throws {
    let run = try bench("kernel", "spawn", "--rounds", "1", "--json")
    let report = try JSONDecoder().decode(Kernel.self, from: Data(run.output.utf8))
    #expect(report.schema == "bench.kernel/1")
    #expect(report.results.map(\.name) == ["spawn"])
    #expect(report.results.allSatisfy { $0.nanoseconds > 0 && $0.operations == 1_000_000 })
  }

  @Test("list and show agree on the profiles", arguments: ["reference", "production", "stressed"])
  func profiles(name: String) throws {
    #expect(try bench("list").output.contains("  \(name):"))
    let shown = try bench("show", name)
    #expect(shown.status == 0)
    #expect(shown.output.contains("\"name\" : \"\(name)\""))
  }

  @Test("digests do not depend on the number of threads")
  func digests() throws {
    let one = try bench("digests", "--seeds", "6", "--jobs", "1")
    let two = try bench("digests", "--seeds", "6", "--jobs", "2")
    #expect(one.output == two.output)
    #expect(one.output.split(separator: "\n").count == 18)
    #expect(Set(one.output.split(separator: "\n").compactMap { $0.split(separator: " ").last }).count == 18)
  }

  @Test("doctor looks at the machine")
  func doctor() throws {
    let run = try bench("doctor")
    #expect(run.status == 0)
    #expect(run.output.contains("gnuplot"))
  }

  @Test("a completion script names every command", arguments: ["bash", "zsh", "fish"])
  func completion(shell: String) throws {
    let script = try bench("completion", shell).output
    for command in ["run", "validate", "kernel", "digests", "report"] { #expect(script.contains(command)) }
  }
}
