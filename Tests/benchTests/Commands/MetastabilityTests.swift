import Foundation
import TestSupport
import Testing

@Suite("bench metastability")
struct MetastabilityCommandTests {
  /// A service small enough for a debug build.
  private static let service = "{latency: {kind: 'exponential', mean: '100ms'}, servers: 1, queueLimit: 50,}"

  private func judge(_ words: String..., service: String = service) throws -> BenchProcess {
    try withTemporaryFolder { folder in
      let file = "\(folder)/service.json5"
      try service.write(toFile: file, atomically: true, encoding: .utf8)
      return try bench(
        ["metastability", "--service", file, "--seeds", "1", "--trigger", "outage:100%:10s"] + words)
    }
  }

  @Test func `the expected verdict ends with 0, another with 99`() throws {
    let lost = try judge("--load", "7/s", "--expect", "metastable")
    #expect(lost.status == 0)
    #expect(lost.output.contains("own-service: metastable at 7/s (vulnerable from "))
    #expect(lost.output.contains("switched off  retries: goodput returns within "))
    let other = try judge("--load", "7/s", "--expect", "stable")
    #expect(other.status == 99)
    #expect(other.complaint.hasPrefix("own-service: metastable at 7/s"))
    #expect(other.complaint.hasSuffix("expected stable"))
    // The last line repeats the command, and its file is in another folder.
    func findings(_ run: BenchProcess) -> [Substring] { run.output.split(separator: "\n").dropLast() }
    #expect(findings(other) == findings(lost))
  }

  @Test func `a load above capacity is overloaded, which is neither verdict`() throws {
    for expected in ["stable", "metastable"] {
      let run = try judge("--load", "20/s", "--expect", expected)
      #expect(run.status == 99)
      #expect(run.output.contains("own-service: overloaded at 20/s without any trigger"))
    }
  }

  @Test func `the same words print the same, on any number of threads`() throws {
    let first = try judge("--jobs", "1", "--json")
    let second = try judge("--jobs", "3", "--json")
    func configurations(_ run: BenchProcess) throws -> [[String: Any]] {
      let object = try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any]
      #expect(object?["schema"] as? String == "bench.metastability/1")
      return try #require(object?["configurations"] as? [[String: Any]])
    }
    let (one, three) = (try configurations(first), try configurations(second))
    #expect(one.count == 1)
    #expect(one as NSArray == three as NSArray)
    #expect((one[0]["loop"] as? [Any])?.count == 23)
    #expect((one[0]["course"] as? [Any])?.isEmpty == false)
  }

  @Test func `--plot draws the way up and down, and the trigger`() throws {
    try withTemporaryFolder { folder in
      let run = try judge("--plot", folder)
      #expect(run.status == 0)
      guard !run.errors.contains("install gnuplot") else { return }
      let files = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
      #expect(files == ["hysteresis-own-service.svg", "trigger-own-service.svg"])
      for file in files {
        #expect(try String(contentsOfFile: "\(folder)/\(file)", encoding: .utf8).contains("<svg"))
      }
    }
  }

  @Test func `the policies of a file can be examined`() throws {
    let run = try judge("--policy", "planner", "--load", "4/s")
    #expect(run.status == 0)
    #expect(run.output.contains("policies of planner (digest "))
  }

  @Test(
    "a mistake on the command line ends with 64",
    arguments: [
      (["fixed-three-retry"], "did you mean fixed-three-retries"),
      (["budgeted", "budgeted"], "named twice"),
      (["--trigger", "flood:1%:1s"], "an outage or a spike"),
      (["--trigger", "outage:101%:1s"], "1% to 100%"),
      (["--trigger", "outage:50%"], "KIND:STRENGTH%:TIME"),
      (["--trigger", "outage:50%:0s"], "lasts 1ms to 1h"),
      (["--load", "0.5/s"], "whole number"),
      (["--expect", "calm"], "must be stable or metastable"),
      (["--seeds", "0"], "must be a whole number, 1 to 1,000"),
      (["--target", "flights"], "--target needs --policy"),
      (["--policy", "planner", "budgeted", "hedged"], "change one configuration"),
    ])
  func mistakes(words: [String], says: String) throws {
    let run = try bench(["metastability"] + words)
    #expect(run.status == 64)
    #expect(run.complaint.contains(says))
    #expect(run.output.isEmpty)
  }

  @Test(
    "a service that cannot be examined ends with 65 and the reason",
    arguments: [
      ("{latency: {kind: 'exponential', mean: '100ms'}}", "servers: needed"),
      (
        "{latency: {kind: 'exponential', mean: '100ms'}, servers: 0}",
        "servers: 0 is not allowed here; allowed: a whole number, at least 1"
      ),
      ("{latency: {kind: 'exponential', mean: '100ms'}, servers: 2, cores: 3}", "cores: no such key"),
      ("{latency: {kind: 'constant', value: '1h'}, servers: 1}", "capacity must be"),
      ("{", "JSON"),
    ])
  func badServices(text: String, says: String) throws {
    let run = try judge(service: text)
    #expect(run.status == 65)
    #expect(run.complaint.contains(says))
  }
}
