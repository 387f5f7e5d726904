import Foundation
import TestSupport
import Testing

@Suite("Wrong input ends with one clear line and the documented exit code")
struct WrongInputTests {
  struct Case: CustomTestStringConvertible {
    var words: [String]
    var says: String
    var testDescription: String { words.joined(separator: " ") }
  }

  static let usage = [
    Case(words: ["rum"], says: "did you mean run"),
    Case(words: ["fly"], says: "unknown command \"fly\""),
    Case(words: ["run", "--profle", "reference"], says: "did you mean --profile"),
    Case(words: ["run", "--profile", "refrence"], says: "did you mean reference"),
    Case(words: ["run", "--profile", "mars"], says: "there are reference, production, stressed"),
    Case(words: ["run", "-c", "0"], says: "must be a whole number, 1 to"),
    Case(words: ["run", "-c", "3,x"], says: "must be a whole number, 1 to"),
    Case(words: ["run", "-c", "3,3"], says: "names 3 twice"),
    Case(words: ["run", "-n", "1.5"], says: "--requests \"1.5\""),
    Case(words: ["run", "-n", "2", "-c", "3"], says: "fewer than the 3 users"),
    Case(words: ["run", "--rate", "500"], says: "needs a unit of time: 500/s"),
    Case(words: ["run", "--rate", "500/fortnight"], says: "per s, m, min, h or d"),
    Case(words: ["run", "--rate", "0/s"], says: "must be positive"),
    Case(words: ["run", "--rate", "5/s", "--duration", "30"], says: "needs a unit: 30s"),
    Case(words: ["run", "--duration", "30s"], says: "--duration needs --rate"),
    Case(words: ["run", "--seed", "many"], says: "a seed is a whole number"),
    Case(words: ["run", "--seed"], says: "needs a value"),
    Case(words: ["run", "--time-scale", "2"], says: "0.000001 to 1"),
    Case(words: ["run", "--clock", "wall"], says: "must be virtual or host"),
    Case(words: ["run", "trip"], says: "takes no operand"),
    Case(words: ["kernel", "sleeper"], says: "did you mean sleepers"),
    Case(words: ["report"], says: "takes one result file"),
    Case(words: ["report", "x", "--format", "yaml"], says: "unknown format"),
    Case(words: ["show", "referense"], says: "did you mean reference"),
    Case(words: ["completion", "tcsh"], says: "bash, zsh or fish"),
    Case(words: ["validate", "--jobs", "0"], says: "must be a whole number, 1 to"),
  ]

  @Test("a mistake on the command line ends with 64", arguments: usage)
  func usageErrors(mistake: Case) throws {
    let run = try withTemporaryFolder { folder in
      // Nothing may be left in the folder the tests run in.
      let isRun = mistake.words.first == "run"
      let words = isRun ? ["run", "-o", folder] + mistake.words.dropFirst() : mistake.words
      return try bench(words)
    }
    #expect(run.status == 64)
    #expect(run.complaint.hasPrefix("error: "))
    #expect(run.complaint.contains(mistake.says))
    #expect(run.errors.split(separator: "\n").count == 2)
    #expect(run.verdict == "verdict=error exit=64")
    #expect(run.output.isEmpty)
  }

  @Test("a folder that cannot be written ends with 74 before anything is run")
  func unwritableFolder() throws {
    let run = try bench("run", "-o", "/proc/reports")
    #expect(run.status == 74)
    #expect(run.complaint.contains("cannot make the folder \"/proc/reports\""))
    #expect(run.output.isEmpty)
  }

  static let badFiles = [
    ("", "not JSON"),
    ("{}", "allowed: a list of cases"),
    (#"[{"id": "a"}]"#, "[0].system: is missing (case \"a\")"),
    (#"[{"id": "a", "system": "M/M/9", "lambda": 1, "mu": 2, "quantity": "W", "value": 1}]"#, "M/M/c"),
    (
      #"[{"id": "a", "system": "M/M/1", "lambda": -1, "mu": 2, "quantity": "W", "value": 1}]"#,
      "a number above 0"
    ),
    (#"[{"id": "a", "system": "M/M/1", "lambda": 1, "mu": 2, "quantity": "Z", "value": 1}]"#, "quantity"),
    (
      #"[{"id": "a", "system": "M/M/1", "lambda": 1, "mu": 2, "quantity": "W", "value": 1, "speed": 3}]"#,
      "speed"
    ),
  ]

  @Test("a bad file of cases ends with 65 and names the place", arguments: badFiles)
  func badCases(text: String, says: String) throws {
    let run = try withTemporaryFolder { folder in
      let file = folder + "/cases.json"
      try text.write(toFile: file, atomically: true, encoding: .utf8)
      return try bench("validate", "--cases", file)
    }
    #expect(run.status == 65)
    #expect(run.complaint.contains(says))
    #expect(run.verdict == "verdict=error exit=65")
  }

  @Test(
    "a file that is not a result ends with 65", arguments: ["", "{}", "[1, 2", #"{"schema": "other/1"}"#])
  func badResult(text: String) throws {
    let run = try withTemporaryFolder { folder in
      let file = folder + "/run.json"
      try text.write(toFile: file, atomically: true, encoding: .utf8)
      return try bench("report", file)
    }
    #expect(run.status == 65)
    #expect(run.complaint.hasPrefix("error: "))
  }

  @Test("a file that cannot be read ends with 65 and the reason of the operating system")
  func unreadableFiles() throws {
    let missing = try bench("validate", "--cases", "/nowhere/cases.json")
    #expect(missing.status == 65)
    #expect(missing.complaint == #"error: cannot read "/nowhere/cases.json": No such file or directory"#)
    try withTemporaryFolder { folder in
      let file = folder + "/cases.json"
      try Data([0x7b, 0xff, 0xfe]).write(to: URL(fileURLWithPath: file))
      let garbled = try bench("replay", file)
      #expect(garbled.status == 65)
      #expect(garbled.complaint == "error: cannot read \"\(file)\": is not text in UTF-8")
      let listing = try bench("chaos", "--scenario", folder)
      #expect(listing.status == 65 && listing.complaint.hasPrefix("error: cannot read \"\(folder)\""))
    }
  }
}
