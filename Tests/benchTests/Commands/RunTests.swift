import Foundation
import Reports
import TestSupport
import Testing
import TravelPlanner

@Suite("bench run")
struct RunTests {
  private func result(_ words: String...) throws -> (BenchProcess, ResultEnvelope, [String]) {
    try withTemporaryFolder { folder in
      let run = try bench(["run", "--json", "--no-host-run", "--no-overhead", "-o", folder] + words)
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
      _ users: Int, _ requests: ComparisonRow.RequestMode, _ search: SearchMode
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
        "run", "--json", "-q", "--no-host-run", "--no-overhead", "--profile", "reference", "-c", "3", "-o",
        folder)
      let file = try String(contentsOfFile: folder + "/run.json", encoding: .utf8)
      #expect(run.output == file)
      #expect(run.errors == "verdict=pass exit=0\n")
    }
  }

  @Test("equal seeds give equal results, another seed another result")
  func repeats() throws {
    let words = ["--profile", "production", "-c", "3", "-n", "50"]
    func digest(_ seed: String) throws -> (String, String) {
      try withTemporaryFolder { folder in
        let run = try bench(
          ["run", "--json", "--no-host-run", "--no-overhead", "-o", folder, "--seed", seed] + words)
        return (try ResultEnvelope(json: run.output).digest, run.output)
      }
    }
    let (first, again, other) = (try digest("7"), try digest("7"), try digest("8"))
    #expect(first.1 == again.1)
    #expect(first.0 != other.0)
  }

  @Test("the production profile names the pool that is the bottleneck")
  func pools() throws {
    let (_, result, _) = try result("--profile", "production", "-c", "1,300", "-n", "1000")
    func row(_ users: Int) throws -> ComparisonRow {
      try #require(
        result.comparisons.first {
          $0.users == users && $0.requestMode == .concurrent && $0.searchMode == .parallel
        })
    }
    let (alone, busy) = (try row(1), try row(300))
    #expect(alone.bottleneck == nil)
    #expect(busy.bottleneck == "all connections")
    #expect(alone.latency.p99 == 1_086_909_646)
    #expect(busy.latency.p99 == 3_447_043_515)
  }

  @Test("a run in which most answers are degraded fails, and gains nothing from them")
  func overload() throws {
    let (run, result, _) = try result(
      "--profile", "stressed", "-n", "2000", "-c", "10,1000", "--policy", "planner")
    #expect(run.status == 99)
    #expect(run.verdict == "verdict=fail exit=99")
    #expect(result.verdict == .fail && result.exit == 99)
    #expect(result.notes.contains { $0.contains("were answered in full") })
    #expect(result.comparisons.allSatisfy { ($0.efficiency.value ?? 0) <= 1 })
    for row in result.comparisons where row.requestMode == .concurrent {
      let alone = result.comparisons.first {
        $0.requestMode == .sequential && $0.searchMode == row.searchMode
      }
      let base = try #require(alone?.goodputPerSecond.value)
      #expect(((row.speedup.value ?? 0) - (row.goodputPerSecond.value ?? 0) / base).magnitude < 0.001)
    }
    #expect(result.textReport().contains("goodput"))
    #expect(result.markdownReport().contains("| goodput | whole |"))
  }

  @Test("a run without a request is not a pass, and has no mean")
  func nothingMeasured() throws {
    let (run, result, _) = try result("--profile", "reference", "--rate", "1/h", "--duration", "100ms")
    #expect(run.status == 99)
    #expect(result.comparisons.map(\.requests) == [0, 0])
    #expect(result.comparisons.allSatisfy { $0.throughputPerSecond == .unknown })
    #expect(result.notes.contains { $0.contains("nothing was measured") })
    #expect(result.textReport().contains("n/a"))
  }

  @Test("the table of the providers is of the concurrent run")
  func providers() throws {
    let (_, result, _) = try result("--profile", "production", "-c", "100")
    #expect(result.textReport().contains("all connections sets the pace"))
  }

  @Test("--rate with a number of users or requests ends with 64", arguments: ["-c", "-n"])
  func rateAlone(option: String) throws {
    #expect(try bench("run", "--rate", "1/s", option, "3").status == 64)
  }

  @Test("an open load counts the arrivals and names the pool that limits it")
  func openLoad() throws {
    let (run, result, _) = try result("--profile", "production", "--rate", "20/s", "--duration", "20s")
    #expect(run.status == 0)
    #expect(result.comparisons.map(\.requests) == [365, 365])
    #expect(result.comparisons.map(\.bottleneck) == [nil, nil])
    let (_, flooded, _) = try self.result("--profile", "production", "--rate", "300/s", "--duration", "20s")
    #expect(flooded.comparisons.map(\.requests) == [5906, 5906])
    #expect(flooded.comparisons.map(\.bottleneck) == ["all connections", "all connections"])
    #expect(flooded.comparisons.map(\.saturated) == [true, true])
  }

  @Test("writes a trace that the Perfetto viewer can read")
  func trace() throws {
    try withTemporaryFolder { folder in
      let file = folder + "/trace.json"
      let run = try bench(
        "run", "--no-host-run", "--no-overhead", "-c", "1", "--profile", "reference", "-o", folder, "--trace",
        file
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
    "a result is printed in every format",
    arguments: [
      "text", "markdown", "html", "json", "csv", "junit", "openmetrics", "influx", "github-smaller",
      "github-bigger", "go",
    ])
  func forms(form: String) throws {
    try withTemporaryFolder { folder in
      _ = try bench(
        "run", "-q", "--no-host-run", "--no-overhead", "--profile", "reference", "-c", "3", "-o", folder)
      let report = try bench("report", folder + "/run.json", "--format", form)
      #expect(report.status == 0)
      #expect(report.output.count > 100)
    }
  }
}
