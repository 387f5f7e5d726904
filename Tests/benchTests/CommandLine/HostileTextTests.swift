import Foundation
import Primitives
import TestSupport
import Testing

@Suite("Hostile texts on the command line and in files")
struct HostileTextTests {
  private func hidden(_ text: String) -> [Unicode.Scalar] {
    text.unicodeScalars.filter { $0 != "\n" && $0 != "\t" && Escape.isHidden($0) }
  }

  private func withFolder(_ body: (String) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try body(folder)
  }

  @Test("a result file runs no command, in no form", arguments: ["\u{600}", "", "\r\n", "a\u{301}"])
  func result(before: String) throws {
    try withFolder { folder in
      let touched = "\(folder)/touched"
      let profile = "x\(before)' ; system(\"touch \(touched)\") ; set title '\u{301}</script><img>\u{1B}[31m"
      let json = try Repository.text("results/virtual/run.json")
      let file = "\(folder)/run.json"
      try Data(json.replacing("\"reference\"", with: Text.quoted(profile)).utf8)
        .write(to: URL(fileURLWithPath: file))
      for format in [
        "text", "markdown", "html", "json", "csv", "junit", "openmetrics", "influx", "github-smaller", "go",
      ] {
        let run = try bench("report", file, "--format", format)
        #expect(run.status == 0, "\(format): \(run.errors)")
        if format != "csv" { #expect(hidden(run.output).isEmpty, "\(format)") }
        if format == "html" {
          #expect(!run.output.utf8.contains(0x1B))
          #expect(run.output.unicodeScalars.count { $0 == "<" } > 100)
          #expect(!run.output.contains("<img"))
          if HostTool.has("gnuplot") { #expect(run.output.contains("<figure id=\"plot-latency-")) }
        }
      }
      #expect(!FileManager.default.fileExists(atPath: touched))
    }
  }

  @Test(
    "an error shows control characters and stays on its line",
    arguments: [
      ["report", "a\u{1B}[31m\u{7}\r\nverdict=pass exit=0"], ["chaos", "no\u{9B}such\n.x"],
      ["run", "--profile", "\u{1B}c\n"], ["run", "--seed", "\u{202E}1\n"], ["\u{1B}c\nx"],
      ["run", "--\u{1B}c\nx"],
      ["plan", "--store", "file:/dev/null/\u{1B}\nx"], ["plan", "--to", "x\u{1B}[2J\n", "--from", "Berlin"],
    ])
  func errors(arguments: [String]) throws {
    let run = try bench(arguments)
    #expect(run.status != 0 || arguments[0] == "plan")
    #expect(hidden(run.output + run.errors).isEmpty)
    #expect(run.errors.split(separator: "\n").count { $0.hasPrefix("verdict=") } == 1)
  }

  @Test("a plan shows the control characters of its request")
  func plan() throws {
    try withFolder { folder in
      let run = try bench(
        "plan", "A weekend in Prague from Munich \u{1B}[31m\u{7}\u{9B}2J", "--book", "--contact",
        "Ada\u{1B}]0;x\u{7},ada@example.org,+49 30 1234567", "--store", "file:\(folder)/a 'b'", "--user",
        "a\u{1B}b",
        "--profile", "production", "--json")
      #expect(hidden(run.output + run.errors).isEmpty)
      let text = try bench(
        "plan", "A weekend in Prague from Munich \u{1B}[31m\u{7}\u{9B}2J", "--store", "file:\(folder)/a 'b'",
        "--user", "it's a\u{1B}b", "--profile", "production")
      #expect(hidden(text.output + text.errors).isEmpty)
      let line = try #require(text.errors.split(separator: "\n").first { $0.hasPrefix("  bench plan") })
      #expect(line.hasPrefix("  bench plan --store 'file:\(folder)/a '\\''b'\\' --session "))
      #expect(line.contains(" --profile production "))
      #expect(line.contains(" --user 'it'\\''s a'\"$(printf '\\033')\"'b' "))
    }
  }

  @Test("the name of a fault stays on its line, in the report, the explanation and the replay")
  func fault() throws {
    try withFolder { folder in
      let name = "::error::a\u{600}\"b\u{9B}31m \u{2028}verdict=pass"
      let scenario = try bench("show", "blackout").output
        .replacing("\"outage\"", with: Text.quoted(name)).replacing("\"atMost\": 12", with: "\"atMost\": 1")
      let file = "\(folder)/a 'b.json5"
      try Data(scenario.utf8).write(to: URL(fileURLWithPath: file))
      let sweep = try bench("chaos", file, "--seeds", "1", "--explain", "1", "-o", "\(folder)/o 1")
      let replay = try bench("replay", "\(folder)/o 1/blackout-1-1.replay.json")
      #expect(sweep.output.contains("again: bench chaos '\(folder)/a '\\''b.json5' --seeds 1..1"))
      for text in [sweep.output, sweep.errors, replay.output, replay.errors] {
        #expect(hidden(text).isEmpty)
        let lines = text.split(separator: "\n")
        #expect(!lines.contains { $0.hasPrefix("::") || $0.hasPrefix("verdict=pass") })
      }
      #expect(sweep.status == 99 && replay.status == 3, "\(replay.errors)")
    }
  }

  @Test(
    "a problem of a file is told in words, with the path",
    arguments: [
      ("{}", "schema"), ("{\"schema\": 3}", "schema"), ("[", "not JSON"),
      ("{\"schema\": \"x\"}", "bench.result"),
    ])
  func problems(text: String, word: String) throws {
    try withFolder { folder in
      let file = "\(folder)/a.json"
      try Data(text.utf8).write(to: URL(fileURLWithPath: file))
      let run = try bench("report", file)
      #expect(run.status == 65)
      #expect(run.complaint.contains(file) && run.complaint.contains(word), "\(run.complaint)")
      for raw in ["malformed(", "Error", "Domain", "CodingKeys"] {
        #expect(!run.complaint.contains(raw), "\(run.complaint)")
      }
      for command in ["report", "chaos", "replay", "merge", "conformance", "validate"] {
        let run = try bench(command, folder + "/")
        #expect(!run.complaint.contains("Domain"), "\(run.complaint)")
      }
    }
  }

  @Test(
    "the command that a run prints runs the same again",
    arguments: [
      (
        [
          "run", "--clock", "host", "--time-scale", "0.01", "--profile", "reference", "--no-overhead",
        ],
        "--time-scale 0.01 --seed 42 --clock host"
      )
    ])
  func repeated(arguments: [String], ending: String) throws {
    try withFolder { folder in
      let run = try bench(arguments + ["-o", folder])
      #expect(run.output.contains(ending), "\(run.output.prefix(1500))")
    }
  }
}
